import Foundation
import Testing

/// Where the power of the kiosk goes: what the printer does not answer just then, and the papers
/// that come of it in the end.
private struct PowerCut: Sendable {
    var script: String
    /// The operation without an answer.
    var operation: String
    var unmarked: Int

    static let all = [
        PowerCut(script: #""hang": ["Create-Job"]"#, operation: "Create-Job", unmarked: 0),
        PowerCut(script: #""mute": ["Create-Job"]"#, operation: "Create-Job", unmarked: 0),
        PowerCut(script: #""hang": ["Send-Document"]"#, operation: "Send-Document", unmarked: 0),
        PowerCut(script: #""mute": ["Send-Document"]"#, operation: "Send-Document", unmarked: 1),
        PowerCut(
            // It is out, and nobody wrote that down.
            script: #""hang": ["Get-Job-Attributes"]"#,
            operation: "Get-Job-Attributes",
            unmarked: 1
        ),
    ]
}

extension EndToEnd {
    @Suite struct `A power cut` {
        @Test(arguments: [false, true])
        func `at any point of a paper ends with one that says so, and at most one more`(
            throughQueue: Bool
        ) async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let pdf = #""formats": ["application/pdf"]"#
                    let printer = throughQueue ? PrintLab.first : lab.scriptedAddress
                    try lab.script("{\(pdf)}")
                    var kiosk = try await world.hubAndKiosk(printer: printer)
                    for (place, cut) in PowerCut.all.enumerated() {
                        let pages = try lab.scriptedPages().count
                        let held = lab.held().count { $0 == cut.operation }
                        try lab.script("{\(pdf), \(cut.script)}")
                        try await kiosk.drawNumber()
                        try await eventually("\(cut.script) is held") {
                            lab.held().count { $0 == cut.operation } > held
                        }
                        try await kiosk.terminal.killHard()

                        try lab.script("{\(pdf)}")
                        kiosk = try await world.kiosk(printer: printer)
                        let wanted = pages + cut.unmarked + 1
                        try await eventually("\(cut.script): \(wanted - pages) papers") {
                            try lab.scriptedPages().count == wanted
                        }
                        // The next visitor's paper is the next one.
                        try await kiosk.terminal.shows("08:3")
                        try await kiosk.drawNumber()
                        try await kiosk.terminal.shows(PaperRow.taken)
                        try await kiosk.goBack()
                        var (marked, unmarked) = (0, 0)
                        for page in try lab.scriptedPages()[pages...] {
                            let words = try await world.words(onPaper: page)
                            let number = String(format: "A %03d", place * 2 + 1)
                            guard words.contains(number) else { continue }
                            if words.contains("Zweitdruck") { marked += 1 } else { unmarked += 1 }
                        }
                        #expect(marked == 1, "\(cut.script)")
                        #expect(unmarked == cut.unmarked, "\(cut.script)")
                        let papers = try lab.scriptedPages().count
                        #expect(papers == wanted + 1, "\(cut.script)")
                    }
                }
            }
        }

        @Test(arguments: [#"{"outAfterRows": 300}"#, #"{"secretive": true}"#])
        func `while a receipt printer is at work ends with a marked paper, and at most one more`(
            script: String
        ) async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    try await lab.order(.resume, "receipt")
                    let first = try await world.hubAndKiosk(printer: lab.receiptAddress)
                    try await first.drawNumber()
                    try await first.terminal.shows(PaperRow.taken)
                    try await first.goBack()
                    let usual = try Self.rows(of: #require(try lab.pages(of: "receipt").first))

                    try lab.script(script, of: "receipt")
                    try await first.drawNumber()
                    try await eventually("the printer begins") {
                        lab.startedJobs(of: "receipt") == 2
                    }
                    try await first.terminal.killHard()
                    // With paper again it goes on with what it has, whoever is there.
                    try lab.script("{}", of: "receipt")
                    let second = try await world.kiosk(printer: lab.receiptAddress)
                    // The mark stands on top and makes the paper longer.
                    try await eventually("the paper comes again") {
                        try lab.pages(of: "receipt").contains { try Self.rows(of: $0) > usual }
                    }
                    try await second.terminal.shows("08:3")
                    try await second.drawNumber()
                    try await second.terminal.shows(PaperRow.taken)
                    var (marked, unmarked): ([String], [String]) = ([], [])
                    for page in try lab.pages(of: "receipt") {
                        let link = try await lab.link(onPage: page)
                        if try Self.rows(of: page) > usual {
                            marked.append(link)
                        } else {
                            unmarked.append(link)
                        }
                    }
                    #expect(marked.count == 1)
                    #expect(Set(unmarked).count == unmarked.count, "\(unmarked)")
                    #expect(Set(unmarked + marked).count == 3)
                }
            }
        }

        /// How many rows of dots a paper has.
        private static func rows(of page: String) throws -> Int {
            let head = try Data(contentsOf: URL(filePath: page)).prefix { $0 != 0x0A }
            return try #require(
                String(decoding: head, as: UTF8.self).split(separator: " ").last.flatMap { Int($0) }
            )
        }
    }
}
