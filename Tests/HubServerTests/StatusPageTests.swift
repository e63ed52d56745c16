import AsyncHTTPClient
import Foundation
import Hub
import HubStore
import Hummingbird
import Lobby
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The start page` {
    private let web: Browsing

    init() throws {
        web = try Browsing()
    }

    private func page(_ path: String = "/de/") async throws -> Shown {
        let page = try await web.get(path)
        #expect(page.status == 200)
        return page
    }

    /// The line of one service.
    private func line(_ service: String, in page: Shown) throws -> Substring {
        let begin = try #require(page.text.range(of: "<span class=\"service\">\(service)</span>"))
        let rest = page.text[begin.upperBound...]
        return rest[..<(try #require(rest.range(of: "</li>"))).lowerBound]
    }

    private func draw(_ count: Int, _ service: ServiceID = "passport") async throws {
        for _ in 0..<count { try await web.world.draw(service) }
    }

    // MARK: Open

    @Test func `tells who waits, how long, and who was called`() async throws {
        try await draw(7)
        _ = try await web.world.next(1)
        _ = try await web.world.hub.forecast()
        let page = try await page()
        #expect(page.title == "So ist es jetzt bei uns")
        #expect(page.holds("Wir haben geöffnet, heute bis 16:00 Uhr."))
        #expect(page.holds("Jetzt warten 6 Nummern."))
        #expect(page.holds("Stand: 09:00 Uhr"))
        let line = try line("Reisepass", in: page)
        let wait = try #require(line.firstMatch(of: /etwa (\d+) bis (\d+) Minuten/))
        #expect(Int(wait.1) ?? 0 >= 20 && Int(wait.2) ?? 0 <= 180)
        #expect(line.contains("6 Nummern warten"))
        #expect(page.holds("<strong>A\u{a0}001</strong> <span>Schalter 1</span>"))
        #expect(page.text.utf8.count < 20_000)
    }

    @Test func `says hardly any wait in place of a number when fewer than three wait`()
        async throws
    {
        try await draw(2)
        _ = try await web.world.hub.forecast()
        let few = try line("Reisepass", in: try await page())
        #expect(few.contains("kaum Wartezeit"))
        #expect(!few.contains("Nummern warten") && !few.contains("Minuten"))
        try await draw(1)
        #expect(try line("Reisepass", in: try await page()).contains("3 Nummern warten"))
    }

    @Test func `says unknown of an unknown wait`() async throws {
        try await draw(5)
        let line = try line("Reisepass", in: try await page())
        #expect(line.contains("Wartezeit gerade nicht bekannt"))
        #expect(line.contains("5 Nummern warten"))
    }

    @Test func `says that it may be too late today`() async throws {
        web.world.clock.set(at(15, 30))
        try await draw(30)
        _ = try await web.world.hub.forecast()
        let line = try line("Reisepass", in: try await page())
        #expect(line.contains("vielleicht nicht mehr vor Schalterschluss"))
        #expect(line.contains("30 Nummern warten"))
    }

    @Test func `says of more than two hours that it is more`() async throws {
        try await draw(80)
        _ = try await web.world.hub.forecast()
        let line = try line("Reisepass", in: try await page())
        #expect(line.contains(/mehr als 2 Stunden, wohl nicht vor 1[1-6]:\d[05] Uhr/))
    }

    @Test func `tells the next free appointment of each service, and follows bookings in a minute`()
        async throws
    {
        web.world.clock.set(at(8, 50))
        let link = "/de/book/contact?at=2026-11-24T08:00:00Z&amp;for=passport*1"
        #expect(try line("Reisepass", in: try await page()).contains(link))
        // So shortly before the time what was kept for others is the web's, too: both counters.
        for name in ["a", "b"] {
            let held = try await web.hold(
                ["at": "2026-11-24T08:00:00Z", "mail": "\(name)@example.org", "key": name]
            )
            #expect(held.status == 303, "\(held.text)")
        }
        web.world.clock.advance(.seconds(61))
        let later = try line("Reisepass", in: try await self.page())
        #expect(later.contains("at=2026-11-24T08:15:00Z"))
    }

    @Test func `tells notices of the day, and what is not to be had today`() async throws {
        var plan = DayPlan(day: tuesday)
        plan.notices = [.photoBooth]
        plan.stoppedServices = ["pick-up"]
        _ = try await web.world.hub.plan(plan, by: "lead")
        let page = try await page()
        #expect(page.holds("Der Fotoautomat geht heute nicht."))
        #expect(try line("Abholung", in: page).contains("heute nicht"))
        let plain = try await self.page("/de-simple/")
        #expect(plain.holds("Der Fotoautomat geht heute nicht."))
    }

    @Test func `says when numbers are stopped, given later, or all given`() async throws {
        var plan = DayPlan(day: tuesday)
        plan.isStopped = true
        plan = try await web.world.hub.plan(plan, by: "lead")
        let stopped = try await page()
        #expect(stopped.holds("Wir haben geöffnet, geben aber keine neuen Nummern aus."))
        #expect(stopped.holds("Heute gibt es keine neuen Nummern mehr."))
        #expect(stopped.holds("Wer schon eine Nummer hat, behält sie."))
        let reason = "Heute gibt es keine neuen Nummern mehr."
        #expect(stopped.text.components(separatedBy: reason).count == 2, "once")
        plan.isStopped = false
        plan.ticketsFrom = TimeOfDay(minutes: 10 * 60)
        plan = try await web.world.hub.plan(plan, by: "lead")
        #expect(try await page().holds("Nummern gibt es heute ab 10:00 Uhr."))
        plan.ticketsFrom = nil
        plan.quota = 0
        _ = try await web.world.hub.plan(plan, by: "lead")
        #expect(try await page().holds("Für heute sind alle Nummern vergeben."))
    }

    // MARK: Closed

    @Test func `says when it opens again, outside the hours`() async throws {
        web.world.clock.set(at(7))
        let early = try await page()
        #expect(early.holds("Wir haben jetzt geschlossen."))
        #expect(early.holds("Wir öffnen wieder heute um 08:00 Uhr."))
        web.world.clock.set(at(17))
        #expect(try await page().holds("Wir öffnen wieder morgen um 08:00 Uhr."))
        web.world.clock.set(at(17, daysLater: 3))
        let weekend = try await page("/en/")
        #expect(weekend.holds("We open again on Monday"))
        #expect(!weekend.holds("numbers waiting") && !weekend.holds("hardly any wait"))
        #expect(weekend.holds("Next free appointments"))
    }

    @Test(arguments: [
        ("/de/", "Heute ist Feiertag: 1. Weihnachtstag."),
        ("/de-simple/", "Heute ist ein Feiertag: Weihnachten."),
        ("/en/", "Today is a public holiday: Christmas Day."),
    ])
    func `names the holiday`(path: String, words: String) async throws {
        var office = webOffice()
        office.hours.holidays = .berlin
        let page = try await Browsing(office, at: at(10, daysLater: 31)).get(path)
        #expect(page.holds(words))
    }

    @Test func `gives the reason of a closure, escaped and in its language`() async throws {
        var office = webOffice()
        let noon = TimeOfDay(minutes: 12 * 60)..<TimeOfDay(minutes: 24 * 60)
        office.hours.partClosures[tuesday] = [noon]
        office.hours.reasons[tuesday] = [
            ClosureReason(
                span: noon,
                words: LocalizedText(["de": "Umzug <Haus B>", "en": "We move"])
            )
        ]
        let web = try Browsing(office, at: at(13))
        #expect(try await web.get("/de/").holds("Der Grund: Umzug &lt;Haus B&gt;."))
        #expect(try await web.get("/en/").holds("The reason: We move."))
        #expect(try await web.get("/de/").holds("Wir öffnen wieder morgen um 08:00 Uhr."))
    }

    @Test func `says that a lead has closed early`() async throws {
        var plan = DayPlan(day: tuesday)
        plan.closes = TimeOfDay(minutes: 12 * 60)
        _ = try await web.world.hub.plan(plan, by: "lead")
        #expect(try await page().holds("Wir haben geöffnet, heute bis 12:00 Uhr."))
        web.world.clock.set(at(13))
        #expect(try await page().holds("Heute haben wir schon um 12:00 Uhr geschlossen."))
    }

    // MARK: Yesterday

    @Test func `tells how many of yesterday's announcements were right, of twenty or more`()
        async throws
    {
        func tell(_ count: Int, real: Double, from number: Int) async throws {
            for index in 0..<count {
                let id = VisitID(high: 7, low: UInt64(number + index))
                let told = AnnouncedWait(
                    visit: id,
                    day: tuesday,
                    service: "passport",
                    at: at(9),
                    wait: Wait(low: 10, middle: 15, high: 20)
                )
                try await web.world.store.write { store in
                    try store.announce(told)
                    try store.conclude(id, real: real)
                }
            }
        }
        try await tell(16, real: 15, from: 0)
        try await tell(3, real: 50, from: 100)
        web.world.clock.set(at(9, daysLater: 1))
        #expect(try await !page().holds("unserer Angaben"))
        try await tell(1, real: 40, from: 200)
        web.world.clock.advance(.minutes(2))
        #expect(try await page().holds("Gestern stimmten 80 % unserer Angaben zur Wartezeit."))
        web.world.clock.set(at(9, daysLater: 3))
        let later = try await page("/en/")
        #expect(later.holds("On Tuesday, 24 November, 80 % of our announced waits were right."))
    }

    // MARK: All the same

    @Test func `works without booking, without an address and without appointments`() async throws {
        var office = webOffice()
        (office.mail, office.publicURL, office.booking) = (nil, nil, nil)
        let page = try await Browsing(office).get("/de/")
        #expect(page.status == 200)
        #expect(page.holds("Wir haben geöffnet"))
        #expect(page.holds("Hier können Sie zurzeit keinen Termin buchen."))
        #expect(!page.holds("Termin frei"))
        #expect(page.holds("href=\"/en/\""))
    }

    @Test func `is one page for all, whatever is asked behind it`() async throws {
        let page = try await page("/de/?x=%22%3E%3Cscript%3E")
        #expect(page.text.components(separatedBy: "<script").count == 2)
        #expect(try await self.page("/de/").text == page.text)
        #expect(try await web.get("/status.js").holds("EventSource"))
    }

    @Test func `is followed by a stream of its own language, without the time`() async throws {
        try await draw(4)
        let world = web.world
        try await served(web.application) { base in
            let german = try await firstEvent("\(base)/de/live")
            #expect(german.contains("data: ") && german.contains("Jetzt warten 4 Nummern."))
            #expect(!german.contains("Stand") && !german.contains("<html"))
            #expect(try await firstEvent("\(base)/en/live").contains("numbers"))
            world.clock.advance(.minutes(3))
            #expect(try await firstEvent("\(base)/de/live") == german)
        }
        #expect(try await web.get("/tr/live").status == 404)
    }

    @Test func `still works when more would follow it than may`() async throws {
        let small = PublicApplication(
            hub: web.world.hub,
            pages: web.pages,
            logger: quiet,
            live: EventStreams.Limits(streams: 1)
        )
        try await served(small) { base in
            let first = try await HTTPClient.shared.execute(
                HTTPClientRequest(url: "\(base)/de/live"),
                timeout: .seconds(60)
            )
            var body = first.body.makeAsyncIterator()
            #expect(try await body.next() != nil)
            for (path, status) in [("/de/live", 503), ("/de/", 200)] {
                let answer = try await HTTPClient.shared.execute(
                    HTTPClientRequest(url: base + path),
                    timeout: .seconds(60)
                )
                #expect(Int(answer.status.code) == status)
            }
        }
    }
}

