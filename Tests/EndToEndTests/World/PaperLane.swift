import Foundation
import Synchronization
import Testing

/// A fault of a printer or of CUPS, and what becomes of a ticket then.
struct PaperRow: Sendable {
    static let taken = "Bitte nehmen Sie Ihren Zettel."
    static let trouble = "Der Drucker hat ein Problem."
    static let perhaps = "Vielleicht kommt kein Zettel."

    /// Something that happens to the printer, or to what stands before it.
    enum Step: Sendable {
        /// What the scripted printer is told.
        case script(String)
        /// What ippeveprinter is told.
        case mode(String)
        /// What is done to the printer, or to a named part of the laboratory.
        case order(PrintLab.Deed, part: String? = nil)
        /// A program of CUPS; `QUEUE` and `ADDRESS` stand for those of the lane.
        case cups(String)
    }

    var name: String
    /// While nothing prints.
    var before: [Step] = []
    /// As soon as the printer has begun with the ticket.
    var during: [Step] = []
    /// How all is well again; the script of the printer always is.
    var after: [Step] = []
    var visitorReads = trouble
    /// On the first screen, where the fault shows also while nothing prints.
    var staffRead: String?
    /// What the hub's record says of the paper.
    var event: String
    var papers = 0
}

/// A kiosk with a printer of its own, so that rows of a table are tried side by side.
///
/// Lanes share hub and laboratory, and change nothing there but their own parts, so that nothing of
/// the world changes while they run.
struct PaperLane: @unchecked Sendable {
    let world: World
    let lab: PrintLab
    let kiosk: Kiosk
    let name: String
    /// The part of the laboratory that the pages come out of.
    let printer: String
    /// Where the kiosk prints.
    let address: String

    /// Opens a kiosk, enrolled at the world's hub, on a scripted printer or on ippeveprinter.
    init(_ world: World, _ lab: PrintLab, name: String, throughQueue: Bool) async throws {
        (self.world, self.lab, self.name) = (world, lab, name)
        let isScripted = name != "ippeve"
        printer = name
        address = isScripted ? try await lab.addPrinter(name) : lab.address
        let queue = isScripted ? name : lab.queue
        kiosk = try await world.kiosk(
            enrol: try await world.enrolmentCode(name: name),
            printer: throughQueue ? queue : address,
            database: "\(world.folder)/\(name).sqlite"
        )
        try await kiosk.terminal.shows("08:3")
    }

    /// Tries all rows on so many lanes; the papers of each lane in the end.
    static func run(
        _ rows: [PaperRow],
        lanes names: [String],
        throughQueue: Bool
    ) async throws {
        try await World.run { world in
            try await PrintLab.run(in: world) { lab in
                try await world.startHub()
                var lanes: [PaperLane] = []
                for name in names {
                    lanes.append(
                        try await PaperLane(world, lab, name: name, throughQueue: throughQueue)
                    )
                }
                let rest = RowsToTry(rows)
                try await withThrowingTaskGroup(of: [String].self) { group in
                    for lane in lanes { group.addTask { try await lane.run(rest) } }
                    var links: [String] = []
                    for try await more in group { links += more }
                    // Each row and the visitor after it.
                    #expect(links.count == rows.reduce(0) { $0 + $1.papers + 1 })
                    // No paper here has the reprint mark, so none may be of a number twice.
                    #expect(Set(links).count == links.count, "\(links)")
                }
            }
        }
    }

    /// Tries rows until none is left; the links on all papers that came out.
    private func run(_ rest: RowsToTry) async throws -> [String] {
        while let row = rest.next() {
            do {
                try await run(row)
            } catch {
                Issue.record("\(row.name): \(error)")
                throw error
            }
        }
        var links: [String] = []
        for page in try lab.pages(of: printer) { links.append(try await lab.link(onPage: page)) }
        return links
    }

    private func run(_ row: PaperRow) async throws {
        let pages = try lab.pages(of: printer).count
        let started = lab.startedJobs(of: printer)
        let told = try await world.paperEvents(ofKiosk: name).count
        for step in row.before { try await take(step) }
        if let words = row.staffRead { try await kiosk.terminal.shows("Drucker:", words) }
        try await kiosk.drawNumber()
        if !row.during.isEmpty {
            try await eventually("\(row.name): the printer begins") {
                lab.startedJobs(of: printer) > started
            }
            for step in row.during { try await take(step) }
        }
        let screen = try await kiosk.terminal.shows(row.visitorReads)
        if row.visitorReads != PaperRow.taken {
            #expect(screen.contains("gilt trotzdem"), "\(row.name)")
        }
        var events: [String] = []
        try await eventually("\(row.name): the record tells of it", seen: { "\(events)" }) {
            events = try await world.paperEvents(ofKiosk: name)
            return events.count == told + 1
        }
        #expect(events.last?.contains(row.event) == true, "\(row.name): \(events)")

        if printer != "ippeve" { try lab.script("{}", of: printer) }
        for step in row.after { try await take(step) }
        try await kiosk.goBack()
        try await kiosk.terminal.hides("Drucker:")
        // The next visitor gets a paper, and nobody's late one comes before it.
        try await kiosk.drawNumber()
        try await kiosk.terminal.shows(PaperRow.taken)
        try await kiosk.goBack()
        let wanted = pages + row.papers + 1
        try await eventually("\(row.name): \(row.papers) papers and the next one") {
            try lab.pages(of: printer).count == wanted
        }
    }

    private func take(_ step: PaperRow.Step) async throws {
        switch step {
        case .script(let json): try lab.script(json, of: printer)
        case .mode(let mode): try lab.mode(mode)
        case .order(let deed, let part): try await lab.order(deed, part ?? printer)
        case .cups(let line):
            let words = line.replacing("QUEUE", with: name).replacing("ADDRESS", with: address)
                .split(separator: " ").map(String.init)
            try await lab.cups(words)
        }
    }
}

/// The rows that nobody has tried yet.
final class RowsToTry: Sendable {
    private let rows: Mutex<ArraySlice<PaperRow>>

    init(_ rows: [PaperRow]) {
        self.rows = Mutex(rows[...])
    }

    func next() -> PaperRow? {
        rows.withLock { $0.popFirst() }
    }
}

extension World {
    /// What the hub's record says of the papers of a kiosk, the oldest first.
    func paperEvents(ofKiosk name: String) async throws -> [String] {
        let query = """
            import sqlite3, sys
            for row in sqlite3.connect(sys.argv[1]).execute(
                "SELECT details FROM events WHERE happening = 'paper' AND actor = ? ORDER BY seq",
                ["kiosk:" + sys.argv[2]]): print(*row)
            """
        let read = try await run("python3", "-c", query, hubFile, name)
        try #require(read.status == 0, "\(read.errors)")
        return read.output.split(separator: "\n").map(String.init)
    }
}
