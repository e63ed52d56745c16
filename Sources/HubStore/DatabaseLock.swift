import Foundation

/// A lock file beside a database: one process holds it, for as long as it runs.
///
/// The kernel gives it back when the process ends, however it ends.
package final class DatabaseLock: Sendable {
    private let file: Int32

    /// - Throws: ``HubStoreError/held(path:)`` when another process has it.
    package init(database path: String) throws(HubStoreError) {
        file = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw .cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(file)
            throw .held(path: path)
        }
    }

    deinit {
        Glibc.close(file)
    }
}
