import HTTPTypes
import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The wait on the clerks' page` {
    @Test func `stands beside each who waits`() async throws {
        let desk = try DeskBrowsing()
        let visits = [try await desk.world.draw(), try await desk.world.draw("residence")]
        let clerk = try await desk.person(.clerk, at: 1)
        #expect(try await !desk.ask(.get, "/desk", as: clerk).body.contains("<small>noch "))
        let forecast = try #require(try await desk.world.hub.forecast())
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        for visit in visits {
            let wait = try #require(forecast.waits[visit.id]?.shown)
            #expect(page.contains("<small>noch \(wait.from)–\(wait.to) Min</small>"))
        }
        let json = try await desk.world.hub.read { try $0.workplace(ofCounter: 1, in: $1, at: $2) }
        let answer = CounterAnswer(json, version: 1)
        #expect(answer.waiting.allSatisfy { $0.wait != nil })
    }

    @Test func `a lead sees the last number coming, and stops the numbers`() async throws {
        let desk = try DeskBrowsing()
        desk.world.clock.set(at(15, 10))
        for _ in 1...8 { try await desk.world.draw() }
        desk.world.clock.advance(.seconds(30))
        let forecast = try #require(try await desk.world.hub.forecast())
        let coming = LastTicket.coming(in: forecast, of: ["passport", "residence", "pick-up"])
        let from = try #require(coming.first?.from)
        let time = berlin.timeOfDay(at: from)
        let words = "Zeit bis zur Schließung reicht vielleicht bald nicht mehr für neue Nummern: "
        let (lead, clerk) = (try await desk.person(.lead), try await desk.person(.clerk, at: 1))
        let today = try await desk.ask(.get, "/desk/today", as: lead).body
        #expect(today.contains(words) && today.contains("Reisepass"))
        #expect(today.contains("Hier können Sie die Nummern anhalten."))
        #expect(today.contains("(ab \(time))"))
        #expect(try await desk.ask(.get, "/desk", as: clerk).body.contains(words))
        var plan = DayPlan(day: tuesday)
        plan.isStopped = true
        _ = try await desk.world.hub.plan(plan, by: "maria")
        #expect(try await !desk.ask(.get, "/desk/today", as: lead).body.contains(words))
    }
}
