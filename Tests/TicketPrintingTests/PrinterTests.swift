import Foundation
import Lobby
import Testing
import TicketPrinting

extension `Real printing` {
    @Suite struct `A printer` {
        @Test(arguments: [PrintLab.Device.ippeve, .scripted])
        func `prints the page, directly and through its queue`(
            device: PrintLab.Device
        ) async throws {
            try await PrintLab.run { lab in
                let printers: [any TicketPrinter] = [
                    try lab.directPrinter(device), lab.queuePrinter(device),
                ]
                for printer in printers {
                    #expect(printer.givesPaper)
                    #expect(
                        await printer.condition()
                            == PrinterCondition(isReady: true, reasons: [])
                    )
                    #expect(await printer.print(ticket) == .printed)
                }
                #expect(try await lab.printedLinks(device) == [link, link])
            }
        }

        @Test func `of any make gets a page it can print`() async throws {
            try await PrintLab.run { lab in
                let printer = try lab.directPrinter(.scripted)
                let makes = [
                    #"{"types": ["sgray_8"]}"#, #"{"dotsPerInch": 300}"#,
                    #"{"dotsPerInch": 180}"#, #"{"customMedia": [[50, 50], [80, 300]]}"#,
                    #"{"media": [[210, 297]]}"#, #"{"withoutCreateJob": true}"#,
                    #"{"busy": 3}"#,
                    #"{"reasons": ["media-low-warning", "marker-supply-low-report", "odd"]}"#,
                ]
                for make in makes {
                    try lab.script(make)
                    #expect(await printer.print(ticket) == .printed, "\(make)")
                }
                #expect(
                    try await lab.printedLinks(.scripted)
                        == Array(repeating: link, count: makes.count)
                )
            }
        }

        @Test func `that takes Apple raster only gets that`() async throws {
            try await PrintLab.run { lab in
                try lab.script(
                    #"{"formats": ["image/urf"], "types": [], "urf": ["W8", "RS203-300"]}"#
                )
                #expect(await (try lab.directPrinter(.scripted)).print(ticket) == .printed)
                #expect(try await lab.printedLinks(.scripted) == [link])
            }
        }

        @Test func `whose answer is lost in one step is found again, and told to stop`()
            async throws
        {
            try await PrintLab.run { lab in
                let printer = try lab.directPrinter(.scripted)
                try lab.script(
                    #"{"withoutCreateJob": true, "dropDocument": true, "stall": true}"#
                )
                #expect(await printer.print(ticket) == .notPrinted([.unreachable]))
                try await expectOnlyLaterPages(lab, printer)
            }
        }

        @Test(arguments: [false, true])
        func `that forgets a job it had leaves it unknown`(throughQueue: Bool) async throws {
            try await PrintLab.run { lab in
                let printer: any TicketPrinter =
                    throughQueue
                    ? lab.queuePrinter(.scripted, limits: .impatient)
                    : try lab.directPrinter(.scripted, limits: .impatient)
                try lab.script(#"{"stall": true}"#)
                async let outcome = printer.print(ticket)
                #expect(try await eventually { try lab.startedJobs() == 1 })
                try lab.script(#"{"stall": true, "forget": true}"#)
                guard case .unknown = await outcome else {
                    Issue.record("A printer that forgot is believed.")
                    return
                }
            }
        }

        @Test func `without raster gets a PDF`() async throws {
            try await PrintLab.run { lab in
                try lab.script(#"{"formats": ["application/pdf"]}"#)
                let printer = try lab.directPrinter(.scripted)
                #expect(await printer.print(ticket) == .printed)
                let page = try #require(try lab.pages(.scripted).first)
                let text = try await command("pdftotext", page, "-").output
                #expect(text.contains("A 047"))
            }
        }

        @Test func `that does not print says why, and prints nothing late`() async throws {
            let troubles: [(script: String, reason: PrinterReason)] = [
                (#"{"formats": ["image/jpeg"]}"#, .formatNotSupported),
                (#"{"media": [[40, 30]]}"#, .mediaNeeded),
                (#"{"accepting": false}"#, .notAccepting), (#"{"abort": true}"#, .aborted),
                (#"{"state": 5}"#, .paused), (#"{"stall": true}"#, .timedOut),
                (#"{"state": 5, "reasons": ["cover-open-error"]}"#, .coverOpen),
                (#"{"reasons": ["media-jam"]}"#, .mediaJam),
                (#"{"cutDocument": true}"#, .unreachable),
            ]
            try await PrintLab.run { lab in
                let printer = try lab.directPrinter(.scripted, limits: .impatient)
                for (script, reason) in troubles {
                    try lab.script(script)
                    #expect(await printer.print(ticket) == .notPrinted([reason]), "\(script)")
                }
                try await expectOnlyLaterPages(lab, printer)
            }
        }

        @Test(arguments: [false, true])
        func `out of paper gives no late paper when it is filled again`(
            throughQueue: Bool
        ) async throws {
            try await PrintLab.run { lab in
                try lab.script(#"{"reasons": ["media-empty-error"]}"#)
                let printer: any TicketPrinter =
                    throughQueue
                    ? lab.queuePrinter(.scripted) : try lab.directPrinter(.scripted)
                #expect(
                    await printer.condition()
                        == PrinterCondition(isReady: false, reasons: [.mediaEmpty])
                )
                #expect(await printer.print(ticket) == .notPrinted([.mediaEmpty]))
                try await expectOnlyLaterPages(lab, printer)
            }
        }

        @Test func `that only warns is named when a job does not end`() async throws {
            try await PrintLab.run { lab in
                // This one calls it a warning while it prints, and keeps a cancelled job to the end.
                try lab.mode("hold:media-empty")
                let printer = try lab.directPrinter(.ippeve, limits: .impatient)
                #expect(await printer.print(ticket) == .unknown([.mediaEmpty]))
            }
        }

        @Test(arguments: [false, true])
        func `that runs out of paper while printing gives no late paper`(
            throughQueue: Bool
        ) async throws {
            try await PrintLab.run { lab in
                try lab.script(
                    #"{"stall": true, "reasonsWhilePrinting": ["media-empty-error"]}"#
                )
                let printer: any TicketPrinter =
                    throughQueue
                    ? lab.queuePrinter(.scripted) : try lab.directPrinter(.scripted)
                #expect(await printer.print(ticket) == .notPrinted([.mediaEmpty]))
                try await expectOnlyLaterPages(lab, printer)
            }
        }

        @Test func `whose link dies with the page is believed when it answers again`() async throws
        {
            try await PrintLab.run { lab in
                try lab.script(#"{"dropDocument": true}"#)
                let printer = try lab.directPrinter(.scripted, limits: PrintLimits())
                #expect(await printer.print(ticket) == .printed)
            }
        }

        @Test func `that does not end a cancelled job leaves it unknown`() async throws {
            try await PrintLab.run { lab in
                try lab.script(#"{"stall": true, "deaf": true}"#)
                let printer = try lab.directPrinter(.scripted, limits: .impatient)
                #expect(await printer.print(ticket) == .unknown([.timedOut]))
                // The next start of the kiosk tries once more.
                try lab.script(#"{"stall": true}"#)
                await printer.cancelStaleJobs()
                try await expectOnlyLaterPages(lab, printer)
            }
        }

        @Test(arguments: [false, true])
        func `that is gone has not printed`(throughQueue: Bool) async throws {
            try await PrintLab.run { lab in
                let printer: any TicketPrinter =
                    throughQueue ? lab.queuePrinter(.ippeve) : try lab.directPrinter(.ippeve)
                try await lab.halt(.ippeve)
                #expect(await printer.print(ticket) == .notPrinted([.unreachable]))
                #expect(
                    await printer.condition()
                        == PrinterCondition(isReady: false, reasons: [.unreachable])
                )
                try await lab.resume(.ippeve)
                #expect(await printer.print(ticket) == .printed)
                #expect(try await lab.printedLinks(.ippeve) == [link])
            }
        }

        @Test(arguments: [false, true])
        func `that dies in the middle leaves it unknown`(throughQueue: Bool) async throws {
            try await PrintLab.run { lab in
                try lab.script(#"{"stall": true}"#)
                let printer: any TicketPrinter =
                    throughQueue
                    ? lab.queuePrinter(.scripted, limits: .impatient)
                    : try lab.directPrinter(.scripted, limits: .impatient)
                async let outcome = printer.print(ticket)
                #expect(try await eventually { try lab.startedJobs() == 1 })
                try await lab.halt(.scripted)
                #expect(await outcome == .unknown([.unreachable]))
            }
        }

        @Test(arguments: [false, true])
        func `loses what an earlier run left behind, and nothing of anybody else`(
            throughQueue: Bool
        ) async throws {
            try await PrintLab.run { lab in
                func printer(_ owner: String) throws -> any TicketPrinter {
                    throughQueue
                        ? lab.queuePrinter(.scripted, owner: owner, limits: .impatient)
                        : try lab.directPrinter(.scripted, owner: owner, limits: .impatient)
                }
                try lab.script(#"{"stall": true, "deaf": true}"#)
                #expect(try await printer("kiosk-1").print(ticket) == .unknown([.timedOut]))
                let theirs = link + "/theirs"
                try lab.script(#"{"stall": true}"#)
                async let other = printer("kiosk-2").print(ticket.with(.link, theirs))
                #expect(try await eventually { try lab.startedJobs() == 2 })

                await (try printer("kiosk-1")).cancelStaleJobs()
                try lab.script("{}")
                #expect(try await other == .printed)
                let later = link + "/later"
                #expect(try await printer("kiosk-1").print(ticket.with(.link, later)) == .printed)
                #expect(try await lab.printedLinks(.scripted) == [theirs, later])
            }
        }

        @Test func `that two kiosks share prints for both, whoever starts meanwhile`() async throws
        {
            try await PrintLab.run { lab in
                try lab.script(#"{"printTime": 0.2}"#)
                let links = (1...6).map { "\(link)/\($0)" }
                let printers: [any TicketPrinter] = [
                    try lab.directPrinter(.scripted, owner: "kiosk-1"),
                    lab.queuePrinter(.scripted, owner: "kiosk-2"),
                    try lab.directPrinter(.scripted, owner: "hub-lobby"),
                ]
                await withTaskGroup(of: Void.self) { group in
                    for (number, link) in links.enumerated() {
                        group.addTask {
                            let printer = printers[number % printers.count]
                            #expect(await printer.print(ticket.with(.link, link)) == .printed)
                        }
                    }
                    group.addTask {
                        await lab.queuePrinter(.scripted, owner: "kiosk-3").cancelStaleJobs()
                    }
                }
                #expect(try await lab.printedLinks(.scripted).sorted() == links)
            }
        }

        @Test func `inside TLS is the one that was there the first time`() async throws {
            try await PrintLab.run { lab in
                let printer = try lab.directPrinter(.ippeve, scheme: "ipps")
                #expect(await printer.print(ticket) == .printed)
                // Another one in its place shows another certificate.
                try await lab.halt(.ippeve)
                try FileManager.default.removeItem(atPath: lab.folder + "/ippeve/keys")
                try FileManager.default.createDirectory(
                    atPath: lab.folder + "/ippeve/keys",
                    withIntermediateDirectories: true
                )
                try await lab.resume(.ippeve)
                #expect(await printer.print(ticket) == .notPrinted([.unreachable]))
                #expect(await printer.condition().isReady == false)
                #expect(try await lab.printedLinks(.ippeve) == [link])
                // Somebody who knows that it was swapped forgets the first one.
                try FileManager.default.removeItem(atPath: lab.folder + "/certificates")
                #expect(await printer.print(ticket) == .printed)
            }
        }

        @Test func `is a fair judge, as the testers of CUPS see it`() async throws {
            try await PrintLab.run { lab in
                let judgement = try await lab.conformance()
                #expect(judgement.status == 0, "\(judgement.output)")
                // How often a job is asked for depends on how fast it is done.
                let last = judgement.output.split(separator: "\n").last ?? ""
                let count = try #require(last.wholeMatch(of: /(\d+) passed, 0 failed/)?.1)
                #expect(try #require(Int(count)) >= 60)
            }
        }

        /// Lets the printer print again, prints another ticket, and sees that only this one comes.
        private func expectOnlyLaterPages(
            _ lab: PrintLab,
            _ printer: any TicketPrinter
        ) async throws {
            try lab.script("{}")
            let later = link + "/later"
            #expect(await printer.print(ticket.with(.link, later)) == .printed)
            #expect(try await lab.printedLinks(.scripted) == [later])
        }
    }
}

/// Tests with a print laboratory, one after the other, to keep the machine quiet.
@Suite(.serialized) struct `Real printing` {}
