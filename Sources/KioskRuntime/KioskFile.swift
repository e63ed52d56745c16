import Foundation
package import KioskStore
import Lobby

/// Opens the kiosk's database so that the kiosk comes up in any case.
///
/// A damaged file is set aside under another name, and a fresh one started as a new incarnation with
/// the spare letter. The letter is used up before the file is made, so that it is never used twice.
///
/// - Parameters:
///   - path: The file.
///   - incarnation: The name of the log of a new file.
///   - identity: Who this device is; its spare letter may be used up.
///   - file: Where the identity is kept.
/// - Returns: The database, and where a damaged one was put.
/// - Throws: ``KioskStoreError`` for what setting aside does not mend.
package func openKioskFile(
    at path: String,
    incarnation: String,
    identity: inout KioskIdentity,
    file: IdentityFile
) throws -> (database: KioskDatabase, setAside: String?) {
    var setAside: String?
    if isThere(path) {
        do {
            return (
                try KioskDatabase(path: path, newIncarnation: incarnation, letter: nil), nil
            )
        } catch KioskStoreError.damaged {
            setAside = try putAway(path)
        }
    }
    let letter = identity.spareLetter
    if letter != nil {
        identity.spareLetter = nil
        try file.save(identity)
    }
    let database = try KioskDatabase(path: path, newIncarnation: incarnation, letter: letter)
    return (database, setAside)
}

/// Whether there is a database; an empty file is what a disk leaves of one that was never flushed.
private func isThere(_ path: String) -> Bool {
    let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    return (size ?? 0) > 0
}

/// Renames a damaged database and what belongs to it.
private func putAway(_ path: String) throws -> String {
    let files = FileManager.default
    var number = 1
    while files.fileExists(atPath: "\(path).damaged-\(number)") { number += 1 }
    let place = "\(path).damaged-\(number)"
    try files.moveItem(atPath: path, toPath: place)
    for ending in ["-wal", "-shm", "-journal"] where files.fileExists(atPath: path + ending) {
        try files.moveItem(atPath: path + ending, toPath: place + ending)
    }
    return place
}
