import Foundation
import Lobby
import Testing
@testable import TicketPrinting

/// A fault of a receipt printer: how it behaves, what the ticket's outcome is, how many papers come.
struct ReceiptFault: Sendable, CustomTestStringConvertible {
    var script: String
    var outcome: PrintOutcome
    var papers = 0
    /// Whether the printer is well again afterwards and prints the next ticket, and only that one.
    var heals = true

    var testDescription: String { script }
}

extension `Real printing` {
    @Suite struct `A receipt printer` {
        static let faults = [
            ReceiptFault(script: #"{"paper": "low"}"#, outcome: .printed, papers: 1),
            ReceiptFault(script: #"{"paper": "out"}"#, outcome: .notPrinted([.mediaEmpty])),
            ReceiptFault(script: #"{"cover": true}"#, outcome: .notPrinted([.coverOpen])),
            ReceiptFault(script: #"{"cutter": true}"#, outcome: .notPrinted([.mediaJam])),
            ReceiptFault(script: #"{"broken": true}"#, outcome: .notPrinted([.other])),
            ReceiptFault(script: #"{"outAfterRows": 300}"#, outcome: .notPrinted([.mediaEmpty])),
            ReceiptFault(
                script: #"{"outAfterRows": 300, "deaf": true}"#,
                outcome: .unknown([.mediaEmpty]),
                heals: false
            ),
            ReceiptFault(
                script: #"{"dropAfterRows": 300}"#,
                outcome: .unknown([.unreachable])
            ),
            ReceiptFault(script: #"{"hung": true}"#, outcome: .notPrinted([.unreachable])),
            // It answers all questions but the one about its papers, and forgets on command.
            ReceiptFault(
                script: #"{"secretive": true}"#,
                outcome: .unknown([.timedOut]),
                papers: 1
            ),
            ReceiptFault(
                script: #"{"stuffed": true}"#,
                outcome: .unknown([.unreachable]),
                heals: false
            ),
        ]

        @Test(arguments: faults)
        func `tells the truth about its fault`(fault: ReceiptFault) async throws {
            try await PrintLab.run { lab in
                try await lab.resume(.receipt)
                let printer = try lab.receiptPrinter()
                try lab.script(fault.script, of: .receipt)
                let outcome = await printer.print(ticket)
                #expect(outcome == fault.outcome, "\(outcome)")
                #expect(try lab.pages(.receipt).count == fault.papers)
                guard fault.heals else { return }
                try lab.script("{}", of: .receipt)
                let later = link + "/later"
                #expect(await printer.print(ticket.with(.link, later)) == .printed)
                #expect(try await lab.printedLinks(.receipt).dropFirst(fault.papers) == [later])
            }
        }

        @Test(arguments: [PrintLab.Device.receipt, .device])
        func `says when the paper is out`(device: PrintLab.Device) async throws {
            try await PrintLab.run { lab in
                try await lab.resume(device == .receipt ? .receipt : .device)
                let printer = try lab.receiptPrinter(device)
                #expect(await printer.condition() == PrinterCondition(isReady: true, reasons: []))
                #expect(await printer.print(ticket) == .printed)
                #expect(try await lab.printedLinks(device) == [link])
                // Nothing was taken for letters.
                #expect(!FileManager.default.fileExists(atPath: lab.folder + "/\(device)/mess"))
                try lab.script(#"{"paper": "low"}"#, of: device)
                #expect(
                    await printer.condition()
                        == PrinterCondition(isReady: true, reasons: [.mediaLow])
                )
            }
        }

        @Test func `whose link goes one way leaves it unknown`() async throws {
            try await PrintLab.run { lab in
                try await lab.resume(.receipt)
                try lab.script(#"{"silent": true}"#, of: .receipt)
                // Asked, it does not answer, and so gets nothing that could come late.
                #expect(
                    await (try lab.receiptPrinter()).print(ticket) == .notPrinted([.unreachable])
                )
                #expect(try lab.pages(.receipt).isEmpty)
                let printer = try lab.receiptPrinter(.receipt, options: "?oneway=yes")
                #expect(await printer.print(ticket) == .unknown([]))
                #expect(try await eventually { try lab.pages(.receipt).count == 1 })
            }
        }

        @Test func `forgets what an earlier run left behind`() async throws {
            try await PrintLab.run { lab in
                try await lab.resume(.receipt)
                let printer = try lab.receiptPrinter(limits: .impatient)
                try lab.script(#"{"outAfterRows": 300, "deaf": true}"#, of: .receipt)
                #expect(await printer.print(ticket) == .unknown([.mediaEmpty]))
                try lab.script(#"{"cover": true}"#, of: .receipt)
                await printer.cancelStaleJobs()
                try lab.script("{}", of: .receipt)
                let later = link + "/later"
                #expect(await printer.print(ticket.with(.link, later)) == .printed)
                #expect(try await lab.printedLinks(.receipt) == [later])
            }
        }

        @Test func `that is off, and comes back`() async throws {
            try await PrintLab.run { lab in
                let printer = try lab.receiptPrinter()
                #expect(await printer.print(ticket) == .notPrinted([.unreachable]))
                try await lab.resume(.receipt)
                #expect(await printer.print(ticket) == .printed)
                #expect(try await lab.printedLinks(.receipt) == [link])
            }
        }

        @Test func `behind a raw queue prints, and nobody knows`() async throws {
            try await PrintLab.run { lab in
                // The way to the printer is that of CUPS, and its own business.
                let device = lab.address(of: .scripted).replacing("ipp://", with: "http://")
                let made = try await lab.cups("lpadmin", "-p receipt -E -v \(device)")
                #expect(made.status == 0, "\(made.output)")
                let opened = try await PrinterChoice(setting: "escpos:receipt").open(
                    folder: lab.folder,
                    renderer: renderer,
                    server: lab.server,
                    limits: .quick
                )
                #expect(
                    opened.notice == StaffNotice(.noticeNobodyKnows, ["queue": "receipt"])
                )
                #expect(await opened.printer.print(ticket) == .unknown([]))
                #expect(try await lab.printedLinks(.scripted) == [link])
                // The same queue by its name alone is one that is raw by accident.
                let byName = try await PrinterChoice(setting: "receipt").open(
                    folder: lab.folder,
                    renderer: renderer,
                    server: lab.server,
                    limits: .quick
                )
                #expect(await byName.printer.print(ticket) == .notPrinted([.formatNotSupported]))
                #expect(try lab.pages(.scripted).count == 1)
            }
        }
    }
}

@Suite struct `A ticket in ESC/POS` {
    @Test func `holds nothing that the printer takes for a command of real time`() throws {
        for number in 1...30 {
            let page = try renderer.page(for: ticket.with(.link, "\(link)/\(number)"))
            let bytes = try #require(ESCPOSDocument(page, number: nil)).bytes
            let armed = zip(bytes, bytes.dropFirst()).filter {
                $0 == 0x10 && [0x04, 0x05, 0x14].contains($1)
            }
            #expect(armed.isEmpty)
        }
    }
}
