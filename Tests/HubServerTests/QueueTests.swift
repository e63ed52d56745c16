import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The queue over HTTP` {
    let asking: Asking

    init() async throws {
        asking = try await Asking()
    }

    @Test func `gives a number, calls it and finishes it`() async throws {
        let ticket = try await draw("passport")
        #expect(ticket.status == 201)
        #expect(ticket["ticket.label"] as? String == "A 001")
        #expect(ticket["ticket.number"] as? Int == 1)
        #expect(ticket["ticket.waitingAhead"] as? Int == 0)
        #expect(ticket.text.contains(#""wait":null"#))
        let id = try #require(ticket["ticket.id"] as? String)
        let called = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk)
        #expect(called.status == 200)
        #expect(called["visit.id"] as? String == id)
        #expect(called["visit.state"] as? String == "called")
        let body = #"{"visit":"\#(id)"}"#
        for (action, state) in [
            ("again", "called"), ("appear", "serving"), ("finish", "finished"),
        ] {
            let path = "/api/v1/counters/1/\(action)"
            let answer = try await asking.ask(.post, path, body, as: .desk)
            #expect(answer.status == 200)
            #expect(answer["visit.state"] as? String == state)
        }
        let late = try await asking.ask(.post, "/api/v1/counters/1/missed", body, as: .desk)
        #expect(late.status == 409)
        #expect(late.code == "impossible")
        #expect(late["visit.state"] as? String == "finished")
    }

    @Test func `answers 204 when nobody waits`() async throws {
        let answer = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk)
        #expect(answer.status == 204)
        #expect(answer.text == "")
    }

    @Test func `answers 409 with the visit that a busy counter holds`() async throws {
        for _ in 1...2 { _ = try await draw("passport") }
        _ = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk)
        let answer = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk)
        #expect(answer.status == 409)
        #expect(answer.code == "counter_busy")
        #expect(answer["visit.label"] as? String == "A 001")
    }

    @Test func `answers a repeated request as before, also one for the next visit`() async throws {
        for _ in 1...2 { _ = try await draw("passport") }
        let first = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk, key: "k")
        let again = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk, key: "k")
        #expect(first.status == 200)
        #expect(again.status == 200)
        #expect(again.text == first.text)
        let other = try await asking.ask(.post, "/api/v1/counters/3/next", as: .desk, key: "k")
        #expect(other.status == 422)
        #expect(other.code == "key_used_before")
    }

    @Test func `answers 204 again to a repeated request that found nobody`() async throws {
        let first = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk, key: "k")
        _ = try await draw("passport")
        let again = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk, key: "k")
        #expect([first.status, again.status] == [204, 204])
    }

    @Test func `gives a repeated draw the same number`() async throws {
        let body = #"{"service":"passport"}"#
        let first = try await asking.ask(.post, "/api/v1/tickets", body, as: .program, key: "k")
        let again = try await asking.ask(.post, "/api/v1/tickets", body, as: .program, key: "k")
        #expect(again.status == 201)
        #expect(again.text == first.text)
        let other = #"{"service":"residence"}"#
        let refused = try await asking.ask(.post, "/api/v1/tickets", other, as: .program, key: "k")
        #expect(refused.status == 422)
    }

    @Test func `lists who waits in the order of calls`() async throws {
        _ = try await draw("passport")
        asking.world.clock.advance(.minutes(1))
        _ = try await draw("pick-up")
        asking.world.clock.advance(.minutes(15))
        let list = try await asking.ask(.get, "/api/v1/waiting", as: .program)
        #expect(list["waiting.0.label"] as? String == "H 001")
        #expect(list["waiting.1.label"] as? String == "A 001")
        let next = try await asking.ask(.post, "/api/v1/counters/1/next", as: .desk)
        #expect(next["visit.label"] as? String == "H 001")
    }

    private func draw(_ service: String) async throws -> Answer {
        try await asking.ask(
            .post,
            "/api/v1/tickets",
            #"{"service":"\#(service)"}"#,
            as: .program
        )
    }
}

@Suite struct `The public status` {
    let asking: Asking
    var world: HubWorld { asking.world }

    init() async throws {
        asking = try await Asking()
    }

    @Test func `hides how many wait for a service below three`() async throws {
        for _ in 1...2 { try await world.draw("passport") }
        var status = try await asking.ask(.get, "/api/v1/status")
        #expect(status["waiting"] as? Int == 2)
        #expect(
            status.text.contains(
                #""id":"passport","letter":"A","name":"Reisepass","tickets":true,"told":"unknown","wait":null,"waiting":null"#
            )
        )
        try await world.draw("passport")
        status = try await asking.ask(.get, "/api/v1/status")
        #expect(status["services.0.waiting"] as? Int == 3)
        #expect(status["services.1.waiting"] as? Int == nil)
    }

    @Test func `tells what a wait is, as the page does`() async throws {
        for _ in 1...2 { try await world.draw("passport") }
        for _ in 1...40 { try await world.draw("residence") }
        try await world.hub.forecast()
        let status = try await asking.ask(.get, "/api/v1/status")
        let page = try await world.hub.publicStatus()
        for (index, service) in world.hub.office.services.all.enumerated() {
            let told = status["services.\(index).told"] as? String
            switch page.waits[service.id] {
            case .between(let shown):
                #expect(told == "wait" && status["services.\(index).wait.to"] as? Int == shown.to)
            case .long: #expect(told == "wait")
            case .hardlyAny: #expect(told == "hardlyAny")
            case .tooLate: #expect(told == "tooLate")
            case .unknown, nil: #expect(told == "unknown")
            }
        }
        #expect(status["services.1.told"] as? String == "wait")
        var plan = DayPlan(day: tuesday)
        plan.stoppedServices = Set(world.hub.office.services.all.map(\.id))
        _ = try await world.hub.plan(plan, by: "maria")
        let stopped = try await asking.ask(.get, "/api/v1/status")
        #expect(stopped["tickets"] as? Bool == false)
        #expect(stopped["services.1.told"] as? String == "noTickets")
    }

    @Test func `tells whether the office is open, and the latest calls`() async throws {
        try await world.draw()
        _ = try await world.next(3)
        var status = try await asking.ask(.get, "/api/v1/status")
        #expect(status["open"] as? Bool == true)
        #expect(status["asOf"] as? String == "2026-11-24T08:00:00Z")
        #expect(status["calls.0.label"] as? String == "A 001")
        #expect(status["calls.0.counter"] as? Int == 3)
        world.clock.set(at(17))
        status = try await asking.ask(.get, "/api/v1/status")
        #expect(status["open"] as? Bool == false)
    }

    @Test func `names nobody and no key of a ticket`() async throws {
        let (id, key) = world.hub.newIdentity()
        try await world.hub.perform { cases, store, now in
            _ = try cases.drawTicket(
                service: "passport",
                language: "de",
                visit: id,
                key: key,
                actor: "program:test",
                in: store,
                at: now
            )
        }
        _ = try await world.next(1)
        let status = try await asking.ask(.get, "/api/v1/status").text
        #expect(!status.contains(key))
        #expect(!status.contains(id.description))
    }

    @Test func `is answered while numbers are drawn, and never goes back`() async throws {
        let world = world
        let cache = FeedCache(freshness: .milliseconds(20), renewal: .seconds(1))
        let seen = try await withThrowingTaskGroup(of: [Int].self) { group in
            group.addTask {
                for _ in 1...200 { try await world.draw() }
                return []
            }
            for _ in 1...2 {
                group.addTask {
                    var seen: [Int] = []
                    while seen.last != 200 {
                        let answer = try await cache.answer(version: world.hub.changed.version) {
                            let view = try await world.hub.read { try $0.status(in: $1, at: $2) }
                            return FeedAnswer(
                                String(view.waiting),
                                type: "text/plain",
                                maxAge: .zero
                            )
                        }
                        seen.append(Int(answer.text) ?? -1)
                        await Task.yield()
                    }
                    return seen
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for counts in seen { #expect(counts == counts.sorted()) }
    }
}

@Suite struct `Waiting for a change over HTTP` {
    let asking: Asking

    init() async throws {
        asking = try await Asking()
    }

    @Test(arguments: [("/api/v1/calls", Device.Role.board), ("/api/v1/counters/1", .desk)])
    func `is answered as soon as something changed`(path: String, role: Device.Role) async throws {
        let before = try await asking.ask(.get, path, as: role)
        let version = try #require(before["version"] as? Int)
        async let answer = asking.ask(.get, "\(path)?since=\(version)&wait=25", as: role)
        try await asking.world.draw()
        #expect(try await answer["version"] as? Int ?? 0 > version)
    }

    @Test func `is answered at once when there was a change already`() async throws {
        let before = try await asking.ask(.get, "/api/v1/calls", as: .board)
        let version = try #require(before["version"] as? Int)
        try await asking.world.draw()
        _ = try await asking.world.next(1)
        let path = "/api/v1/calls?since=\(version)&wait=25"
        let answer = try await asking.ask(.get, path, as: .board)
        #expect(answer["calls.0.label"] as? String == "A 001")
    }

    @Test func `brings a kiosk what changed, not what did not`() async throws {
        let first = try await asking.world.draw()
        let all = try await asking.ask(.get, "/api/v1/kiosk/changes", as: .kiosk)
        let cursor = try #require(all["cursor"] as? Int)
        #expect(all["changes.0.visit"] as? String == first.id.description)
        async let news = asking.ask(
            .get,
            "/api/v1/kiosk/changes?since=\(cursor)&epoch=1&wait=25",
            as: .kiosk
        )
        let second = try await asking.world.draw("pick-up")
        let changes = try await news["changes"] as? [[String: Any]]
        #expect(changes?.map { $0["visit"] as? String } == [second.id.description])
    }
}

@Suite struct `Health and metrics` {
    @Test func `show kiosks, alarms and what waits`() async throws {
        let asking = try await Asking()
        try await asking.world.draw()
        let hello = """
            {"incarnation":"a","protocol":1,"lastSeq":0,"head":"","epochSeen":0,"highest":{},
            "printer":"media-empty","clock":\(at(9).milliseconds),
            "printerReport":{"isReady":false,"reasons":["media-empty"],"ticketsLeft":40}}
            """
        _ = try await asking.ask(.post, "/api/v1/kiosk/hello", hello, as: .kiosk)
        asking.world.clock.advance(.seconds(30))
        let health = try await asking.ask(.get, "/healthz")
        #expect(health["status"] as? String == "ok")
        #expect(health["kiosks.0.name"] as? String == "one")
        #expect(health["kiosks.0.printer"] as? String == "media-empty")
        #expect(health["kiosks.0.printerState.reasons.0"] as? String == "media-empty")
        #expect(health["kiosks.0.printerState.ticketsLeft"] as? Int == 40)
        #expect(health["kiosks.0.printerState.since"] as? String == "2026-11-24T08:00:00Z")
        let alarm = health["alarms.0.sentence"] as? String
        #expect(alarm?.hasPrefix("The printer: It is out of paper.") == true)
        #expect(health["parkedEvents"] as? Int == 0)
        let metrics = try await asking.ask(.get, "/metrics")
        #expect(metrics.contentType?.hasPrefix("text/plain") == true)
        #expect(metrics.text.contains("wartemarke_waiting{service=\"passport\"} 1\n"))
        #expect(metrics.text.contains("wartemarke_kiosk_heard_seconds{kiosk=\"one\"} 30\n"))
        #expect(metrics.text.contains("wartemarke_mails_overdue 0\n"))
        for line in [
            "kiosk_printer_ready{kiosk=\"one\"} 0",
            "kiosk_printer_reason{kiosk=\"one\",reason=\"media-empty\"} 1",
            "kiosk_tickets_left{kiosk=\"one\"} 40",
        ] { #expect(metrics.text.contains("wartemarke_\(line)\n")) }
    }

    @Test func `show the backups and whether one was restored on trial`() async throws {
        let folder = try TemporaryFolder()
        let asking = try await Asking(backups: folder.file("backups"))
        var health = try await asking.ask(.get, "/healthz")
        #expect(health["backup.latest"] == nil)
        #expect(health["backup.problem"] == nil)
        _ = await asking.world.hub.backups?.tend()
        asking.world.clock.advance(.seconds(30))
        health = try await asking.ask(.get, "/healthz")
        #expect(health["backup.latest"] as? String == "2026-11-24T08:00:00Z")
        #expect(health["backup.drill.good"] as? Bool == true)
        let metrics = try await asking.ask(.get, "/metrics").text
        #expect(metrics.contains("wartemarke_backup_age_seconds 30\n"))
        #expect(metrics.contains("wartemarke_backup_problem 0\n"))
        #expect(metrics.contains("wartemarke_restore_drill_age_seconds 30\n"))
        #expect(metrics.contains("wartemarke_restore_drill_good 1\n"))
    }

    @Test func `tell that no backup could be made`() async throws {
        let folder = try TemporaryFolder()
        let asking = try await Asking(backups: folder.file("none/backups"))
        _ = await asking.world.hub.backups?.tend()
        let health = try await asking.ask(.get, "/healthz")
        #expect((health["backup.problem"] as? String)?.contains("none/backups") == true)
        let alarm = health["alarms.0.sentence"] as? String
        #expect(alarm?.contains("No backup could be made.") == true)
        let metrics = try await asking.ask(.get, "/metrics").text
        #expect(metrics.contains("wartemarke_backup_problem 1\n"))
    }
}
