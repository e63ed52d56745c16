import Foundation
import Hub
import HubClient
import HubStore
import KioskRuntime
import KioskStore
import Lobby
import Screens
import Synchronization
import TestWorlds

/// A kiosk's engine on a file of its own, and what it says to the dialogue.
struct Front: Sendable {
    let folder: TemporaryFolder
    let printer: ScriptedPrinter
    let engine: KioskEngine
    private let heard = Heard()
    private let skipped = Skipped()

    var path: String { folder.file("kiosk.sqlite") }

    /// A folder that already has a kiosk's database makes a kiosk that goes on with it.
    init(
        _ base: String,
        clock: HandClock,
        in folder: TemporaryFolder? = nil,
        printer: ScriptedPrinter = ScriptedPrinter(),
        trusting authority: HubAuthority? = nil,
        reserveLimit: Duration = .seconds(20),
        machine: String = "here",
        disk: FaultDisk? = nil,
        texts: [ScreenTexts] = [],
        bookingsPerHour: Int = 12,
        rollLength: Int? = nil
    ) throws {
        let folder = try folder ?? TemporaryFolder()
        let file = IdentityFile(database: folder.file("kiosk.sqlite"))
        // Without an enrolment it is one that no hub knows.
        var identity = file.load() ?? KioskIdentity(device: "nobody", secret: "none")
        let open: KioskEngine.Reopen = { identity in
            try openKioskFile(
                at: disk?.file("kiosk.sqlite") ?? folder.file("kiosk.sqlite"),
                incarnation: UUID().uuidString,
                machine: machine,
                identity: &identity,
                file: file
            )
        }
        let (store, _) = try open(&identity)
        let (chance, start) = (SeededChance(), ContinuousClock.now)
        self.folder = folder
        self.printer = printer
        engine = try KioskEngine(
            office: smallOffice(),
            texts: texts,
            bookingsPerHour: bookingsPerHour,
            store: store,
            identity: identity,
            identityFile: file,
            hub: HubClient(base: base, authority: authority),
            printer: printer,
            rollLength: rollLength,
            notices: [],
            world: KioskEngine.World(
                now: { clock.now },
                elapsed: { [skipped] in ContinuousClock.now - start + skipped.time },
                chance: { chance.next() },
                reserveLimit: reserveLimit,
                mendPause: .milliseconds(10)
            ),
            reopen: open,
            post: { [heard] in heard.take($0) }
        )
    }

    /// Starts a kiosk that was enrolled with a fresh code, and returns when the hub has greeted it.
    static func connected(
        _ base: String,
        _ world: HubWorld,
        printer: ScriptedPrinter = ScriptedPrinter(),
        trusting authority: HubAuthority? = nil,
        reserveLimit: Duration = .seconds(20),
        clock: HandClock? = nil,
        disk: FaultDisk? = nil,
        texts: [ScreenTexts] = [],
        bookingsPerHour: Int = 12,
        rollLength: Int? = nil
    ) async throws -> Front {
        let folder = try TemporaryFolder()
        _ = try await enrolledIdentity(
            in: IdentityFile(database: folder.file("kiosk.sqlite")),
            code: try await world.hub.administer { try await $0.makeEnrolment(name: "lobby") },
            hub: HubClient(base: base, authority: authority)
        )
        let front = try Front(
            base,
            clock: clock ?? world.clock,
            in: folder,
            printer: printer,
            trusting: authority,
            reserveLimit: reserveLimit,
            disk: disk,
            texts: texts,
            bookingsPerHour: bookingsPerHour,
            rollLength: rollLength
        )
        await front.engine.start()
        try await front.isConnected()
        return front
    }

    func skip(_ time: Duration) {
        skipped.add(time)
    }

    // MARK: What it says

    /// The next thing said that fits; what was said before it is passed over.
    func hears<Value>(_ pick: (KioskDialogue.Message) -> Value?) async throws -> Value {
        try await heard.next(pick)
    }

    func isConnected(_ isSo: Bool = true) async throws {
        try await lobby { $0.isConnected == isSo }
    }

