import Hub
import HubStore
import Lobby
import Sync

/// What a kiosk asks of the hub, as on the wire.
enum Request {
    case hello(HelloRequest)
    case reserve(ReserveRequest)
    case events(EventsRequest)
    case changes(since: Int, epoch: Int)
}

/// What the hub answers.
enum Answer {
    case hello(HelloAnswer)
    case reserve(ReserveAnswer)
    case events(EventsAnswer)
    case changes(ChangesAnswer)
    case refused(HubRefusal)
}

/// The hub's process around the real use cases and the real store.
///
/// A crash throws away what the process remembers and the questions it holds open; without power also
/// what the disk had not flushed.
final class SimulatedHub {
    private struct Poll {
        var since: Int
        var epoch: Int
        var number: Int
        var reply: (Answer?) -> Void
    }

    /// How often the hub looks after itself, in milliseconds.
    private static let housekeeping: Int64 = 15_000

    private(set) var isUp = true
    private(set) var crashes = 0
    private(set) var store: HubDatabase
    private var disk: SimulatedDisk
    private var backup: (disk: SimulatedDisk, at: Int64, count: Int)?
    private let world: World
    private let cases: HubCases
    private var polls: [Poll] = []
    private var pollCount = 0
    private var isWaking = false
    /// The latest event of the hub's history; anybody connected is told when it changes.
    private(set) var latestEvent = 0

    init(world: World, kiosks: [Device]) throws {
        self.world = world
        cases = HubCases(office: world.office, rules: world.bug?.rules ?? HubRules())
        disk = try SimulatedDisk.withHub()
        if world.bug == .flushesSkipped { disk.skipLogFlushes() }
        store = try Self.open(disk)
        try store.writeNow { store in
            for kiosk in kiosks { try store.addDevice(kiosk, secretHash: kiosk.id, at: world.now) }
            for name in ["codeKey", "bookingKey"] { try store.setFact(name, name) }
            _ = try cases.today(store, at: world.now)
        }
        world.after(Self.housekeeping) { self.housekeep() }
        if world.weather.hubDiskDies { planRestore() }
    }

    private static func open(_ disk: SimulatedDisk) throws -> HubDatabase {
        try HubDatabase(path: disk.path(hubFile), office: Office.simulated.id, isAlone: true)
    }

    /// Answers a kiosk; nil means that the connection broke.
    func handle(_ request: Request, from device: Device, reply: @escaping (Answer?) -> Void) {
        let result: Answer?
        switch request {
        case .hello(let hello):
            result = ask(for: device) {
                .hello(try $0.hello(hello, from: device, in: $1, at: $2))
            }
        case .reserve(let reserve):
            result = ask(for: device) {
                .reserve(try $0.reserve(reserve, in: $1, at: $2))
            } afterCommit: { answer in
                guard case .reserve(let answer) = answer, let number = answer.number else { return }
                let label = Label(series: reserve.letter, number: number)
                world.witness.gave(label, on: answer.day, to: reserve.visit)
            }
        case .events(let events):
            result = ask(for: device) {
                .events(try $0.receive(events, from: device, in: $1, at: $2))
            }
        case .changes(let since, let epoch):
            pollCount += 1
            let poll = Poll(since: since, epoch: epoch, number: pollCount, reply: reply)
            polls.append(poll)
            world.after(Int64(ChangesAnswer.longestWait) * 1000) { [number = poll.number] in
                self.look(at: { $0.number == number }, isOver: true)
            }
            // As far as everybody knows nothing is new, so that the database need not be asked.
            if isUp, since == latestEvent { return }
            return look { $0.number == poll.number }
        }
        reply(result)
    }

    /// Runs a use case in a transaction of its own, as a request does; nil when the hub is down.
    ///
    /// `afterCommit` is what the world sees of it, also when nobody gets the answer.
    func perform<Value>(
        _ work: (HubCases, HubTransaction, Instant) throws -> Value,
        afterCommit: (Value) -> Void = { _ in }
    ) -> Result<Value, HubRefusal>? {
        guard isUp, !crashesNow() else { return nil }
        do {
            let now = world.now
            world.witness.look(at: world.office.time.day(at: now))
            let transaction = { (store: HubTransaction) in
                (try work(self.cases, store, now), try store.latestEvent())
            }
            if world.bug == .answerBeforeCommit, world.strikes(0.05) {
                return try answerEarly(transaction, afterCommit)
            }
            let (value, latest) = try store.writeNow(transaction)
            afterCommit(value)
            if latest != latestEvent { wakePolls() }
            latestEvent = latest
            return crashesNow() ? nil : .success(value)
        } catch let refusal as HubRefusal {
            return .failure(refusal)
        } catch {
            world.witness.violate(.drains, "the hub could not do its work: \(error)")
            return nil
        }
    }

    /// Brings the hub up again if it is down.
    func start() {
        guard !isUp else { return }
        disk.restart()
        do {
            store = try Self.open(disk)
        } catch {
            return world.witness.violate(.drains, "the hub does not start: \(error)")
        }
        isUp = true
        world.note("hub starts")
    }

    /// A program draws a number of the first service.
    func drawForProgram(_ visit: VisitID, key: String) {
        _ = perform { cases, store, now in
            let drawn = try cases.drawTicket(
                service: "passport",
                language: "de",
                visit: visit,
                key: key,
                actor: "program",
                in: store,
                at: now
            )
            return (drawn.visit, try cases.today(store, at: now))
        } afterCommit: { visit, day in
            world.note("a program draws \(visit.label)")
            world.witness.programDrew(visit, on: day)
        }
    }

