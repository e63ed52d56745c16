extension Ticket {
    /// The layout of the test page.
    package static let testLayout = "test"

    /// A page that shows whether a printer is set up well; it is of no visit.
    ///
    /// - Parameters:
    ///   - printer: What prints where.
    ///   - language: The reader's language.
    ///   - office: Whose printer it is.
    ///   - now: When it is printed.
    /// - Returns: The paper, in the layout `test`.
    package static func testPage(
        printer: String,
        language: LanguageCode,
        of office: Office,
        at now: Instant
    ) -> Ticket {
        let (year, month, day) = office.time.date(at: now).civil
        return Ticket(
            layout: testLayout,
            language: language,
            values: [
                .office: office.name[language], .phone: office.phone,
                .label: "TEST", .printer: printer,
                .date: "\(padded(day, 2)).\(padded(month, 2)).\(padded(year, 4))",
                .time: office.time.timeOfDay(at: now).description,
                .link: office.link(toTicket: testKey),
            ],
            day: office.time.day(at: now)
        )
    }

    /// Digits that no visit has, because theirs are drawn by chance.
    private static let testKey = String(repeating: "0", count: 20)
}
