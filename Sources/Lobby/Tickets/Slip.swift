extension Ticket {
    /// What somebody takes home who booked: when, what for, what to bring, and the codes.
    ///
    /// - Parameters:
    ///   - errands: What the appointment is for.
    ///   - start: When it begins.
    ///   - codes: The digits to check in with, and those that change it.
    ///   - office: Whose appointment it is.
    ///   - texts: The words of the reader's language; without them the day is written in digits.
    ///   - language: The reader's language.
    ///   - today: The business day on which it is printed.
    /// - Returns: The paper, in the layout `slip`.
    package static func slip(
        _ errands: [Errand],
        at start: Instant,
        codes: (checkIn: String, change: String),
        of office: Office,
        texts: ScreenTexts?,
        language: LanguageCode,
        today: Day?
    ) -> Ticket {
        let lists = { (reader: LanguageCode) -> [Ticket.Field: String] in
            let names = errands.map { errand in
                let name = office.services[errand.service]?.name[reader] ?? errand.service
                guard errand.persons > 1 else { return name }
                // The words of the other languages are not at hand.
                guard reader == language else { return "\(name) (\(errand.persons))" }
                guard let texts else { return name }
                return "\(name) (\(texts[.personsMany, ["count": String(errand.persons)]]))"
            }
            let documents = office.services.documents(for: errands).map { $0[reader] }
            return [
                .office: office.name[reader],
                .services: names.joined(separator: "\n"),
                .documents: documents.joined(separator: "\n"),
            ]
        }
        let day = office.time.date(at: start)
        let values: [Field: String] = [
            .phone: office.phone, .label: "slip",
            .date: texts?.name(of: day) ?? day.description,
            .time: office.time.timeOfDay(at: start).description,
            .code: codes.checkIn, .codeGroups: grouped(codes.checkIn),
            .change: grouped(codes.change),
        ]
        return Ticket(
            layout: "slip",
            language: language,
            values: values.merging(lists(language)) { $1 },
            translations: translations(of: office, besides: language, lists),
            day: today
        )
    }
}
