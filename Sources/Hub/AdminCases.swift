package import HubStore
package import Lobby
package import Sync

/// What an administrator does: devices, their secrets and codes, the staff PIN.
///
/// Works on a store without an office, so that it can be done before the first hub starts.
package struct AdminCases: Sendable {
    /// How long a kiosk's one-time code is good for.
    package static let codeLife: Duration = .minutes(15)
    package static let longestName = 60
    package static let mostAlarms = 1_000

    private let store: HubDatabase
    private let world: Hub.World

    package init(store: HubDatabase, world: Hub.World) {
        self.store = store
        self.world = world
    }

    /// Makes a device with a secret of its own; the secret is told here once and never again.
    ///
    /// - Parameters:
    ///   - role: What it may do.
    ///   - name: What it is known by.
    ///   - counter: The only counter that a desk is for; nil for all.
    ///   - callsAnybody: Whether a desk calls visits before their turn.
    /// - Returns: The secret.
    /// - Throws: ``HubRefusal/badRequest(_:)``.
    package func makeToken(
        role: Device.Role,
        name: String,
        counter: Int? = nil,
        callsAnybody: Bool = false
    ) async throws -> String {
        try check(name: name)
        guard role == .desk || counter == nil && !callsAnybody else {
            throw HubRefusal.badRequest("Only a desk has a counter and calls visits.")
        }
        let secret = Secret.make(chance: world.chance)
        let device = Device(
            id: newID(),
            role: role,
            name: name,
            counter: counter,
            callsAnybody: callsAnybody
        )
        let now = world.now()
        try await store.write { store in
            try store.addDevice(device, secretHash: Secret.hash(secret), at: now)
        }
        return secret
    }

    /// Makes a one-time code with which one kiosk may enrol within ``codeLife``.
    package func makeEnrolment(name: String) async throws -> String {
        try check(name: name)
        let code = Secret.makeCode(chance: world.chance)
        let expires = world.machine() + Self.codeLife
        try await store.write { store in
            try store.addEnrolment(codeHash: Secret.hash(code), name: name, expires: expires)
        }
        return code
    }

    /// Uses a one-time code up; a kiosk of that name gets a new secret, and its right back.
    package func enrol(code: String) async throws -> EnrolAnswer {
        let secret = Secret.make(chance: world.chance)
        let (newDevice, now) = (newID(), world.machine())
        let codeHash = Secret.hash(code.uppercased().filter { !$0.isWhitespace })
        let device = try await store.write { store in
            try store.useEnrolment(
                codeHash: codeHash,
                device: newDevice,
                secretHash: Secret.hash(secret),
                at: now
            )
        }
        guard let device else { throw HubRefusal.wrongCode }
        return EnrolAnswer(device: device, secret: secret)
    }

    /// Takes the right to talk to the hub from every device of the name, at once.
    ///
    /// - Parameters:
    ///   - name: The name.
    ///   - role: Which ones, where devices of several roles have the name.
    ///   - who: Who asks, for the record.
    /// - Returns: How many there were.
    /// - Throws: ``HubRefusal/unknownDevice(_:known:)`` when there is none, and
    ///   ``HubRefusal/severalRoles(_:roles:)`` when it is not said which ones.
    package func revoke(
        name: String,
        role: Device.Role? = nil,
        by who: String = "admin"
    ) async throws -> Int {
        let now = world.now()
        return try await store.write { store in
            let known = try store.devices().values
            let roles = Set(known.filter { $0.name == name }.map(\.role))
                .filter { role == nil || $0 == role }
            guard let one = roles.first else {
                throw HubRefusal.unknownDevice(name, known: known.map(\.name).sorted())
            }
            guard roles.count == 1 else {
                throw HubRefusal.severalRoles(name, roles: roles.map(\.rawValue).sorted())
            }
            let act = "device \(name): \(one.rawValue), revoked"
            try store.audit(AuditLine(at: now, who: who, act: act))
            return try store.revokeDevices(named: name, role: one, at: now)
        }
    }

    /// All devices that may talk to the hub, by role and name.
    package func devices() async throws -> [Device] {
        try await store.read { try $0.devices() }.values.sorted {
            ($0.role.rawValue, $0.name, $0.id) < ($1.role.rawValue, $1.name, $1.id)
        }
    }

    /// The alarms nobody has looked at yet, the oldest first.
    ///
    /// - Parameter areSeen: Whether they need not be told again.
    /// - Returns: At most ``mostAlarms``, the newest of all.
    /// - Throws: An error of the store.
    package func alarms(marking areSeen: Bool) async throws -> [Alarm] {
        let now = world.now()
        return try await store.write { store in
            let alarms = try store.alarms(most: Self.mostAlarms)
            if areSeen { try store.markAlarmsSeen(at: now) }
            return alarms.reversed()
        }
    }

    /// Makes an account, or gives the one of that name another role and a new first password.
    ///
    /// - Returns: The first password, told here once; its owner has to choose another.
    /// - Throws: ``HubRefusal/badRequest(_:)``.
    package func setAccount(
        name typed: String,
        role: Device.Role,
        by who: String = "admin"
    ) async throws -> String {
        let name = Self.accountName(typed)
        guard name.wholeMatch(of: /[a-z0-9äöüß][a-z0-9äöüß._-]{1,39}/) != nil else {
            throw HubRefusal.badRequest(
                "A name to log in with has 2 to 40 letters, digits, dots, dashes and underscores."
            )
        }
        let password = Secret.makeCode(chance: world.chance)
        let salt = String(Secret.make(chance: world.chance).prefix(32))
        let digest = try await Password.digest(
            password,
            salt: salt,
            rounds: world.passwordRounds
        )
        let (fresh, now) = (newID(), world.machine())
        try await store.write { store in
            let account = Account(
                id: try store.account(named: name)?.id ?? fresh,
                name: name,
                role: role,
                salt: salt,
                digest: digest,
                firstUntil: now + Hub.firstPasswordLife
            )
            try store.set(account, at: now)
            let act = "account \(name): \(role.rawValue), first password"
            try store.audit(AuditLine(at: now, who: who, act: act))
        }
        return password
    }

    /// Takes an account away; who is logged in with it is logged out.
    ///
    /// - Throws: ``HubRefusal/unknownDevice(_:known:)``.
    package func removeAccount(name typed: String, by who: String = "admin") async throws {
        let (name, now) = (Self.accountName(typed), world.machine())
        try await store.write { store in
            guard try store.removeAccount(named: name) else {
                throw HubRefusal.unknownDevice(name, known: try store.accounts().map(\.name))
            }
            try store.audit(AuditLine(at: now, who: who, act: "account \(name): removed"))
        }
    }

    package func accounts() async throws -> [Account] {
        try await store.read { try $0.accounts() }
    }

    /// Acts of administration, the newest first.
    package func audit() async throws -> [AuditLine] {
        try await store.read { try $0.audit(most: Self.mostAlarms) }
    }

    /// A name as it is kept: how it is written does not matter.
    static func accountName(_ typed: String) -> String {
        typed.filter { !$0.isWhitespace }.lowercased()
    }

    package func setStaffPIN(_ pin: String) async throws {
        let isDigits = pin.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard PINDigest.lengths.contains(pin.count), isDigits else {
            throw HubRefusal.badRequest("A staff PIN has 4 to 12 digits.")
        }
        let salt = String(Secret.make(chance: world.chance).prefix(32))
        let digest = try PINDigest(pin: pin, salt: salt)
        try await store.write { store in
            try store.setFact("staffPINSalt", digest.salt)
            try store.setFact("staffPINDigest", digest.digest)
        }
    }

    /// Makes a backup, as a file or as the next one in a folder.
    ///
    /// - Parameters:
    ///   - target: The file or folder.
    ///   - keepingPersons: Whether names, mail and phone go along.
    /// - Returns: The backup's path.
    /// - Throws: ``HubRefusal``.
    package func backUp(to target: String, keepingPersons: Bool) async throws -> String {
        let (store, now) = (store, world.machine())
        do {
            return try await store.aside {
                guard BackupFolder.isFolder(target) else {
                    try store.backUp(to: target, keepingPersons: keepingPersons, at: now)
                    return target
                }
                let place = BackupPlace(target, office: try store.officeID())
                let file = try place.add(of: store, keepingPersons: keepingPersons, at: now)
                return place.folder.path(of: file.name)
            }
        } catch BackupProblem.exists(let path) {
            throw HubRefusal.badRequest(BackupProblem.exists(path: path).description)
        } catch let problem as BackupProblem {
            throw HubRefusal.unavailable(problem.description)
        }
    }

    /// Everything booked and still to come, with how to reach the people.
    package func bookings() async throws -> [(Appointment, Person?)] {
        let now = world.now()
        return try await store.read { store in
            try store.bookings(after: now).map { ($0, try store.person($0.id)) }
        }
    }

    /// Whether a staff PIN was ever set.
    package func hasStaffPIN() async throws -> Bool {
        try await store.read { try $0.fact("staffPINDigest") != nil }
    }

    private func check(name: String) throws {
        guard (1...Self.longestName).contains(name.count), name.allSatisfy({ !$0.isNewline })
        else { throw HubRefusal.badRequest("A name has 1 to \(Self.longestName) characters.") }
    }

    private func newID() -> String {
        VisitID(at: world.now(), chance: (world.chance(), world.chance())).description
    }
}
