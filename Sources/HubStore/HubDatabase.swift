import Dispatch
import GRDB
import Statements

/// Why the hub's database cannot be used.
package enum HubStoreError: Error, Equatable, CustomStringConvertible {
    case held(path: String)
    case cannotOpen(path: String, reason: String)
    case damaged(path: String, finding: String)
    case notDurable(path: String)
    /// A kiosk's file, which has a log and papers in it and no queue.
    case ofKiosk(path: String)
    /// A restore was interrupted between the old database and the new one.
    case halfRestored(path: String)
    /// A flush failed: what is on disk is unknown until the file is opened again.
    case gone(reason: String)
    case full
    /// Every second letter was given to some kiosk's log, and none is given twice.
    case noLetterLeft

    package var description: String {
        switch self {
        case .held(let path):
            "Another program uses the database \(path). End that hub, or name another file."
        case .cannotOpen(let path, let reason):
            "The database \(path) cannot be opened: \(reason). Check the path and who may write there."
        case .damaged(let path, let finding):
            "The database \(path) is damaged: \(finding.replacing("\n", with: " ")). To restore the last backup: wartemarke admin restore --database \(path)"
        case .notDurable(let path):
            "The database \(path) cannot be set to flush every commit. It must be on a local disk."
        case .ofKiosk(let path):
            "\(path) is a kiosk's file, not a hub's database. Name the hub's one with --database."
        case .halfRestored(let path):
            "The restore of \(path) was interrupted. Do it again: wartemarke admin restore --database \(path)"
        case .gone(let reason):
            "The disk refused to write: \(reason). Check the disk, then start the hub again."
        case .noLetterLeft:
            "All second letters for kiosks' own numbers are given. Begin a new database for this hub."
        case .full:
            "The disk is full. Make room; nothing that was acknowledged is lost."
        }
    }
}

/// The central queue's database: one writer with group commit, readers beside it.
///
/// Nothing of SQL or of the database library leaves this target.
package final class HubDatabase: Sendable {
    let writer: any DatabaseWriter
    let group: GroupCommit
    let office: String
    /// Whether there was nothing in the file before: no kiosk is enrolled in it.
    package let isNew: Bool
    /// The line of ``aside(_:)``.
    let longWork = DispatchQueue(label: "hub.aside", qos: .utility)

    /// Opens or makes the database of an office.
    ///
    /// - Parameters:
    ///   - path: The file; nil for a database in memory, for tests and simulation.
    ///   - office: The office's id, part of every key.
    ///   - isAlone: Whether one connection has the file for itself, without readers beside it and
    ///     without shared memory: for the simulation's disks.
    /// - Throws: ``HubStoreError``. A damaged file is refused, never repaired.
    package init(path: String?, office: String, isAlone: Bool = false) throws {
        configureMemory()
        self.office = office
        if let path, DurableFiles.exists(path + RestoredDatabase.readyEnding) {
            throw HubStoreError.halfRestored(path: path)
        }
        (writer, isNew) = try Self.explained(path) {
            let writer = try Self.open(path, isAlone: isAlone)
            let isNew = try Self.isEmpty(writer, path: path)
            try Self.migrator.migrate(writer)
            try Self.makeDurable(writer, path: path)
            return (writer, isNew)
        }
        group = GroupCommit(writer: writer, transaction: HubTransaction(office: office))
    }

    /// Runs the work in a transaction shared with others that wait; returns when it is on disk.
    ///
    /// Work is done in the order it was handed in. Work that throws before it changed anything is
    /// refused alone. The work may run twice and must not have effects of its own.
    package func write<Value: Sendable>(
        _ work: @escaping @Sendable (HubTransaction) throws -> Value
    ) async throws -> Value {
        try await group.write(work)
    }

    /// The same without others and without waiting in line; for the simulation and for start-up.
    package func writeNow<Value>(_ work: (HubTransaction) throws -> Value) throws -> Value {
        try group.writeNow(work)
    }

    /// Reads one consistent state beside the writer.
    package func read<Value: Sendable>(
        _ work: @escaping @Sendable (HubReading) throws -> Value
    ) async throws -> Value {
        let office = self.office
        return try await writer.read { try work(HubReading(database: $0, office: office)) }
    }

    /// The level of `PRAGMA synchronous` of the writing connection: 2 is FULL.
    package func synchronousLevel() throws -> Int {
        try writer.writeWithoutTransaction { database in
            try database.first("PRAGMA synchronous") { $0[0] as Int } ?? -1
        }
    }

    package func close() throws {
        try writer.close()
    }

    private static func open(_ path: String?, isAlone: Bool) throws -> any DatabaseWriter {
        guard let path else { return try DatabaseQueue(configuration: configuration()) }
        let writer: any DatabaseWriter
        if isAlone {
            var alone = configuration()
            alone.journalMode = .wal
            alone.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
            writer = try DatabaseQueue(path: path, configuration: alone)
        } else {
            writer = try DatabasePool(path: path, configuration: configuration())
        }
        try writer.writeWithoutTransaction { database in
            if let finding = try database.finding() {
                throw HubStoreError.damaged(path: path, finding: finding)
            }
        }
        return writer
    }

    /// Whether nothing is in the file yet; one that is not a hub's is refused and left as it is.
    private static func isEmpty(_ writer: any DatabaseWriter, path: String?) throws -> Bool {
        let path = path ?? "in memory"
        switch try writer.writeWithoutTransaction({ try $0.fileKind() }) {
        case .empty: return true
        case .hub: return false
        case .kiosk: throw HubStoreError.ofKiosk(path: path)
        case .other:
            throw HubStoreError.cannotOpen(path: path, reason: "another program made it")
        }
    }

    /// Turns what the library says while opening into one clear error.
    private static func explained<Value>(
        _ path: String?,
        _ work: () throws -> Value
    ) throws -> Value {
        do {
            return try work()
        } catch let error as DatabaseError {
            let (path, code) = (path ?? "in memory", error.resultCode)
            let reason = error.message ?? "code \(code.rawValue)"
            switch code {
            case .SQLITE_CORRUPT, .SQLITE_NOTADB:
                throw HubStoreError.damaged(path: path, finding: reason)
            default: throw HubStoreError.cannotOpen(path: path, reason: reason)
            }
        }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "hub"
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(5)
        configuration.qos = .userInitiated
        // Checkpoints flush too, so they come after more pages than the usual 1000.
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA foreign_keys = ON;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON;
                    PRAGMA wal_autocheckpoint = 4000;
                    """
            )
        }
        return configuration
    }

    /// The library lowers the level after its own preparation, so it is set and read back here.
    private static func makeDurable(_ writer: any DatabaseWriter, path: String?) throws {
        let level = try writer.writeWithoutTransaction { database in
            try database.run("PRAGMA synchronous = FULL")
            return try database.first("PRAGMA synchronous") { $0[0] as Int } ?? -1
        }
        guard level == 2 else { throw HubStoreError.notDurable(path: path ?? "in memory") }
    }
}
