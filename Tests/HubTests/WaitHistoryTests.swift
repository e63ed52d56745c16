import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@Suite struct `The history of waits` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    private func kept() async throws -> [HourlyWait] {
        try await world.store.read { try $0.hourlyWaits(from: tuesday, to: tuesday + 30) }
    }

    @Test func `is what happened on a day that is over, by the hour of arrival`() async throws {
        for minutes in [10, 20] {
            let visit = try await world.draw()
            world.clock.advance(.minutes(minutes))
            #expect(try await world.next(1)?.id == visit.id)
            try await world.act(.appear, visit.id, 1)
            try await world.act(.finish, visit.id, 1)
        }
        world.clock.set(at(11))
        try await world.draw("pick-up")
        world.clock.advance(.minutes(4))
        _ = try await world.next(1)
        // Nobody calls this one.
        try await world.draw("residence")
        try await world.hub.sumUpDays()
        #expect(try await kept().isEmpty, "the day is not over")

        world.clock.set(at(8, daysLater: 1))
        try await world.hub.housekeep()
        try await world.draw()
        try await world.hub.sumUpDays()
        try await world.hub.sumUpDays()
        let waits = try await kept()
        #expect(waits.map(\.day) == [tuesday, tuesday])
        #expect(waits.map(\.hour) == [9, 11])
        #expect(waits.map(\.service) == ["passport", "pick-up"])
        #expect(waits.map(\.visits) == [2, 1])
        #expect(waits.map { $0.minutes.rounded() } == [15, 4])
    }

    @Test func `leaves out who was away or handed on`() async throws {
        let away = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.appear, away.id, 1)
        try await world.act(.park, away.id, 1)
        world.clock.advance(.minutes(40))
        try await world.act(.resume, away.id, 1)
        #expect(try await world.next(1)?.id == away.id)
        world.clock.set(at(8, daysLater: 1))
        try await world.hub.housekeep()
        try await world.hub.sumUpDays()
        #expect(try await kept().isEmpty)
        #expect(try await world.store.read { try $0.dayToSumUp() } == nil)
    }
}
