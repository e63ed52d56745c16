import Foundation
import GRDB
import Lobby
import TestWorlds
import Testing

@testable import HubStore

@Suite struct `A restore` {
    let folder: TemporaryFolder
    var live: String { folder.file("hub.sqlite") }
    var backup: String { folder.file("backup.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        let store = try HubDatabase(path: live, office: "small")
        try store.writeNow { store in
            try store.setOpenDay(tuesday)
            try store.record(opening)
            for number in 1...3 { try store.draw(someVisit(number)) }
        }
        try store.backUp(to: backup, at: at(10))
        try store.writeNow { try $0.draw(someVisit(4)) }
        try store.close()
    }

    @Test func `begins a new epoch, and numbers go on 200 further up`() throws {
        let restored = try restore(at: at(11))
        #expect(restored.epoch == 2)
        #expect(restored.mark?.at == at(10))
        let store = try HubDatabase(path: live, office: "small")
        try store.writeNow { store in
            #expect(try store.epoch() == 2)
            #expect(try store.next("A", tuesday) == "A 204")
            // A letter of which no number had been given by then.
            #expect(try store.next("H", tuesday) == "H 201")
            #expect(try store.next("A", tuesday + 1) == "A 001")
            #expect(try store.visit(someVisit(4).id) == nil)
            // A kiosk that sends a lost number again finds it free.
            try store.draw(someVisit(4))
        }
    }

    @Test func `of a backup of yesterday leaves out numbers of today, too`() throws {
        _ = try restore(at: at(11, daysLater: 1))
        let store = try HubDatabase(path: live, office: "small")
        try store.writeNow { store throws in
            #expect(try store.openDay() == tuesday)
            #expect(try store.next("A", tuesday) == "A 204")
            #expect(try store.next("A", tuesday + 1) == "A 201")
        }
    }

    @Test func `of the same backup again gives no epoch and no number again`() throws {
        #expect(try restore(at: at(11)).epoch == 2)
        let second = try restore(at: at(12))
        #expect(second.epoch == 3)
        let store = try HubDatabase(path: live, office: "small")
        #expect(try store.writeNow { try $0.next("A", tuesday) } == "A 404")
    }

    @Test func `keeps the old database with its log under another name`() async throws {
        let store = try HubDatabase(path: live, office: "small")
        try await store.write { try $0.draw(someVisit(5)) }
        // Killed: the latest commits are in the log beside the file.
        let killed = try folder.copyOfDatabase(at: live, named: "killed.sqlite")
        let old = try #require(
            try RestoredDatabase(of: backup, at: killed + ".new", for: office, now: at(11))
                .replace(killed, at: at(11))
        )
        #expect(old == killed + ".before-restore-2026-11-24T100000Z")
        let kept = try HubDatabase(path: old, office: "small")
        #expect(try await kept.read { try $0.visit(someVisit(5).id) } != nil)
        let restored = try HubDatabase(path: killed, office: "small")
        #expect(try await restored.read { try $0.visit(someVisit(5).id) } == nil)
    }

    @Test func `never overwrites what an earlier restore has kept`() throws {
        let first = try RestoredDatabase(of: backup, at: live + ".new", for: office, now: at(11))
            .replace(live, at: at(11))
        let second = try RestoredDatabase(of: backup, at: live + ".new", for: office, now: at(11))
            .replace(live, at: at(11))
        #expect(first != second)
        for kept in [try #require(first), try #require(second)] {
            #expect(FileManager.default.fileExists(atPath: kept))
        }
    }

