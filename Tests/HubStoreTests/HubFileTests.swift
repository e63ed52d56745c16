import Foundation
import GRDB
import HubStore
import Lobby
import Synchronization
import TestWorlds
import Testing

@Suite struct `The hub's file` {
    let folder: TemporaryFolder
    var path: String { folder.file("hub.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test func `flushes every commit, also when it is opened again`() throws {
        let fresh = try HubDatabase(path: path, office: "small")
        #expect(try fresh.synchronousLevel() == 2)
        try fresh.close()
        let again = try HubDatabase(path: path, office: "small")
        #expect(try again.synchronousLevel() == 2)
    }

    @Test func `keeps what was written`() async throws {
        let visit = someVisit(1)
        let store = try HubDatabase(path: path, office: "small")
        try await store.write { try $0.draw(visit) }
        try store.close()
        let again = try HubDatabase(path: path, office: "small")
        #expect(try await again.read { try $0.visit(visit.id) } == visit)
    }

    @Test func `keeps what was acknowledged when the program is killed`() async throws {
        let store = try HubDatabase(path: path, office: "small")
        for number in 1...20 { try await store.write { try $0.draw(someVisit(number)) } }
        let left = try folder.copyOfDatabase(at: path, named: "left.sqlite")
        let again = try HubDatabase(path: left, office: "small")
        #expect(
            try await again.read { try $0.waitingVisits().map(\.label.number) } == Array(1...20)
        )
    }

    @Test(arguments: [0, 4096, 12_288])
    func `is refused when it is damaged, and left as it is`(from offset: Int) async throws {
        let store = try HubDatabase(path: path, office: "small")
        for number in 1...200 { try await store.write { try $0.draw(someVisit(number)) } }
        try store.close()
        try damage(path, from: offset)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let error = #expect(throws: HubStoreError.self) {
            try HubDatabase(path: path, office: "small")
        }
        guard case .damaged(path, let finding) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!finding.isEmpty)
        #expect(error?.description.contains("restore the last backup") == true)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
    }

    @Test func `is refused when it belongs to another program`() throws {
        let other = try DatabaseQueue(path: path)
        try other.write { try $0.execute(sql: "CREATE TABLE visits (name TEXT)") }
        try other.close()
        let error = #expect(throws: HubStoreError.self) {
            try HubDatabase(path: path, office: "small")
        }
        #expect(error == .cannotOpen(path: path, reason: "another program made it"))
    }

    @Test func `is new only once`() throws {
        let fresh = try HubDatabase(path: path, office: "small")
        #expect(fresh.isNew)
        try fresh.close()
        #expect(try HubDatabase(path: path, office: "small").isNew == false)
        let empty = folder.file("empty.sqlite")
        #expect(FileManager.default.createFile(atPath: empty, contents: nil))
        #expect(try HubDatabase(path: empty, office: "small").isNew)
    }

    @Test func `cannot be made in a folder that is not there, and says so`() {
        let error = #expect(throws: HubStoreError.self) {
            try HubDatabase(path: folder.file("none/hub.sqlite"), office: "small")
        }
        #expect(error?.description.contains("Check the path and who may write there") == true)
    }

    @Test func `is locked by one program at a time`() throws {
        do {
            let lock = try DatabaseLock(database: path)
            let error = #expect(throws: HubStoreError.held(path: path)) {
                try DatabaseLock(database: path)
            }
            #expect(error?.description.contains("End that hub, or name another file") == true)
            withExtendedLifetime(lock) {}
        }
        _ = try DatabaseLock(database: path)
    }

    @Test func `leaves no lock behind when it was refused, and the next one can be taken`() throws {
        let lock = try DatabaseLock(database: path)
        #expect(throws: HubStoreError.full) {
            try lock.guarding { throw HubStoreError.full }
        }
        #expect(!FileManager.default.fileExists(atPath: path + ".lock"))
        let next = try DatabaseLock(database: path)
        try next.guarding {}
        #expect(throws: HubStoreError.held(path: path)) { try DatabaseLock(database: path) }
        withExtendedLifetime((lock, next)) {}
    }

    @Test func `has one holder at a time, also while its lock is removed again and again`()
        async throws
    {
        let (path, inside) = (path, Inside())
        let most = await withTaskGroup(of: Int.self) { group in
            for _ in 1...4 {
                group.addTask {
                    var most = 0
                    for _ in 1...2_000 {
                        guard let lock = try? DatabaseLock(database: path) else { continue }
                        try? lock.guarding {
                            let now = inside.count.withLock { count in
                                count += 1
                                return count
                            }
                            most = max(most, now)
                            sched_yield()
                            inside.count.withLock { $0 -= 1 }
                            throw HubStoreError.full
                        }
                    }
                    return most
                }
            }
            return await group.reduce(0, max)
        }
        #expect(most == 1)
    }

    @Test func `has a lock that another process sees`() throws {
        let lock = try DatabaseLock(database: path)
        let other = Process()
        other.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        other.arguments = ["--nonblock", path + ".lock", "true"]
        try other.run()
        other.waitUntilExit()
        #expect(other.terminationStatus == 1)
        withExtendedLifetime(lock) {}
    }
}

/// How many are in a place that takes one.
private final class Inside: Sendable {
    let count = Mutex(0)
}

func someVisit(_ number: Int, _ service: ServiceID = "passport") -> Visit {
    Visit(
        id: VisitID(high: 7, low: UInt64(number)),
        label: Label(series: "A", number: number),
        service: service,
        arrived: at(9) + .seconds(number)
    )
}

extension HubTransaction {
    /// Stores a visit with its label, as a draw does.
    func draw(_ visit: Visit, day: Day = tuesday) throws {
        try useLabel(visit.label, day: day, visit: visit.id)
        try insert(visit, day: day, language: "de", key: "\(visit.id)", origin: "test")
    }
}
