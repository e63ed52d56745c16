import KioskStore
import Lobby
import Sync

extension SimulatedKiosk {
    /// A visitor is told the number, or where to go, within this many milliseconds.
    private static let longestDraw: Int64 = 1_500

    /// Somebody draws a number, unless the kiosk says that it is out of order.
    func visitorDraws() {
        let services = world.office.services.all
        let service = services[Int(world.chance.between(0, Int64(services.count) - 1))]
        draws(service: service.id, letter: service.letter, appointment: nil, of: nil)
    }

    /// The holder of an appointment gives the code; the kiosk may have heard of it or not.
    func visitorChecksIn(_ booking: Bookings.Booking) {
        guard isUp, !isBeingTried else { return }
        var known: AppointmentChange?
        guarded { known = try store.appointments(code: booking.code).last }
        guard isUp else { return }
        switch known?.state {
        case .booked:
            let claim = AppointmentClaim(
                code: booking.code,
                appointment: known?.appointment,
                booked: known?.booked
            )
            draws(
                service: booking.service,
                letter: Label.appointmentLetter,
                appointment: claim,
                of: booking.id
            )
        case nil where core.link != .greeted:
            // The kiosk cannot know; the visitor says so, and waits like a walk-in meanwhile.
            let letter = world.office.services[booking.service]?.letter ?? "A"
            let claim = AppointmentClaim(code: booking.code)
            draws(service: booking.service, letter: letter, appointment: claim, of: booking.id)
        case nil, .cancelled, .checkedIn:
            // "Please ask at the desk", or "You are checked in already".
            break
        }
    }

    private func draws(
        service: ServiceID,
        letter: String,
        appointment: AppointmentClaim?,
        of booking: VisitID?
    ) {
        guard isUp, !isBeingTried, core.canIssue else { return }
        let draw = KioskCore.Draw(
            visit: VisitID(at: wall, chance: (world.chance.next(), world.chance.next())),
            service: service,
            letter: letter,
            language: "de",
            key: world.chance.digits(20),
            at: wall,
            appointment: appointment
        )
        world.witness.draws(draw, of: booking, at: name)
        guarded { try step(.draw(draw)) }
        world.after(Self.longestDraw) { [name] in
            self.world.witness.mustBeAnswered(draw.visit, at: name)
        }
    }

    /// Somebody gives a number back, as far as the kiosk knows that it still waits.
    func visitorHandsBack() {
        guard isUp, let visit = anyone() else { return }
        guarded {
            guard let seen = try store.visit(visit), seen.visit.state == .waiting else { return }
            let head = try store.append(.handBack, visit, details: "{}", at: wall)
            world.note("\(name): \(seen.visit.label) is handed back")
            world.witness.handedBack(visit)
            try boundary(5)
            try step(.appended(head))
        }
    }

    /// Somebody wants the paper once more.
    func visitorPrintsAgain() {
        guard isUp, let visit = anyone() else { return }
        guarded {
            guard let seen = try store.visit(visit), seen.visit.state == .waiting else { return }
            let ticket = Ticket(
                language: "de",
                values: [.label: seen.visit.label.description, .link: seen.key]
            )
            guard let job = try store.addReprint(of: visit, ticket: ticket, at: wall) else {
                return
            }
            try boundary(5)
            jobs.append(job)
            try printNext()
        }
    }

    private func anyone() -> VisitID? {
        guard !shown.isEmpty else { return nil }
        return shown[Int(world.chance.between(0, Int64(shown.count) - 1))]
    }
}
