import Hub
import HubStore
import Lobby

/// One run and what came of it.
package struct SeedReport: Equatable, Sendable {
    package var seed: UInt64
    package var violation: Violation?
    package var tickets: Int
    package var kioskCrashes: Int
    package var hubCrashes: Int
    /// The same for the same seed, always.
    package var traceHash: UInt64
    /// What happened, line by line; empty unless it was asked for.
    package var lines: [String]
}

/// Two kiosks, a hub, clerks and programs in one simulated morning, driven by one seed.
package struct Simulation {
    private let seed: UInt64
    private let recorder: Recorder?
    private let world: World
    private let hub: SimulatedHub
    private let kiosks: [SimulatedKiosk]
    private let clerks: [Clerk]

    package init(seed: UInt64, isTraced: Bool = false) throws {
        self.seed = seed
        recorder = isTraced ? Recorder() : nil
        let world = World(seed: seed, recorder: recorder)
        let devices = (1...2).map { Device(id: "\($0)", role: .kiosk, name: "kiosk \($0)") }
        let hub = try SimulatedHub(world: world, kiosks: devices)
        self.world = world
        self.hub = hub
        kiosks = try devices.enumerated().map { number, device in
            try SimulatedKiosk(number: number + 1, world: world, hub: hub, device: device)
        }
        clerks = world.office.counters.map { counter in
            Clerk(counter: counter.number, world: world, hub: hub)
        }
    }

    /// Runs the busy time with its faults, heals everything, and judges.
    package func run() -> SeedReport {
        world.note("\(world.weather)")
        for kiosk in kiosks { visit(kiosk) }
        drawForPrograms()
        world.run(until: World.busyTime)
        if !isOver { healAndDrain() }
        if !isOver { callEverybody() }
        if !isOver { judge() }
        defer { world.timeline.clear() }
        return SeedReport(
            seed: seed,
            violation: world.witness.violation,
            tickets: world.witness.tickets,
            kioskCrashes: kiosks.reduce(0) { $0 + $1.crashes },
            hubCrashes: hub.crashes,
            traceHash: world.traceHash,
            lines: recorder?.lines ?? []
        )
    }

    private var isOver: Bool { world.witness.violation != nil }

    /// Everything is whole; the logs drain while nobody is called.
    private func healAndDrain() {
        world.heal()
        hub.start()
        for kiosk in kiosks {
            kiosk.link.mend()
            kiosk.start()
        }
        clerks.forEach { $0.rests = true }
        world.run(until: World.busyTime + World.drainTime)
    }

    private func callEverybody() {
        world.witness.knowsAll = true
        clerks.forEach { $0.rests = false }
        drawOnce()
        world.run(until: World.busyTime + World.drainTime + World.callTime)
    }

    private func judge() {
        do {
            try Judgement(world: world, hub: hub, kiosks: kiosks).judge()
        } catch {
            world.witness.violate(.drains, "the hub cannot be asked: \(error)")
        }
    }

    /// A connected kiosk has its numbers from the hub again.
    private func drawOnce() {
        for kiosk in kiosks {
            kiosk.visitorDraws()
            world.after(1_000) {
                guard let visit = kiosk.shown.last, let seen = self.world.witness.visits[visit],
                    seen.label.series.count > 1
                else { return }
                self.world.witness.violate(
                    .hubGivesNumbersAgain,
                    "\(kiosk.device.name) gave \(seen.label)"
                )
            }
        }
    }

    // MARK: Visitors

    private func visit(_ kiosk: SimulatedKiosk) {
        world.after(world.chance.between(500, 32_000)) {
            guard !self.world.isHealed else { return }
            switch self.world.chance.fraction() {
            case ..<0.08: kiosk.visitorHandsBack()
            case ..<0.12: kiosk.visitorPrintsAgain()
            case ..<0.15:
                kiosk.visitorDraws()
                kiosk.visitorDraws()
            default: kiosk.visitorDraws()
            }
            self.visit(kiosk)
        }
    }

    private func drawForPrograms() {
        world.after(world.chance.between(1_000, 90_000)) {
            guard !self.world.isHealed else { return }
            let now = self.world.now
            let id = VisitID(
                at: now,
                chance: (self.world.chance.next(), self.world.chance.next())
            )
            let key = self.world.chance.digits(20)
            self.hub.drawForProgram(id, key: key)
            self.drawForPrograms()
        }
    }
}
