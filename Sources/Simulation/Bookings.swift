import Hub
import HubStore
import Lobby
import Sync

/// People with appointments: they book, some move or cancel, most come, some check in twice.
final class Bookings {
    struct Booking {
        var id: VisitID
        /// As kiosks know it.
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
            world.after(isEarly ? 0 : world.chance.between(0, World.busyTime / 2)) {
                if world.weather.isRushForSlots { self.bookSlot() } else { self.book() }
            }
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

    // MARK: Few slots for many

    /// Somebody wants one of the next slots; on the web it is held until the link is opened.
    private func bookSlot() {
        let id = VisitID(at: world.now, chance: (world.chance.next(), world.chance.next()))
        // Those of five minutes would leave room that nobody here can count.
        let service: ServiceID = world.chance.happens(0.6) ? "passport" : "registration"
        let channel = Channel.allCases[Int(world.chance.between(0, 3))]
        let wish = BookingWish(errands: [Errand(service)], start: nextSlot(), channel: channel)
        _ = hub.perform { cases, store, now in
            let isHeld = channel == .web
            let actor = channel.rawValue
            _ = try cases.book(wish, id: id, isHeld: isHeld, by: actor, in: store, at: now)
            let codes = try cases.codes(of: id, in: store)
            return (codes, try store.fact("codeKey"))
        } afterCommit: { codes, key in
            guard let codes, let key else { return }
            let code = codeDigest(of: codes.checkIn, key: key)
            let booking = Booking(id: id, code: code, service: service)
            world.note("by \(channel) \(service) at \(wish.start)")
            if channel != .web { return told(booking, wish.start, by: channel) }
            // Some open the link when the time has fallen back long ago, some twice, some never.
            for _ in 0..<world.chance.between(0, 2) {
                world.after(world.chance.skewed(5_000, 650_000)) {
                    self.confirm(booking, codes.link, wish.start)
                }
            }
        }
    }

    /// One of the next slots, of which there are too few.
    private func nextSlot() -> Instant {
        let quarter: Int64 = 15 * 60_000
        let next = world.now.milliseconds / quarter + world.chance.between(1, 5)
        return Instant(milliseconds: next * quarter)
    }

    private func confirm(_ booking: Booking, _ link: String, _ start: Instant) {
        guard !world.isEnding else { return }
        _ = hub.perform { cases, store, now in
            try cases.confirm(link: link, by: "web", in: store, at: now)
        } afterCommit: { appointment in
            guard !world.witness.isKnown(booking.id) else { return }
            told(booking, appointment.start, by: .web)
        }
    }

    private func told(_ booking: Booking, _ start: Instant, by channel: Channel) {
        world.witness.booked(booking.id)
        world.witness.toldTime(start, of: booking.id, for: booking.service, by: channel)
        plan(booking)
        guard world.chance.happens(0.3) else { return }
        world.after(world.chance.between(1_000, World.busyTime)) { self.move(booking) }
    }

    private func move(_ booking: Booking) {
        guard !world.isHealed else { return }
        let (start, channel) = (nextSlot(), Channel.allCases[Int(world.chance.between(0, 3))])
        _ = hub.perform { cases, store, now in
            try cases.move(
                booking.id,
                to: start,
                by: channel,
                actor: channel.rawValue,
                in: store,
                at: now
            )
        } afterCommit: { moved in
            world.note("moved to \(moved.start)")
            world.witness.toldTime(
                moved.start,
                of: booking.id,
                for: booking.service,
                by: channel
            )
        }
    }

    // MARK: -

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
