import GRDB
package import Lobby
import Statements

/// Somebody who may log in.
package struct Account: Equatable, Sendable {
    package var id: String
    /// As it is typed, in small letters.
    package var name: String
    package var role: Device.Role
    /// What its password is compared with.
    package var salt: String
    package var digest: String
    /// Until when the first password opens; nil once its owner has chosen one.
    package var firstUntil: Instant?

    package init(
        id: String,
        name: String,
        role: Device.Role,
        salt: String,
        digest: String,
        firstUntil: Instant?
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.salt = salt
        self.digest = digest
        self.firstUntil = firstUntil
    }
}

/// A person who has logged in at one browser.
package struct Session: Equatable, Sendable {
    package var secretHash: String
    package var account: String
    package var name: String
    package var role: Device.Role
    /// Stands in every form.
    package var token: String
    /// Where the person works.
    package var counter: Int?
    /// Whether the counter is one of the office for learning.
    package var isTraining: Bool
    package var mustChangePassword: Bool
    package var made: Instant
    package var used: Instant

    package init(
        secretHash: String,
        account: Account,
        token: String,
        at now: Instant
    ) {
        self.secretHash = secretHash
        self.account = account.id
        name = account.name
        role = account.role
        self.token = token
        isTraining = false
        mustChangePassword = account.firstUntil != nil
        made = now
        used = now
    }

    fileprivate init?(_ row: SQLRow) {
        guard let role = Device.Role(rawValue: row[3]) else { return nil }
        secretHash = row[0]
        account = row[1]
        name = row[2]
        self.role = role
        token = row[4]
        counter = row[5]
        mustChangePassword = row[6]
        made = Instant(milliseconds: row[7])
        used = Instant(milliseconds: row[8])
        isTraining = row[9]
    }
}

extension HubReading {
    package func account(named name: String) throws -> Account? {
        try accounts("WHERE name = ?", name).first
    }

    /// All accounts, by name.
    package func accounts() throws -> [Account] {
        try accounts("WHERE ? ORDER BY name", true)
    }

    private func accounts<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [Account] {
        try database.all(
            "SELECT id, name, role, salt, digest, firstUntil FROM accounts \(condition)",
            repeat each values
        ) { row in
            Device.Role(rawValue: row[2]).map { role in
                Account(
                    id: row[0],
                    name: row[1],
                    role: role,
                    salt: row[3],
                    digest: row[4],
                    firstUntil: (row[5] as Int64?).map(Instant.init(milliseconds:))
                )
            }
        }
    }

    /// All sessions, by the hash of their secret.
    package func sessions() throws -> [String: Session] {
        let all = try database.all(
            """
            SELECT secretHash, account, accounts.name, role, token, counter,
                firstUntil IS NOT NULL, sessions.made, used, isTraining
            FROM sessions JOIN accounts ON accounts.id = account
            """
        ) { Session($0) }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.secretHash, $0) })
    }

    /// The latest acts of administration, the newest first.
    package func audit(most: Int, after skipped: Int = 0) throws -> [AuditLine] {
        try database.all(
            "SELECT at, who, act FROM audit ORDER BY row DESC LIMIT ? OFFSET ?",
            most,
            skipped
        ) { row in
            AuditLine(at: Instant(milliseconds: row[0]), who: row[1], act: row[2])
        }
    }
}

/// One act of administration.
package struct AuditLine: Equatable, Sendable {
    package var at: Instant
    package var who: String
    package var act: String

    package init(at: Instant, who: String, act: String) {
        self.at = at
        self.who = who
        self.act = act
    }
}

extension HubTransaction {
    /// Adds an account, or replaces the one of the same id; nobody stays logged in under it.
    package func set(_ account: Account, at now: Instant) throws {
        try database.run("DELETE FROM sessions WHERE account = ?", account.id)
        try database.run(
            """
            INSERT INTO accounts (id, name, role, salt, digest, firstUntil, made)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET role = excluded.role, salt = excluded.salt,
                digest = excluded.digest, firstUntil = excluded.firstUntil
            """,
            account.id,
            account.name,
            account.role.rawValue,
            account.salt,
            account.digest,
            account.firstUntil?.milliseconds,
            now.milliseconds
        )
    }

    /// - Returns: Whether there was one of the name.
    package func removeAccount(named name: String) throws -> Bool {
        guard let account = try account(named: name) else { return false }
        try database.run("DELETE FROM sessions WHERE account = ?", account.id)
        try database.run("DELETE FROM accounts WHERE id = ?", account.id)
        return true
    }

    /// Adds a session, or stores what changed of it.
    package func set(_ session: Session) throws {
        try database.run(
            """
            INSERT INTO sessions (secretHash, account, token, counter, made, used, isTraining)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (secretHash) DO UPDATE SET counter = excluded.counter,
                used = excluded.used, isTraining = excluded.isTraining
            """,
            session.secretHash,
            session.account,
            session.token,
            session.counter,
            session.made.milliseconds,
            session.used.milliseconds,
            session.isTraining
        )
    }

    package func removeSession(_ secretHash: String) throws {
        try database.run("DELETE FROM sessions WHERE secretHash = ?", secretHash)
    }

    package func audit(_ line: AuditLine) throws {
        try database.run(
            "INSERT INTO audit (at, who, act) VALUES (?, ?, ?)",
            line.at.milliseconds,
            line.who,
            line.act
        )
    }
}
