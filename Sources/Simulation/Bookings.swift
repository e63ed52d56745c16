import Hub
import Lobby
import Sync

/// People with appointments: they book, some cancel by phone, most come, some check in twice.
final class Bookings {
    struct Booking {
        var id: VisitID
        var code: String
        var service: ServiceID
    }

    private let world: World
    private let hub: SimulatedHub
    private let kiosks: () -> [SimulatedKiosk]

    init(world: World, hub: SimulatedHub, kiosks: @escaping () -> [SimulatedKiosk]) {
        self.world = world
        self.hub = hub
        self.kiosks = kiosks
        for _ in 0..<world.weather.appointments {
            let isEarly = world.chance.happens(0.7)
            world.after(isEarly ? 0 : world.chance.between(0, World.busyTime / 2)) { self.book() }
        }
    }

    private func book() {
        let services = world.office.services.all
        let booking = Booking(
            id: VisitID(at: world.now, chance: (world.chance.next(), world.chance.next())),
            code: world.chance.digits(9),
            service: services[Int(world.chance.between(0, Int64(services.count) - 1))].id
        )
        let booked = world.now + .milliseconds(world.chance.between(0, 900_000))
        let change = AppointmentChange(
            appointment: booking.id,
            service: booking.service,
            booked: booked,
            standing: .usual,
            code: booking.code,
            state: .booked
        )
        _ = hub.perform { cases, store, now in
            try cases.enter(change, by: "phone", in: store, at: now)
        } afterCommit: { _ in
            world.witness.booked(booking.id)
            plan(booking)
        }
    }

    private func plan(_ booking: Booking) {
        if world.chance.happens(0.25) {
            world.after(world.chance.between(1_000, World.busyTime)) { self.cancel(booking) }
        }
        let visits = world.chance.happens(0.2) ? 2 : world.chance.happens(0.85) ? 1 : 0
        let comes = world.chance.between(5_000, World.busyTime)
        for visit in 0..<visits {
            world.after(comes + Int64(visit) * world.chance.between(100, 60_000)) {
                guard !self.world.isHealed else { return }
                let kiosks = self.kiosks()
                kiosks[Int(self.world.chance.between(0, Int64(kiosks.count) - 1))]
                    .visitorChecksIn(booking)
            }
        }
    }

    private func cancel(_ booking: Booking) {
        guard !world.isHealed else { return }
        _ = hub.perform { cases, store, now in
            try cases.cancel(booking.id, by: "phone", in: store, at: now)
        } afterCommit: { isDone in
            if isDone { world.witness.cancelled(booking.id) }
        }
    }
}
