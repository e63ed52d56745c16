import Foundation
import GRDB
import Lobby
import TestWorlds
import Testing

@testable import HubStore

@Suite struct `The writer's line` {
    let folder: TemporaryFolder
    let store: HubDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try HubDatabase(path: folder.file("hub.sqlite"), office: "small")
    }

    @Test func `answers each of many writes after its commit`() async throws {
        let missing = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 1...400 {
                group.addTask { [store] in
                    try await store.write { try $0.draw(someVisit(number)) }
                    // A reader sees only what is committed.
                    return try await store.read { try $0.visit(someVisit(number).id) } == nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(missing == 0)
    }

    @Test func `does work in the order in which it was handed in`() async throws {
        let (order, gate) = (Shared<[Int]>([]), Gate())
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await block(with: gate, in: &group)
            for number in 1...300 {
                group.addTask { [store] in
                    try await store.write { _ in order.change { $0.append(number) } }
                }
                await lineIs(number)
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(order.value == Array(1...300))
    }

    @Test func `refuses alone what fails before it changed anything`() async throws {
        let results = try await inOneGroup([
            { try $0.draw(someVisit(1)) },
            { _ in throw Trouble() },
            { try $0.draw(someVisit(2)) },
        ])
        #expect(results == [true, false, true])
        #expect(try await store.read { try $0.waitingVisits() } == [someVisit(1), someVisit(2)])
    }

    @Test func `rolls back alone what fails after a change, and the others succeed`() async throws {
        let results = try await inOneGroup([
            { _ = try $0.drawNext(1) },
            {
                _ = try $0.drawNext(2)
                throw Trouble()
            },
            { _ = try $0.drawNext(3) },
            { try $0.draw(someVisit(1)) },
            { _ = try $0.drawNext(4) },
        ])
        #expect(results == [true, false, true, false, true])
        let (labels, remembered, counted) = try await store.write { store in
            (
                try store.waitingVisits().map(\.label.description),
                try store.currentWaiting(), try store.waitingCounts()
            )
        }
        // The number of the one at fault was given to the next.
        #expect(labels == ["A 001", "A 002", "A 003"])
        #expect(remembered == ["passport": 3])
        #expect(remembered == counted)
        #expect(try await store.write { try $0.highestNumber(series: "A", day: tuesday) } == 3)
    }

    @Test func `goes on after work that failed alone`() async throws {
        await #expect(throws: Trouble.self) {
            try await store.write { store in
                _ = try store.drawNext(1)
                throw Trouble()
            }
        }
        #expect(try await store.write { try $0.drawNext(2) }.number == 1)
        #expect(try await store.write { try $0.currentWaiting() } == ["passport": 1])
    }

    @Test func `writes nothing more after a flush failed`() async throws {
        try await store.write { try $0.draw(someVisit(1)) }
        try breakDisk()
        let results = try await inOneGroup([
            { try $0.draw(someVisit(2)) },
            { try $0.draw(someVisit(3)) },
        ])
        #expect(results == [false, false])
        let error = await #expect(throws: HubStoreError.self) {
            try await store.write { try $0.draw(someVisit(4)) }
        }
        #expect(error?.description.contains("then start the hub again") == true)
        #expect(throws: HubStoreError.self) { try store.writeNow { try $0.draw(someVisit(5)) } }
        #expect(try await store.read { try $0.waitingVisits() } == [someVisit(1)])
    }

    @Test func `refuses while the disk is full and goes on when there is room`() async throws {
        try await store.write { try $0.draw(someVisit(1)) }
        try limitPages(to: 1)
        var acknowledged = [1]
        for number in 2...200 {
            do {
                try await store.write { try $0.draw(someVisit(number)) }
                acknowledged.append(number)
            } catch {
                #expect(error as? HubStoreError == .full)
            }
        }
        #expect(acknowledged.count < 200)
        try limitPages(to: 100_000)
        try await store.write { try $0.draw(someVisit(201)) }
        let numbers = try await store.read { try $0.waitingVisits().map(\.label.number) }
        #expect(numbers == acknowledged + [201])
    }
}

// MARK: - Helpers

private struct Trouble: Error {}

extension HubTransaction {
    fileprivate func drawNext(_ seed: Int) throws -> Label {
        var visit = someVisit(seed)
        visit.label = try giveNumber(series: "A", day: tuesday, to: visit.id, reserved: false)
        try insert(visit, day: tuesday, language: "de", key: "\(seed)", origin: "test")
        return visit.label
    }
}

extension `The writer's line` {
    /// Holds the writer up until the gate opens.
    private func block(
        with gate: Gate,
        in group: inout ThrowingTaskGroup<Void, any Error>
    ) async throws {
        group.addTask { [store] in try await store.write { _ in gate.pass() } }
        await gate.arrived()
    }

    private func lineIs(_ length: Int) async {
        while store.group.length != length { await Task.yield() }
    }

    /// Runs pieces of work in one transaction; answers which of them succeeded.
    private func inOneGroup(
        _ pieces: [@Sendable (HubTransaction) throws -> Void]
    ) async throws -> [Bool] {
        let (gate, results) = (Gate(), Shared([Bool](repeating: false, count: pieces.count)))
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await block(with: gate, in: &group)
            for (index, piece) in pieces.enumerated() {
                group.addTask { [store] in
                    do {
                        try await store.write(piece)
                        results.change { $0[index] = true }
                    } catch {}
                }
                await lineIs(index + 1)
            }
            gate.open()
            try await group.waitForAll()
        }
        return results.value
    }

    /// Makes every later write to the write-ahead log fail, by putting a file nobody can write in the
    /// place of the open one.
    private func breakDisk() throws {
        let (folder, log) = ("/proc/self/fd", folder.file("hub.sqlite-wal"))
        let unwritable = open("/dev/null", O_RDONLY)
        defer { close(unwritable) }
        var broken = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let target = try? FileManager.default.destinationOfSymbolicLink(
                atPath: "\(folder)/\(name)"
            )
            guard target == log, let file = Int32(name) else { continue }
            #expect(dup2(unwritable, file) == file)
            broken += 1
        }
        #expect(broken > 0)
    }

    private func limitPages(to count: Int) throws {
        try store.writer.writeWithoutTransaction { database in
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(count)")
        }
    }
}
