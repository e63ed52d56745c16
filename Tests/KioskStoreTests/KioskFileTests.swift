import Foundation
import KioskStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `The kiosk's file` {
    let kiosk: Kiosk
    var store: KioskDatabase { kiosk.store }

    init() throws {
        kiosk = try Kiosk()
    }

    @Test func `flushes every commit, also when it is opened again`() throws {
        #expect(try store.synchronousLevel() == 2)
        try store.close()
        let again = try KioskDatabase(path: kiosk.path, newIncarnation: "", letter: nil)
        #expect(try again.synchronousLevel() == 2)
    }

    @Test func `is refused to a second kiosk program`() throws {
        let error = #expect(throws: KioskStoreError.held(path: kiosk.path)) {
            try KioskDatabase(path: kiosk.path, newIncarnation: "second", letter: nil)
        }
        #expect(error?.description.contains("name another file with --database") == true)
        try store.issueOwn(1)
    }

    @Test(arguments: [0, 4096])
    func `is refused with its finding when it is damaged`(from offset: Int) throws {
        for number in 1...50 { try store.issueOwn(number) }
        try store.close()
        try damage(kiosk.path, from: offset)
        let error = #expect(throws: KioskStoreError.self) {
            try KioskDatabase(path: kiosk.path, newIncarnation: "second", letter: nil)
        }
        guard case .damaged(kiosk.path, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func `cannot be made in a folder that is not there, and says so`() {
        let error = #expect(throws: KioskStoreError.self) {
            try KioskDatabase(
                path: kiosk.folder.file("none/kiosk.sqlite"),
                newIncarnation: "first",
                letter: nil
            )
        }
        #expect(error?.description.contains("Check the folder and its owner") == true)
    }

    @Test func `keeps its incarnation and letter, whatever the next start offers`() throws {
        let memory = try kiosk.afterCrash("later").memory()
        #expect(memory.incarnation == "first")
        #expect(memory.letter == "K")
    }

    @Test func `remembers what the hub said`() throws {
        let head = try store.issueOwn(1).head
        var answer = hello(haveSeq: 1, letter: "M", epoch: 3)
        answer.staffPIN = PINDigest(salt: "salt", digest: "digest")
        try store.adopt(answer, clockOffset: 1500)
        try store.mirror(news([elsewhere(1)], cursor: 12))
        let again = try kiosk.afterCrash("later")
        #expect(
            try again.memory()
                == KioskMemory(
                    incarnation: "first",
                    letter: "M",
                    spareLetter: "L",
                    epoch: 3,
                    day: tuesday,
                    head: head,
                    acknowledged: 1,
                    cursor: 12,
                    highest: ["AK": 1],
                    clockOffset: 1500
                )
        )
        #expect(try again.staffPIN() == answer.staffPIN)
    }
}

@Suite struct `A number at the kiosk` {
    let kiosk: Kiosk
    var store: KioskDatabase { kiosk.store }

    init() throws {
        kiosk = try Kiosk()
    }

    @Test func `leaves the right things behind at every step, should the kiosk be killed`() throws {
        let draw = someDraw(1)
        try store.commitIntent(draw.visit, at: draw.at)
        var left = try kiosk.afterCrash("asked")
        #expect(try left.memory().openIntents == [draw.visit])
        #expect(try left.visit(draw.visit) == nil)

        let issued = try store.issueOwn(1)
        left = try kiosk.afterCrash("issued")
        #expect(try left.memory().openIntents == [])
        #expect(try left.visit(draw.visit)?.visit.label == Label("AK 001"))
        #expect(try left.events(after: 0, most: 10).map(\.kind) == ["draw"])
        #expect(try left.memory().head == issued.head)
        #expect(try left.recoverJobs(at: at(9)).print == [issued.job])

        try store.start(issued.job)
        left = try kiosk.afterCrash("sent")
        var marked = issued.job
        marked.ticket.isReprint = true
        #expect(try left.recoverJobs(at: at(9)).print == [marked])

        let head = try store.finish(issued.job, .printed, at: at(9))
        left = try kiosk.afterCrash("printed")
        #expect(try left.recoverJobs(at: at(9)).print == [])
        #expect(try left.events(after: 0, most: 10).map(\.kind) == ["draw", "paper"])
        #expect(try left.memory().head == head)
    }

    @Test func `is there whole or not at all, wherever the writing broke off`() throws {
        try store.truncateLog()
        let draw = someDraw(1)
        try store.commitIntent(draw.visit, at: draw.at)
        try store.issueOwn(1)
        let wal = try Data(contentsOf: URL(fileURLWithPath: kiosk.path + "-wal"))
        var seen: Set<[Int]> = []
        for (index, length) in stride(from: 0, through: wal.count, by: 1030).enumerated() {
            let path = try kiosk.folder.copyOfDatabase(at: kiosk.path, named: "cut\(index)")
            try wal.prefix(length).write(to: URL(fileURLWithPath: path + "-wal"))
            let left = try KioskDatabase(path: path, newIncarnation: "second", letter: nil)
            seen.insert([
                try left.memory().openIntents.count, try left.waitingVisits().count,
                try left.events(after: 0, most: 9).count,
                try left.recoverJobs(at: at(9)).print.count,
            ])
            try left.close()
        }
        #expect(seen.isSubset(of: [[0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 1, 1]]))
        #expect(seen.contains([1, 0, 0, 0]))
    }

