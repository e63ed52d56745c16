import KioskStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `A paper after a restart` {
    let kiosk: Kiosk
    let issued: Issued
    var store: KioskDatabase { kiosk.store }

    init() throws {
        kiosk = try Kiosk()
        issued = try kiosk.store.issueOwn(1, at: at(9))
    }

    @Test func `is printed when it was pending and is younger than 90 seconds`() throws {
        let (jobs, _) = try store.recoverJobs(at: at(9) + .seconds(89))
        #expect(jobs == [issued.job])
        #expect(try events == ["draw"])
    }

    @Test func `is printed with the mark when it was started and is as young`() throws {
        try store.start(issued.job)
        let (jobs, _) = try store.recoverJobs(at: at(9) + .seconds(89))
        #expect(jobs.map(\.ticket.isReprint) == [true])
        #expect(try state == .waiting)
    }

    @Test func `is given up with its visit when it was pending for longer`() throws {
        let (jobs, head) = try store.recoverJobs(at: at(9) + .seconds(90))
        #expect(jobs == [])
        #expect(try events == ["draw", "abandon"])
        #expect(try state == .left)
        #expect(try store.memory().head == head)
        #expect(try store.recoverJobs(at: at(9) + .seconds(91)).head == head)
    }

    @Test func `leaves the number valid when it was started longer ago`() throws {
        try store.start(issued.job)
        let (jobs, _) = try store.recoverJobs(at: at(9) + .seconds(90))
        #expect(jobs == [])
        #expect(try events == ["draw"])
        #expect(try state == .waiting)
    }

    @Test func `that was a second one leaves the number valid when it is given up`() throws {
        _ = try store.finish(issued.job, .printed, at: at(9))
        _ = try store.addReprint(of: issued.job.visit, ticket: issued.job.ticket, at: at(9))
        #expect(try store.recoverJobs(at: at(10)).print == [])
        #expect(try events == ["draw", "paper"])
        #expect(try state == .waiting)
    }

    @Test(arguments: [
        (PrintOutcome.printed, "printed", [String]()),
        (.notPrinted([.mediaEmpty, .coverOpen]), "notPrinted", ["cover-open", "media-empty"]),
        (.unknown([.unreachable]), "unknown", ["unreachable"]),
    ])
    func `is not printed again once its outcome is known, and the log tells it`(
        outcome: PrintOutcome,
        result: String,
        reasons: [String]
    ) throws {
        try store.start(issued.job)
        _ = try store.finish(issued.job, outcome, at: at(9))
        #expect(try store.recoverJobs(at: at(9)).print == [])
        let details = try store.events(after: 1, most: 1).first?.details
        let list = reasons.map { "\"\($0)\"" }.joined(separator: ",")
        #expect(details == #"{"isReprint":false,"reasons":[\#(list)],"result":"\#(result)"}"#)
    }

    @Test func `may be printed again twice, always marked`() throws {
        let reprints = try (1...3).map { minute in
            try store.addReprint(
                of: issued.job.visit,
                ticket: issued.job.ticket,
                at: at(9, minute)
            )
        }
        #expect(reprints.map { $0?.ticket.isReprint } == [true, true, nil])
    }

    private var events: [String] {
        get throws { try store.events(after: 0, most: 9).map(\.kind) }
    }

    private var state: VisitState? {
        get throws { try store.visit(issued.job.visit)?.visit.state }
    }
}

@Suite struct `The roll of paper` {
    let store: KioskDatabase
    let issued: Issued

    init() throws {
        store = try Kiosk().store
        issued = try store.issueOwn(1, at: at(9))
    }

    @Test func `is counted with each paper, anew after a change`() throws {
        _ = try store.finish(issued.job, .printed, at: at(9), paper: 122)
        try store.usePaper(millimetres: 150)
        try store.setPaperShort()
        var use = try store.paperUse()
        #expect((use.millimetres, use.papers, use.wasShort) == (272, 2, true))
        try store.putNewRoll()
        use = try store.paperUse()
        #expect((use.millimetres, use.papers, use.wasShort) == (0, 0, false))
    }

    @Test func `staff may print a number again more often than visitors`() throws {
        let ticket = issued.job.ticket
        let reprints = try (1...12).map { _ in
            try store.addReprint(
                of: issued.job.visit,
                ticket: ticket,
                at: at(9),
                most: KioskDatabase.mostStaffReprints
            )
        }
        let printed = reprints.compactMap(\.self)
        #expect(printed.count == KioskDatabase.mostStaffReprints)
        #expect(printed.map(\.ticket.isReprint).allSatisfy { $0 })
    }

    @Test func `the last numbers are there, the newest first`() throws {
        for number in 2...7 { try store.issueOwn(number, at: at(9, number)) }
        let numbers = try store.recentVisits().map(\.visit.label.number)
        #expect(numbers == [7, 6, 5, 4, 3])
    }
}
