import Foundation

/// A lock file beside a database: one process holds it, for as long as it runs.
///
/// The kernel gives it back when the process ends, however it ends. The file stays, unless what it was
/// taken for was refused.
package final class DatabaseLock: Sendable {
    /// So often the file may vanish under somebody who wants it before that counts as held.
    private static let mostTries = 100

    private let path: String
    private let file: Int32

    /// - Throws: ``HubStoreError/held(path:)`` when another process has it.
    package init(database: String) throws(HubStoreError) {
        path = database + ".lock"
        file = try Self.take(path, of: database)
    }

    deinit {
        Glibc.close(file)
    }

    /// Does what the lock was taken for; where that fails, no lock file is left behind.
    package func guarding<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch {
            unlink(path)
            throw error
        }
    }

    private static func take(_ path: String, of database: String) throws(HubStoreError) -> Int32 {
        for _ in 1...mostTries {
            let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else {
                throw .cannotOpen(path: database, reason: String(cString: strerror(errno)))
            }
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
                Glibc.close(file)
                throw .held(path: database)
            }
            if isStillThere(file, path) { return file }
            Glibc.close(file)
        }
        throw .held(path: database)
    }

    /// Whether the path still names this file: its holder may have removed it since it was opened, and
    /// the next one would lock another.
    private static func isStillThere(_ file: Int32, _ path: String) -> Bool {
        var (held, named) = (stat(), stat())
        return fstat(file, &held) == 0 && stat(path, &named) == 0
            && held.st_ino == named.st_ino && held.st_dev == named.st_dev
    }
}
