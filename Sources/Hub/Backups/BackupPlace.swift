package import HubStore
package import Lobby

/// A folder with the backups of one office, and what is done in it.
package struct BackupPlace: Sendable {
    package let folder: BackupFolder
    package let office: String

    package init(_ path: String, office: String) {
        folder = BackupFolder(path)
        // A file that no hub has opened yet belongs to nobody.
        self.office = office.isEmpty ? "hub" : office
    }

    /// All complete backups of the office in the folder.
    package func files() throws(BackupProblem) -> [BackupFile] {
        try folder.names().compactMap(BackupFile.init).filter { $0.office == office }
    }

    /// The newest backup's path.
    ///
    /// - Throws: ``BackupProblem/noneFound(office:folder:others:)`` among others.
    package func newest() throws(BackupProblem) -> String {
        guard let newest = try files().newest else {
            let others = Set(try folder.names().compactMap(BackupFile.init).map(\.office))
            throw .noneFound(office: office, folder: folder.path, others: others.sorted())
        }
        return folder.path(of: newest.name)
    }

    /// Adds a backup under the next number.
    func add(of store: HubDatabase, keepingPersons: Bool, at now: Instant) throws -> BackupFile {
        try folder.make()
        try removeParts()
        let number = (try files().newest?.number ?? 0) + 1
        let file = BackupFile(office: office, number: number, at: now)
        try store.backUp(to: folder.path(of: file.name), keepingPersons: keepingPersons, at: now)
        return file
    }

    /// Deletes what is outdated.
    func tidy(at now: Instant) throws {
        for file in BackupRules.outdated(try files(), at: now) { folder.remove(file.name) }
    }

    /// Removes what an interrupted backup or drill has left.
    private func removeParts() throws {
        for name in try folder.names() {
            guard let end = name.firstRange(of: HubDatabase.partEnding)?.lowerBound,
                BackupFile(name: String(name[..<end]))?.office == office
            else { continue }
            folder.remove(name)
        }
    }
}

/// Restores a backup on trial, beside it, and removes what was made.
///
/// - Returns: What was wrong; nil when a hub could go on with it.
package func tryRestore(of backup: String, for office: Office, at now: Instant) -> String? {
    do {
        try RestoredDatabase(
            of: backup,
            at: backup + HubDatabase.partEnding,
            for: office,
            now: now
        ).remove()
        return nil
    } catch {
        return sentence(about: error)
    }
}

/// What a person reads of an error that came up with a backup.
func sentence(about error: any Error) -> String {
    switch error {
    case let problem as BackupProblem: problem.description
    case let error as HubStoreError: error.description
    default: "It failed for a reason that this program does not know."
    }
}
