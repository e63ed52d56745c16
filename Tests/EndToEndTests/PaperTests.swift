import Foundation
import Testing

/// A printer's fault, what the visitor reads then, how many papers come, and what staff and the
/// record of events say.
private struct PaperFault {
    static let taken = "Bitte nehmen Sie Ihren Zettel."
    static let trouble = "Der Drucker hat ein Problem."

    var script: String
    var visitorReads = trouble
    /// On the first screen, where the printer says it also while nothing prints.
    var staffRead: String?
    var event: String
    var papers = 0

    static let all = [
        PaperFault(
            script: #"{"reasons": ["media-empty-error"]}"#,
            staffRead: "Drucker: Papier ist leer",
            event: "media-empty"
        ),
        PaperFault(
            script: #"{"state": 5, "reasons": ["cover-open-error"]}"#,
            staffRead: "Drucker: Deckel ist offen",
            event: "cover-open"
        ),
        PaperFault(
            script: #"{"accepting": false}"#,
            staffRead: "Drucker: nimmt keine Aufträge an",
            event: "not-accepting-jobs"
        ),
        PaperFault(
            script: #"{"reasons": ["media-low-warning"]}"#,
            visitorReads: taken,
            staffRead: "Drucker: Papier geht zu Ende",
            event: "printed",
            papers: 1
        ),
        PaperFault(
            script: #"{"stall": true, "reasonsWhilePrinting": ["media-jam-error"]}"#,
            event: "media-jam"
        ),
        PaperFault(script: #"{"abort": true}"#, event: "aborted-by-system"),
        PaperFault(script: #"{"stall": true}"#, event: "timed-out"),
        PaperFault(script: #"{"cutDocument": true}"#, event: "unreachable"),
        PaperFault(
            script: #"{"stall": true, "deaf": true}"#,
            visitorReads: "Vielleicht kommt kein Zettel.",
            event: "unknown",
            // It does what it was told before it was told to stop, as soon as it is well.
            papers: 1
        ),
        PaperFault(script: #"{"busy": 3}"#, visitorReads: taken, event: "printed", papers: 1),
        PaperFault(
            script: #"{"dropDocument": true}"#,
            visitorReads: taken,
            event: "printed",
            papers: 1
        ),
        PaperFault(
            script: #"{"formats": ["image/jpeg"]}"#,
            event: "document-format-not-supported"
        ),
    ]
}

extension EndToEnd {
    @Suite struct `The paper` {
        @Test func `tells the truth whatever the printer does`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let kiosk = try await world.hubAndKiosk(printer: lab.scriptedAddress)
                    var links: Set<String> = []
                    for fault in PaperFault.all {
                        let before = try lab.scriptedPages().count
                        try lab.script(fault.script)
                        if let words = fault.staffRead { try await kiosk.terminal.shows(words) }
                        try await kiosk.drawNumber()
                        let screen = try await kiosk.terminal.shows(fault.visitorReads)
                        if fault.visitorReads != PaperFault.taken {
                            #expect(screen.contains("gilt trotzdem"), "\(fault.script)")
                        }
                        // Well again, it prints nothing more of what was told to be lost.
                        try lab.script("{}")
                        try await kiosk.goBack()
                        try await kiosk.terminal.hides("Drucker:")
                        try await eventually("\(fault.papers) papers: \(fault.script)") {
                            try lab.scriptedPages().count == before + fault.papers
                        }
                        #expect(
                            try await world.latestPaperEvent().contains(fault.event),
                            "\(fault.script)"
                        )
                    }
                    for page in try lab.scriptedPages() {
                        #expect(links.insert(try await lab.link(onPage: page)).inserted)
                    }
                    #expect(links.count == PaperFault.all.reduce(0) { $0 + $1.papers })
                }
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

extension World {
    /// What the hub's record says of the paper that was last heard of, once it has been told.
    fileprivate func latestPaperEvent() async throws -> String {
        let query = """
            import sqlite3, sys
            rows = sqlite3.connect(sys.argv[1]).execute(
                "SELECT details FROM events WHERE happening = 'paper' ORDER BY seq DESC LIMIT 1")
            print(*rows.fetchone())
            """
        let read = try await run("python3", "-c", query, hubFile)
        try #require(read.status == 0, "\(read.errors)")
        return read.output
    }
}
