import Foundation
import HTTPTypes
import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The feeds` {
    let web: Browsing
    private var world: HubWorld { web.world }

    init() throws {
        web = try Browsing()
    }

    @Test(arguments: Feed.allCases)
    func `may be kept, and are told apart by their content`(feed: Feed) async throws {
        let first = try await web.get(feed.rawValue)
        #expect(first.status == 200)
        #expect(first.headers[.contentType] == feed.type)
        let age = feed.maxAge.components.seconds
        #expect(first.headers[.cacheControl] == "public, max-age=\(age)")
        #expect(first.headers[.accessControlAllowOrigin] == "*")
        #expect(first.headers[.contentSecurityPolicy] == nil)
        let tag = try #require(first.headers[.eTag])
        #expect(tag.wholeMatch(of: /"[0-9a-f]{22}"/) != nil)
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let again = try await web.ask(.get, feed.rawValue, [.ifNoneMatch: known])
            #expect(again.status == 304 && again.text.isEmpty, "\(known)")
            #expect(again.headers[.eTag] == tag)
            #expect(again.headers[.cacheControl] == first.headers[.cacheControl])
        }
        let other = try await web.ask(.get, feed.rawValue, [.ifNoneMatch: "\"0\""])
        #expect(other.status == 200 && other.text == first.text)
    }

    @Test(arguments: Feed.allCases)
    func `answer what browsers and proxies ask before`(feed: Feed) async throws {
        let whole = try await web.get(feed.rawValue)
        let head = try await web.ask(.head, feed.rawValue)
        #expect(head.status == 200 && head.text.isEmpty)
        #expect(head.headers[.contentLength] == String(whole.text.utf8.count))
        #expect(head.headers[.eTag] == whole.headers[.eTag])
        let permission = try await web.ask(.options, feed.rawValue)
        #expect(permission.status == 204)
        #expect(permission.headers[.accessControlAllowOrigin] == "*")
        #expect(permission.headers[.accessControlAllowHeaders] == "If-None-Match")
        #expect(try await web.ask(.post, feed.rawValue).status == 404)
    }

    @Test(arguments: Feed.allCases)
    func `are the same on the staff's listener, and described`(feed: Feed) async throws {
        let asking = try await Asking()
        let staff = try await asking.ask(.get, feed.rawValue)
        #expect(staff.status == 200 && staff.contentType == feed.type)
        for document in [
            try await asking.ask(.get, "/api/v1/openapi.json").text,
            try await web.get("/api/v1/openapi.json").text,
        ] {
            let paths = try #require(Answer(status: 200, text: document).json as? [String: Any])
            let path = (paths["paths"] as? [String: Any])?[feed.rawValue]
            #expect(path != nil)
        }
    }

    @Test func `of the public listener tell nothing of the staff's`() async throws {
        let document = try await web.get("/api/v1/openapi.json")
        #expect(document.status == 200)
        #expect(!document.holds("/api/v1/tickets") && !document.holds("/kiosk"))
        for path in ["/api/v1/calls", "/api/v1/waiting", "/healthz", "/metrics"] {
            #expect(try await web.get(path).status == 404)
        }
    }

    @Test func `of the status have another tag after each change`() async throws {
        var tags: Set<String> = []
        for _ in 1...3 {
            let status = try await web.get(Feed.status.rawValue)
            tags.insert(try #require(status.headers[.eTag]))
            try await world.draw()
        }
        #expect(tags.count == 3)
    }

    // MARK: XML

    @Test func `of the status in XML are as the model city's`() async throws {
        for _ in 1...5 { try await world.draw() }
        _ = try await world.next(1)
        let forecast = try #require(try await world.hub.forecast())
        let middles = forecast.newcomers.values.map(\.middle)
        let wait = Int((middles.reduce(0, +) / Double(middles.count)).rounded())
        #expect(
            try await entry() == """
                <eintrag><personenzahl>4</personenzahl><ticketnummer>A 001</ticketnummer>\
                <wartezeit>\(wait)</wartezeit><zeitstempel>24.11.2026 09:00:00</zeitstempel></eintrag>
                """
        )
    }

    @Test func `of the status in XML are empty where nothing is known`() async throws {
        #expect(
            try await entry() == """
                <eintrag><personenzahl>0</personenzahl><ticketnummer></ticketnummer>\
                <wartezeit></wartezeit><zeitstempel>24.11.2026 09:00:00</zeitstempel></eintrag>
                """
        )
    }

    @Test func `of the status tell no wait when there are no numbers`() async throws {
        for _ in 1...5 { try await world.draw() }
        _ = try await world.hub.forecast()
        let status = try await web.get(Feed.status.rawValue).text
        #expect(status.contains(#""wait":{"#))
        var plan = DayPlan(day: tuesday)
        plan.isStopped = true
        _ = try await world.hub.plan(plan, by: "lead")
        world.clock.advance(.minutes(2))
        _ = try await world.hub.forecast()
        let stopped = try await web.get(Feed.status.rawValue).text
        #expect(stopped.contains(#""tickets":false"#) && !stopped.contains(#""wait":{"#))
        #expect(try await entry().contains("<wartezeit></wartezeit>"))
    }

    private func entry() async throws -> String {
        let text = try await web.get(Feed.statusXML.rawValue).text
        let lines = text.split(separator: "\n")
        #expect(lines.first == #"<?xml version="1.0" encoding="UTF-8"?>"#)
        return String(lines.last ?? "")
    }

    // MARK: CSV

    @Test func `of the past leave out what is about persons`() {
        let table = historyTable([
            HourlyWait(day: tuesday, hour: 8, service: "passport", visits: 7, minutes: 12.34),
            HourlyWait(day: tuesday, hour: 9, service: "passport", visits: 2, minutes: 3),
            HourlyWait(day: tuesday, hour: 9, service: "pick-up", visits: 3, minutes: 0.96),
        ])
        #expect(
            table == """
                day,hour,service,visits,mean_wait_minutes\r
                2026-11-24,8,passport,7,12.3\r
                2026-11-24,9,pick-up,3,1.0\r

                """
        )
    }

    @Test(arguments: [
        ("passport", "passport"), ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-2", "'-2"),
        ("+2", "'+2"), ("\t=1", "'\t=1"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
        ("=\"x\",1", "\"'=\"\"x\"\",1\""), ("", ""),
    ])
    func `of the past are no formulas`(text: String, shown: String) {
        #expect(cell(text) == shown)
    }

    // MARK: Calendar

    @Test func `of the closures tell days and hours, and name holidays`() async throws {
        var office = webOffice()
        office.hours.holidays = .northRhineWestphalia
        let noon = TimeOfDay(minutes: 12 * 60)
        office.hours.closures = [tuesday + 7]
        let span = noon..<TimeOfDay(minutes: 24 * 60)
        office.hours.partClosures = [tuesday + 8: [span]]
        office.hours.exceptions = [tuesday + 9: []]
        let words = LocalizedText(["de": "Umzug, Lärm", "en": "Moving, noise"])
        office.hours.reasons = [tuesday + 8: [ClosureReason(span: span, words: words)]]
        let text = try await Browsing(office).get("/api/v1/closures.ics?language=en").text
        #expect(text.utf8.split(separator: 0x0A).allSatisfy { $0.count <= 76 })
        let events = text.split(separator: "BEGIN:VEVENT\r\n").dropFirst()
        func event(_ day: String) -> Substring? { events.first { $0.contains("DTSTART\(day)") } }
        #expect(event(";VALUE=DATE:20261201")?.contains("DTEND;VALUE=DATE:20261202") == true)
        #expect(event(":20261202T110000Z")?.contains("DTEND:20261202T150000Z") == true)
        #expect(event(":20261202T110000Z")?.contains(#"closed (Moving\, noise)"#) == true)
        #expect(event(";VALUE=DATE:20261203") != nil)
        #expect(event(";VALUE=DATE:20261204") == nil)
        #expect(event(";VALUE=DATE:20261225")?.contains("(Christmas Day)") == true)
        #expect(event(";VALUE=DATE:20271101") != nil)
        #expect(text.contains("X-WR-CALNAME:Citizens' office: closed"))
        let german = try await Browsing(office).get("/api/v1/closures.ics?language=xx").text
        #expect(german.contains("SUMMARY:Bürgerbüro geschlossen (1. Weihnachtstag)"))
    }

    @Test(arguments: [
        ("a;b,c\\d", #"a\;b\,c\\d"#), ("one\r\ntwo\nthree", #"one\ntwo\nthree"#),
        ("a\u{7}b", "a b"),
    ])
    func `of the closures escape what would end a line`(text: String, shown: String) {
        #expect(calendarText(text) == shown)
    }
}
