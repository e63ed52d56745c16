import Hub
import KioskRuntime
import Lobby
import Screens
import TestWorlds
import Testing

@Suite struct `A day planned otherwise, at the kiosk` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    private func plan(_ change: (inout DayPlan) -> Void) async throws {
        var plan = world.hub.office.plan(at: world.clock.now) ?? DayPlan(day: tuesday)
        change(&plan)
        _ = try await world.hub.plan(plan, by: "maria")
    }

    @Test func `holds at once, and also when the hub is gone`() async throws {
        let folder = try await world.serving { [self] base in
            let kiosk = try await Front.connected(base, world)
            _ = try await kiosk.draw()
            try await plan { $0.stoppedServices = ["passport"] }
            try await kiosk.lobby { $0.plan?.stoppedServices == ["passport"] }
            #expect(try await kiosk.refused() == .noTickets(.service("passport")))
            _ = try await kiosk.draw("residence")
            try await plan { $0.quota = 2 }
            try await kiosk.lobby { $0.openness == .noTickets(.full) }
            try await plan { $0.quota = nil }
            try await kiosk.lobby { $0.openness == .open }
            await kiosk.engine.stop()
            return kiosk.folder
        }
        let alone = try Front(
            "http://127.0.0.1:1",
            clock: world.clock,
            in: folder,
            reserveLimit: .milliseconds(1)
        )
        await alone.engine.start()
        #expect(try await alone.refused() == .noTickets(.service("passport")))
        world.clock.set(at(9, daysLater: 1))
        _ = try await alone.draw()
        await alone.engine.stop()
    }
}
