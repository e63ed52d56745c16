import Foundation
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
                let opened = try await PrinterChoice(setting: "swallow").open(
                    folder: lab.folder,
                    renderer: renderer,
                    server: lab.server,
                    limits: .quick
                )
                #expect(opened.notice == StaffNotice(.noticeNobodyKnows, ["queue": "swallow"]))
                #expect(await opened.printer.print(ticket) == .unknown([]))
            }
        }

        @Test func `that became raw by accident is not ready, and says why`() async throws {
            try await PrintLab.run { lab in
                let made = try await lab.cups("lpadmin", "-p rawly -E -v file:///dev/null -m raw")
                #expect(made.status == 0, "\(made.output)")
                let printer = QueuePrinter(name: "rawly", server: lab.server, renderer: renderer)
                let details = await printer.details()
                #expect(details.isRaw)
                #expect(
                    details.condition
                        == PrinterCondition(isReady: false, reasons: [.formatNotSupported])
                )
                let receipts = QueuePrinter(
                    name: "rawly",
                    language: .receipt,
                    server: lab.server,
                    renderer: renderer
                )
                #expect(await receipts.condition().isReady)
            }
        }

        @Test func `that is switched off says so`() async throws {
            try await PrintLab.run { lab in
                let result = try await lab.cups("cupsreject", "scripted")
                #expect(result.status == 0, "\(result.output)")
                let printer = lab.queuePrinter(.scripted)
                #expect(await printer.print(ticket) == .notPrinted([.notAccepting]))
                #expect(
                    await printer.condition()
                        == PrinterCondition(isReady: false, reasons: [.notAccepting])
                )
            }
        }

        /// The kernel tells CUPS who asks, over its socket; so it takes no password.
        @Test(arguments: [nil, "@SYSTEM"])
        func `that was paused by hand is resumed, also while the kiosk runs`(
            mayResume: String?
        ) async throws {
            guard mayResume == nil || geteuid() == 0 else { return }
            try await PrintLab.run(mayResume: mayResume) { lab in
                let printer = lab.queuePrinter(.scripted)
                for look in ["start", "look", "ticket"] {
                    let result = try await lab.cups("cupsdisable", "scripted")
                    #expect(result.status == 0, "\(result.output)")
                    switch look {
                    case "start": await printer.cancelStaleJobs()
                    case "look": #expect(await printer.condition().isReady)
                    // A ticket to a printer that is known already does not ask CUPS at all.
                    default: break
                    }
                    #expect(await printer.print(ticket) == .printed, "\(look)")
                }
            }
        }

        @Test func `that others paused, and only they may resume, says that it is paused`()
            async throws
        {
            try await PrintLab.run(mayResume: "nobody") { lab in
                let result = try await lab.cups("cupsdisable", "scripted")
                #expect(result.status == 0, "\(result.output)")
                let printer = lab.queuePrinter(.scripted)
                await printer.cancelStaleJobs()
                #expect(await printer.print(ticket) == .notPrinted([.paused]))
                #expect(
                    await printer.condition()
                        == PrinterCondition(isReady: false, reasons: [.paused])
                )
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

        @Test(arguments: [PrintLab.Deed.halt, .kill])
        func `whose server dies in the middle prints once, also when it is back`(
            death: PrintLab.Deed
        ) async throws {
            try await PrintLab.run { lab in
                try lab.script(#"{"stall": true}"#)
                let printer = lab.queuePrinter(.scripted)
                async let outcome = printer.print(ticket)
                #expect(try await eventually { try lab.startedJobs() == 1 })
                try await lab.order(death, .cupsd)
                try lab.script("{}")
                #expect(await outcome == .printed)
                try await lab.resume(.cupsd)
                let later = link + "/later"
                #expect(await printer.print(ticket.with(.link, later)) == .printed)
                #expect(try await lab.printedLinks(.scripted) == [link, later])
            }
        }

        @Test func `whose server stands still prints on the printer that was there`() async throws {
            try await PrintLab.run { lab in
                let printer = lab.queuePrinter(.scripted)
                #expect(await printer.condition().isReady)
                try await lab.order(.freeze, .cupsd)
                #expect(await printer.print(ticket) == .printed)
                #expect(await printer.condition().isReady)
                try await lab.order(.thaw, .cupsd)
                #expect(try await lab.printedLinks(.scripted) == [link])
            }
        }

        @Test func `whose printer was swapped prints on the new one`() async throws {
            try await PrintLab.run { lab in
                let printer = lab.queuePrinter(.scripted)
                #expect(await printer.condition().isReady)
                try await lab.halt(.scripted)
                #expect(await printer.print(ticket) == .notPrinted([.unreachable]))
                let moved = try await lab.cups(
                    "lpadmin",
                    "-p scripted -v \(lab.address(of: .ippeve))"
                )
                #expect(moved.status == 0, "\(moved.output)")
                #expect(await printer.print(ticket) == .printed)
                #expect(try await lab.printedLinks(.ippeve) == [link])
            }
        }

        @Test func `of a server in the network, named as a printer, is not believed`() async throws
        {
            try await PrintLab.run { lab in
                let uri = "ipp://\(lab.networkServer)/printers/scripted"
                let printer = try #require(IPPPrinter(uri: uri, renderer: renderer))
                #expect(await printer.print(ticket) == .unknown([]))
                #expect(try await lab.printedLinks(.scripted) == [link])
                // By its name it leads to the printer itself.
                let queue = QueuePrinter(
                    name: "scripted",
                    server: lab.networkServer,
                    renderer: renderer
                )
                #expect(await queue.print(ticket) == .printed)
            }
        }

        @Test func `that was deleted prints nothing until it is there again`() async throws {
            try await PrintLab.run { lab in
                let deleted = try await lab.cups("lpadmin", "-x scripted")
                #expect(deleted.status == 0, "\(deleted.output)")
                let printer = lab.queuePrinter(.scripted)
                #expect(await printer.print(ticket) == .notPrinted([.unreachable]))
                #expect(await printer.condition().reasons == [.unreachable])
                let made = try await lab.cups(
                    "lpadmin",
                    "-p scripted -E -m everywhere -v \(lab.address(of: .scripted))"
                )
                #expect(made.status == 0, "\(made.output)")
                #expect(try await until { await printer.condition().isReady })
                #expect(await printer.print(ticket) == .printed)
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

        @Test func `that CUPS does not have is opened, and named as a mistake`() async throws {
            try await PrintLab.run { lab in
                let opened = try await PrinterChoice(setting: "tiket").open(
                    folder: lab.folder,
                    renderer: renderer,
                    server: lab.server
                )
                #expect(
                    opened.mistake?.description
                        == "CUPS has no queue “tiket”. It has: scripted, ticket."
                )
                #expect(opened.notice == StaffNotice(.noticeNoQueue, ["queue": "tiket"]))
                #expect(await opened.printer.print(ticket) == .notPrinted([.unreachable]))
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
