import GRDB
import Lobby
import Sync
import TestWorlds
import Testing

@testable import HubStore

@Suite struct `The hub's tables` {
    let folder: TemporaryFolder
    let store: HubDatabase

    init() throws {
        folder = try TemporaryFolder()
        store = try HubDatabase(path: folder.file("hub.sqlite"), office: "small")
    }

    @Test func `hold a label once for an office and a day`() async throws {
        try await store.write { try $0.draw(someVisit(1)) }
        var other = someVisit(2)
        other.label = someVisit(1).label
        let taken = other
        await #expect(throws: DatabaseError.self) {
            try await store.write { try $0.draw(taken) }
        }
        try await store.write { try $0.draw(taken, day: tuesday + 1) }
        #expect(try await store.write { try $0.owner(of: taken.label, on: tuesday) }?.low == 1)
        #expect(try await store.write { try $0.owner(of: taken.label, on: tuesday + 1) }?.low == 2)
    }

    @Test func `hold at most one visit for a counter`() async throws {
        try await store.write { try $0.draw(someVisit(1)) }
        try await store.write { try $0.draw(someVisit(2)) }
        #expect(try await store.write { try $0.take(someVisit(1), counter: 3, at: at(10)) })
        await #expect(throws: DatabaseError.self) {
            try await store.write { try $0.take(someVisit(2), counter: 3, at: at(10)) }
        }
        #expect(try await store.write { try $0.take(someVisit(2), counter: 4, at: at(10)) })
        #expect(try await store.read { try $0.visit(atCounter: 3) }?.id == someVisit(1).id)
    }

    @Test func `let a visit be taken once`() async throws {
        try await store.write { try $0.draw(someVisit(1)) }
        #expect(try await store.write { try $0.take(someVisit(1), counter: 3, at: at(10)) })
        #expect(
            try await store.write { try $0.take(someVisit(1), counter: 4, at: at(10)) } == false
        )
        #expect(try await store.read { try $0.visit(someVisit(1).id) }?.counter == 3)
    }

    @Test func `change a visit only while it is in the state it was in`() async throws {
        try await store.write { try $0.draw(someVisit(1)) }
        let isMoved = try await store.write { store in
            var visit = someVisit(1)
            visit.state = .finished
            return try store.update(visit, from: .serving)
        }
        #expect(!isMoved)
        #expect(try await store.read { try $0.visit(someVisit(1).id) }?.state == .waiting)
    }

    @Test func `give each number of a series once, whatever became of it`() async throws {
        let labels = try await store.write { store in
            let first = try store.reserve(1)
            try store.voidLabel(first, day: tuesday)
            let second = try store.reserve(2)
            // A number that came from elsewhere counts as well.
            try store.draw(someVisit(7))
            return [first, second, try store.reserve(3)].map(\.number)
        }
        #expect(labels == [1, 2, 8])
    }

    @Test func `never give a second letter to two devices or two incarnations`() async throws {
        let letters = try await store.write { store in
            for device in ["one", "two"] {
                try store.addDevice(
                    Device(id: device, role: .kiosk, name: device),
                    secretHash: device,
                    at: at(9)
                )
            }
            var letters: [String] = []
            for run in 1...20 {
                let (one, two) = (log(run, of: "one"), log(run, of: "two"))
                letters.append(try #require(try store.letter(of: one, used: nil)))
                letters.append(try #require(try store.letter(of: two, used: nil)))
                #expect(try store.letter(of: one, used: nil) == letters[2 * run - 2])
                #expect(try store.letter(of: one, used: letters[2 * run - 2]) != nil)
                letters += [try store.spareLetter(of: "one")].filter { run == 20 || $0.isEmpty }
            }
            return letters
        }
        #expect(Set(letters).count == letters.count)
        #expect(letters.prefix(2) == ["K", "L"])
        #expect(letters.contains { $0.count == 2 })
    }

    @Test func `hand the spare letter to the next incarnation of the same device`() async throws {
        let (spare, next) = try await store.write { store in
            let kiosk = Device(id: "one", role: .kiosk, name: "one")
            try store.addDevice(kiosk, secretHash: "one", at: at(9))
            _ = try store.letter(of: log(1, of: "one"), used: nil)
            let spare = try store.spareLetter(of: "one")
            return (spare, try store.letter(of: log(2, of: "one"), used: spare))
        }
        #expect(next == spare)
    }

    @Test func `give no letter that another log uses`() async throws {
        try await store.write { store in
            for device in ["one", "two"] {
                let kiosk = Device(id: device, role: .kiosk, name: device)
                try store.addDevice(kiosk, secretHash: device, at: at(9))
            }
            let letter = try #require(try store.letter(of: log(1, of: "one"), used: nil))
            let spare = try store.spareLetter(of: "one")
            // A copy of the disk says the same letter; another device says the spare one.
            #expect(try store.letter(of: log(2, of: "one"), used: letter) == nil)
            #expect(try store.letter(of: log(1, of: "two"), used: spare) == nil)
            // A copy that knows no letter gets one that was never told to anybody.
            let fresh = try store.letter(of: log(2, of: "one"), used: nil)
            #expect(fresh != nil && fresh != letter && fresh != spare)
        }
    }

    @Test func `forget answers and counters when their time is over`() async throws {
        var old = someVisit(1)
        (old.state, old.counter) = (.finished, 3)
        let finished = old
        try await store.write { store in
            try store.draw(finished)
            for (hour, key) in [(8, "old"), (12, "new")] {
                try store.keepAnswer("{}", to: "desk", key: key, request: "next", at: at(hour))
                try store.record(
                    HubEvent(
                        day: tuesday,
                        visit: finished.id,
                        happening: key,
                        state: nil,
                        at: at(hour),
                        actor: "counter",
                        counter: 3
                    )
                )
            }
            try store.forgetOld(before: at(10), day: tuesday + 1)
        }
        let (kept, forgotten) = try await store.write { store in
            (
                try store.keptAnswer(to: "desk", key: "new")?.body,
                try store.keptAnswer(to: "desk", key: "old")?.body
            )
        }
        #expect(kept == "{}")
        #expect(forgotten == nil)
        #expect(try await store.read { try $0.visit(finished.id) }?.counter == nil)
        let counters = try await store.writer.read { database in
            try Row.fetchAll(database, sql: "SELECT happening, counter FROM events ORDER BY seq")
                .map { "\($0[0] as String) \(($0[1] as Int?).map(String.init) ?? "nobody")" }
        }
        #expect(counters == ["old nobody", "new 3"])
    }
}

extension HubTransaction {
    fileprivate func reserve(_ seed: Int) throws -> Label {
        try giveNumber(
            series: "A",
            day: tuesday,
            to: VisitID(high: 9, low: UInt64(seed)),
            reserved: true
        )
    }
}

private func log(_ number: Int, of device: String) -> Incarnation {
    Incarnation(device: device, number: "\(number)")
}
