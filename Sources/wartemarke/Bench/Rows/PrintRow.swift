import Dispatch
import Foundation
import Glibc
import Lobby
import Synchronization
import TicketPrinting

extension BenchRow {
    /// How long a paper takes: to the printer, until it is known to be out, and drawn alone.
    ///
    /// The printer is one of the bench's own that is done at once, so that what is measured is the
    /// program; through a queue where the machine has CUPS, beside `lp` with the same ticket.
    func measurePrint(_ bench: Bench) throws -> [Finding] {
        let receiver = try PaperReceiver()
        defer { receiver.end() }
        let ticket = Ticket.ofBench(bench.world.office)
        var findings = try measureDrawing(bench, ticket)
        let hub = try HubUnderTest(bench.world)
        findings += try measurePapers(
            bench,
            try VisitorJourney(bench, hub, printer: receiver.address),
            receiver,
            bench.count(40, quick: 3)
        )
        let cups = try CUPSUnderTest(bench.world)
        try cups?.addQueues("ticket", raw: "raw", to: receiver.address)
        findings.append(try measureThousand(bench, ticket, receiver, cups))
        guard let cups else {
            findings[0].details += "; no CUPS on this machine, so nothing through a queue"
            return findings
        }
        findings.append(
            .atMost(
                0,
                .files,
                self,
                "left in the spool by those",
                measured: Double(cups.spooledFiles())
            )
        )
        findings.append(try measureQueue(bench, hub, receiver, cups, ticket))
        return findings
    }

    /// Drawing alone, first in this process and then again and again.
    private func measureDrawing(_ bench: Bench, _ ticket: Ticket) throws -> [Finding] {
        let begin = monotonicNow()
        let first = TicketRenderer(layouts: bench.world.tickets).raster(for: ticket)
        let cold = Double(monotonicNow() - begin) / 1e6
        guard first != nil,
            let (renderer, length) = renderer(of: bench.world.tickets, for: ticket),
            let raster = renderer.raster(for: ticket)
        else { throw BenchProblem("The ticket cannot be drawn; see: wartemarke check") }
        var warm = Samples()
        for _ in 0..<bench.count(200, quick: 20) {
            let begin = monotonicNow()
            _ = renderer.raster(for: ticket)
            warm.add(monotonicNow() - begin)
        }
        let details = "p50 \(briefly(warm.median)) ms of \(warm.count), \(length) mm long"
        return [
            .atMost(
                3,
                .milliseconds,
                self,
                "ticket drawn, p99",
                measured: warm.p99,
                details: details
            ),
            .atMost(30, .milliseconds, self, "the first one, fonts opened", measured: cold),
            .atMost(
                20,
                .kilobytes,
                self,
                "as raster of 1 bit",
                measured: Double(raster.count) / 1000
            ),
        ]
    }

    /// Draws the shipped layout without so many of its last texts that the paper is no longer than
    /// 100 mm, as the budget has it.
    ///
    /// - Returns: The renderer and the length in millimetres; nil when the ticket cannot be drawn.
    private func renderer(
        of layouts: [TicketLayout],
        for ticket: Ticket
    ) -> (renderer: TicketRenderer, length: Int)? {
        guard var layout = layouts.first(where: { $0.name == ticket.layout }) else { return nil }
        while true {
            let renderer = TicketRenderer(layouts: [layout])
            guard let page = try? renderer.page(for: ticket) else { return nil }
            let last = layout.blocks.lastIndex {
                if case .text = $0 { true } else { false }
            }
            guard page.millimetres > 100, let last else { return (renderer, page.millimetres) }
            layout.blocks.remove(at: last)
        }
    }

    /// From the number on the screen to the printer and back.
    private func measurePapers(
        _ bench: Bench,
        _ journey: VisitorJourney,
        _ receiver: PaperReceiver,
        _ count: Int
    ) throws -> [Finding] {
        let (arrived, known) = try papers(bench, journey, receiver, count)
        return [
            .atMost(
                60,
                .milliseconds,
                self,
                "number on screen to first byte at the printer, p99",
                measured: arrived.p99,
                details: "p50 \(briefly(arrived.median)) ms of \(arrived.count)"
            ),
            .atMost(
                150,
                .milliseconds,
                self,
                "number on screen to “printed” on it, p99",
                measured: known.p99,
                details: "p50 \(briefly(known.median)) ms of \(known.count)"
            ),
        ]
    }

    private func papers(
        _ bench: Bench,
        _ journey: VisitorJourney,
        _ receiver: PaperReceiver,
        _ count: Int
    ) throws -> (arrived: Samples, known: Samples) {
        var (arrived, known) = (Samples(), Samples())
        for _ in 0..<count {
            let before = receiver.documents.count
            let (shown, printed) = try journey.drawPaper()
            let document = try receiver.await(before + 1)
            // The screen is drawn first; what comes within the same moment counts as none.
            arrived.add(document.begin > shown ? document.begin - shown : 0)
            known.add(printed - shown)
        }
        return (arrived, known)
    }

