import Foundation
import Testing

extension EndToEnd {
    @Suite struct `Whoever looks after the printer` {
        @Test func `is told how it is, and what to do`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let well = try await world.status(lab.queue)
                    #expect(well.status == 0, "\(well.errors)")
                    #expect(well.output.contains("CUPS queue ticket"))
                    #expect(well.output.contains("Tickets go to it as PWG raster."))
                    #expect(well.output.contains("It is ready."))
                    try lab.script(
                        #"""
                        {"reasons": ["media-low-warning", "cover-open-error", "fan-dusty-report"],
                        "state": 5}
                        """#
                    )
                    let open = try await world.status(lab.scriptedAddress)
                    #expect(open.status == 69)
                    #expect(open.output.contains("It does not print now."))
                    #expect(open.output.contains("Its cover is open. Close it. (cover-open)"))
                    #expect(open.output.contains("Have the next roll ready. (media-low)"))
                    #expect(open.output.contains("in words of its own: fan-dusty-report."))
                    let gone = try await world.status("ipp://127.0.0.1:1/ipp/print")
                    #expect(gone.status == 69)
                    #expect(gone.output.contains("It cannot be reached."))
                    let folder = try await world.status("folder:\(world.tickets)")
                    #expect(folder.status == 0)
                    #expect(folder.output.contains("No paper comes here"))
                    let wrong = try await world.status("no-such-queue")
                    #expect(wrong.status == 78)
                }
            }
        }

        @Test func `prints a test page`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let well = try await world.wartemarke(
                        "ticket",
                        "test",
                        "--printer",
                        lab.scriptedAddress
                    )
                    #expect(well.status == 0, "\(well.errors)")
                    #expect(well.output.contains("the page is printed."))
                    let page = try #require(try lab.scriptedPages().first)
                    #expect(try await lab.link(onPage: page).hasPrefix("HTTPS://"))
                    try lab.script(#"{"reasons": ["media-empty-error"]}"#)
                    let empty = try await world.wartemarke(
                        "ticket",
                        "test",
                        "--printer",
                        lab.scriptedAddress
                    )
                    #expect(empty.status == 69)
                    #expect(empty.errors.contains("no page came."))
                    #expect(empty.errors.contains("Put a new roll in and close the cover."))
                }
            }
        }

        @Test func `sets a queue up without being asked`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let made = try await world.setUp("lobby", on: lab.scriptedAddress)
                    #expect(made.status == 0, "\(made.output)\(made.errors)")
                    #expect(made.output.contains("  address: lobby\n  paper: 80mm\n"))
                    #expect(try lab.scriptedPages().count == 1)
                    let listed = try await world.wartemarke("admin", "printer", "--list")
                    #expect(listed.status == 0, "\(listed.errors)")
                    #expect(listed.output.contains("lobby"))
                    let off = try await world.setUp("hall", on: "lpd:nowhere at all")
                    #expect(off.status == 64)
                }
            }
        }

        @Test(.enabled(if: geteuid() == 0, "Only root may give names of its own."))
        func `need not know the printer's address, only its name`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let uri = try await lab.addNamedPrinter()
                    let well = try await world.status("named")
                    #expect(well.status == 0, "\(well.output)\(well.errors)")
                    // The printer tells, and not its queue.
                    #expect(well.output.contains("Tickets go to it as PWG raster."))
                    let printed = try await world.wartemarke("ticket", "test", "--printer", "named")
                    #expect(printed.status == 0, "\(printed.errors)")
                    #expect(printed.output.contains("the page is printed."))
                    #expect(try lab.pages(of: "named").count == 1)

                    // Set up by its name, and CUPS lives on.
                    let made = try await world.setUp("hall", on: uri)
                    #expect(made.status == 0, "\(made.output)\(made.errors)")
                    #expect(try lab.pages(of: "named").count == 2)
                    try await lab.cups(["lpstat", "-v", "hall"])

                    try await lab.order(.halt, "named")
                    let off = try await world.status("named")
                    #expect(off.status == 69, "\(off.output)")
                    let none = try await world.setUp("none", on: "ipp://Nobody._ipp._tcp.local/")
                    #expect(none.status == 69)
                    #expect(none.errors.contains("No printer in the network answers to"))
                }
            }
        }

        @Test func `sets a queue up in a talk, and says whether the page came`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let talk = try await world.wartemarke(
                        "admin",
                        "printer",
                        input: "\(lab.scriptedAddress)\nhall\nn\n"
                    )
                    #expect(talk.output.contains("Queues that are there: "))
                    #expect(talk.output.contains("CUPS has the queue hall"))
                    #expect(talk.status == 69)
                    #expect(talk.errors.contains("wartemarke ticket status"))
                }
            }
        }

        @Test func `reprints, tests and changes the roll at the kiosk`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    try await world.setPIN()
                    let kiosk = try await world.hubAndKiosk(printer: lab.scriptedAddress)
                    try await kiosk.drawNumber()
                    try await kiosk.terminal.shows("Bitte nehmen Sie Ihren Zettel.")
                    try await kiosk.goBack()
                    try await kiosk.typePIN(World.pin)
                    try await kiosk.terminal.shows("Drucker und Papier")
                    try await kiosk.choose("3")
                    try await kiosk.terminal.shows("Drucker: bereit")
                    try await kiosk.choose("1")
                    try await kiosk.terminal.shows("A 001, Personalausweis")
                    try await kiosk.choose("1")
                    try await kiosk.terminal.shows("Der Zettel ist gedruckt.")
                    try await kiosk.terminal.press("BSpace")
                    try await kiosk.terminal.shows("Testseite drucken")
                    try await kiosk.choose("2")
                    try await kiosk.terminal.shows("Der Zettel ist gedruckt.")
                    #expect(try lab.scriptedPages().count == 3)
                }
            }
        }
    }

    @Suite struct `A kiosk that speaks` {
        @Test func `says each screen after the key 8, and a trouble of its printer`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    let sounds = world.folder + "/sounds"
                    try FileManager.default.createDirectory(
                        atPath: sounds,
                        withIntermediateDirectories: false
                    )
                    func count() throws -> Int {
                        try FileManager.default.contentsOfDirectory(atPath: sounds)
                            .filter { $0.hasSuffix("-de.wav") }.count
                    }
                    try lab.script(#"{"reasons": ["media-empty-error"]}"#)
                    let code = try await world.enrolmentCode()
                    try await world.startHub()
                    let terminal = try await world.terminal([
                        "kiosk", "--hub", world.url, "--database", world.kioskFile, "--enrol",
                        code, "--printer", lab.scriptedAddress, "--wav", sounds,
                    ])
                    let kiosk = Kiosk(terminal: terminal)
                    try await terminal.shows("8 mit Sprache")
                    try await kiosk.drawNumber()
                    try await terminal.shows("Der Drucker hat ein Problem.")
                    try await eventually("the trouble is said") { try count() == 1 }
                    try await kiosk.goBack()
                    try await kiosk.choose("8")
                    try await eventually("the welcome is said") { try count() == 2 }
                    try await kiosk.choose("1")
                    try await terminal.shows("Was möchten Sie tun?")
                    try await eventually("what to do is said") { try count() == 3 }
                }
            }
        }

        @Test func `goes on without its voice where nothing plays, and says so`() async throws {
            try await World.run { world in
                let code = try await world.enrolmentCode()
                try await world.startHub()
                let terminal = try await world.terminal([
                    "kiosk", "--hub", world.url, "--database", world.kioskFile, "--enrol", code,
                    "--printer", "folder:\(world.tickets)", "--voice", "--player", "no-such-player",
                ])
                try await terminal.shows("Keine Sprachausgabe: no-such-player cannot be started.")
                try await Kiosk(terminal: terminal).drawNumber()
            }
        }
    }
}

extension World {
    fileprivate func status(_ printer: String) async throws -> RunningProgram.Outcome {
        try await wartemarke("ticket", "status", "--printer", printer)
    }

    /// Makes a queue, without questions.
    fileprivate func setUp(
        _ queue: String,
        on device: String
    ) async throws -> RunningProgram.Outcome {
        try await wartemarke("admin", "printer", "--device", device, "--name", queue, "--yes")
    }
}
