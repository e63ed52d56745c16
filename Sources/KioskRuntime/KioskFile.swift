import Foundation
package import KioskStore
import Lobby

/// Opens the kiosk's database so that the kiosk comes up in any case.
///
/// A damaged file is set aside under another name, and a fresh one started as a new incarnation with
/// the spare letter. The letter is used up before the file is made, so that it is never used twice.
/// On another machine than before, and after enrolling again, the log begins anew without a letter:
/// the old one, and the letters, may be in use elsewhere.
///
/// - Parameters:
///   - path: The file.
///   - incarnation: The name of a log that begins now.
///   - machine: The name of the machine this is: ``MachineMarks/name``.
///   - identity: Who this device is; its spare letter may be used up.
///   - file: Where the identity is kept.
/// - Returns: The database, and where a damaged one was put.
/// - Throws: ``KioskStoreError`` for what setting aside does not mend.
package func openKioskFile(
    at path: String,
    incarnation: String,
    machine: String,
    identity: inout KioskIdentity,
    file: IdentityFile
) throws -> (database: KioskDatabase, setAside: String?) {
    var setAside: String?
    if isThere(path) {
        do {
            let database = try KioskDatabase(
                path: path,
                newIncarnation: incarnation,
                letter: nil
            )
            guard identity.machine != machine else { return (database, nil) }
            try database.beginIncarnation(incarnation, letter: nil)
            try settle(on: machine, &identity, file)
            return (database, nil)
        } catch KioskStoreError.damaged {
            setAside = try putAway(path)
        }
    }
    let letter = identity.machine == machine ? identity.spareLetter : nil
    if identity.machine != machine || letter != nil { try settle(on: machine, &identity, file) }
    let database = try KioskDatabase(path: path, newIncarnation: incarnation, letter: letter)
    return (database, setAside)
}

/// Remembers the machine; the spare letter is used up, or was given to another one.
private func settle(
    on machine: String,
    _ identity: inout KioskIdentity,
    _ file: IdentityFile
) throws {
    identity.machine = machine
    identity.spareLetter = nil
    try file.save(identity)
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
