package import HubStore
package import Lobby
import Synchronization

/// The hub: the use cases over one store, who may ask, and who waits for changes.
package final class Hub: Sendable {
    /// Where the present and chance come from; the wiring hands them in.
    package struct World: Sendable {
        /// The office's time; demos and tests may start it where they like.
        package var now: @Sendable () -> Instant
        /// The machine's own clock, by which one-time codes expire.
        package var machine: @Sendable () -> Instant
        package var chance: @Sendable () -> UInt64
        /// How hard passwords are to guess from the file; digests of another number do not fit.
        package var passwordRounds: Int

        package init(
            now: @escaping @Sendable () -> Instant,
            machine: @escaping @Sendable () -> Instant,
            chance: @escaping @Sendable () -> UInt64,
            passwordRounds: Int = Password.usualRounds
        ) {
            self.now = now
            self.machine = machine
            self.chance = chance
            self.passwordRounds = passwordRounds
        }
    }

    /// Who is behind a secret, by its hash.
    private struct Devices {
        var known: [String: Device]
        var revoked: [String: Device]

        init(_ store: HubReading) throws {
            known = try store.devices()
            revoked = try store.revokedDevices()
        }
    }

    private let currentCases: Mutex<HubCases>
    package let changed = ChangeSignal()
    let store: HubDatabase
    let world: World
    /// Nil when nobody wants any.
    package let backups: Backups?
    package let refusals = Refusals()
    let bookedDays = BookedDays()
    let forecasts = ForecastCache()
    private let devices: Mutex<Devices>
    let logIns: LogIns
    /// The channels whose promise is not kept, as of the last look.
    private let missedPromises = Mutex<[Channel]>([])
    /// How many bookings did not fit the office's file at the last look.
    private let knownMisfits = Mutex(0)
    /// When each kiosk last asked for something, by its name.
    private let heard = Mutex<[String: Instant]>([:])

    package var cases: HubCases { currentCases.withLock { $0 } }
    package var office: Office { cases.office }

    /// - Parameters:
    ///   - office: Whose queue it is.
    ///   - store: Its database.
    ///   - world: Clock and chance.
    ///   - backups: The folder for backups; nil for none.
    /// - Throws: An error of the store.
    package init(
        office: Office,
        store: HubDatabase,
        world: World,
        backups: String? = nil
    ) throws {
        self.store = store
        self.world = world
        self.backups = backups.map {
            Backups(in: $0, store: store, office: office, world: world)
        }
        let cases = try store.writeNow { try HubCases(office: office).planned(in: $0) }
        currentCases = Mutex(cases)
        let known = try store.writeNow { store in
            // Made once: with the one kiosks know the codes of appointments by their digests, from the
            // other the codes are made.
            for name in ["codeKey", "bookingKey"] where try store.fact(name) == nil {
                try store.setFact(name, Secret.make(chance: world.chance))
            }
            return (try Devices(store), try store.sessions())
        }
        devices = Mutex(known.0)
        logIns = LogIns(known.1)
        _ = try store.writeNow { store in try cases.today(store, at: world.now()) }
    }

    /// The cases with what was last found out: waits, and promises that are not kept.
    private var announcingCases: HubCases {
        var cases = cases
        cases.forecast = latestForecast
        cases.missedPromises = missedPromises.withLock { $0 }
        return cases
    }

    package func now() -> Instant { world.now() }

    /// Works by a plan from now on, unless a later one holds already.
    func adopt(_ plan: DayPlan) {
        currentCases.withLock { cases in
            if let known = cases.office.plan, known.day == plan.day, known.version > plan.version {
                return
            }
            cases = HubCases(office: cases.written, rules: cases.rules, plan: plan)
        }
    }

    /// The machine's own time, by which certificates end and backups are named.
    package func machineTime() -> Instant { world.machine() }

    /// Runs a use case in the writer's line and tells those who wait that something changed.
    package func perform<Value: Sendable>(
        _ work: @escaping @Sendable (HubCases, HubTransaction, Instant) throws -> Value
    ) async throws -> Value {
        let (cases, world) = (announcingCases, world)
        do {
            let value = try await store.write { try work(cases, $0, world.now()) }
            changed.advance()
            return value
        } catch let error as HubStoreError {
            throw HubRefusal.unavailable(error.description)
        }
    }

    /// The same for a kiosk's request: a refusal that a person should know of is written down.
    package func perform<Value: Sendable>(
        for device: Device,
        _ work: @escaping @Sendable (HubCases, HubTransaction, Instant) throws -> Value
    ) async throws -> Value {
        do {
            return try await perform(work)
        } catch let refusal as HubRefusal {
            try await perform { try $0.report(refusal, of: device, in: $1, at: $2) }
            throw refusal
        }
    }

    /// The same for a request that may be repeated: a key seen before gets the answer of then.
    ///
    /// - Parameters:
    ///   - request: What was asked, so that a key used for something else is refused.
    ///   - device: Who asked; two devices may use the same key.
    ///   - key: The Idempotency-Key; nil for a request that cannot be repeated.
    ///   - work: Makes the answer's body.
    /// - Returns: The body, of now or of then.
    /// - Throws: ``HubRefusal``.
    package func answer(
        _ request: String,
        of device: Device,
        key: String?,
        _ work: @escaping @Sendable (HubCases, HubTransaction, Instant) throws -> String
    ) async throws -> String {
        guard let key else { return try await perform(work) }
        return try await answer(request, of: device.id, key: key, work)
    }

    /// The same for a caller without a device of its own, `web`.
    package func answer(
        _ request: String,
        of caller: String,
        key: String,
        _ work: @escaping @Sendable (HubCases, HubTransaction, Instant) throws -> String
    ) async throws -> String {
        // A request may name a person, and those are kept in their own table only.
        let request = Secret.hash(request)
        return try await perform { cases, store, now in
            if let kept = try store.keptAnswer(to: caller, key: key) {
                guard kept.request == request else { throw HubRefusal.keyUsedBefore }
                return kept.body
            }
            let body = try work(cases, store, now)
            try store.keepAnswer(body, to: caller, key: key, request: request, at: now)
            return body
        }
    }

    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (HubCases, HubReading, Instant) throws -> Value
    ) async throws -> Value {
        let (cases, now) = (announcingCases, world.now())
        return try await store.read { try work(cases, $0, now) }
    }

    /// The free slots of a span of days: see
    /// ``HubCases/freeDays(for:by:on:cache:in:at:)``.
    package func freeDays(
        for errands: [Errand],
        by channel: Channel,
        on days: ClosedRange<Day>? = nil
    ) async throws -> [FreeDay] {
        let cache = bookedDays
        return try await read { cases, store, now in
            try cases.freeDays(
                for: errands,
                by: channel,
                on: days,
                cache: cache,
                in: store,
                at: now
            )
        }
    }

    /// How soon each channel gets an appointment: see ``HubCases/access(cache:in:at:)``.
    package func access() async throws -> [Access] {
        let cache = bookedDays
        return try await read { try $0.access(cache: cache, in: $1, at: $2) }
    }

    /// Raises an alarm where a channel's promise is not kept; does nothing without booking.
    package func watchAccess() async throws {
        guard office.booking != nil else { return }
        let access = try await access()
        let missed = Channel.allCases.filter { channel in
            access.contains { $0.channel == channel && $0.isMissed }
        }
        let isNews = missedPromises.withLock { known in
            defer { known = missed }
            return known != missed
        }
        if !missed.isEmpty { try await perform { try $0.watch(access, in: $1, at: $2) } }
        if isNews { changed.advance() }
    }

    /// Looks for bookings that the office's file does not allow any more, with an alarm about them.
    ///
    /// - Returns: How many there are, when they are more than at the last look; nil otherwise.
    package func watchBookings() async throws -> Int? {
        let count = try await read { try $0.misfitCount(in: $1, at: $2) }
        let isNews = knownMisfits.withLock { known in
            defer { known = count }
            return known < count
        }
        guard isNews else { return nil }
        try await perform { try $0.alarm(ofMisfits: count, in: $1, at: $2) }
        return count
    }

    // MARK: Who may ask

    /// The device behind a secret.
    ///
    /// - Throws: ``HubRefusal/notKnown`` for none, or ``HubRefusal/notAllowed(role:)`` when its role
    ///   is not among the given ones.
    package func device(
        secret: String?,
        roles: Set<Device.Role>
    ) throws(HubRefusal) -> Device {
        guard let secret else { throw .notKnown }
        let hash = Secret.hash(secret)
        guard let device = devices.withLock({ $0.known[hash] }) else { throw .notKnown }
        guard roles.contains(device.role) else { throw .notAllowed(role: device.role.rawValue) }
        if device.role == .kiosk { heard.withLock { $0[device.name] = now() } }
        return device
    }

    /// Counts a refusal, and raises an alarm when a person should learn of it.
    ///
    /// - Parameters:
    ///   - refusal: What was answered.
    ///   - secret: What the asker said it is known by.
    /// - Returns: Who asked, if anybody knows, and how many such refusals the log is to tell of now;
    ///   nil for none.
    /// - Throws: ``HubRefusal/unavailable(_:)``.
    package func note(
        _ refusal: HubRefusal,
        to secret: String?
    ) async throws -> (device: Device?, count: Int?) {
        let hash = secret.map(Secret.hash)
        let device = devices.withLock { devices in
            hash.flatMap { devices.known[$0] ?? devices.revoked[$0] }
        }
        let told = refusals.count(refusal, of: device, at: now())
        if let alarm = told.alarm { try await perform { _, store, _ in try store.raise(alarm) } }
        return (device, told.logged)
    }

    /// When a kiosk last asked for something.
    package func lastHeard(_ kiosk: KioskState) -> Instant {
        max(kiosk.heard, heard.withLock { $0[kiosk.name] } ?? kiosk.heard)
    }

    /// Carries an administrator's work out; devices it made or revoked count at once.
    package func administer<Value: Sendable>(
        _ work: @Sendable (AdminCases) async throws -> Value
    ) async throws -> Value {
        let value = try await work(AdminCases(store: store, world: world))
        let known = try await store.read { try Devices($0) }
        devices.withLock { $0 = known }
        logIns.replace(try await store.read { try $0.sessions() })
        return value
    }

    /// A new visit's id and the random digits of its QR code.
    package func newIdentity() -> (id: VisitID, key: String) {
        (
            VisitID(at: now(), chance: (world.chance(), world.chance())),
            TicketKey.make(chance: (world.chance(), world.chance()))
        )
    }
}

extension Hub {
    /// Opens a new business day when it has come, and ends calls nobody answered.
    package func housekeep() async throws {
        let (cases, world) = (cases, world)
        let isNews = try await store.write { store in
            let before = try store.latestEvent()
            _ = try cases.missOverdue(in: store, at: world.now())
            try cases.keepBookings(in: store, at: world.now())
            return try store.latestEvent() != before
        }
        if isNews { changed.advance() }
    }
}
