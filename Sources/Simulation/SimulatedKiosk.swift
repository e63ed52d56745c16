import HubStore
import KioskStore
import Lobby
import Sync

/// The end of a process between two steps.
struct Crash: Error {}

/// A kiosk's process around the real core and the real store, and the visitors in front of it.
///
/// It carries effects out as the kiosk's runtime does. A crash throws away core, timers and the line
/// of print jobs; without power also what the disk had not flushed. The printer has a life of its own.
final class SimulatedKiosk {
    /// Who the device is, kept beside its database and not in it.
    struct Identity {
        var spareLetter: String?
        /// The machine the database belongs to; nil when its log has to begin anew.
        var machine: Int?
    }

    let device: Device
    /// The machine it runs on; a copy of its disk runs on another one.
    let machine: Int
    let name: String
    var disk: SimulatedDisk
    /// The database while the process runs.
    var opened: KioskDatabase?
    var identity: Identity
    let link: Link
    let printer: SimulatedPrinter
    let world: World
    var core: KioskCore
    /// Visits whose number was shown here and not handed back.
    var shown: [VisitID] = []
    var jobs: [PrintJob] = []
    var isPrinting = false
    private(set) var isUp = false
    private(set) var crashes = 0
    private(set) var life = 0
    /// How many logs were begun on this machine.
    var logs = 0
    /// While it is true only those come who have a number already.
    var isBeingTried = false
    /// For the planted bugs: counters of own series that lie outside the database.
    var looseCounters: [String: Int] = [:]
    private var startedAt: Int64 = 0
    /// The kiosk's clock less the true time, in milliseconds, now and when the hub last told it.
    private var clockError: Int64 = 0
    var errorKnown: Int64 = 0

    init(
        machine: Int,
        name: String,
        world: World,
        hub: SimulatedHub,
        device: Device,
        disk: SimulatedDisk,
        identity: Identity = Identity()
    ) throws {
        self.world = world
        self.device = device
        self.machine = machine
        self.name = name
        self.disk = disk
        self.identity = identity
        link = Link(world: world, hub: hub, device: device)
        printer = SimulatedPrinter(world: world, kiosk: name)
        if world.bug == .flushesSkipped { disk.skipLogFlushes() }
        core = KioskCore(memory: KioskMemory(incarnation: ""))
        clockError = world.chance.happens(0.5) ? 0 : world.chance.between(-400_000, 400_000)
        world.after(world.chance.between(0, 5_000)) { self.start() }
        world.after(10_000) { self.turnClock() }
    }

    var store: KioskDatabase {
        get throws {
            guard let opened else { throw Crash() }
            return opened
        }
    }

    var wall: Instant { world.now + .milliseconds(clockError) }

    /// How far the clock was turned since the hub last told the time, in milliseconds.
    var clockDrift: Int64 { clockError - errorKnown }

    var elapsed: Duration { .milliseconds(world.timeline.now - startedAt) }

    // MARK: Life of the process

    /// Starts the process if it is down, as the runtime does: old print jobs first.
    func start() {
        guard !isUp else { return }
        isUp = true
        life += 1
        startedAt = world.timeline.now
        jobs = []
        isPrinting = false
        world.note("\(name) starts")
        guarded {
            try openStore()
            core = KioskCore(memory: try store.memory())
            errorKnown = -core.memory.clockOffset
            printer.cancelStale()
            try boundary(3)
            let recovered = try store.recoverJobs(at: wall)
            try boundary(3)
            jobs = recovered.print
            if recovered.head != core.memory.head { try step(.appended(recovered.head)) }
            try printNext()
            try step(.started)
        }
    }

    func crash() {
        guard isUp else { return }
        end()
        let isLong = world.chance.happens(0.15)
        let pause =
            isLong ? world.chance.between(60_000, 200_000) : world.chance.between(500, 20_000)
        world.after(pause) { self.start() }
    }

    /// The process ends, and somebody will start it again.
    func end() {
        isUp = false
        crashes += 1
        let hasNoPower = world.chance.happens(world.weather.powerCuts)
        world.note("\(name) crashes\(hasNoPower ? ", its power is gone" : "")")
        disk.end(withoutPower: hasNoPower ? world.chance.next() : nil)
        try? opened?.close()
        opened = nil
        world.witness.paperless(jobs.filter { !$0.ticket.isReprint }.map(\.visit))
        world.witness.drawsEnded(at: name)
    }

    /// Does something in this life of the process, and ends it when it meets a crash.
    func guarded(_ work: () throws -> Void) {
        do {
            try work()
        } catch is Crash {
            crash()
        } catch  where !isUp {
            // The process ended in the middle of it.
        } catch {
            world.witness.violate(.drains, "\(name) could not do its work: \(error)")
        }
    }

    /// Plans something for later in this life of the process.
    func later(_ delay: Int64, _ work: @escaping () throws -> Void) {
        world.after(delay) { [life] in
            guard self.isUp, self.life == life else { return }
            self.guarded(work)
        }
    }

    /// A place where the process may end; `weight` makes it likelier.
    func boundary(_ weight: Double = 1) throws {
        if world.strikes(world.weather.kioskCrash * weight) { throw Crash() }
    }

    private func turnClock() {
        if world.strikes(world.weather.clockJump) {
            clockError =
                world.chance.happens(0.3)
                ? world.chance.between(-400_000_000, 400_000_000)
                : world.chance.between(-600_000, 600_000)
            world.note("\(name): the clock is \(clockError) ms off")
        }
        world.after(10_000) { self.turnClock() }
    }

    // MARK: Printing

    func printNext() throws {
        guard !isPrinting, let job = jobs.first else { return }
        isPrinting = true
        try boundary()
        try store.start(job)
        jobs.removeFirst()
        try boundary()
        let life = life
        printer.print(job.ticket) { outcome in
            guard self.isUp, self.life == life else { return }
            self.guarded { try self.printed(job, outcome) }
        }
        try boundary()
    }

    private func printed(_ job: PrintJob, _ outcome: PrintOutcome) throws {
        try boundary()
        let head = try store.finish(job, outcome, at: wall)
        try boundary()
        try step(.appended(head))
        isPrinting = false
        try printNext()
    }
}
