import Foundation
import Lobby
import Testing
@testable import TicketPrinting

@Suite struct `A paper` {
    private let ranged = ["custom_min_50x50mm", "custom_max_80x300mm", "om_roll_72x200mm"]
    private let sheets = [
        "iso_a4_210x297mm", "iso_a5_148x210mm", "iso_a6_105x148mm", "na_letter_8.5x11in",
        "custom_min_76.2x127mm", "custom_max_215.9x355.6mm",
    ]

    @Test(arguments: [
        ("a6", "iso_a6_105x148mm"), ("a5", "iso_a5_148x210mm"), ("a4", "iso_a4_210x297mm"),
    ])
    func `of a printer's own size is asked for by its name`(paper: String, name: String) throws {
        let choice = try choice(on: paper, among: sheets)
        #expect(choice.keyword == name)
        // A size by measure would make some printers wait for somebody to put it in.
        #expect(!choice.isCustom)
    }

    @Test(arguments: ["58mm", "80mm"])
    func `from a roll is as long as the ticket`(paper: String) throws {
        let choice = try choice(on: paper, among: ranged)
        #expect(choice.isCustom)
        let length = try page(on: paper).height * 2540 / 203
        #expect((length...length + 20).contains(choice.length))
    }

    @Test func `that is too narrow is none`() throws {
        let page = try page(on: "112mm")
        #expect(
            PaperChoice(
                forWidth: page.width * 2540 / 203,
                length: page.height * 2540 / 203,
                among: ranged
            ) == nil
        )
    }

    @Test func `that is too small gives way to the next larger one`() throws {
        let choice = try choice(on: "a6", among: ["iso_a4_210x297mm", "iso_a5_148x210mm"])
        #expect(choice.keyword == "iso_a5_148x210mm")
    }

    @Test(arguments: [("58mm", 48), ("80mm", 72), ("112mm", 104)])
    func `of a roll has the dots of the print head`(paper: String, millimetres: Int) throws {
        let layout = walkIn.with([.rule(thickness: 1)]).on(try shippedPaper(paper))
        let page = try TicketRenderer(layouts: [layout]).page(for: ticket)
        let dots = [48: 384, 72: 576, 104: 832][millimetres] ?? 0
        #expect(abs(page.inkedColumns.count - dots) <= 2)
        #expect(ESCPOSDocument(page, number: nil) != nil)
    }

    @Test func `that is a sheet is set smaller until all fits`() throws {
        let lines = [TicketLayout.plain("{service}", size: 5)]
        let short = walkIn.with(lines).on(try shippedPaper("a6"))
        let long = walkIn.with(lines + Array(repeating: lines[0], count: 21))
            .on(try shippedPaper("a6"))
        let plain = try TicketRenderer(layouts: [short]).page(for: ticket)
        let small = try TicketRenderer(layouts: [long]).page(for: ticket)
        #expect(plain.height == small.height)
        #expect(small.inkedColumns.count < plain.inkedColumns.count)
        let endless = walkIn.with(Array(repeating: lines[0], count: 60))
            .on(try shippedPaper("a6"))
        #expect(throws: TicketDrawingError.self) {
            try TicketRenderer(layouts: [endless]).page(for: ticket)
        }
    }

    private func page(on paper: String) throws -> TicketPage {
        try TicketRenderer(layouts: [walkIn.on(try shippedPaper(paper))]).page(for: ticket)
    }

    private func choice(on paper: String, among media: [String]) throws -> PaperChoice {
        let page = try page(on: paper)
        let hundredths = 2540.0 / 203
        return try #require(
            PaperChoice(
                forWidth: Int(Double(page.width) * hundredths),
                length: Int((Double(page.height) * hundredths).rounded(.up)),
                among: media
            )
        )
    }
}

