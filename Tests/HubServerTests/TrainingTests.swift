import HTTPTypes
import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `Whoever learns` {
    @Test func `works on a queue of its own, and no real number is touched`() async throws {
        let (desk, training) = try desks()
        try await desk.world.draw()
        let clerk = try await desk.person(.clerk)
        let form = ["counter": "1", "training": "1"]
        let placed = try await desk.ask(.post, "/desk/place", form, as: clerk)
        #expect(placed.location == "/desk")
        let empty = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(empty.contains("Übung. Nichts auf dieser Seite betrifft echte Besucher."))
        #expect(empty.contains("Übung: Bürgerbüro") && !empty.contains("A 001"))
        for (deed, said) in [
            ("train-come", "Fünf Besucher sind gekommen."), ("next", "001 ist aufgerufen."),
        ] {
            let answer = try await desk.press(deed, as: clerk)
            #expect(answer.contains(said), "\(answer)")
        }
        #expect(try await desk.world.store.read { try $0.waitingCounts() } == ["passport": 1])
        #expect(try await training.store.read { try $0.visit(atCounter: 1) } != nil)
        #expect(try await desk.world.store.read { try $0.visit(atCounter: 1) } == nil)
        #expect(try await desk.press("train-clear", as: clerk).contains("Alle sind gegangen."))
        #expect(try await training.store.read { try $0.waitingVisits() }.isEmpty)
        #expect(try await training.store.read { try $0.visit(atCounter: 1) } == nil)
    }

    @Test func `comes back to the real office by choosing a counter`() async throws {
        let (desk, _) = try desks()
        try await desk.world.draw()
        let clerk = try await desk.person(.clerk)
        let form = ["counter": "1", "training": "1"]
        _ = try await desk.ask(.post, "/desk/place", form, as: clerk)
        _ = try await desk.ask(.post, "/desk/place", ["counter": "1"], as: clerk)
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(!page.contains("Übung") && page.contains("A 001"))
        // What only training has does nothing to real numbers.
        #expect(try await !desk.press("train-clear", as: clerk).contains("Alle sind gegangen."))
        #expect(try await desk.world.store.read { try $0.waitingCounts() } == ["passport": 1])
    }

    @Test func `as a lead plans the day of the office for learning only`() async throws {
        let (desk, training) = try desks()
        let lead = try await desk.person(.lead)
        let form = ["counter": "1", "training": "1"]
        _ = try await desk.ask(.post, "/desk/place", form, as: lead)
        let day = desk.world.hub.office.time.day(at: desk.world.clock.now).description
        let plan = ["day": day, "version": "0", "stop": "1"]
        let saved = try await desk.ask(.post, "/desk/today", plan, as: lead)
        #expect(saved.location == "/desk/today")
        #expect(desk.world.hub.office.plan == nil)
        let adopted = try await training.store.read { try $0.dayPlan() }
        #expect(adopted != nil)
        let later = plan.merging(["version": "1", "c-1": "1"]) { $1 }
        _ = try await desk.ask(.post, "/desk/today", later, as: lead)
        let page = try await desk.ask(.get, "/desk/today", as: lead).body
        #expect(page.contains("Gespeichert. Es gilt jetzt für die Übung."))
        #expect(page.contains("gilt sofort, aber nur für die Übung"))
        #expect(!page.contains("überall"))
    }

    @Test func `finds no such place where there is none`() async throws {
        let desk = try DeskBrowsing()
        let clerk = try await desk.person(.clerk)
        #expect(try await !desk.ask(.get, "/desk/place", as: clerk).body.contains("Hier üben"))
        let form = ["counter": "1", "training": "1"]
        _ = try await desk.ask(.post, "/desk/place", form, as: clerk)
        try await desk.world.draw()
        #expect(try await desk.ask(.get, "/desk", as: clerk).body.contains("A 001"))
    }

    private func desks() throws -> (DeskBrowsing, HubWorld) {
        let training = try HubWorld(office: smallOffice().training)
        let hub = training.hub
        return (try DeskBrowsing(training: TrainingOffice { hub }), training)
    }
}

extension DeskBrowsing {
    fileprivate func press(_ deed: String, as person: Person) async throws -> String {
        try await ask(
            .post,
            "/desk/do",
            ["do": deed, "key": deed],
            as: person,
            headers: [.accept: "application/json"]
        ).body
    }
}
