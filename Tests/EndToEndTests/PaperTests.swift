import Foundation
import Testing

/// What a printer that speaks IPP can do to a ticket.
private let printerFaults: [PaperRow] = [
    PaperRow(
        name: "out of paper, while idle",
        before: [.script(#"{"reasons": ["media-empty-error"]}"#)],
        staffRead: "Papier ist leer",
        event: "media-empty"
    ),
    PaperRow(
        name: "out of paper, and stopped",
        before: [.script(#"{"state": 5, "reasons": ["media-empty", "media-needed-error"]}"#)],
        staffRead: "Papier ist leer",
        event: "media-empty"
    ),
    PaperRow(
        name: "cover open, while idle",
        before: [.script(#"{"state": 5, "reasons": ["cover-open-error"]}"#)],
        staffRead: "Deckel ist offen",
        event: "cover-open"
    ),
    PaperRow(
        name: "jammed, while idle",
        before: [.script(#"{"reasons": ["media-jam-error"]}"#)],
        staffRead: "Papierstau",
        event: "media-jam"
    ),
    PaperRow(
        name: "paper low",
        before: [.script(#"{"reasons": ["media-low-warning"]}"#)],
        visitorReads: PaperRow.taken,
        staffRead: "Papier geht zu Ende",
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "out of paper, at the start of the job",
        before: [.script(#"{"stall": true, "reasonsWhilePrinting": ["media-empty-error"]}"#)],
        event: "media-empty"
    ),
    PaperRow(
        name: "out of paper, in the middle",
        before: [.script(#"{"printTime": 20}"#)],
        during: [.script(#"{"stall": true, "reasons": ["media-empty-error"]}"#)],
        event: "media-empty"
    ),
    PaperRow(
        name: "jammed, in the middle",
        before: [.script(#"{"printTime": 20}"#)],
        during: [.script(#"{"state": 5, "reasons": ["media-jam-error"]}"#)],
        event: "media-jam"
    ),
    PaperRow(
        name: "cover opened, in the middle",
        before: [.script(#"{"printTime": 20}"#)],
        during: [.script(#"{"state": 5, "reasons": ["cover-open-error"]}"#)],
        event: "cover-open"
    ),
    PaperRow(
        name: "slow, but in time",
        before: [.script(#"{"printTime": 1}"#)],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(name: "too slow", before: [.script(#"{"printTime": 30}"#)], event: "timed-out"),
    PaperRow(name: "gives the job up", before: [.script(#"{"abort": true}"#)], event: "aborted"),
    PaperRow(
        name: "refuses jobs",
        before: [.script(#"{"accepting": false}"#)],
        staffRead: "nimmt keine Aufträge an",
        event: "not-accepting-jobs"
    ),
    PaperRow(
        name: "busy for a moment",
        before: [.script(#"{"busy": 3}"#)],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "hears, and does not answer",
        before: [.order(.freeze)],
        after: [.order(.thaw)],
        staffRead: "nicht erreichbar",
        event: "unreachable"
    ),
    PaperRow(
        name: "falls silent at the document",
        before: [.script(#"{"hang": ["Send-Document"]}"#)],
        event: "unreachable"
    ),
    PaperRow(
        name: "drops the link before the document",
        before: [.script(#"{"cutRequest": true}"#)],
        event: "unreachable"
    ),
    PaperRow(
        name: "drops the link in the middle of the document",
        before: [.script(#"{"cutMiddle": true}"#)],
        event: "unreachable"
    ),
    PaperRow(
        name: "drops the link after the document, and loses it",
        before: [.script(#"{"cutDocument": true}"#)],
        event: "unreachable"
    ),
    PaperRow(
        name: "drops the link after the document, and prints it",
        before: [.script(#"{"dropDocument": true}"#)],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "forgets the job",
        before: [.script(#"{"stall": true}"#)],
        during: [.script(#"{"stall": true, "forget": true}"#)],
        visitorReads: PaperRow.perhaps,
        event: "unknown"
    ),
    PaperRow(
        name: "does not stop when told to",
        before: [.script(#"{"stall": true, "deaf": true}"#)],
        visitorReads: PaperRow.perhaps,
        event: "unknown",
        // It does what it was told before it was told to stop, as soon as it is well.
        papers: 1
    ),
    PaperRow(
        // Nobody can tell but the visitor, whose number counts all the same.
        name: "claims that it has printed",
        before: [.script(#"{"lie": true}"#)],
        visitorReads: PaperRow.taken,
        event: "printed"
    ),
    PaperRow(
        name: "is off",
        before: [.order(.halt)],
        after: [.order(.resume)],
        staffRead: "nicht erreichbar",
        event: "unreachable"
    ),
    PaperRow(
        name: "is switched off in the middle",
        before: [.script(#"{"stall": true}"#)],
        during: [.order(.kill)],
        after: [.order(.resume)],
        visitorReads: PaperRow.perhaps,
        event: "unreachable"
    ),
    PaperRow(
        name: "is switched off in the middle, and on again",
        before: [.script(#"{"stall": true}"#)],
        during: [.order(.kill), .order(.resume)],
        visitorReads: PaperRow.perhaps,
        event: "unknown"
    ),
    PaperRow(
        name: "takes Apple raster only",
        before: [
            .script(#"{"formats": ["image/urf"], "types": [], "urf": ["W8", "RS203"]}"#)
        ],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "takes nothing that is drawn here",
        before: [.script(#"{"formats": ["image/jpeg"]}"#)],
        event: "document-format-not-supported"
    ),
]

/// What the printer of the CUPS project does.
private let testPrinterFaults: [PaperRow] = [
    PaperRow(
        name: "prints",
        before: [.mode("ok")],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "fails",
        before: [.mode("abort")],
        after: [.mode("ok")],
        event: "aborted"
    ),
    PaperRow(
        name: "runs out of paper with this ticket",
        before: [.mode("leave:media-empty")],
        after: [.order(.halt), .mode("ok"), .order(.resume)],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        // It keeps a cancelled job to the end, so nobody knows.
        name: "jams with this ticket",
        before: [.mode("hold:media-jam")],
        after: [.mode("ok")],
        visitorReads: PaperRow.perhaps,
        event: "unknown",
        papers: 1
    ),
    PaperRow(
        name: "is off",
        before: [.order(.halt)],
        after: [.order(.resume)],
        staffRead: "nicht erreichbar",
        event: "unreachable"
    ),
    PaperRow(
        name: "stands still",
        before: [.order(.freeze)],
        after: [.order(.thaw)],
        staffRead: "nicht erreichbar",
        event: "unreachable"
    ),
]

/// What CUPS, and those who look after it, do to a queue.
private let queueFaults: [PaperRow] = [
    PaperRow(
        name: "CUPS was stopped",
        before: [.order(.halt, part: "cupsd")],
        after: [.order(.resume, part: "cupsd")],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "CUPS hangs",
        before: [.order(.freeze, part: "cupsd")],
        after: [.order(.thaw, part: "cupsd")],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "CUPS is killed in the middle, and prints after its start what it finds",
        before: [.script(#"{"stall": true}"#)],
        during: [
            .order(.kill, part: "cupsd"), .order(.resume, part: "cupsd"), .script("{}"),
        ],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "CUPS is killed in the middle of a jam",
        before: [.script(#"{"stall": true, "reasonsWhilePrinting": ["media-jam-error"]}"#)],
        during: [.order(.kill, part: "cupsd")],
        after: [.order(.resume, part: "cupsd")],
        event: "media-jam"
    ),
    PaperRow(
        name: "the queue was paused by hand",
        before: [.cups("cupsdisable QUEUE")],
        visitorReads: PaperRow.taken,
        event: "printed",
        papers: 1
    ),
    PaperRow(
        name: "the queue refuses jobs",
        before: [.cups("cupsreject QUEUE")],
        after: [.cups("cupsaccept QUEUE")],
        staffRead: "nimmt keine Aufträge an",
        event: "not-accepting-jobs"
    ),
    PaperRow(
        name: "the queue became raw by accident",
        before: [.cups("lpadmin -p QUEUE -m raw")],
        after: [.cups("lpadmin -p QUEUE -v ADDRESS -m everywhere")],
        staffRead: "versteht das Format nicht",
        event: "document-format-not-supported"
    ),
    PaperRow(
        name: "the queue was deleted",
        before: [.cups("lpadmin -x QUEUE")],
        after: [.cups("lpadmin -p QUEUE -E -v ADDRESS -m everywhere")],
        staffRead: "nicht erreichbar",
        event: "unreachable"
    ),
]

private let scriptedLanes = ["lane1", "lane2", "lane3", "lane4"]

extension EndToEnd {
    @Suite struct `The paper` {
        @Test func `tells the truth whatever the printer does`() async throws {
            try await Self.tryAll([
                Table(rows: printerFaults, lanes: scriptedLanes),
                Table(rows: testPrinterFaults, lanes: ["ippeve"]),
            ])
        }

        @Test func `tells the truth whatever the printer behind a queue does, or CUPS`()
            async throws
        {
            try await Self.tryAll([
                Table(rows: printerFaults, lanes: scriptedLanes, throughQueue: true),
                Table(rows: testPrinterFaults, lanes: ["ippeve"], throughQueue: true),
                Table(rows: queueFaults, lanes: ["lane1"], throughQueue: true),
            ])
        }

        /// Rows of faults, and the printers that they are tried on; each table in a world of its own.
        private struct Table {
            var rows: [PaperRow]
            var lanes: [String]
            var throughQueue = false
        }

        /// Tries tables side by side, because nearly all of their time is waiting.
        private static func tryAll(_ tables: [Table]) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for table in tables {
                    group.addTask {
                        try await PaperLane.run(
                            table.rows,
                            lanes: table.lanes,
                            throughQueue: table.throughQueue
                        )
                    }
                }
                try await group.waitForAll()
            }
        }

        @Test func `has a code on the screen in its place, told before the choice`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    try lab.script(#"{"reasons": ["media-empty-error"]}"#)
                    let kiosk = try await world.hubAndKiosk(printer: lab.scriptedAddress)
                    try await kiosk.terminal.shows("Drucker: Papier ist leer")
                    try await kiosk.choose("1")
                    try await kiosk.terminal.shows("Was möchten Sie tun?")
                    try await kiosk.choose("2")
                    try await kiosk.terminal.shows("Dieser Drucker druckt gerade nicht.")
                    try await kiosk.choose("1")
                    try await kiosk.terminal.shows("QR-Code zum Fotografieren zeigen")
                    try await kiosk.choose("1")
                    let screen = try await kiosk.terminal.shows("als QR-Code")
                    let picture = world.folder + "/screen.pbm"
                    try Self.picture(ofCodeOn: screen)
                        .write(toFile: picture, atomically: true, encoding: .utf8)
                    let link = try await world.code(inPicture: picture)
                    #expect(link.hasPrefix("HTTPS://WARTEN.EXAMPLE/T/"))
                    #expect(link.count <= 47)
                    try await kiosk.goBack()
                }
            }
        }

        /// The half blocks of a screen as a picture, eight dots a square; what glows is white.
        private static func picture(ofCodeOn screen: String) -> String {
            let lines = screen.split(separator: "\n").filter {
                $0.contains("▀▀▀") || $0.contains("█")
            }
            let left = lines.map { $0.prefix { $0 == " " }.count }.min() ?? 0
            let codes = lines.map { Array($0.dropFirst(left)) }
            let width = codes.map(\.count).max() ?? 0
            var rows: [String] = []
            for line in codes {
                for light in ["█▀", "█▄"] {
                    let row = (0..<width).map { column in
                        let isLight = column < line.count && light.contains(line[column])
                        return String(repeating: isLight ? "0" : "1", count: 8)
                    }.joined()
                    rows += Array(repeating: row, count: 8)
                }
            }
            return "P1 \(width * 8) \(rows.count)\n" + rows.joined(separator: "\n") + "\n"
        }
    }
}
