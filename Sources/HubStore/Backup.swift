import Foundation
import GRDB
package import Lobby
import Statements

/// What a backup says of itself, written into its own table of facts.
package struct BackupMark: Equatable, Sendable {
    /// How the names of these facts begin; the state's hash leaves them out.
    static let facts = "backup."

    /// The office's id; empty when no hub had run yet.
    package var office: String
    package var at: Instant
    package var hasPersons: Bool
    /// The hash of the state that was copied.
    package var hash: String

    package init(office: String, at: Instant, hasPersons: Bool, hash: String) {
        self.office = office
        self.at = at
        self.hasPersons = hasPersons
        self.hash = hash
    }
}

extension HubDatabase {
    /// Ends the name of a copy that is not complete.
    package static let partEnding = ".part"

    /// Copies the state of one moment into a new file, while others go on reading and writing.
    ///
    /// SQLite's backup runs in one read transaction of a connection beside the writer: in this journal
    /// mode a reader holds nobody up, and the state's hash is of exactly what is copied (`VACUUM INTO`
    /// takes a transaction of its own). The file gets its name only when it is complete, looked
    /// through and on the disk. It needs no other file beside it.
    ///
    /// - Parameters:
    ///   - path: The new file, in a folder that exists.
    ///   - keepingPersons: Whether names, mail and phone go along; a backup kept longer than 14 days
    ///     must be without.
    ///   - now: When the backup is made.
    /// - Returns: What stands in the backup.
    /// - Throws: ``BackupProblem``; then there is no such file.
    @discardableResult
    package func backUp(
        to path: String,
        keepingPersons: Bool = true,
        at now: Instant
    ) throws -> BackupMark {
        guard !DurableFiles.exists(path) else { throw BackupProblem.exists(path: path) }
        let part = path + Self.partEnding
        Self.removePart(part)
        do {
            try DurableFiles.make(part)
            let mark = try writer.read { source in
                let mark = BackupMark(
                    office: try officeID(source),
                    at: now,
                    hasPersons: keepingPersons,
                    hash: try source.stateHash(with: keepingPersons)
                )
                try Self.copy(source, to: part, marked: mark)
                return mark
            }
            try DurableFiles.flush(part)
            try DurableFiles.move(part, to: path)
            return mark
        } catch {
            Self.removePart(part)
            throw (error as? DatabaseError).map { BackupProblem.writing(path, $0) } ?? error
        }
    }

    /// The id of the office whose queue this is; empty in a file that no hub has opened yet.
    package func officeID() throws -> String {
        try writer.read { try officeID($0) }
    }

    private func officeID(_ database: Database) throws -> String {
        office.isEmpty ? try database.latestOffice() : office
    }

    private static func copy(
        _ source: Database,
        to part: String,
        marked mark: BackupMark
    ) throws {
        var configuration = Configuration()
        configuration.label = "backup"
        configuration.prepareDatabase { database in
            // The whole file is flushed once, at the end; until then it counts for nothing.
            try database.execute(sql: "PRAGMA secure_delete = ON; PRAGMA synchronous = OFF")
        }
        let copy = try DatabaseQueue(path: part, configuration: configuration)
        try copy.writeWithoutTransaction { target in
            try source.backup(to: target)
            // One file, also for whoever opens it from a disk that is only read.
            try target.run("PRAGMA journal_mode = DELETE")
            try target.inTransaction {
                try target.set(mark)
                if !mark.hasPersons {
                    for table in personalTables { try target.run("DELETE FROM \"\(table)\"") }
                }
                return .commit
            }
            let finding = try target.finding()
            guard finding == nil else {
                throw BackupProblem.damagedDatabase(finding: finding ?? "")
            }
        }
        try copy.close()
    }

    private static func removePart(_ part: String) {
        for ending in ["", "-journal", "-wal", "-shm"] { DurableFiles.remove(part + ending) }
    }

    /// Runs long work on files beside readers and writer, one piece after the other.
    package func aside<Value: Sendable>(
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            longWork.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}

extension HubTransaction {
    /// How many rows this process has changed so far; the same twice means that nothing happened.
    package func changesSoFar() throws -> Int {
        try database.totalChangesCount
    }
}

extension Database {
    /// What a look through the file finds wrong; nil when it is sound.
    func finding() throws -> String? {
        let finding = try first("PRAGMA quick_check(1)") { $0[0] as String } ?? "no answer"
        return finding == "ok" ? nil : finding
    }

    /// The office of the latest event.
    func latestOffice() throws -> String {
        try first("SELECT office FROM events ORDER BY seq DESC LIMIT 1") { $0[0] as String } ?? ""
    }

    /// What the file says of itself as a backup; nil when it is no backup of this program's making.
    func backupMark() throws -> BackupMark? {
        let facts = try all(
            "SELECT name, value FROM facts WHERE name LIKE ?",
            BackupMark.facts + "%"
        ) { row -> (String, String) in (row[0], row[1]) }
        let known = Dictionary(uniqueKeysWithValues: facts)
        guard let office = known[BackupMark.facts + "office"],
            let at = known[BackupMark.facts + "at"].flatMap(Int64.init),
            let persons = known[BackupMark.facts + "persons"],
            let hash = known[BackupMark.facts + "hash"]
        else { return nil }
        return BackupMark(
            office: office,
            at: Instant(milliseconds: at),
            hasPersons: persons == "kept",
            hash: hash
        )
    }

    fileprivate func set(_ mark: BackupMark) throws {
        try removeBackupMark()
        let facts = [
            ("office", mark.office), ("at", String(mark.at.milliseconds)),
            ("persons", mark.hasPersons ? "kept" : "removed"), ("hash", mark.hash),
        ]
        for (name, value) in facts {
            try run(
                "INSERT INTO facts (name, value) VALUES (?, ?)",
                BackupMark.facts + name,
                value
            )
        }
    }

    func removeBackupMark() throws {
        try run("DELETE FROM facts WHERE name LIKE ?", BackupMark.facts + "%")
    }
}
