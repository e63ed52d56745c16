import Foundation
import GRDB
import Lobby
import TestWorlds
import Testing

@testable import HubStore

@Suite struct `A backup` {
    let folder: TemporaryFolder
    let store: HubDatabase
    var path: String { folder.file("backup.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        store = try HubDatabase(path: folder.file("hub.sqlite"), office: "small")
    }

    @Test func `has everything, and a hub goes on with it`() async throws {
        for number in 1...3 { try await store.write { try $0.draw(someVisit(number)) } }
        let mark = try store.backUp(to: path, at: at(10))
        #expect(mark.office == "small")
        #expect(mark.at == at(10))
        #expect(mark.hasPersons)
        let copy = try HubDatabase(path: path, office: "small")
        #expect(try await copy.read { try $0.waitingVisits() } == (1...3).map { someVisit($0) })
    }

    @Test func `is one file that its owner alone can read`() throws {
        try store.backUp(to: path, at: at(10))
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.filter { $0.hasPrefix("backup") } == ["backup.sqlite"])
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect(rights as? Int == 0o600)
        // Bytes 18 and 19 of the head: 1 is a file that is read without a log beside it.
        let head = try Data(contentsOf: URL(filePath: path)).prefix(20)
        #expect(head.suffix(2) == Data([1, 1]))
    }

    @Test func `taken while numbers are drawn has the first ones, whole and without a gap`()
        async throws
    {
        let (store, folder, drawn) = (store, folder, Shared(0))
        let backups = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1...200 {
                    try await store.write { try $0.draw(someVisit(number)) }
                    drawn.change { $0 = number }
                }
            }
            var backups: [(path: String, before: Int, after: Int)] = []
            while drawn.value < 200 {
                let path = folder.file("backup-\(backups.count).sqlite")
                let before = drawn.value
                _ = try await store.aside { try store.backUp(to: path, at: at(10)) }
                backups.append((path, before, drawn.value))
            }
            try await group.waitForAll()
            return backups
        }
        #expect(!backups.isEmpty)
        for backup in backups {
            let copy = try HubDatabase(path: backup.path, office: "small")
            let numbers = try await copy.read { try $0.waitingVisits().map(\.label.number) }
            #expect(numbers == Array(1..<numbers.count + 1))
            // One more may be on the disk before its draw is told.
            #expect((backup.before...backup.after + 1).contains(numbers.count))
        }
    }

    @Test func `holds no number up: others write while it is made`() async throws {
        let (store, path, gate) = (store, path, Gate())
        try await store.write { try $0.draw(someVisit(1)) }
        // The reading connection is in the middle of its work, as it is while a large file is copied.
        async let reading: Void = store.aside { try store.writer.read { _ in gate.pass() } }
        await gate.arrived()
        try await store.write { try $0.draw(someVisit(2)) }
        gate.open()
        try await reading
        try store.backUp(to: path, at: at(10))
        let copy = try HubDatabase(path: path, office: "small")
        #expect(try await copy.read { try $0.waitingVisits().count } == 2)
    }

    @Test func `never stands half made under its name`() throws {
        // What a crash leaves: a part with nonsense in it.
        try Data(repeating: 7, count: 5000).write(to: URL(filePath: path + ".part"))
        #expect(!FileManager.default.fileExists(atPath: path))
        try store.backUp(to: path, at: at(10))
        #expect(!FileManager.default.fileExists(atPath: path + ".part"))
        _ = try HubDatabase(path: path, office: "small")
    }

    @Test func `replaces no file`() throws {
        try store.backUp(to: path, at: at(10))
        #expect(throws: BackupProblem.exists(path: path)) {
            try store.backUp(to: path, at: at(11))
        }
    }

    @Test func `that cannot be written leaves nothing and says so`() {
        let target = folder.file("none/backup.sqlite")
        let error = #expect(throws: BackupProblem.self) {
            try store.backUp(to: target, at: at(10))
        }
        #expect(error?.description.contains("Check the path, the disk and who may write") == true)
    }

    @Test func `of a database that is damaged is refused`() async throws {
        for number in 1...300 { try await store.write { try $0.draw(someVisit(number)) } }
        try store.close()
        let damaged = try HubDatabase(path: folder.file("hub.sqlite"), office: "small")
        // The disk loses it while the hub runs.
        try damage(folder.file("hub.sqlite"), from: 40_960)
        let error = #expect(throws: BackupProblem.self) {
            try damaged.backUp(to: path, at: at(10))
        }
        #expect(error?.description.contains("wartemarke admin restore") == true)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `without persons has none, also not in what was deleted`() throws {
        try store.writer.write { database in
            try database.execute(
                sql: "INSERT INTO persons (visit, name, deleteAfter) VALUES (x'01', 'Erika', 1)"
            )
        }
        let mark = try store.backUp(to: path, keepingPersons: false, at: at(10))
        #expect(!mark.hasPersons)
        let bytes = try Data(contentsOf: URL(filePath: path))
        #expect(bytes.firstRange(of: Data("Erika".utf8)) == nil)
        // The mark's hash is that of the file as it is.
        let copy = try DatabaseQueue(path: path)
        #expect(try copy.read { try $0.stateHash() } == mark.hash)
        let whole = folder.file("whole.sqlite")
        try store.backUp(to: whole, at: at(10))
        #expect(
            try Data(contentsOf: URL(filePath: whole)).firstRange(of: Data("Erika".utf8)) != nil
        )
    }
}

