import Lobby
import Testing
import TicketPrinting

extension `Real printing` {
    @Suite struct `A queue` {
        @Test func `is not believed when its printer aborted`() async throws {
            try await PrintLab.run { lab in
                try lab.script(#"{"abort": true}"#)
                #expect(await lab.queuePrinter(.scripted).print(ticket) == .notPrinted([.aborted]))
            }
        }

        @Test func `of a printer that nobody can ask leaves it unknown`() async throws {
            try await PrintLab.run { lab in
                // The device swallows everything, and CUPS says "completed".
                let made = try await lab.cups(
                    "lpadmin",
                    "-p swallow -E -v file:///dev/null -P",
                    "\(lab.folder)/etc/ppd/scripted.ppd"
                )
                #expect(made.status == 0, "\(made.output)")
                let printer = QueuePrinter(
                    name: "swallow",
                    server: lab.server,
                    renderer: renderer,
                    limits: .quick
                )
                #expect(await printer.print(ticket) == .unknown([]))
            }
        }

        @Test(arguments: [("cupsdisable", PrinterReason.paused), ("cupsreject", .notAccepting)])
        func `that is switched off says so`(program: String, reason: PrinterReason) async throws {
            try await PrintLab.run { lab in
                let result = try await lab.cups(program, "scripted")
                #expect(result.status == 0, "\(result.output)")
                let printer = lab.queuePrinter(.scripted)
                #expect(await printer.print(ticket) == .notPrinted([reason]))
                #expect(
                    await printer.condition()
                        == PrinterCondition(isReady: false, reasons: [reason])
                )
            }
        }

        @Test func `paused before the kiosk starts is resumed`() async throws {
            try await PrintLab.run { lab in
                let result = try await lab.cups("cupsdisable", "scripted")
                #expect(result.status == 0, "\(result.output)")
                let printer = lab.queuePrinter(.scripted)
                await printer.cancelStaleJobs()
                #expect(await printer.print(ticket) == .printed)
            }
        }

        @Test func `of a server that is down prints again when it is back`() async throws {
            try await PrintLab.run { lab in
                try await lab.halt(.cupsd)
                let opened = try await PrinterChoice(setting: "ticket").open(
                    folder: lab.folder,
                    renderer: renderer,
                    server: lab.server,
                    limits: .quick
                )
                let notice = try #require(opened.notice)
                #expect(notice == StaffNotice(.noticeQueueSilent, ["queue": "ticket"]))
                #expect(await opened.printer.print(ticket) == .notPrinted([.unreachable]))
                #expect(
                    await opened.printer.condition()
                        == PrinterCondition(isReady: false, reasons: [.unreachable])
                )
                try await lab.resume(.cupsd)
                #expect(await opened.printer.print(ticket) == .printed)
                #expect(try await lab.printedLinks(.ippeve) == [link])
            }
        }

        @Test func `whose server dies in the middle is believed by its printer`() async throws {
            try await PrintLab.run { lab in
                try lab.script(#"{"stall": true}"#)
                let printer = lab.queuePrinter(.scripted)
                async let outcome = printer.print(ticket)
                #expect(try await eventually { try lab.startedJobs() == 1 })
                try await lab.halt(.cupsd)
                // CUPS cancels at the printer when it ends in order: paper or not, both are honest.
                try lab.script("{}")
                let result = await outcome
                let pages = try lab.pages(.scripted).count
                #expect((result == .printed) == (pages == 1), "\(result), \(pages) pages")
                try await lab.resume(.cupsd)
            }
        }
    }

    @Suite struct `The usual printer` {
        @Test func `is the default destination of CUPS`() async throws {
            try await PrintLab.run { lab in
                let result = try await lab.cups("lpadmin", "-d scripted")
                #expect(result.status == 0, "\(result.output)")
                let opened = try await PrinterChoice(setting: nil).open(
                    folder: lab.folder + "/pdf",
                    renderer: renderer,
                    server: lab.server
                )
                #expect(opened.notice == nil)
                #expect(await opened.printer.print(ticket) == .printed)
                #expect(try await lab.printedLinks(.scripted) == [link])
            }
        }

        @Test func `is a folder with a notice where CUPS has no default or is down`() async throws {
            try await PrintLab.run { lab in
                let folder = lab.folder + "/pdf"
                var opened = try await PrinterChoice(setting: nil).open(
                    folder: folder,
                    renderer: renderer,
                    server: lab.server
                )
                #expect(!opened.printer.givesPaper)
                #expect(
                    opened.notice == StaffNotice(.noticeNoDefault, ["place": folder])
                )
                try await lab.halt(.cupsd)
                opened = try await PrinterChoice(setting: nil).open(
                    folder: folder,
                    renderer: renderer,
                    server: lab.server
                )
                #expect(!opened.printer.givesPaper)
                #expect(
                    opened.notice == StaffNotice(.noticeNoCUPS, ["place": folder])
                )
            }
        }

        @Test func `is never a queue that does not exist`() async throws {
            try await PrintLab.run { lab in
                let mistake = await #expect(throws: PrinterChoice.Mistake.self) {
                    try await PrinterChoice(setting: "tiket").open(
                        folder: lab.folder,
                        renderer: renderer,
                        server: lab.server
                    )
                }
                #expect(
                    mistake?.description
                        == "CUPS has no queue “tiket”. It has: scripted, ticket."
                )
            }
        }
    }
}

@Suite struct `The choice of a printer` {
    @Test func `is read from its setting`() throws {
        #expect(try PrinterChoice(setting: nil) == .usual)
        #expect(try PrinterChoice(setting: "") == .usual)
        #expect(try PrinterChoice(setting: "ticket") == .queue("ticket"))
        #expect(try PrinterChoice(setting: "folder:/tmp/x") == .folder("/tmp/x"))
        #expect(
            try PrinterChoice(setting: "ipps://printer:8443/ipp")
                == .address("ipps://printer:8443/ipp")
        )
        #expect(try PrinterChoice(setting: "escpos:ticket") == .receiptQueue("ticket"))
        for place in ["socket://printer", "socket://[::1]:9101", "/dev/usb/lp0?oneway=yes"] {
            #expect(
                try PrinterChoice(setting: place) == .escpos(#require(ESCPOSAddress(place)))
            )
        }
    }

    @Test(arguments: [
        "http://printer/", "ipp://", "folder:", "socket://", "escpos:", "/dev/usb/lp0?both=ways",
    ])
    func `is refused with a remedy when it makes no sense`(setting: String) {
        let mistake = #expect(throws: PrinterChoice.Mistake.self) {
            try PrinterChoice(setting: setting)
        }
        #expect(mistake?.description.contains("Write it like") == true)
    }
}
