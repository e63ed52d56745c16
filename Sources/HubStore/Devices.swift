import GRDB
package import Lobby
import Statements
package import Sync

/// A device or program that may talk to the hub.
package struct Device: Equatable, Sendable {
    package enum Role: String, CaseIterable, Codable, Sendable {
        case kiosk, program, desk, board
        // People, who log in.
        case clerk, lead, head, administrator, auditor

        /// Those that a device or a program may have.
        package static let devices: [Role] = [.kiosk, .program, .desk, .board]
        package static let people: [Role] = [.clerk, .lead, .head, .administrator, .auditor]
    }

    package var id: String
    package var role: Role
    package var name: String
    /// The only counter that a desk's token is for; nil for all of them.
    package var counter: Int?
    /// Whether a desk's token may call visits before their turn.
    package var callsAnybody: Bool

    package init(
        id: String,
        role: Role,
        name: String,
        counter: Int? = nil,
        callsAnybody: Bool = false
    ) {
        self.id = id
        self.role = role
        self.name = name
        self.counter = counter
        self.callsAnybody = callsAnybody
    }
}

extension HubReading {
    /// All devices that are not revoked, by the SHA-256 of their secret in hexadecimal.
    package func devices() throws -> [String: Device] {
        try devices("revoked IS NULL")
    }

    /// Those that were, so that somebody learns that one still asks.
    package func revokedDevices() throws -> [String: Device] {
        try devices("revoked IS NOT NULL")
    }

    private func devices(_ condition: String) throws -> [String: Device] {
        let known = try database.all(
            """
            SELECT secretHash, id, role, name, counter, callsAnybody FROM devices
            WHERE \(condition)
            """
        ) { row in
            Device.Role(rawValue: row[2]).map { role -> (String, Device) in
                let device = Device(
                    id: row[1],
                    role: role,
                    name: row[3],
                    counter: row[4],
                    callsAnybody: row[5]
                )
                return (row[0], device)
            }
        }
        return Dictionary(uniqueKeysWithValues: known)
    }

    /// What the hub heard of its kiosks: for health and metrics.
    package func kiosks() throws -> [KioskState] {
        try database.all(
            """
            SELECT devices.name, logs.seq, max(logs.heard), logs.printer FROM logs
            JOIN devices ON devices.id = logs.device WHERE devices.revoked IS NULL
            GROUP BY logs.device
            """
        ) { row in
            KioskState(
                name: row[0],
                events: row[1],
                heard: Instant(milliseconds: row[2]),
                printer: row[3]
            )
        }
    }
}

/// One kiosk as the hub last heard of it.
package struct KioskState: Equatable, Sendable {
    package var name: String
    package var events: Int
    package var heard: Instant
    package var printer: String

    package init(name: String, events: Int, heard: Instant, printer: String) {
        self.name = name
        self.events = events
        self.heard = heard
        self.printer = printer
    }
}

