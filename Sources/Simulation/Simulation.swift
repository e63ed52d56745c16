import Hub
import HubStore
import Lobby
import Sync

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

/// Kiosks, a hub, clerks and programs in one simulated morning, driven by one seed.
package final class Simulation {
    private let seed: UInt64
    private let recorder: Recorder?
    private let world: World
    private let hub: SimulatedHub
    private var kiosks: [SimulatedKiosk] = []
    private var clerks: [Clerk] = []
    private var bookings: Bookings?

    /// Sets a world up.
    ///
    /// - Parameters:
    ///   - seed: Decides everything that happens.
    ///   - bug: A mistake put into it on purpose; nil for none.
    ///   - isTraced: Whether the lines of what happens are kept.
    /// - Throws: What the stores throw when their files cannot be made.
    package init(seed: UInt64, bug: PlantedBug? = nil, isTraced: Bool = false) throws {
        self.seed = seed
        recorder = isTraced ? Recorder() : nil
        world = World(seed: seed, bug: bug, recorder: recorder)
        let devices = (1...world.weather.kiosks).map {
            Device(id: "\($0)", role: .kiosk, name: "kiosk \($0)")
        }
        hub = try SimulatedHub(world: world, kiosks: devices)
        for (number, device) in devices.enumerated() {
            kiosks.append(
                try SimulatedKiosk(
                    machine: number,
                    name: device.name,
                    world: world,
                    hub: hub,
                    device: device,
                    disk: try SimulatedDisk.withKiosk()
                )
            )
        }
        clerks = world.office.counters.map { counter in
            Clerk(counter: counter.number, world: world, hub: hub)
        }
    }

    /// Runs the busy time with its faults, heals everything, and judges.
    package func run() -> SeedReport {
        world.note("\(world.weather)")
        bookings = Bookings(world: world, hub: hub) { [unowned self] in kiosks }
        for kiosk in kiosks {
            visit(kiosk)
            if world.chance.happens(world.weather.diskTrouble) { planTrouble(of: kiosk) }
        }
        drawForPrograms()
        world.run(until: World.busyTime)
        if !isOver { healAndDrain() }
        if !isOver { callEverybody() }
        if !isOver { judge() }
        defer {
            // What is planned and what is asked hold the whole world.
            world.timeline.clear()
            hub.forgetQuestions()
        }
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
        clerks.first?.bringEverybodyBack()
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

    // MARK: Disks of kiosks

    private func planTrouble(of kiosk: SimulatedKiosk) {
        world.hadDiskTrouble = true
        let kind = world.chance.fraction()
        let time = world.chance.between(30_000, World.busyTime)
        switch kind {
        case ..<0.4: whenever(time) { kiosk.damageDisk() }
        case ..<0.7:
            whenQuiet(kiosk, time) { try self.copy(kiosk) }
        default:
            whenQuiet(kiosk, time / 2) {
                let (image, identity) = (kiosk.disk.copy(), kiosk.identity)
                let (taken, head) = (self.world.timeline.count, kiosk.core.memory.head.seq)
                self.whenever(time / 2) {
                    kiosk.putBack(image, identity, endingAt: head, since: taken)
                }
            }
        }
    }

    /// Somebody sets a second machine up with a copy of the disk.
    private func copy(_ kiosk: SimulatedKiosk) throws {
        world.note("\(kiosk.name): its disk is copied to another machine")
        let copy = try SimulatedKiosk(
            machine: 100 + kiosks.count,
            name: "\(kiosk.name) copy",
            world: world,
            hub: hub,
            device: kiosk.device,
            disk: kiosk.disk.copy(),
            identity: kiosk.identity
        )
        kiosks.append(copy)
        visit(copy)
    }

    private func whenever(_ delay: Int64, _ work: @escaping () throws -> Void) {
        world.after(delay) {
            guard !self.world.isHealed else { return }
            do {
                try work()
            } catch {
                self.world.witness.violate(.drains, "a disk cannot be used: \(error)")
            }
        }
    }

    private func whenQuiet(
        _ kiosk: SimulatedKiosk,
        _ delay: Int64,
        _ work: @escaping () throws -> Void
    ) {
        whenever(delay) {
            if kiosk.isQuiet { return try work() }
            self.whenQuiet(kiosk, 2_000, work)
        }
    }

    // MARK: Visitors

    private func visit(_ kiosk: SimulatedKiosk) {
        world.after(world.chance.between(500, 16_000 * Int64(kiosks.count))) {
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