    @Test func `that was interrupted lets no hub start, and is done again`() throws {
        let restored = try RestoredDatabase(
            of: backup,
            at: live + ".new",
            for: office,
            now: at(11)
        )
        // As it lies after the old database was moved away.
        try FileManager.default.moveItem(atPath: restored.path, toPath: live + ".restored")
        try FileManager.default.moveItem(atPath: live, toPath: live + ".before")
        #expect(throws: HubStoreError.halfRestored(path: live)) {
            try HubDatabase(path: live, office: "small")
        }
        #expect(!FileManager.default.fileExists(atPath: live))
        #expect(try restore(at: at(11)).epoch == 2)
        let store = try HubDatabase(path: live, office: "small")
        #expect(try store.writeNow { try $0.epoch() } == 2)
    }

    @Test func `leaves nothing of the backup's own marks in the database`() throws {
        _ = try restore(at: at(11))
        let queue = try DatabaseQueue(path: live)
        #expect(try queue.read { try $0.backupMark() } == nil)
    }

    @Test func `takes a plain copy of a hub's file as well`() throws {
        try FileManager.default.removeItem(atPath: backup)
        // With its log, as a stopped hub leaves it.
        _ = try folder.copyOfDatabase(at: live, named: "backup.sqlite")
        let restored = try restore(at: at(11))
        #expect(restored.mark == nil)
        #expect(restored.epoch == 2)
    }

    @Test(arguments: [
        "DELETE FROM visits WHERE number = 2",
        "UPDATE labels SET state = 'void' WHERE number = 3",
    ])
    func `refuses a backup whose content has changed`(change: String) throws {
        let queue = try DatabaseQueue(path: backup)
        try queue.write { try $0.execute(sql: change) }
        try queue.close()
        try expectRefused(.damaged(path: backup, finding: "its content has changed"))
    }

    @Test func `refuses a backup in which one letter is another`() throws {
        var bytes = try Data(contentsOf: URL(filePath: backup))
        let place = try #require(bytes.firstRange(of: Data("waiting".utf8))?.lowerBound)
        bytes[place] = UInt8(ascii: "W")
        try bytes.write(to: URL(filePath: backup))
        try expectRefused()
    }

    @Test func `refuses a backup that is cut off`() throws {
        let bytes = try Data(contentsOf: URL(filePath: backup))
        try bytes.prefix(bytes.count / 2).write(to: URL(filePath: backup))
        try expectRefused()
    }

    @Test func `refuses a backup of another office`() throws {
        var other = office
        other.id = "other"
        let error = #expect(throws: BackupProblem.self) {
            try RestoredDatabase(of: backup, at: live + ".new", for: other, now: at(11))
        }
        #expect(error == .otherOffice(path: backup, office: "small", wanted: "other"))
    }

    @Test func `refuses a backup of a newer version`() throws {
        let queue = try DatabaseQueue(path: backup)
        try queue.write {
            try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('9: later')")
        }
        try queue.close()
        try expectRefused(.newerVersion(path: backup))
    }

    @Test func `refuses what is no database of a hub`() throws {
        try "Notes\n".write(toFile: backup, atomically: true, encoding: .utf8)
        try expectRefused(.notABackup(path: backup))
        try FileManager.default.removeItem(atPath: backup)
        let queue = try DatabaseQueue(path: backup)
        try queue.write { try $0.execute(sql: "CREATE TABLE visits (name TEXT)") }
        try queue.close()
        try expectRefused(.notABackup(path: backup))
    }

    @Test func `refuses a file that is not there`() throws {
        try FileManager.default.removeItem(atPath: backup)
        try expectRefused(.noFile(path: backup))
    }
}

// MARK: - Helpers

private let office = smallOffice()

private let opening = HubEvent(
    day: tuesday,
    visit: nil,
    happening: "dayOpened",
    state: nil,
    at: at(8),
    actor: "system"
)

extension `A restore` {
    private func restore(at now: Instant) throws -> RestoredDatabase {
        let restored = try RestoredDatabase(
            of: backup,
            at: live + ".new",
            for: office,
            now: now,
            after: RestoredDatabase.lastEpoch(of: live)
        )
        _ = try restored.replace(live, at: now)
        return restored
    }

    /// Expects a refusal that has changed nothing.
    private func expectRefused(_ problem: BackupProblem? = nil) throws {
        let before = try Data(contentsOf: URL(filePath: live))
        let error = #expect(throws: BackupProblem.self) { try restore(at: at(11)) }
        if let problem { #expect(error == problem) }
        #expect(try Data(contentsOf: URL(filePath: live)) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.filter { $0.hasPrefix("hub.sqlite.") } == [])
    }
}

extension HubTransaction {
    /// The next number of a series.
    fileprivate func next(_ series: String, _ day: Day) throws -> String {
        let visit = VisitID(high: 8, low: UInt64(day.ordinal) << 8 | UInt64(series.utf8.first ?? 0))
        return try giveNumber(series: series, day: day, to: visit, reserved: false).description
    }
}
