import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `The forecast at the hub` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    private func serve(_ minutes: Int, at counter: Int = 1) async throws {
        let visit = try #require(try await world.next(counter))
        try await world.act(.appear, visit.id, counter)
        world.clock.advance(.minutes(minutes))
        try await world.act(.finish, visit.id, counter)
    }

    @Test func `is told with the number, kept, and compared with what happened`() async throws {
        for _ in 1...4 { try await world.draw() }
        let first = try #require(try await world.hub.forecast())
        #expect(first.waits.count == 4)
        let told = try #require(first.newcomers["passport"])
        let visit = try await world.draw()
        for _ in 1...4 { try await serve(10) }
        let called = try await world.next(1)
        #expect(called?.id == visit.id)
        try await world.hub.learn()
        let kept = try await world.store.read { try $0.announcedWaits(from: tuesday, to: tuesday) }
        #expect(kept.map(\.visit) == [visit.id])
        #expect(kept[0].wait == told)
        #expect(abs(try #require(kept[0].real) - 40) < 0.1)
        let report = try await world.hub.read {
            try $0.forecastReport(days: 1, in: $1, at: $2)
        }
        #expect(report.all.visits == 1 && report.services.map(\.service) == ["passport"])
        #expect(report.hours.map(\.hour) == [9])
        #expect(abs(report.all.bias - (told.middle - 40)) < 0.1)
    }

    @Test func `learns what clerks did, each event once`() async throws {
        for _ in 1...3 { try await world.draw() }
        try await serve(40)
        try await world.hub.learn()
        try await world.hub.learn()
        let once = try await world.store.read { try $0.learned() }
        // It may still be opened again.
        #expect(once?.times.known["passport"] == nil)
        // Parked in between, and never finished: nobody knows how long these took.
        let parked = try #require(try await world.next(1))
        try await world.act(.appear, parked.id, 1)
        try await world.act(.park, parked.id, 1)
        try await world.act(.resume, parked.id, 1)
        #expect(try await world.next(1)?.id == parked.id)
        try await world.act(.appear, parked.id, 1)
        try await world.act(.finish, parked.id, 1)
        _ = try await world.next(1)
        world.clock.set(at(9, daysLater: 1))
        try await world.hub.housekeep()
        try await world.hub.learn()
        let later = try await world.store.read { try $0.learned() }
        #expect(later?.times.known["passport"]?.visits == 1)
    }

    @Test func `changes when a counter pauses, and is nothing when the office is closed`()
        async throws
    {
        // The other counters let the second one wait, so nobody is there.
        for _ in 1...2 { try await world.draw() }
        for minutes in [40, 10] { try await serve(minutes) }
        try await world.draw()
        world.clock.advance(.seconds(30))
        let before = try #require(try await world.hub.forecast()?.newcomers["passport"])
        try await world.hub.perform { cases, store, now in
            try cases.pause(counter: 1, until: now + .minutes(30), in: store, at: now)
        }
        world.clock.advance(.seconds(30))
        let paused = try #require(try await world.hub.forecast()?.newcomers["passport"])
        #expect(paused.middle > before.middle + 20)
        world.clock.set(at(17))
        #expect(try await world.hub.forecast()?.newcomers.isEmpty == true)
    }

    @Test func `believes that all planned counters work when the first of them calls`() async throws
    {
        world.clock.advance(.minutes(60))
        for _ in 1...9 { try await world.draw() }
        let before = try #require(try await world.hub.forecast()?.newcomers["passport"])
        _ = try await world.next(1)
        world.clock.advance(.seconds(30))
        let after = try #require(try await world.hub.forecast()?.newcomers["passport"])
        #expect(abs(after.middle - before.middle) < 10, "\(before.middle) → \(after.middle)")
    }

    @Test func `is made anew only when something changed, or time went on`() async throws {
        try await world.draw()
        let first = try await world.hub.forecast()
        world.clock.advance(.seconds(5))
        #expect(try await world.hub.forecast() == first)
        world.clock.advance(.seconds(20))
        #expect(try await world.hub.forecast()?.asOf == world.clock.now)
        try await world.draw()
        world.clock.advance(.seconds(1))
        #expect(try await world.hub.forecast()?.waits.count == 2)
    }

    @Test func `is not made for a crowd that no lobby holds`() async throws {
        for _ in 1...401 { try await world.draw() }
        let forecast = try await world.hub.forecast()
        #expect(forecast?.waits.isEmpty == true && forecast?.newcomers.isEmpty == true)
    }
}