extension `Real printing` {
    @Suite struct `A printer with another paper` {
        /// What the printer says it has, and how large the paper comes out, in millimetres.
        private static let papers: [(paper: String, script: String, width: Int, length: Int?)] = [
            ("58mm", #"{"customMedia": [[40, 50], [58, 300]]}"#, 58, nil),
            ("112mm", #"{"customMedia": [[50, 50], [112, 400]]}"#, 112, nil),
            ("a6", #"{"media": [[210, 297], [105, 148], [148, 210]]}"#, 105, 148),
            ("a5", #"{"media": [[210, 297], [105, 148], [148, 210]]}"#, 148, 210),
            ("a4", #"{"media": [[210, 297]], "dotsPerInch": 300}"#, 210, 297),
            ("a6", #"{"media": [[210, 297]]}"#, 210, 297),
        ]

        @Test func `gets each ticket whole`() async throws {
            let office = try #require(Shipped.office)
            try await PrintLab.run { lab in
                for (paper, script, width, length) in Self.papers {
                    try lab.script(script)
                    let renderer = try Shipped.renderer(paper)
                    let printer = try #require(
                        IPPPrinter(
                            uri: lab.address(of: .scripted),
                            renderer: renderer,
                            limits: .quick
                        )
                    )
                    for layout in ["walk-in", "slip"] {
                        let paper = Ticket.sample(
                            layout: layout,
                            language: "ar",
                            of: office,
                            texts: nil
                        )
                        #expect(await printer.print(paper) == .printed, "\(script)")
                        let page = try #require(try lab.pages(.scripted).last)
                        let found = try await lab.picture(ofPage: page)
                        #expect(abs(found.width - width) <= 1, "\(script): \(found)")
                        if let length { #expect(abs(found.length - length) <= 1) }
                        #expect(found.codes == [paper.values[layout == "slip" ? .code : .link]])
                    }
                }
            }
        }

        @Test func `is told to cut where the layout does and it can`() async throws {
            let ticket = try Ticket.sample(
                layout: "walk-in",
                language: "de",
                of: #require(Shipped.office),
                texts: nil
            )
            let pieces = [
                [TicketLayout.Block.number(size: 20)],
                [.number(size: 20), .cut(.full)],
                [.number(size: 20), .cut(.partial), .number(size: 20), .cut(.full)],
            ]
            try await PrintLab.run { lab in
                for finishings in ["3, 60, 61", "3, 11", "3"] {
                    try lab.script(#"{"finishings": [\#(finishings)]}"#)
                    for blocks in pieces {
                        let printer = try #require(
                            IPPPrinter(
                                uri: lab.address(of: .scripted),
                                renderer: TicketRenderer(layouts: [walkIn.with(blocks)]),
                                limits: .quick
                            )
                        )
                        #expect(await printer.print(ticket) == .printed)
                    }
                }
                let told = try String(
                    contentsOfFile: lab.folder + "/scripted/finishings",
                    encoding: .utf8
                )
                let wanted = "- 61 60 - 11 11 - - -"
                #expect(told.split(separator: "\n") == wanted.split(separator: " "))
            }
        }

        @Test func `that takes ESC/POS gets the width of its head`() async throws {
            let office = try #require(Shipped.office)
            try await PrintLab.run { lab in
                try await lab.resume(.receipt)
                let address = try #require(ESCPOSAddress(lab.address(of: .receipt)))
                for (paper, dots) in [("58mm", 384), ("80mm", 576), ("112mm", 832)] {
                    let printer = ESCPOSPrinter(
                        address: address,
                        renderer: try Shipped.renderer(paper),
                        limits: .impatient
                    )
                    let ticket = Ticket.sample(
                        layout: "walk-in",
                        language: "uk",
                        of: office,
                        texts: nil
                    )
                    #expect(await printer.print(ticket) == .printed)
                    let page = try #require(try lab.pages(.receipt).last)
                    let found = try await lab.picture(ofPage: page)
                    #expect(found.dots == dots)
                    #expect(found.codes == [ticket.values[.link]])
                }
            }
        }
    }
}

extension PrintLab {
    /// A received page: its size in millimetres, its width in dots, and what zbarimg reads on it.
    fileprivate func picture(
        ofPage page: String
    ) async throws -> (width: Int, length: Int, dots: Int, codes: [String?]) {
        let picture = scratchPath("page.pgm")
        defer { try? FileManager.default.removeItem(atPath: picture) }
        let decoded = try await decode(page, to: picture)
        func number(_ name: String) throws -> Int {
            let form = try Regex("\"\(name)\": ([0-9]+)", as: (Substring, Substring).self)
            let match = try #require(decoded.firstMatch(of: form))
            return try #require(Int(match.1))
        }
        let dotsPerInch = try number("dotsPerInch")
        let read = try await codes(inFile: picture)
        return (
            try number("width") * 254 / (dotsPerInch * 10) + 1,
            try number("height") * 254 / (dotsPerInch * 10) + 1,
            try number("width"),
            read.map { String($0.dropFirst("QR-Code:".count)) }
        )
    }
}
