import KioskStore
import Lobby

/// A ticket printer: a device with a life of its own, which prints on while the kiosk is down.
final class SimulatedPrinter {
    private final class Paper {
        var isCancelled = false
    }

    private let world: World
    private let kiosk: String
    private var pending: [Paper] = []

    init(world: World, kiosk: String) {
        self.world = world
        self.kiosk = kiosk
    }

    func print(_ ticket: Ticket, done: @escaping (PrintOutcome) -> Void) {
        let hasTrouble = world.strikes(world.weather.printerTrouble)
        let outcome: PrintOutcome =
            if !hasTrouble {
                .printed
            } else if world.chance.happens(0.5) {
                .notPrinted([.mediaJam])
            } else {
                .unknown([.unreachable])
            }
        let comesOut: Bool =
            switch outcome {
            case .printed: true
            case .notPrinted: false
            case .unknown: world.chance.happens(0.5)
            }
        let time = world.chance.between(200, 3_000)
        if comesOut {
            let paper = Paper()
            pending.append(paper)
            world.after(time) {
                self.pending.removeAll { $0 === paper }
                guard !paper.isCancelled else { return }
                self.world.note("\(self.kiosk): paper \(ticket.label) \(ticket.isReprint)")
                self.world.witness.paperCame(ticket)
            }
        }
        world.after(time + world.chance.between(1, 200)) { done(outcome) }
    }

    /// Takes back what an earlier run left behind, unless it is being printed already.
    func cancelStale() {
        for paper in pending where world.chance.happens(0.5) { paper.isCancelled = true }
    }
}
