import GRDB
import Statements
import Synchronization

/// Why the kiosk's database cannot be used.
package enum KioskStoreError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case held(path: String)
    case damaged(path: String, finding: String)
    case notDurable(path: String)
    /// There is no room to open or make the file.
    case full(path: String)
    case disk(reason: String)
    /// A commit failed so that nobody knows what is on the disk: open the file anew.
    case gone(reason: String)

    package var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "The kiosk's file \(path) cannot be opened: \(reason). Check the folder and its owner."
        case .held(let path):
            "Another kiosk program uses \(path). End it, or name another file with --database."
        case .damaged(let path, let finding):
            "The kiosk's file \(path) is damaged: \(finding)."
        case .notDurable(let path):
            "\(path) cannot be set to flush every commit. It must be on a local disk."
        case .full(let path):
            "There is no room on the disk for the kiosk's file \(path). Make room on it."
        case .gone(let reason):
            "The kiosk's disk failed: \(reason). Start the kiosk anew, or change the disk."
        case .disk(let reason):
            "The kiosk's disk refused to write: \(reason). Make room or change the disk."
        }
    }
}

/// The kiosk's one file: its visits, its log, its print jobs, and what it knows of the hub.
///
/// The kiosk is the only writer; a second process is refused. Every method is one commit.
///
/// After a commit that ended with an input/output error or found damage, every method throws
/// ``KioskStoreError/gone(reason:)``: after a failed flush the system may tell that all is well and
/// the disk still not have it, so only a file that was opened and looked through again is believed. A
/// full disk is no such case: nothing of the commit is there, and there may be room later.
package final class KioskDatabase: Sendable {
    private let queue: DatabaseQueue
    /// Why this file is not used any more; nil while it is.
    private let failure = Mutex<String?>(nil)

    /// Opens or makes the file.
    ///
    /// - Parameters:
    ///   - path: The file; nil for one in memory, for tests and simulation.
    ///   - newIncarnation: The name of the log if the file is a new one.
    ///   - letter: The second letter a new file may use until the hub says otherwise.
    /// - Throws: ``KioskStoreError``.
    package init(path: String?, newIncarnation: String, letter: String?) throws {
        configureMemory()
        do {
            queue = try Self.open(path)
            try Self.migrator.migrate(queue)
            try Self.makeDurable(queue, path: path)
            try queue.write { database in
                try database.run(
                    "INSERT OR IGNORE INTO facts (name, value) VALUES ('incarnation', ?)",
                    newIncarnation
                )
                guard database.changesCount == 1, let letter else { return }
                try database.run("INSERT INTO facts (name, value) VALUES ('letter', ?)", letter)
            }
        } catch let error as DatabaseError {
            throw Self.explain(error, path: path ?? "in memory")
        }
    }

    package func close() throws {
        try queue.close()
    }

    /// The level of `PRAGMA synchronous`: 2 is FULL.
    package func synchronousLevel() throws -> Int {
        try queue.writeWithoutTransaction { database in
            try database.first("PRAGMA synchronous") { $0[0] as Int } ?? -1
        }
    }

    /// Makes the write-ahead log short again; for a quiet moment.
    package func truncateLog() throws {
        try commit { _ in }
        _ = try attempt { try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) } }
    }

    /// Why nothing can be done with this file until it is opened anew; nil while all is well.
    package var trouble: KioskStoreError? {
        failure.withLock { $0 }.map { .gone(reason: $0) }
    }

    /// One transaction; what the disk refuses becomes one clear error.
    func commit<Value>(_ work: (Database) throws -> Value) throws -> Value {
        try attempt {
            try queue.writeWithoutTransaction { database in
                try database.transaction { try work(database) }
            }
        }
    }

    private func attempt<Value>(_ work: () throws -> Value) throws -> Value {
        if let trouble { throw trouble }
        do {
            return try work()
        } catch let error as DatabaseError {
            let reason = error.message ?? "input/output error"
            switch error.resultCode {
            case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB:
                failure.withLock { $0 = reason }
                throw KioskStoreError.gone(reason: reason)
            default: throw KioskStoreError.disk(reason: reason)
            }
        }
    }

    private static func open(_ path: String?) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "kiosk"
        configuration.busyMode = .immediateError
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA foreign_keys = ON;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON;
                    PRAGMA wal_autocheckpoint = 200;
                    PRAGMA journal_size_limit = 1048576;
                    """
            )
        }
        guard let path else { return try DatabaseQueue(configuration: configuration) }
        configuration.journalMode = .wal
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let finding = try queue.read { database in
            try database.first("PRAGMA quick_check(1)") { $0[0] as String }
        }
        guard finding == "ok" else {
            throw KioskStoreError.damaged(path: path, finding: finding ?? "no answer")
        }
        return queue
    }

    /// The library lowers the level after its own preparation, so it is set and read back here.
    private static func makeDurable(_ queue: DatabaseQueue, path: String?) throws {
        let level = try queue.writeWithoutTransaction { database in
            try database.run("PRAGMA synchronous = FULL")
            return try database.first("PRAGMA synchronous") { $0[0] as Int } ?? -1
        }
        guard level == 2 else { throw KioskStoreError.notDurable(path: path ?? "in memory") }
    }

    private static func explain(_ error: DatabaseError, path: String) -> KioskStoreError {
        let reason = error.message ?? "code \(error.resultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: return .held(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(path: path, finding: reason)
        case .SQLITE_FULL: return .full(path: path)
        case .SQLITE_IOERR: return .gone(reason: reason)
        default: return .cannotOpen(path: path, reason: reason)
        }
    }
}

extension KioskDatabase {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: the kiosk") { try $0.execute(sql: tables) }
        migrator.registerMigration("2: appointments") { try $0.execute(sql: appointmentTables) }
        migrator.registerMigration("3: what appointments are for") {
            try $0.execute(sql: appointmentColumns)
        }
        return migrator
    }

    private static let appointmentColumns = """
        -- Services beside the first, by their ids, with spaces between.
        ALTER TABLE appointments ADD COLUMN further TEXT;
        -- The visit of its holder.
        ALTER TABLE appointments ADD COLUMN visit BLOB;
        CREATE INDEX appointmentsByTime ON appointments (booked);
        """

    private static let appointmentTables = """
        ALTER TABLE visits ADD COLUMN kind TEXT NOT NULL DEFAULT 'walkIn';
        ALTER TABLE visits ADD COLUMN booked INTEGER;

        -- Appointments of the next days, their codes as digests, nobody's name.
        CREATE TABLE appointments (
            id BLOB PRIMARY KEY,
            service TEXT NOT NULL,
            booked INTEGER NOT NULL,
            standing TEXT NOT NULL,
            code TEXT NOT NULL,
            state TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX appointmentsByCode ON appointments (code);

        -- Visits of ours that the hub has under another id, which is in the mirror.
        CREATE TABLE attachments (
            visit BLOB PRIMARY KEY,
            main BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """

    private static let tables = """
        CREATE TABLE facts (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Highest numbers of the own series; reset only when the hub opens a day.
        CREATE TABLE series (
            series TEXT PRIMARY KEY,
            highest INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Numbers being asked for; one left after a crash is dropped at the hub.
        CREATE TABLE intents (
            visit BLOB PRIMARY KEY,
            at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        -- Visits this kiosk gave a number to.
        CREATE TABLE visits (
            id BLOB PRIMARY KEY CHECK (length(id) = 16),
            day TEXT,
            series TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number > 0),
            service TEXT NOT NULL,
            state TEXT NOT NULL,
            language TEXT NOT NULL,
            key TEXT NOT NULL,
            at INTEGER NOT NULL,
            seq INTEGER NOT NULL REFERENCES events (seq)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX visitsBySeq ON visits (seq);

        -- The log: each event's hash covers the one before.
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY,
            previous TEXT NOT NULL,
            hash TEXT NOT NULL,
            visit BLOB NOT NULL,
            kind TEXT NOT NULL,
            version INTEGER NOT NULL,
            at INTEGER NOT NULL,
            day TEXT,
            details TEXT NOT NULL
        ) STRICT;

        CREATE TABLE jobs (
            row INTEGER PRIMARY KEY,
            visit BLOB NOT NULL,
            ticket TEXT NOT NULL,
            isReprint INTEGER NOT NULL,
            state TEXT NOT NULL CHECK (
                state = 'pending' OR state = 'started' OR state = 'printed'
                OR state = 'notPrinted' OR state = 'unknown' OR state = 'abandoned'),
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX jobsOpen ON jobs (state) WHERE state IN ('pending', 'started');
        CREATE INDEX jobsByVisit ON jobs (visit);

        -- What the hub says of every visit of the day.
        CREATE TABLE mirror (
            visit BLOB PRIMARY KEY,
            series TEXT NOT NULL,
            number INTEGER NOT NULL,
            service TEXT NOT NULL,
            state TEXT NOT NULL,
            kind TEXT NOT NULL,
            standing TEXT NOT NULL,
            arrived INTEGER NOT NULL,
            booked INTEGER,
            counter INTEGER,
            key TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mirrorByNumber ON mirror (number);
        CREATE INDEX mirrorWaiting ON mirror (arrived) WHERE state = 'waiting';
        """
}