    func lobby(_ fits: (LobbyView) -> Bool) async throws {
        _ = try await hears { message -> LobbyView? in
            guard case .lobby(let view) = message, fits(view) else { return nil }
            return view
        }
    }

    func draw(_ service: ServiceID = "passport") async throws -> IssuedTicket {
        engine.submit(.issue(service, "de"))
        return try await hears { message -> IssuedTicket? in
            guard case .issued(let ticket) = message else { return nil }
            return ticket
        }
    }

    func refused(_ service: ServiceID = "passport") async throws -> IssueRefusal {
        engine.submit(.issue(service, "de"))
        return try await hears { message -> IssueRefusal? in
            guard case .issueRefused(let refusal) = message else { return nil }
            return refusal
        }
    }

    func outcome(of visit: VisitID) async throws -> PrintOutcome {
        try await hears { message -> PrintOutcome? in
            guard case .printed(visit, let outcome) = message else { return nil }
            return outcome
        }
    }

    func lookUp(_ wish: KioskDialogue.Effect) async throws -> [FoundVisit] {
        engine.submit(wish)
        return try await hears { message -> [FoundVisit]? in
            guard case .found(let visits) = message else { return nil }
            return visits
        }
    }

    func handBack(_ visit: VisitID) async throws -> Bool {
        engine.submit(.handBack(visit))
        return try await hears { message -> Bool? in
            guard case .handedBack(visit, let isDone) = message else { return nil }
            return isDone
        }
    }

    func comeBack(_ visit: FoundVisit) async throws -> Bool {
        engine.submit(.comeBack(visit))
        return try await hears { message -> Bool? in
            guard case .cameBack(_, let isDone) = message else { return nil }
            return isDone
        }
    }

    func callHelp() async throws -> Bool {
        engine.submit(.callHelp)
        return try await hears { message -> Bool? in
            guard case .helpCalled(let isDone) = message else { return nil }
            return isDone
        }
    }

    func list() async throws -> StaffList {
        engine.submit(.listToday)
        return try await hears { message -> StaffList? in
            guard case .listed(let list) = message else { return nil }
            return list
        }
    }

    func pin(_ pin: String) async throws -> PINAnswer {
        engine.submit(.checkPIN(pin))
        return try await hears { message -> PINAnswer? in
            guard case .pin(let answer) = message else { return nil }
            return answer
        }
    }
}

extension StaffList {
    /// The numbers that wait, in order.
    var labels: [String] {
        lines.compactMap { line in
            guard case .waiting(let label, _, _, _) = line else { return nil }
            return label.description
        }
    }
}

/// Waits until something is so at the hub; each change there is a reason to look again.
func hub<Value: Sendable>(
    _ world: HubWorld,
    has look: @escaping @Sendable (HubReading) throws -> Value?
) async throws -> Value {
    for _ in 1...200 {
        let version = world.hub.changed.version
        if let value = try await world.store.read(look) { return value }
        await world.hub.changed.wait(after: version, limit: .seconds(10), clock: .continuous)
    }
    throw Silence()
}

/// What was awaited did not come.
struct Silence: Error {
    var passedOver: [String] = []
}

/// What an engine said, and who waits for more.
private final class Heard: Sendable {
    private let messages = Mutex<[KioskDialogue.Message]>([])
    private let signal = ChangeSignal()

    func take(_ message: KioskDialogue.Message) {
        messages.withLock { $0.append(message) }
        signal.advance()
    }

    func next<Value>(_ pick: (KioskDialogue.Message) -> Value?) async throws -> Value {
        let limit = ContinuousClock.now + .seconds(60)
        var passedOver: [String] = []
        while ContinuousClock.now < limit {
            let version = signal.version
            while let message = messages.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                if let value = pick(message) { return value }
                passedOver.append("\(message)")
            }
            await signal.wait(after: version, limit: .seconds(10), clock: .continuous)
        }
        throw Silence(passedOver: passedOver)
    }
}

/// Time that a test lets pass at once.
private final class Skipped: Sendable {
    private let sum = Mutex(Duration.zero)

    var time: Duration { sum.withLock { $0 } }

    func add(_ time: Duration) {
        sum.withLock { $0 += time }
    }
}