extension HubTransaction {
    package func addDevice(_ device: Device, secretHash: String, at now: Instant) throws {
        try database.run(
            """
            INSERT INTO devices (id, role, name, secretHash, made, counter, callsAnybody)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            device.id,
            device.role.rawValue,
            device.name,
            secretHash,
            now.milliseconds,
            device.counter,
            device.callsAnybody
        )
    }

    /// Takes the right to talk to the hub from every device of the name and the role.
    ///
    /// - Returns: How many there were.
    package func revokeDevices(
        named name: String,
        role: Device.Role,
        at now: Instant
    ) throws -> Int {
        try database.run(
            "UPDATE devices SET revoked = ? WHERE name = ? AND role = ? AND revoked IS NULL",
            now.milliseconds,
            name,
            role.rawValue
        )
        return try database.changesCount
    }

    package func addEnrolment(codeHash: String, name: String, expires: Instant) throws {
        try database.run(
            "INSERT INTO enrolments (codeHash, name, expires) VALUES (?, ?, ?)",
            codeHash,
            name,
            expires.milliseconds
        )
    }

    /// Uses a one-time code up for a new kiosk.
    ///
    /// A name that a kiosk has already means that kiosk: it keeps its letters and its log, and its old
    /// secret counts no more.
    ///
    /// - Returns: The device's id; nil when the code is unknown, used or too old.
    package func useEnrolment(
        codeHash: String,
        device: String,
        secretHash: String,
        at now: Instant
    ) throws -> String? {
        let name = try database.first(
            "SELECT name FROM enrolments WHERE codeHash = ? AND usedBy IS NULL AND expires > ?",
            codeHash,
            now.milliseconds
        ) { $0[0] as String }
        guard let name else { return nil }
        let known = try database.first(
            "SELECT id FROM devices WHERE role = 'kiosk' AND name = ? ORDER BY made DESC LIMIT 1",
            name
        ) { $0[0] as String }
        if let known {
            try database.run(
                "UPDATE devices SET secretHash = ?, made = ?, revoked = NULL WHERE id = ?",
                secretHash,
                now.milliseconds,
                known
            )
        } else {
            try addDevice(
                Device(id: device, role: .kiosk, name: name),
                secretHash: secretHash,
                at: now
            )
        }
        let enrolled = known ?? device
        try database.run("UPDATE enrolments SET usedBy = ? WHERE codeHash = ?", enrolled, codeHash)
        return enrolled
    }

    // MARK: Letters

    /// The letter of an incarnation: the one it has, the one it says to use, or a new one.
    ///
    /// A log that began with the hub gone uses the spare letter told to its device before; a hub that
    /// was restored may not know that letter at all.
    ///
    /// - Returns: The letter; nil when it says to use one that belongs to another log.
    package func letter(of incarnation: Incarnation, used: String?) throws -> String? {
        let (device, number) = (incarnation.device, incarnation.number)
        let known = try database.first(
            "SELECT letter FROM letters WHERE device = ? AND incarnation = ?",
            device,
            number
        ) { $0[0] as String }
        if let known { return used == nil || used == known ? known : nil }
        guard let used else { return try give(try freeLetter(), to: device, incarnation: number) }
        let owner = try database.first(
            "SELECT device, incarnation FROM letters WHERE letter = ?",
            used
        ) { (device: $0[0] as String, incarnation: $0[1] as String?) }
        guard let owner else { return try give(used, to: device, incarnation: number) }
        guard owner.device == device, owner.incarnation == nil else { return nil }
        try database.run("UPDATE letters SET incarnation = ? WHERE letter = ?", number, used)
        return used
    }

    /// A letter put by for the device's next incarnation.
    package func spareLetter(of device: String) throws -> String {
        let found = try database.first(
            "SELECT letter FROM letters WHERE device = ? AND incarnation IS NULL",
            device
        ) { $0[0] as String }
        return try found ?? give(try freeLetter(), to: device, incarnation: nil)
    }

    /// Letters before this place of the list are not given any more; raised by a restore.
    func letterFloor() throws -> Int {
        let given = Set(try database.all("SELECT letter FROM letters") { $0[0] as String })
        let last = Label.allSecondLetters.lastIndex { given.contains($0) }
        let floor = try fact("letterFloor").flatMap { Int($0) } ?? 0
        return max(floor, last.map { $0 + 1 } ?? 0)
    }

    private func freeLetter() throws -> String {
        let place = try letterFloor()
        guard place < Label.allSecondLetters.count else {
            throw HubStoreError.noLetterLeft
        }
        return Label.allSecondLetters[place]
    }

    private func give(
        _ letter: String,
        to device: String,
        incarnation: String?
    ) throws -> String {
        try database.run(
            "INSERT INTO letters (letter, device, incarnation) VALUES (?, ?, ?)",
            letter,
            device,
            incarnation
        )
        return letter
    }

    /// The device that has the second letter; nil when nobody has it.
    package func owner(ofLetter letter: String) throws -> String? {
        try database.first("SELECT device FROM letters WHERE letter = ?", letter) {
            $0[0] as String
        }
    }

    /// Makes a free letter the device's, spent by a log whose name nobody knows any more.
    package func own(letter: String, of device: String) throws {
        _ = try give(letter, to: device, incarnation: "")
    }

    // MARK: Answers

    /// The answer already given to a request with this key.
    package func keptAnswer(
        to caller: String,
        key: String
    ) throws -> (request: String, body: String)? {
        try database.first(
            "SELECT request, body FROM answers WHERE caller = ? AND key = ?",
            caller,
            key
        ) { ($0[0], $0[1]) }
    }

    package func keepAnswer(
        _ body: String,
        to caller: String,
        key: String,
        request: String,
        at now: Instant
    ) throws {
        try database.run(
            "INSERT INTO answers (caller, key, request, body, at) VALUES (?, ?, ?, ?, ?)",
            caller,
            key,
            request,
            body,
            now.milliseconds
        )
    }

    /// Forgets what is kept only for a time: answers, used codes, counters in old events.
    package func forgetOld(before instant: Instant, day: Day) throws {
        try database.run("DELETE FROM answers WHERE at < ?", instant.milliseconds)
        try database.run(
            "UPDATE events SET counter = NULL WHERE counter IS NOT NULL AND at < ?",
            instant.milliseconds
        )
        try database.run(
            "UPDATE visits SET counter = NULL WHERE counter IS NOT NULL AND day < ?",
            day.description
        )
    }
}