    @Test func `of the own series goes on where it was after a restart`() throws {
        #expect(try store.issueOwn(1).label == Label("AK 001"))
        #expect(try store.issueOwn(2).label == Label("AK 002"))
        let again = try kiosk.afterCrash("later")
        #expect(try again.issueOwn(3).label == Label("AK 003"))
        #expect(try again.memory().highest == ["AK": 3])
    }

    @Test func `begins anew on a new day only when the hub has everything`() throws {
        try store.adopt(hello(), clockOffset: 0)
        try store.issueOwn(1)
        try store.adopt(hello(haveSeq: 0, day: tuesday + 1), clockOffset: 0)
        #expect(try store.issueOwn(2).label == Label("AK 002"))
        try store.mirror(news([], cursor: 5, day: tuesday + 1))
        #expect(try store.issueOwn(3).label == Label("AK 003"))
        #expect(try store.memory().day == tuesday)
        try store.acknowledge(3, day: tuesday)
        try store.mirror(news([], cursor: 6, day: tuesday + 1))
        #expect(try store.memory().day == tuesday + 1)
        #expect(try store.issueOwn(4).label == Label("AK 001"))
    }

    @Test func `goes on when the hub got its numbers only after the new day had begun`() throws {
        try store.adopt(hello(), clockOffset: 0)
        try store.issueOwn(1)
        try store.acknowledge(1, day: tuesday + 1)
        #expect(try store.memory().day == tuesday + 1)
        #expect(try store.issueOwn(2).label == Label("AK 002"))
        // The day after, everything was there in time.
        try store.acknowledge(2, day: tuesday + 1)
        try store.mirror(news([], cursor: 5, day: tuesday + 2))
        #expect(try store.issueOwn(3).label == Label("AK 001"))
    }

    @Test func `goes on when a restored hub has forgotten its numbers and counts them anew`()
        throws
    {
        try store.adopt(hello(), clockOffset: 0)
        try store.issueOwn(1)
        try store.acknowledge(1, day: tuesday)
        try store.adopt(hello(haveSeq: 0, day: tuesday + 1, epoch: 2), clockOffset: 0)
        try store.acknowledge(1, day: tuesday + 1)
        #expect(try store.memory().day == tuesday + 1)
        #expect(try store.issueOwn(2).label == Label("AK 002"))
    }

    @Test func `tells a restored hub which numbers are of the days before`() throws {
        try store.adopt(hello(), clockOffset: 0)
        try store.issueOwn(1)
        #expect(try store.events(after: 0, most: 9).map(\.latestDay) == [nil])
        try store.acknowledge(1, day: tuesday)
        try store.mirror(news([], cursor: 5, day: tuesday + 1))
        #expect(try store.issueOwn(2).label == Label("AK 001"))
        try store.adopt(hello(haveSeq: 0, day: tuesday + 1, epoch: 2), clockOffset: 0)
        #expect(try store.events(after: 0, most: 9).map(\.latestDay) == [tuesday, nil])
        try store.beginIncarnation("second", letter: "L")
        #expect(try store.events(after: 0, most: 9).map(\.latestDay) == [tuesday, nil])
    }

    @Test func `is not touched by an answer of an earlier day`() throws {
        try store.adopt(hello(), clockOffset: 0)
        try store.issueOwn(1)
        try store.acknowledge(1, day: tuesday)
        try store.mirror(news([], cursor: 5, day: tuesday + -1))
        #expect(try store.memory().day == tuesday)
        #expect(try store.issueOwn(2).label == Label("AK 002"))
    }

    @Test func `does not begin anew within a day, whatever the clock says`() throws {
        try store.adopt(hello(), clockOffset: 0)
        try store.issueOwn(1)
        try store.acknowledge(1, day: tuesday)
        try store.mirror(news([], cursor: 5))
        #expect(try store.issueOwn(2, at: at(9, daysLater: 3)).label == Label("AK 002"))
    }

    @Test func `has an event that continues the chain`() throws {
        for number in 1...5 { try store.issueOwn(number) }
        var head = LogHead.empty
        for event in try store.events(after: 0, most: 10) {
            #expect(ChainVerdict(of: event, after: head, knownHash: nil) == .next)
            head = LogHead(seq: event.seq, hash: event.hash)
        }
        #expect(try store.memory().head == head)
        #expect(try store.events(after: 3, most: 1).map(\.seq) == [4])
    }

    @Test func `asked for and not needed is dropped in the log`() throws {
        let draw = someDraw(1)
        try store.commitIntent(draw.visit, at: draw.at)
        _ = try store.append(.drop, draw.visit, details: "{}", at: at(9))
        #expect(try store.memory().openIntents == [])
        #expect(try store.events(after: 0, most: 9).map(\.kind) == ["drop"])
    }
}