    /// The same by the name of a queue, beside `lp` with the ticket as PDF.
    private func measureQueue(
        _ bench: Bench,
        _ hub: HubUnderTest,
        _ receiver: PaperReceiver,
        _ cups: CUPSUnderTest,
        _ ticket: Ticket
    ) throws -> Finding {
        let journey = try VisitorJourney(bench, hub, printer: "ticket", server: cups.server)
        let (arrived, known) = try papers(bench, journey, receiver, bench.count(20, quick: 2))
        return .atMost(
            1000,
            .milliseconds,
            self,
            "number on screen to “printed”, by a queue of CUPS, p99",
            measured: known.p99,
            details: "first byte p50 \(briefly(arrived.median)), p99 \(briefly(arrived.p99)) ms; "
                + (try measureOthers(bench, receiver, cups, ticket))
        )
    }

    /// How soon the ticket as PDF is at the printer that way; what `lp` cannot do is said.
    private func measureOthers(
        _ bench: Bench,
        _ receiver: PaperReceiver,
        _ cups: CUPSUnderTest,
        _ ticket: Ticket
    ) throws -> String {
        let file = bench.world.path("ticket.pdf")
        let pdf = try TicketRenderer(layouts: bench.world.tickets).pdf(for: ticket)
        try Data(pdf).write(to: URL(filePath: file))
        var times = Samples()
        for _ in 0..<bench.count(20, quick: 2) {
            let (before, begin) = (receiver.documents.count, monotonicNow())
            try cups.print(file, on: "raw")
            do {
                times.add(try receiver.await(before + 1).begin - begin)
            } catch is BenchProblem {
                return "lp with it as PDF: nothing came of it"
            }
        }
        return "lp with it as PDF, no filters: first byte p50 \(briefly(times.median)), "
            + "p99 \(briefly(times.p99)) ms"
    }

    /// Many tickets in a row, in this process.
    private func measureThousand(
        _ bench: Bench,
        _ ticket: Ticket,
        _ receiver: PaperReceiver,
        _ cups: CUPSUnderTest?
    ) throws -> Finding {
        let renderer = TicketRenderer(layouts: bench.world.tickets)
        let (warmUp, count) = (bench.count(200, quick: 10), bench.count(1_000, quick: 50))
        let address = cups == nil ? receiver.address : "ticket"
        let server = cups?.server
        let folder = bench.world.path("certificates")
        let begin = monotonicNow()
        let memory = try finished {
            let printer = try await PrinterChoice(setting: address).open(
                folder: folder,
                renderer: renderer,
                server: server
            ).printer
            var early = 0.0
            for number in 1...count {
                let outcome = await printer.print(ticket)
                guard outcome == .printed else {
                    throw BenchProblem("Ticket \(number) of the bench: \(outcome).")
                }
                if number == warmUp { early = try residentMemory(of: getpid()) }
            }
            return try residentMemory(of: getpid()) - early
        }
        let each = Double(monotonicNow() - begin) / 1e6 / Double(count)
        return .atMost(
            2,
            .mebibytes,
            self,
            "grown by \(count - warmUp) more tickets in a row",
            measured: max(0, memory),
            details: "\(briefly(each)) ms each"
        )
    }
}

/// Runs what waits to its end, on other threads, and blocks this one.
private func finished<Value: Sendable>(
    _ work: @escaping @Sendable () async throws -> Value
) throws -> Value {
    let box = Box<Value>()
    Task {
        do {
            box.put(.success(try await work()))
        } catch {
            box.put(.failure(error))
        }
    }
    return try box.take().get()
}

/// Something that one thread waits for and another brings.
private final class Box<Value: Sendable>: Sendable {
    private let content = Mutex<Result<Value, any Error>?>(nil)
    private let isFull = DispatchSemaphore(value: 0)

    func put(_ result: Result<Value, any Error>) {
        content.withLock { $0 = result }
        isFull.signal()
    }

    func take() -> Result<Value, any Error> {
        isFull.wait()
        return content.withLock { $0 } ?? .failure(BenchProblem("Nothing came of it."))
    }
}

extension Ticket {
    /// A usual ticket of the office.
    fileprivate static func ofBench(_ office: Office) -> Ticket {
        let service = office.services.all.first?.name["de"] ?? ""
        return Ticket(
            language: "de",
            values: [
                .office: office.name["de"], .phone: office.phone, .label: "A 047",
                .service: service, .services: service, .date: "24.11.2026", .time: "10:43",
                .ahead: "7", .wait: "20–35", .link: office.link(toTicket: "01234567890123456789"),
            ]
        )
    }
}
