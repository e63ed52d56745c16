import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `The hub hears of printers` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `and tells each kiosk's, since when, and what is newly wrong once`() async throws {
        let log = try await Log(world)
        try await log.hello(printer: PrinterReport(isReady: true, reasons: []))
        #expect(try await log.alarms == [])
        world.clock.advance(.minutes(1))
        let low = PrinterReport(isReady: true, reasons: [.mediaLow], ticketsLeft: 40)
        for _ in 1...2 {
            try await log.send([], printer: low)
            world.clock.advance(.minutes(1))
        }
        let printers = try await world.store.read { try $0.printers() }
        let since = at(9) + .minutes(1)
        #expect(printers == [KioskPrinter(kiosk: "lobby", report: low, since: since)])
        let alarm = "The printer: Its paper is running low. Have the next roll ready."
        #expect(try await log.alarms == [alarm])
        // Worse: only what is new is one more alarm.
        let empty = PrinterReport(isReady: false, reasons: [.mediaLow, .mediaEmpty])
        try await log.send([], printer: empty)
        #expect(try await log.alarms.count == 2)
        #expect(try await log.alarms.first?.contains("out of paper") == true)
    }

    @Test func `counts papers by what became of them, and marks the unclear ones`() async throws {
        var log = try await Log(world)
        let (first, second) = (world.newID(), world.newID())
        try await log.send([
            try log.draw("AK 001", first), try log.draw("AK 002", second),
            log.paper(first, .unknown([.unreachable])), log.paper(second, .unknown([])),
        ])
        #expect(try await unclear == [first])
        let counts = try await world.store.read { try $0.paperCounts() }
        #expect(counts == [PaperCount(kiosk: "lobby", result: .unknown, count: 2)])
        let line = try await world.store.read { [hub = world.hub] store in
            try hub.cases.workplace(ofCounter: 1, in: store, at: at(9)).waiting.first
        }
        #expect(line?.visit.id == first && line?.isPaperUnclear == true)
        // A second paper came: now it has one.
        try await log.send([log.paper(first, .printed, isReprint: true)])
        #expect(try await unclear == [])
    }

    @Test func `forgets the marks of yesterday`() async throws {
        var log = try await Log(world)
        let visit = world.newID()
        try await log.send([
            try log.draw("AK 001", visit), log.paper(visit, .unknown([.unreachable])),
        ])
        world.clock.advance(.seconds(86_400))
        try await world.draw()
        #expect(try await unclear == [])
    }

    private var unclear: Set<VisitID> {
        get async throws { try await world.store.read { try $0.unclearPapers() } }
    }
}