    private func ask(
        for device: Device,
        _ work: (HubCases, HubTransaction, Instant) throws -> Answer,
        afterCommit: (Answer) -> Void = { _ in }
    ) -> Answer? {
        switch perform(work, afterCommit: afterCommit) {
        case .success(let answer): return answer
        case .failure(let refusal):
            // As the server does: what a person should know of is written down, and only then said.
            let report = perform { try $0.report(refusal, of: device, in: $1, at: $2) }
            return report.map { _ in .refused(refusal) }
        case nil: return nil
        }
    }

    private func crashesNow() -> Bool {
        guard world.strikes(world.weather.hubCrash) else { return false }
        crash()
        world.after(world.chance.skewed(200, 120_000)) { self.start() }
        return true
    }

    private func crash() {
        crashes += 1
        isUp = false
        let hasNoPower = world.chance.happens(world.weather.powerCuts)
        world.note("hub crashes\(hasNoPower ? ", its power is gone" : "")")
        disk.end(withoutPower: hasNoPower ? world.chance.next() : nil)
        try? store.close()
        let broken = polls
        polls = []
        for poll in broken { poll.reply(nil) }
    }

    private func housekeep() {
        _ = perform { cases, store, now in
            if world.weather.isRushForSlots, !world.isEnding {
                try cases.keepBookings(in: store, at: now)
            }
            return try cases.missOverdue(in: store, at: now)
        } afterCommit: { missed in
            missed.forEach { world.witness.released($0) }
        }
        world.after(Self.housekeeping) { self.housekeep() }
    }

    // MARK: Questions held open

    /// Lets go of everybody who waits for an answer; for the end of the world.
    func forgetQuestions() {
        polls = []
    }

    private func wakePolls() {
        guard !polls.isEmpty, !isWaking else { return }
        isWaking = true
        world.after(world.chance.between(0, 2_000)) {
            self.isWaking = false
            self.look()
        }
    }

    /// Answers those questions that have an answer by now, and all whose time is over.
    private func look(at isMeant: (Poll) -> Bool = { _ in true }, isOver: Bool = false) {
        guard isUp else {
            let broken = polls
            polls = []
            return broken.forEach { $0.reply(nil) }
        }
        let asked = polls.filter(isMeant)
        guard !asked.isEmpty else { return }
        polls.removeAll(where: isMeant)
        do {
            let now = world.now
            let answers = try store.writeNow { store in
                try asked.map {
                    try cases.changes(since: $0.since, epoch: $0.epoch, in: store, at: now)
                }
            }
            for (poll, answer) in zip(asked, answers) {
                if answer.resync || answer.cursor != poll.since || isOver {
                    poll.reply(.changes(answer))
                } else {
                    polls.append(poll)
                }
            }
        } catch {
            world.witness.violate(.drains, "the hub cannot tell changes: \(error)")
        }
    }
}

// MARK: - What goes wrong with its disk

extension SimulatedHub {
    /// Backups are taken this often, in milliseconds; the disk dies once between.
    private static let backupInterval: Int64 = 60_000
    /// Not before the kiosks have their letters, of which a restored hub leaves out only a few.
    private static let firstBackup: Int64 = 30_000

    private func planRestore() {
        world.after(Self.firstBackup) { self.backUp() }
        world.after(world.chance.between(Self.backupInterval, World.busyTime)) {
            guard !self.world.isHealed else { return }
            self.restore()
        }
    }

    private func backUp() {
        if isUp { backup = (disk.copy(), world.timeline.now, world.timeline.count) }
        world.after(Self.backupInterval) {
            if !self.world.isHealed { self.backUp() }
        }
    }

    /// Puts the last backup back, as `wartemarke admin restore` does.
    private func restore() {
        guard let backup else { return }
        if isUp { crash() }
        disk = backup.disk.copy()
        if world.bug == .flushesSkipped { disk.skipLogFlushes() }
        world.note("the hub's disk is dead; the backup of \(Double(backup.at) / 1000) is put back")
        do {
            store = try Self.open(disk)
            if world.bug != .noEpoch {
                let now = world.now
                _ = try store.writeNow { store in
                    try store.beginEpoch(
                        after: 0,
                        letters: world.office.hubSeries,
                        today: world.office.time.day(at: now),
                        at: now
                    )
                }
            }
            isUp = true
            latestEvent = try store.writeNow { try $0.latestEvent() }
            world.wasRestored = true
            world.witness.hubRestored(toStateOf: backup.count)
        } catch {
            world.witness.violate(.drains, "the backup cannot be used: \(error)")
        }
    }

    /// Answers as if all were written, and ends before it is.
    private func answerEarly<Value>(
        _ transaction: (HubTransaction) throws -> (Value, Int),
        _ afterCommit: (Value) -> Void
    ) throws -> Result<Value, HubRefusal>? {
        var answer: Value?
        do {
            try store.writeNow { store in
                answer = try transaction(store).0
                throw Crash()
            }
        } catch is Crash {
            crash()
            world.after(1_000) { self.start() }
        }
        guard let answer else { return nil }
        afterCommit(answer)
        return .success(answer)
    }
}