@Suite struct `The quieter hours` {
    private let web: Browsing

    init() throws {
        web = try Browsing()
    }

    @Test func `say kindly that nothing is known yet`() async throws {
        let page = try await web.get("/de/quiet")
        #expect(page.status == 200)
        #expect(page.holds("Dafür haben wir noch zu wenige Zahlen."))
        #expect(!page.holds("<table"))
    }

    @Test func `come from what happened, and leave out what was too seldom`() async throws {
        // Three wait a quarter of an hour at nine, two at eleven.
        for (hour, count) in [(9, 3), (11, 2)] {
            web.world.clock.set(at(hour))
            for _ in 0..<count {
                let visit = try await web.world.draw()
                web.world.clock.advance(.minutes(15))
                #expect(try await web.world.next(1)?.id == visit.id)
                try await web.world.act(.appear, visit.id, 1)
                try await web.world.act(.finish, visit.id, 1)
            }
        }
        web.world.clock.set(at(9, daysLater: 1))
        try await web.world.hub.housekeep()
        try await web.world.hub.sumUpDays()
        let page = try await web.get("/de/quiet")
        #expect(page.holds("<caption>Wartezeit in Minuten"))
        #expect(page.holds("<th scope=\"row\">9 bis 10</th>"))
        #expect(page.holds("<abbr title=\"Dienstag\">Di</abbr>"))
        #expect(page.text.components(separatedBy: ">15</td>").count == 2, "three at nine")
        #expect(page.holds("zu wenige Besuche"))
        #expect(page.holds("<svg class=\"chart\" role=\"img\""))
        #expect(page.text.components(separatedBy: "<rect").count == 2)
        #expect(!page.holds("style="))
        #expect(!page.holds("<div class=\"best\">"), "one hour is no choice")
        let other = try await web.get("/de/quiet?service=pick-up")
        #expect(other.holds("Dafür haben wir noch zu wenige Zahlen."))
        #expect(other.holds("<option value=\"pick-up\" selected>Abholung</option>"))
        #expect(try await web.get("/de/quiet?service=%3Cb%3E").holds("<rect"))
    }

