import KioskStore
import Lobby
import Sync

extension SimulatedKiosk {
    /// A visitor is told the number, or where to go, within this many milliseconds.
    private static let longestDraw: Int64 = 1_500

    /// Somebody draws a number, unless the kiosk says that it is out of order.
    func visitorDraws() {
        guard isUp, core.canIssue else { return }
        let services = world.office.services.all
        let service = services[Int(world.chance.between(0, Int64(services.count) - 1))]
        let draw = KioskCore.Draw(
            visit: VisitID(at: wall, chance: (world.chance.next(), world.chance.next())),
            service: service.id,
            letter: service.letter,
            language: "de",
            key: world.chance.digits(20),
            at: wall
        )
        world.witness.draws(draw, at: name)
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
