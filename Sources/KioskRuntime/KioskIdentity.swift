import Foundation
import Lobby
package import Sync

/// Who this device is, kept beside its database and not in it.
///
/// A fresh database, after a damaged one was set aside, goes on with the same secret and with the
/// spare letter, also while the hub is gone.
package struct KioskIdentity: Codable, Equatable, Sendable {
    package var device: String
    package var secret: String
    /// The letter for the next database file; used once.
    package var spareLetter: String?
    /// The machine the log was written on; nil after enrolling, when no log is this device's yet.
    package var machine: String?
    /// The digest of the staff PIN, for a fresh database that has not heard of one.
    package var staffPIN: PINDigest?

    package init(
        device: String,
        secret: String,
        spareLetter: String? = nil,
        machine: String? = nil,
        staffPIN: PINDigest? = nil
    ) {
        self.staffPIN = staffPIN
        self.machine = machine
        self.device = device
        self.secret = secret
        self.spareLetter = spareLetter
    }
}

/// The file of a ``KioskIdentity``; for its owner alone.
package struct IdentityFile: Sendable {
    package let path: String

    package init(database: String) {
        path = database + ".identity"
    }

    package func load() -> KioskIdentity? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSONDecoder().decode(KioskIdentity.self, from: data)
    }

    /// Writes whole or not at all, and returns when it is on disk.
    package func save(_ identity: KioskIdentity) throws {
        let data = try JSONEncoder().encode(identity)
        let fresh = path + ".new"
        let file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw IdentityProblem.cannotWrite(path: path) }
        defer { close(file) }
        let written = data.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard written == data.count, fsync(file) == 0, rename(fresh, path) == 0 else {
            throw IdentityProblem.cannotWrite(path: path)
        }
        let folder = open(folder(of: path), O_RDONLY | O_DIRECTORY)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

package enum IdentityProblem: Error, Equatable, CustomStringConvertible {
    case cannotWrite(path: String)

    package var description: String {
        switch self {
        case .cannotWrite(let path):
            """
            The kiosk's identity \(path) cannot be written. Check the folder, its owner and the \
            room on the disk.
            """
        }
    }
}
