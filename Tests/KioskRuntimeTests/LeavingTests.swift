import HubStore
import KioskRuntime
import Lobby
import Screens
import TestWorlds
import Testing

/// Visitors who go away while the hub is still asked for them.
@Suite struct `Who leaves the kiosk` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `has nothing booked or moved, and leaves no slip`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let errands = [Errand("passport")]
            guard case .free(let days) = try await kiosk.times(errands) else { throw Silence() }
            let starts = days[0].starts
            let booked = try await kiosk.booked(.book(errands, starts[0], phone: nil, "de"))
            _ = await kiosk.printed(booked.appointment.id)
            let papers = await kiosk.printer.papers.count
            let before = try await world.store.read { try $0.latestEvent() }
            kiosk.engine.submit(.book(errands, starts[1], phone: nil, "de"))
            kiosk.engine.submit(.move(booked, starts[2], "de"))
            kiosk.engine.submit(.visitorLeft)
            // Of both the hub has the doing and the undoing.
            _ = try await hub(world) { try $0.latestEvent() == before + 4 ? true : nil }
            let left = try await world.store.read { store in
                try store.bookings(on: days[0].day).filter { $0.state == .booked }
            }
            #expect(left.map(\.id) == [booked.appointment.id] && left[0].start == starts[0])
            await kiosk.engine.stop()
            #expect(await kiosk.printer.papers.count == papers)
        }
    }
}