@Suite struct `The hash of a state` {
    let folder: TemporaryFolder
    let store: HubDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try HubDatabase(path: folder.file("hub.sqlite"), office: "small")
        try store.writeNow { store in
            for number in 1...3 { try store.draw(someVisit(number)) }
        }
    }

    @Test func `is the same in the backup, and after its pages were laid anew`() throws {
        let path = folder.file("backup.sqlite")
        let mark = try store.backUp(to: path, at: at(10))
        #expect(try hash(store) == mark.hash)
        let copy = try DatabaseQueue(path: path)
        try copy.vacuum()
        #expect(try copy.read { try $0.stateHash() } == mark.hash)
    }

    @Test(arguments: [
        "UPDATE visits SET state = 'finished' WHERE number = 2",
        "DELETE FROM labels WHERE number = 3",
        "UPDATE labels SET state = 'void' WHERE number = 1",
        "UPDATE facts SET value = '2' WHERE name = 'epoch'",
        "INSERT INTO persons (visit, name, deleteAfter) VALUES (x'01', 'x', 1)",
        "INSERT INTO alarms (at, source, sentence) VALUES (1, 'a', 'b')",
        "INSERT INTO answers (caller, key, request, body, at) VALUES ('a', 'b', 'c', 'd', 1)",
        "INSERT INTO logs (device, incarnation, seq, head, heard) SELECT id, '1', 1, '', 1 FROM devices",
        "UPDATE devices SET revoked = 1",
        "UPDATE visits SET counter = 0 WHERE number = 1",
    ])
    func `is another one after any change`(change: String) throws {
        try store.writeNow { store in
            let kiosk = Device(id: "one", role: .kiosk, name: "one")
            try store.addDevice(kiosk, secretHash: "one", at: at(9))
        }
        let before = try hash(store)
        try store.writer.write { try $0.execute(sql: change) }
        #expect(try hash(store) != before)
    }

    @Test func `tells rows apart whose values run together alike`() throws {
        let hashes = try [("a,b", "c"), ("a", "b,c"), ("a'", "','b")].map { source, sentence in
            let store = try HubDatabase(path: nil, office: "small")
            try store.writeNow {
                try $0.raise(Alarm(at: at(9), source: source, sentence: sentence))
            }
            return try hash(store)
        }
        #expect(Set(hashes).count == 3)
    }

    private func hash(_ store: HubDatabase) throws -> String {
        try store.writer.read { try $0.stateHash() }
    }
}
