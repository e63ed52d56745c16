import HTTPTypes
import Hub
import HubStore
import Lobby
import ServiceLifecycle
import Sync
import Synchronization
import TestWorlds
import Testing

@testable import HubServer

/// Papers and directions that clerks give.
@Suite struct `A clerk` {
    @Test func `draws a number, and its paper comes out`() async throws {
        let (desk, printer, papers) = try desk([.printed])
        let clerk = try await desk.person(.clerk, at: 1)
        for key in ["one", "one"] {
            let answer = try await desk.act("draw", ["draw": "passport", "key": key], as: clerk)
            #expect(answer.contains("Neue Nummer: A 001."))
        }
        try await printer.printed(1, by: papers)
        let paper = try #require(await printer.papers.first)
        #expect(paper.label == "A 001" && paper.layout == "walk-in" && !paper.isReprint)
        #expect(paper.values[.ahead] == "0" && paper.values[.office] == "Bürgerbüro")
        #expect(await printer.papers.count == 1)
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(page.contains("Zettel A 001: gedruckt."))
    }

    @Test func `learns why a paper did not come, and that the number is valid`() async throws {
        let (desk, printer, papers) = try desk([.notPrinted([.mediaEmpty])])
        let clerk = try await desk.person(.clerk, at: 1)
        _ = try await desk.act("draw", ["draw": "passport", "key": "one"], as: clerk)
        try await printer.printed(1, by: papers)
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(
            page.contains(
                "Zettel A 001: nicht gedruckt (Papier ist leer). Die Nummer gilt trotzdem."
            )
        )
    }

    @Test func `prints a paper again, marked as such`() async throws {
        let (desk, printer, papers) = try desk([.printed])
        let visit = try await desk.world.draw()
        let clerk = try await desk.person(.clerk, at: 1)
        #expect(try await desk.ask(.get, "/desk", as: clerk).body.contains("Zettel drucken"))
        _ = try await desk.act("reprint:\(visit.id)", ["key": "one"], as: clerk)
        try await printer.printed(1, by: papers)
        #expect(await printer.papers.first?.isReprint == true)
        #expect(await printer.papers.first?.label == "A 001")
    }

    @Test func `without a printer is offered no paper`() async throws {
        let desk = try DeskBrowsing()
        try await desk.world.draw()
        let clerk = try await desk.person(.clerk, at: 1)
        #expect(try await !desk.ask(.get, "/desk", as: clerk).body.contains("Zettel drucken"))
    }

    @Test func `learns that a restart of the hub lost a paper, which is not printed late`()
        async throws
    {
        let (desk, printer, _) = try desk([])
        let clerk = try await desk.person(.clerk, at: 1)
        _ = try await desk.act("draw", ["draw": "passport", "key": "one"], as: clerk)
        // Nobody printed it; the hub starts again on the same file.
        let papers = DeskPapers(hub: desk.world.hub, printer: printer, logger: quiet)
        let running = Task { try await papers.run() }
        while papers.latest(atCounter: 1) == nil { await Task.yield() }
        running.cancel()
        #expect(papers.latest(atCounter: 1)?.stage == .lost)
        #expect(await printer.papers == [])
        let again = try DeskBrowsing(in: desk.world) { _ in papers }
        let page = try await again.ask(.get, "/desk", as: clerk).body
        #expect(page.contains("Zettel A 001: der Hub wurde inzwischen neu gestartet."))
    }

    @Test func `reads of papers that may not have come, and of the kiosks' printers`() async throws
    {
        let (desk, printer, papers) = try desk([.unknown([.unreachable])])
        let clerk = try await desk.person(.clerk, at: 1)
        _ = try await desk.act("draw", ["draw": "passport", "key": "one"], as: clerk)
        try await printer.printed(1, by: papers)
        let (kiosk, _) = try await desk.world.device(.kiosk, name: "Automat 1")
        let report = PrinterReport(isReady: true, reasons: [.mediaLow], ticketsLeft: 40)
        let request = EventsRequest(incarnation: "a", epoch: 1, events: [], printer: report)
        _ = try await desk.world.hub.perform(for: kiosk) { cases, store, now in
            try cases.receive(request, from: kiosk, in: store, at: now)
        }
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(page.contains("Papier unklar"))
        #expect(
            page.contains(
                "Drucker am Automaten Automat 1: Papier geht zu Ende, etwa 40 Zettel"
            )
        )
        let event = try await desk.world.store.read { try $0.paperCounts() }
        #expect(event == [PaperCount(kiosk: nil, result: .unknown, count: 1)])
    }

    @Test func `sends somebody on who came to the wrong place, and can take it back`() async throws
    {
        var office = smallOffice()
        let name = LocalizedText(["de": "Sozialamt", "en": "Social services"])
        let place = LocalizedText(["de": "Zimmer 204", "en": "room 204"])
        office.elsewhere = [OtherOffice(id: "social", name: name, place: place)]
        let desk = try DeskBrowsing(office: office)
        let visit = try await desk.world.draw()
        _ = try await desk.world.next(1)
        let clerk = try await desk.person(.clerk, at: 1)
        let form = ["elsewhere": "social", "key": "one"]
        let said = try await desk.act("redirect:\(visit.id)", form, as: clerk)
        #expect(said.contains("A 001 gehört hierhin: Sozialamt, Zimmer 204."))
        #expect(try await desk.world.visit(visit.id)?.state == .finished)
        #expect(try await desk.world.undo(1).state == .called)
        let wrong = ["elsewhere": "nowhere", "key": "two"]
        let refused = try await desk.act("redirect:\(visit.id)", wrong, as: clerk)
        #expect(refused.contains("Diese Stelle steht nicht in office.yaml."))
        #expect(try await desk.world.visit(visit.id)?.state == .called)
    }

    private func desk(
        _ outcomes: [PrintOutcome]
    ) throws -> (DeskBrowsing, CounterPrinter, DeskPapers) {
        let printer = CounterPrinter(outcomes)
        let made = Mutex<DeskPapers?>(nil)
        let desk = try DeskBrowsing { world in
            let papers = DeskPapers(hub: world.hub, printer: printer, logger: quiet)
            made.withLock { $0 = papers }
            return papers
        }
        return (desk, printer, try #require(made.withLock { $0 }))
    }
}

extension DeskBrowsing {
    /// Presses a button as the page's script does; what the page then says, and its parts.
    fileprivate func act(
        _ deed: String,
        _ form: [String: String],
        as person: Person
    ) async throws -> String {
        try await ask(
            .post,
            "/desk/do",
            form.merging(["do": deed]) { $1 },
            as: person,
            headers: [.accept: "application/json"]
        ).body
    }
}

/// A printer at the counters that does what the test wrote down for it.
private actor CounterPrinter: TicketPrinter {
    nonisolated let summary = "a scripted printer"
    nonisolated let givesPaper = true
    private(set) var papers: [Ticket] = []
    private var outcomes: [PrintOutcome]

    init(_ outcomes: [PrintOutcome]) {
        self.outcomes = outcomes
    }

    /// Runs the line of papers until so many outcomes are written down.
    func printed(_ count: Int, by papers: DeskPapers) async throws {
        let running = Task { try await papers.run() }
        defer { running.cancel() }
        while papers.noted < count { await Task.yield() }
    }

    func print(_ ticket: Ticket) -> PrintOutcome {
        papers.append(ticket)
        return outcomes.isEmpty ? .printed : outcomes.removeFirst()
    }

    func condition() -> PrinterCondition {
        PrinterCondition(isReady: true, reasons: [])
    }

    func cancelStaleJobs() {}
}
