import Lobby
import OfficeFiles
import Testing

@Suite struct `The files that are shipped` {
    private let report = checkAll(
        office: project + "kiosk-config/office.yaml",
        kiosk: project + "kiosk-config/kiosk.yaml",
        layouts: project + "layouts",
        withWorkload: true
    )

    @Test func `have no mistake and nothing to warn of`() {
        #expect(report.description == "No mistakes.")
    }

    @Test func `are a whole office`() throws {
        let office = try #require(report.office)
        #expect(office.counters.count == 6)
        #expect(office.services.all.count > 8)
        #expect(office.services["passport"]?.plannedMinutes == 15)
        #expect(office.services["pick-up"]?.targetWait == .minutes(10))
        #expect(office.policy == Policy())
        let day = try #require(Day("2026-11-24"))
        let time = try #require(TimeOfDay("08:30"))
        #expect(office.isOpen(at: office.time.instant(of: time, on: day)))
        let thursday = try #require(Day("2026-11-26"))
        #expect(office.hours.spans(on: thursday).last?.upperBound == TimeOfDay("18:00"))
        // A page of one ticket, in capitals, still fits a small QR code.
        let link = office.link(toTicket: String(repeating: "7", count: TicketKey.length))
        #expect(link.count <= Office.longestTicketLink)
    }

    @Test func `say on the kiosk what the demo needs`() throws {
        let kiosk = try #require(report.kiosk)
        #expect(kiosk == KioskSettings())
    }

    @Test func `of the tests are good as well`() throws {
        let workshop = try Workshop()
        #expect(workshop.check() == "No mistakes.")
        let office = try readOffice(at: workshop.office).get()
        #expect(office.policy.grace == .minutes(12))
        #expect(office.policy.walkInPatience == 2.5)
        #expect(office.policy.lead == Policy().lead)
        #expect(office.duty(ofCounter: 1)?.services == ["passport", "pick-up"])
        #expect(office.duty(ofCounter: 2)?.services == ["pick-up"])
    }
}

@Suite struct `What an office may write` {
    @Test(arguments: ["{ day: \"2026-11-26\" }", "\"2026-11-26\""])
    func `a whole day that stays closed, without a reason`(closure: String) throws {
        let workshop = try Workshop()
        let all = "- \"2026-12-24\"\n  - \(closure)"
        let text = try changing("- \"2026-12-24\"", to: all, in: goodOffice)
        try workshop.write(text, to: "office.yaml")
        let office = try readOffice(at: workshop.office).get()
        let day = try #require(Day("2026-11-26"))
        #expect(office.hours.closures.contains(day))
        #expect(office.hours.partClosures.isEmpty)
    }

    @Test func `breaks of a counter, and what becomes of the last number`() throws {
        let workshop = try Workshop()
        let breaks = "number: 1\n    breaks: [{ from: \"11:30\", to: \"12:00\" }]"
        var text = try changing("number: 1", to: breaks, in: goodOffice)
        text = try changing("graceMinutes: 12", to: "lastTicket: stop", in: text)
        try workshop.write(text, to: "office.yaml")
        let office = try readOffice(at: workshop.office).get()
        #expect(office.policy.lastTicket == .stop)
        let noon = TimeOfDay(minutes: 720)
        #expect(office.counters.map(\.breaks) == [[TimeOfDay(minutes: 690)..<noon], []])
    }
}

@Suite struct `Warnings` {
    @Test(arguments: [
        (
            "letter: E", "letter: H",
            """
            7: services: The queue letters A, H sound alike when they are called out. Remedy: Use \
            letters that sound different, for example A, E and F.
            """
        ),
        (
            "from: \"08:00\", to: \"12:30\"", "from: 08:00, to: \"12:30\"",
            """
            22: hours.tuesday[0].from: The time 08:00 is not in quotes; other programs may read it \
            as a number. Remedy: Write "08:00".
            """
        ),
        (
            "\"2026-12-24\"", "\"2026-12-29\"",
            """
            26: closures[0]: The day 2026-12-29 has hours in exceptions, but stays closed. Remedy: \
            Take it out of one of the two.
            """
        ),
        (
            "https://warten.example", "https://warten.stadt.example",
            """
            6: publicURL: The link on tickets has 51 characters; with more than 47 its code is too \
            large for a kiosk's smallest screens. Remedy: Use an address of at most 24 characters, \
            like https://warten.example.
            """
        ),
        (
            "https://warten.example", "https://amt.example/t",
            """
            6: publicURL: Codes on tickets are in capitals, and their links begin with /T. Remedy: \
            Let the web server hand on /T/T/ as well, or use an address without a path.
            """
        ),
    ])
    func `leave the file usable`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing(old, to: new, in: goodOffice), to: "office.yaml")
        #expect(
            workshop.check() == "Warning: office.yaml:\(said)\nMistakes: 0. Warnings: 1."
        )
        #expect(readOffice(at: workshop.office).value != nil)
    }

    @Test func `name each group of letters that sound alike`() throws {
        let workshop = try Workshop()
        let text = try changing(
            "letter: A",
            to: "letter: B",
            in: changing("letter: E", to: "letter: G", in: goodOffice)
        )
        try workshop.write(text, to: "office.yaml")
        #expect(workshop.check().contains("The queue letters B, G sound alike"))
    }
}
