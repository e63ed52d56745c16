import Lobby
import OfficeFiles
import Testing

/// The office of the other tests, with appointments; they begin in line 30.
private let bookingOffice =
    goodOffice + """
        holidays: NW
        booking:
          gridMinutes: 10
          releaseHours: 48
          freedMinutes: { from: 10, to: 20 }
          channels:
            web: { leadMinutes: 90, targetDays: 7 }
          shifts:
            tuesday:
              - { from: "08:00", to: "10:00", counters: [1, 2], web: 1 }
              - { from: "10:00", to: "12:30", counters: [1] }
          shiftExceptions:
            "2026-12-29": []

        """

@Suite struct `The rules of booking` {
    @Test func `are read from the file`() throws {
        let office = try read(bookingOffice).get()
        let rules = try #require(office.booking)
        #expect(rules.gridMinutes == 10)
        #expect(rules.release == .minutes(2_880))
        #expect(rules.freedMinutes == 10...20)
        #expect(rules.horizonDays == BookingRules(plan: rules.plan).horizonDays)
        #expect(rules[.web] == ChannelRules(lead: .minutes(90), targetDays: 7))
        #expect(rules[.desk] == ChannelRules())
        let tuesday = try #require(Day("2026-12-01"))
        let shifts = rules.plan.shifts(on: tuesday)
        #expect(shifts.map(\.counters) == [[1, 2], [1]])
        #expect(shifts.map(\.contingents) == [[.web: 1], [:]])
        #expect(rules.plan.shifts(on: tuesday + 28).isEmpty)
        #expect(office.hours.holidays == .northRhineWestphalia)
    }

    @Test func `leave out a counter that has its break, and keep what is kept`() throws {
        let breaks = "number: 1\n    breaks: [{ from: \"09:00\", to: \"09:30\" }]"
        let text = try changing("number: 1", to: breaks, in: bookingOffice)
        let tuesday = try #require(Day("2026-12-01"))
        let shifts = try #require(try read(text).get().booking).plan.shifts(on: tuesday)
        #expect(shifts.map(\.counters) == [[1, 2], [2], [1, 2], [1]])
        #expect(shifts.map(\.span.lowerBound.minutes) == [480, 540, 570, 600])
        #expect(shifts.dropLast().allSatisfy { $0.contingents == [.web: 1] })
    }

    @Test func `are none where they are left out`() throws {
        #expect(try read(goodOffice).get().booking == nil)
    }

    @Test func `know what to bring, and what has no appointments`() throws {
        let text = try changing(
            "    targetWait: 10",
            to: "    appointments: false\n    documents: [{ de: Foto, en: Photo }]",
            in: bookingOffice
        )
        let service = try #require(try read(text).get().services["pick-up"])
        #expect(!service.isBookable)
        #expect(service.documents.map { $0["en"] } == ["Photo"])
    }

    @Test func `close parts of days`() throws {
        let text = try changing(
            "  - \"2026-12-24\"",
            to: "  - { day: \"2026-12-01\", from: \"09:00\", to: \"24:00\" }",
            in: bookingOffice
        )
        let day = try #require(Day("2026-12-01"))
        let spans = try read(text).get().hours.spans(on: day)
        #expect(spans.map(\.upperBound) == [TimeOfDay(minutes: 540)])
    }

    @Test(arguments: [
        (
            "holidays: NW", "holidays: NRW",
            """
            office.yaml:30: holidays: "NRW" is not one of BW, BY, BE, BB, HB, HH, HE, NI, MV, NW, \
            RP, SL, SN, ST, SH, TH. Remedy: Did you mean "NW"?
            """
        ),
        (
            "web: 1", "web: 3",
            """
            office.yaml:39: booking.shifts.tuesday[0].web: web may book 3 counters, but 2 are \
            planned. Remedy: Write 2 or less, or take the key out: then it may book all.
            """
        ),
        (
            "[1, 2], web", "[1, 7], web",
            """
            office.yaml:39: booking.shifts.tuesday[0].counters[1]: There is no counter 7. Remedy: \
            Write one of 1, 2.
            """
        ),
        (
            "from: \"10:00\"", "from: \"09:00\"",
            """
            office.yaml:40: booking.shifts.tuesday[1]: 09:00–12:30 overlaps with 08:00–10:00. \
            Remedy: Let one end before the other begins.
            """
        ),
        (
            "{ from: 10, to: 20 }", "{ from: 30, to: 20 }",
            """
            office.yaml:34: booking.freedMinutes: 20 is less than 30. Remedy: Let "to" be the \
            larger one.
            """
        ),
        (
            "gridMinutes: 10", "gridMinutes: 0",
            """
            office.yaml:32: booking.gridMinutes: Here stands "0", but a whole number of minutes \
            from 1 to 60 is needed. Remedy: Write for example 15.
            """
        ),
    ])
    func `say where they are wrong`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing(old, to: new, in: bookingOffice), to: "office.yaml")
        #expect(workshop.check() == "\(said)\nMistakes: 1. Warnings: 0.")
        #expect(readOffice(at: workshop.office).value == nil)
    }

    @Test(arguments: [
        (
            ", web: 1", "",
            """
            office.yaml:31: booking: Everything can be booked on the web; nothing is kept for \
            people without internet. Remedy: Write in the shifts how many counters the web may \
            book: "web: 2".
            """
        ),
        (
            "tuesday:\n      -", "monday:\n      -",
            """
            office.yaml:31: booking: On monday the office is closed from 08:00–10:00; nothing can \
            be booked then. Remedy: Move the shift into the opening hours, or take it out.
            """
        ),
        (
            "services: [pick-up]", "services: [passport]",
            ""
        ),
    ])
    func `warn of what is hardly meant`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing(old, to: new, in: bookingOffice), to: "office.yaml")
        for paper in ["appointment", "slip"] {
            try workshop.write(goodTicket, to: "layouts/tickets/\(paper).yaml")
        }
        let words = workshop.check()
        #expect(said.isEmpty ? words == "No mistakes." : words.contains("Warning: \(said)"))
        #expect(readOffice(at: workshop.office).value != nil)
    }

    @Test func `need papers for appointments`() throws {
        let workshop = try Workshop()
        try workshop.write(bookingOffice, to: "office.yaml")
        try workshop.write(goodTicket, to: "layouts/tickets/slip.yaml")
        let said = """
            layouts/tickets: The file appointment.yaml is missing. Remedy: Take it from the example \
            layouts, or take booking out of the office's file.
            Mistakes: 1. Warnings: 0.
            """
        #expect(workshop.check() == said)
    }

    private func read(_ text: String) throws -> Checked<Office> {
        let workshop = try Workshop()
        try workshop.write(text, to: "office.yaml")
        return readOffice(at: workshop.office)
    }
}
