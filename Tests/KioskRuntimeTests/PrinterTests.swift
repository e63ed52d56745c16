import HubStore
import KioskRuntime
import Lobby
import Screens
import Sync
import TestWorlds
import Testing

@Suite struct `What a kiosk tells of its printer` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `is its trouble after a ticket that failed, until one comes again`() async throws {
        try await world.serving { [world] base in
            let printer = ScriptedPrinter([.notPrinted([.mediaJam]), .unknown([]), .printed])
            let kiosk = try await Front.connected(base, world, printer: printer)
            let first = try await kiosk.draw()
            try await kiosk.lobby { $0.printerFailure == [.mediaJam] && $0.printer == .ready }
            #expect(try await kiosk.outcome(of: first.id) == .notPrinted([.mediaJam]))
            _ = try await hub(world) { store in
                try store.printers().first?.report.reasons == ["media-jam"] ? true : nil
            }
            // A printer that cannot answer is no news; one ticket that came is.
            let second = try await kiosk.draw()
            _ = try await kiosk.outcome(of: second.id)
            _ = try await kiosk.draw()
            try await kiosk.lobby { $0.printerFailure == [] }
            _ = try await hub(world) { store in
                try store.printers().first?.report.reasons == [] ? true : nil
            }
            await kiosk.engine.stop()
        }
    }

    @Test func `is how many tickets are left, and that the paper is low`() async throws {
        try await world.serving { [world] base in
            // Fifty tickets of 122 mm, and a bit.
            let kiosk = try await Front.connected(base, world, rollLength: 6200)
            let ticket = try await kiosk.draw()
            try await kiosk.lobby { $0.ticketsLeft == 40 && $0.countsPaper && $0.printer == .low }
            _ = try await kiosk.outcome(of: ticket.id)
            let report = try await hub(world) { store in
                try store.printers().first { $0.report.ticketsLeft == 40 }?.report
            }
            #expect(report == PrinterReport(isReady: true, reasons: [.mediaLow], ticketsLeft: 40))
            kiosk.engine.submit(.paperChanged)
            _ = try await hub(world) { store in
                try store.printers().first { $0.report.ticketsLeft == 50 }
            }
            await kiosk.engine.stop()
        }
    }

    @Test func `counts a roll anew when the printer says that its paper is no longer low`()
        async throws
    {
        let printer = ScriptedPrinter(condition: [.mediaLow])
        let kiosk = try Front(
            "http://127.0.0.1:1",
            clock: world.clock,
            printer: printer,
            rollLength: 80_000
        )
        await kiosk.engine.start()
        try await kiosk.lobby { $0.printer == .low }
        await printer.set([.unreachable], isReady: false)
        await kiosk.engine.look()
        try await kiosk.lobby { $0.printer == .trouble([.unreachable]) }
        await printer.set([], isReady: true)
        await kiosk.engine.look()
        try await kiosk.lobby { $0.printer == .ready && $0.ticketsLeft == 650 }
        await kiosk.engine.stop()
    }

    @Test func `is asked for again by staff: the last five, marked, also when called`() async throws
    {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            var tickets: [IssuedTicket] = []
            for _ in 1...6 { tickets.append(try await kiosk.draw()) }
            let last = tickets[5].id
            _ = try await hub(world) { try $0.visit(last) }
            kiosk.engine.submit(.listRecent)
            let recent = try await kiosk.hears { message -> [FoundVisit]? in
                guard case .recent(let visits) = message else { return nil }
                return visits
            }
            #expect(recent.map(\.id) == tickets.reversed().prefix(5).map(\.id))
            _ = try await world.next(1)
            kiosk.engine.submit(.reprintForStaff(tickets[0].id))
            #expect(try await kiosk.outcome(of: tickets[0].id) == .printed)
            let paper = await kiosk.printer.papers.last
            #expect(paper?.isReprint == true && paper?.label == tickets[0].label.description)
            await kiosk.engine.stop()
        }
    }

    @Test func `is tried with a page of no visit`() async throws {
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock)
        await kiosk.engine.start()
        kiosk.engine.submit(.printTestPage("de"))
        let outcome = try await kiosk.hears { message -> PrintOutcome? in
            guard case .testPrinted(let outcome) = message else { return nil }
            return outcome
        }
        #expect(outcome == .printed)
        #expect(await kiosk.printer.papers.first?.layout == "test")
        #expect(await kiosk.printer.papers.first?.values[.printer] == "a scripted printer")
        await kiosk.engine.stop()
    }
}
