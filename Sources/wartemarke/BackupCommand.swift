import ArgumentParser
import Foundation
import Hub
import HubServer
import HubStore
import Lobby
import NIOCore

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the hub's database as it is at this moment, also while the hub runs.",
        discussion: """
            A running hub makes backups by itself; this is one more. In a folder it gets the next \
            number and is deleted in its time like those of the hub, if the folder is the hub's.
            """
    )

    @OptionGroup var place: DatabaseOption

    @Option(help: "The new file, or a folder. (default: DATABASE.backups)")
    var to: String?

    @Flag(help: "Leave out names, mail and phone: for a backup kept longer than 14 days.")
    var withoutPersons = false

    @Flag(help: "Restore it on trial, and say whether a hub could go on with it.")
    var verify = false

    @Option(help: "The office's file, for --verify.")
    var office = Places.office

    func run() async throws {
        try place.mustExist()
        let office = verify ? try loadOffice(office) : nil
        let target = try to.map(absolute) ?? usualFolder()
        let path = try await answer(
            to: AdminRequest(wish: .backup, text: target, withoutPersons: withoutPersons),
            of: place.database,
            patience: .minutes(30)
        )
        print(path)
        guard let office else { return }
        if let finding = tryRestore(of: path, for: office, at: .machine) {
            throw end(.configuration, "It cannot be restored. \(finding)")
        }
        print("It was restored on trial; a hub could go on with it.")
    }

    /// The usual folder, made now if no hub has made it yet.
    private func usualFolder() throws -> String {
        let folder = absolute(Places.backups(of: place.database))
        do {
            try BackupFolder(folder).make()
        } catch {
            throw end(.unavailable, error.description)
        }
        return folder
    }
}

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Go back to a backup, while the hub is stopped; the present database is kept.",
        discussion: """
            Kiosks send again what the backup does not have, and today's numbers go on 200 further \
            up, so that none is given twice.
            """
    )

    @OptionGroup var place: DatabaseOption

    @Option(help: "The backup, or a folder, whose newest is taken. (default: DATABASE.backups)")
    var from: String?

    @Option(help: "The office's file.")
    var office = Places.office

    func run() throws {
        let office = try loadOffice(office)
        let database = place.database
        do {
            let lock = try DatabaseLock(database: database)
            let now = Instant.machine
            let (backup, restored, old) = try lock.guarding {
                let backup = try chosen(for: office)
                let restored = try RestoredDatabase(
                    of: backup,
                    at: database + ".restoring",
                    for: office,
                    now: now,
                    after: RestoredDatabase.lastEpoch(of: database)
                )
                return (backup, restored, try restored.replace(database, at: now))
            }
            withExtendedLifetime(lock) {}
            print(report(on: restored, from: backup, old: old, office: office))
        } catch let problem as BackupProblem {
            throw end(problem.exit, problem.description)
        } catch let error as HubStoreError {
            throw end(
                error == .held(path: database) ? .unavailable : .configuration,
                error.description
            )
        }
    }

    private func chosen(for office: Office) throws(BackupProblem) -> String {
        let source = from ?? Places.backups(of: place.database)
        guard BackupFolder.isFolder(source) else { return source }
        return try BackupPlace(source, office: office.id).newest()
    }

    private func report(
        on restored: RestoredDatabase,
        from backup: String,
        old: String?,
        office: Office
    ) -> String {
        var lines = ["The database \(place.database) is restored from \(backup)."]
        if let mark = restored.mark {
            let (day, time) = (office.time.date(at: mark.at), office.time.timeOfDay(at: mark.at))
            lines.append("It is the state of \(day), \(time).")
        } else {
            lines.append("That file is a plain copy, so its content could not be compared.")
        }
        if let old { lines.append("The old database is kept as \(old).") }
        lines += [
            "This is epoch \(restored.epoch); today's numbers go on at least "
                + "\(HubTransaction.skippedNumbers) further up.",
            "Start the hub now. Kiosks send again what is missing by themselves.",
            "Numbers drawn by other programs, and calls made, after that time are lost: "
                + "clerks see such visitors waiting still, or not at all.",
        ]
        return lines.joined(separator: "\n")
    }
}

extension BackupProblem {
    fileprivate var exit: Exit {
        switch self {
        case .noRoom, .cannotRead, .cannotWrite: .unavailable
        case .exists: .usage
        case .noneFound, .noFile, .notABackup, .ofKiosk, .damaged, .otherOffice, .newerVersion,
            .damagedDatabase:
            .configuration
        }
    }
}

/// The path as another process in another folder has to name it.
private func absolute(_ path: String) -> String {
    URL(filePath: path).standardizedFileURL.path(percentEncoded: false)
}
