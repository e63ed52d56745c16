import Foundation
import GRDB
package import Lobby
import Statements

/// A database made of a backup: looked through, in a new epoch, ready for a hub.
package struct RestoredDatabase: Equatable, Sendable {
    package var path: String
    /// What the backup says of itself; nil for a plain copy of a hub's file.
    package var mark: BackupMark?
    package var epoch: Int

    /// Ends the name of a database that only has to be put in its place.
    static let readyEnding = ".restored"

    /// Ends the name of a file with the latest epoch that a restore has begun.
    static let epochEnding = ".epoch"

    /// Makes it in a new file beside the place where it shall be; the backup stays as it is.
    ///
    /// - Parameters:
    ///   - backup: The backup's file.
    ///   - path: The new file; what an earlier try left there is removed.
    ///   - office: The office it must be of.
    ///   - now: The time of the restore; the numbers of this day go on further up.
    ///   - last: The latest epoch that a kiosk may have seen; see ``lastEpoch(of:)``.
    /// - Throws: ``BackupProblem`` or ``HubStoreError``; then there is no new file.
    package init(
        of backup: String,
        at path: String,
        for office: Office,
        now: Instant,
        after last: Int = 0
    ) throws {
        self.path = path
        Self.remove(path)
        do {
            for ending in ["", "-wal"] where ending == "" || DurableFiles.exists(backup + ending) {
                try DurableFiles.copy(backup + ending, to: path + ending)
            }
            mark = try Self.check(path, copyOf: backup, for: office)
            epoch = try Self.beginEpoch(in: path, for: office, after: last, at: now)
            try DurableFiles.flush(path)
        } catch let error as DatabaseError {
            Self.remove(path)
            throw Self.problem(error, of: backup, at: path)
        } catch HubStoreError.full {
            Self.remove(path)
            throw BackupProblem.noRoom(path: path)
        } catch {
            Self.remove(path)
            throw error
        }
    }

    /// The latest epoch that a restore of the database has begun; 0 when there was none.
    ///
    /// It stands beside the database, because the same backup may be restored twice, and the database
    /// that was there meanwhile may not be readable.
    package static func lastEpoch(of database: String) -> Int {
        let text = try? String(contentsOfFile: database + epochEnding, encoding: .utf8)
        return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 0
    }

    /// Removes the file, as after a drill.
    package func remove() {
        Self.remove(path)
    }

    /// Puts it in the place of a database that nobody has open, and keeps that under another name.
    ///
    /// A hub does not start on what an interruption leaves here; doing the restore again ends it.
    ///
    /// - Returns: Where the old database is now; nil when there was none.
    /// - Throws: ``BackupProblem``.
    package func replace(_ database: String, at now: Instant) throws(BackupProblem) -> String? {
        let ready = database + Self.readyEnding
        try DurableFiles.write("\(epoch)\n", to: database + Self.epochEnding)
        try DurableFiles.move(path, to: ready)
        let stamp = now.iso8601.replacing(":", with: "")
        var aside = "\(database).before-restore-\(stamp)"
        while DurableFiles.exists(aside) { aside += "-again" }
        var hasOld = false
        // The log first: it must never stand beside a database that it does not belong to.
        for ending in ["-wal", "-shm", ""] where DurableFiles.exists(database + ending) {
            try DurableFiles.move(database + ending, to: aside + ending)
            hasOld = true
        }
        try DurableFiles.move(ready, to: database)
        return hasOld ? aside : nil
    }

    // MARK: Steps

    /// Looks through the copy before anything changes it.
    private static func check(
        _ path: String,
        copyOf backup: String,
        for office: Office
    ) throws -> BackupMark? {
        let copy = try DatabaseQueue(path: path)
        defer { try? copy.close() }
        return try copy.write { database in
            if let finding = try database.finding() {
                throw BackupProblem.damaged(path: backup, finding: finding)
            }
            switch try database.fileKind() {
            case .hub: break
            case .kiosk: throw BackupProblem.ofKiosk(path: backup)
            case .empty, .other: throw BackupProblem.notABackup(path: backup)
            }
            if try HubDatabase.migrator.hasBeenSuperseded(database) {
                throw BackupProblem.newerVersion(path: backup)
            }
            let mark = try database.backupMark()
            let owner = try mark?.office ?? database.latestOffice()
            guard ["", office.id].contains(owner) else {
                throw BackupProblem.otherOffice(path: backup, office: owner, wanted: office.id)
            }
            // Before the tables are brought up to date, as it was made.
            if let mark, mark.hash != (try database.stateHash()) {
                throw BackupProblem.damaged(path: backup, finding: "its content has changed")
            }
            try database.removeBackupMark()
            return mark
        }
    }

    /// Opens the copy as a hub does, and begins a new history in it.
    private static func beginEpoch(
        in path: String,
        for office: Office,
        after last: Int,
        at now: Instant
    ) throws -> Int {
        let store = try HubDatabase(path: path, office: office.id)
        let epoch = try store.writeNow { store in
            try store.beginEpoch(
                after: last,
                letters: office.hubSeries,
                today: office.time.day(at: now),
                at: now
            )
        }
        // All of it in one file: only that is moved to its place.
        try store.writer.writeWithoutTransaction { database in
            try database.run("PRAGMA wal_checkpoint(TRUNCATE)")
        }
        try store.close()
        return epoch
    }

    private static func remove(_ path: String) {
        for ending in ["", "-wal", "-shm", "-journal"] { DurableFiles.remove(path + ending) }
    }

    private static func problem(
        _ error: DatabaseError,
        of backup: String,
        at path: String
    ) -> BackupProblem {
        switch error.resultCode {
        case .SQLITE_NOTADB: .notABackup(path: backup)
        case .SQLITE_CORRUPT: .damaged(path: backup, finding: error.reason)
        default: .writing(path, error)
        }
    }
}
