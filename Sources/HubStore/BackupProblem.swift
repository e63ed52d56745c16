import Foundation
import GRDB

/// Why a backup cannot be made or used.
package enum BackupProblem: Error, Equatable, CustomStringConvertible {
    case noneFound(office: String, folder: String, others: [String])
    case noFile(path: String)
    case cannotRead(path: String, reason: String)
    case cannotWrite(path: String, reason: String)
    case noRoom(path: String)
    case exists(path: String)
    case notABackup(path: String)
    case ofKiosk(path: String)
    case damaged(path: String, finding: String)
    case otherOffice(path: String, office: String, wanted: String)
    case newerVersion(path: String)
    /// The hub's own database is damaged; seen in the copy.
    case damagedDatabase(finding: String)

    package var description: String {
        switch self {
        case .noneFound(let office, let folder, let others):
            "There is no backup of the office \(office) in \(folder). "
                + (others.isEmpty
                    ? "" : "There are backups of: \(others.joined(separator: ", ")). ")
                + "Name another folder or a file with --from."
        case .noFile(let path): "There is no file \(path). Name a backup or its folder with --from."
        case .cannotRead(let path, let reason):
            "\(path) cannot be read: \(reason). Check the disk and who may read there."
        case .cannotWrite(let path, let reason):
            "\(path) cannot be written: \(reason). Check the path, the disk and who may write there."
        case .noRoom(let path): "There is no room on the disk for \(path). Make room and try again."
        case .exists(let path): "There is a file \(path) already. Name another one with --to."
        case .notABackup(let path): "\(path) is not the database of a hub. Name another file."
        case .ofKiosk(let path):
            "\(path) is a kiosk's file, not the database of a hub. Name a backup with --from."
        case .damaged(let path, let finding):
            "The backup \(path) is damaged: \(finding.replacing("\n", with: " ")). "
                + "Take another one; name it with --from."
        case .otherOffice(let path, let office, let wanted):
            "The backup \(path) belongs to the office \(office), not to \(wanted). "
                + "Name the right backup with --from, or the right office.yaml with --office."
        case .newerVersion(let path):
            "The backup \(path) was made by a newer version of this program. Use that version."
        case .damagedDatabase(let finding):
            "The hub's database is damaged: \(finding.replacing("\n", with: " ")). "
                + "End the hub and restore the last backup: wartemarke admin restore."
        }
    }

    /// What the system said last about writing a file.
    static func writing(_ path: String, code: Int32 = errno) -> BackupProblem {
        code == ENOSPC || code == EDQUOT
            ? .noRoom(path: path)
            : .cannotWrite(path: path, reason: String(cString: strerror(code)))
    }

    static func reading(_ path: String, code: Int32 = errno) -> BackupProblem {
        code == ENOENT
            ? .noFile(path: path) : .cannotRead(path: path, reason: String(cString: strerror(code)))
    }

    /// What the database library says while a copy is written.
    static func writing(_ path: String, _ error: DatabaseError) -> BackupProblem {
        switch error.resultCode {
        case .SQLITE_FULL: .noRoom(path: path)
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damagedDatabase(finding: error.reason)
        default: .cannotWrite(path: path, reason: error.reason)
        }
    }
}

extension DatabaseError {
    /// What the code means; the message is of whichever of two files was asked last.
    var reason: String {
        DatabaseError(resultCode: resultCode).message ?? "code \(resultCode.rawValue)"
    }
}