    @Test func `name the quietest ones`() async throws {
        let waits = (8...15).flatMap { hour in
            (0..<5).map { day in
                HourlyWait(
                    day: tuesday + -7 + day,
                    hour: hour,
                    service: "passport",
                    visits: 4,
                    minutes: Double(hour * 4 + day * 5)
                )
            }
        }
        for day in 0..<5 {
            let kept = waits.filter { $0.day == tuesday + -7 + day }
            try await web.world.store.write { try $0.keep(kept, of: tuesday + -7 + day) }
        }
        let page = try await web.get("/en/quiet")
        #expect(page.holds("You usually wait least:"))
        #expect(page.holds("<li>Tuesday, 8 to 9: about 30 minutes</li>"))
        #expect(page.text.components(separatedBy: "class=\"quiet\"").count == 4)
        #expect(page.text.components(separatedBy: "<circle").count == 4)
        #expect(page.text.utf8.count < 30_000)
    }
}

// MARK: - Helpers

/// The pages on loopback while the work runs.
private func served(
    _ application: PublicApplication,
    _ work: @Sendable (String) async throws -> Void
) async throws {
    let (ports, running) = AsyncStream.makeStream(of: Int.self)
    let server = try application.server(host: "127.0.0.1", port: 0) { running.yield($0) }
    let group = ServiceGroup(services: [server], logger: quiet)
    let task = Task { try await group.run() }
    let port = await ports.first { _ in true } ?? 0
    do {
        try await work("http://127.0.0.1:\(port)")
    } catch {
        await group.triggerGracefulShutdown()
        _ = await task.result
        throw error
    }
    await group.triggerGracefulShutdown()
    try await task.value
}

/// What a live page hears first.
private func firstEvent(_ url: String) async throws -> String {
    let answer = try await HTTPClient.shared.execute(
        HTTPClientRequest(url: url),
        timeout: .seconds(60)
    )
    #expect(answer.status == .ok)
    var text = ""
    for try await part in answer.body {
        text += String(buffer: part)
        if let end = text.range(of: "\n\n") { return String(text[..<end.lowerBound]) }
    }
    throw CancellationError()
}
