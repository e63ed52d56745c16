import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

/// It is Tuesday, 9:00; two counters take appointments, of which the web may book one.
@Suite struct `How soon everybody gets an appointment` {
    @Test func `is told for each channel and service`() async throws {
        let world = try HubWorld()
        let access = try await world.hub.access()
        #expect(access.count == 3 * Channel.allCases.count)
        #expect(access.allSatisfy { $0.days == 0 && $0.target == nil && !$0.isMissed })
    }

    @Test func `raises an alarm where it is later than promised, once`() async throws {
        let world = try HubWorld(office: promising(days: 0))
        try await world.hub.watchAccess()
        #expect(try await alarms(world).isEmpty)
        // In the evening the next free time is tomorrow.
        world.clock.advance(.minutes(10 * 60))
        let phone = try #require(try await world.hub.access().first { $0.channel == .phone })
        #expect(phone.days == 1 && phone.isMissed)
        try await world.hub.watchAccess()
        try await world.hub.watchAccess()
        let sentences = try await alarms(world)
        #expect(
            sentences == [
                "The promise of an appointment within 0 days is not kept for the channel phone: "
                    + "passport, residence, pick-up."
            ]
        )
    }

    private func alarms(_ world: HubWorld) async throws -> [String] {
        try await world.store.read { try $0.alarms(most: 10).map(\.sentence) }
    }

    private func promising(days: Int) -> Office {
        var office = smallOffice()
        office.booking?.channels[.phone] = ChannelRules(targetDays: days)
        return office
    }
}
