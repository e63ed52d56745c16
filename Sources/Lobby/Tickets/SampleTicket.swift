extension Ticket {
    /// A ticket as many are, for looking at a layout; every field has a value but those of rare cases.
    package static func sample(
        layout: String,
        language: LanguageCode,
        of office: Office,
        texts: ScreenTexts?
    ) -> Ticket {
        let service = office.services.all.first
        let day = Day(year: 2026, month: 11, day: 24) ?? Day(ordinal: 0)
        var ticket = printed(
            layout: layout,
            language: language,
            of: office,
            values: { language in
                [
                    .office: office.name[language], .service: service?.name[language] ?? "",
                    .services: service?.name[language] ?? "",
                    .documents: service?.documents.map { $0[language] }
                        .joined(separator: "\n") ?? "",
                ]
            }
        )
        ticket.values[.label] = "A 047"
        ticket.values[.date] =
            layout == "slip" ? texts?.name(of: day) ?? "24.11.2026" : "24.11.2026"
        ticket.values[.wait] = told(ShownWait(from: 20, to: 35), texts, of: office)
        ticket.values[.ahead] = "7"
        ticket.values[.booked] = "10:50"
        ticket.values[.from] = "10:40"
        return ticket
    }

    /// The tickets of an office that take the most room: the longest names, and the longest words.
    ///
    /// The layout that bears them bears all of them. Values that never come together are on different
    /// ones.
    package static func largest(
        layout: String,
        language: LanguageCode,
        of office: Office,
        texts: ScreenTexts?
    ) -> [Ticket] {
        let day = layout == "slip" ? longestDay(in: texts) : "24.12.2026"
        let orders: [(String) -> Int] = [{ $0.count }, { longestWord(in: $0) }]
        return orders.enumerated().map { number, order in
            let service = office.services.all.max {
                order($0.name[language]) < order($1.name[language])
            }
            let errands = largestErrands(of: office, order: { order($0.name[language]) })
            var ticket = printed(
                layout: layout,
                language: language,
                of: office,
                values: { language in
                    [
                        .office: office.name[language],
                        .service: service?.name[language] ?? "",
                        .services: names(of: errands, language, texts, in: office),
                        .documents: office.services.documents(for: errands)
                            .map { $0[language] }.joined(separator: "\n"),
                    ]
                }
            )
            ticket.isReprint = true
            ticket.values[.label] = "AK 1234"
            ticket.values[.date] = day
            ticket.values[.ahead] = "128"
            ticket.values[.booked] = "12:50"
            ticket.values[.from] = "12:40"
            // Who waits for hours reads when to be back, and no minutes.
            let wait = number == 0 ? ShownWait(from: 100, to: 120) : ShownWait(from: 125, to: 160)
            ticket.values[.wait] = told(wait, texts, of: office)
            if number > 0 { ticket.values[.claimed] = "12:50" }
            return ticket
        }
    }

    /// The values that are the same on all samples, and those given, in each of the languages.
    private static func printed(
        layout: String,
        language: LanguageCode,
        of office: Office,
        values: (LanguageCode) -> [Field: String]
    ) -> Ticket {
        let key = "01234567890123456789"
        let usual: [Field: String] = [
            .phone: office.phone, .time: "10:43", .link: office.link(toTicket: key), .key: key,
            .code: "123456789", .codeGroups: grouped("123456789"), .change: grouped("135790"),
            .printer: "ipp://printer/ipp/print", .site: office.site,
        ]
        return Ticket(
            layout: layout,
            language: language,
            values: values(language).merging(usual) { $1 },
            translations: translations(of: office, besides: language, values)
        )
    }

    /// What is told of a wait, at 10:43 on the day of the sample.
    private static func told(
        _ wait: ShownWait,
        _ texts: ScreenTexts?,
        of office: Office
    ) -> String {
        let day = Day(year: 2026, month: 11, day: 24) ?? Day(ordinal: 0)
        let asOf = office.time.instant(of: TimeOfDay(minutes: 10 * 60 + 43), on: day)
        return texts?.sentence(of: .about(wait), asOf: asOf, in: office)
            ?? "\(wait.from)–\(wait.to) min"
    }

    private static func longestDay(in texts: ScreenTexts?) -> String {
        guard let texts, let first = Day(year: 2026, month: 1, day: 1) else {
            return "24.12.2026"
        }
        return (0..<366).map { texts.name(of: first + $0) }.max { $0.count < $1.count } ?? ""
    }

    private static func longestWord(in text: String) -> Int {
        text.split { $0.isWhitespace || $0 == "-" }.map(\.count).max() ?? 0
    }

    /// As many errands as one appointment may have, for as many persons, with the longest names and
    /// the most documents.
    private static func largestErrands(
        of office: Office,
        order: (Service) -> Int
    ) -> [Errand] {
        let most = office.booking.map { ($0.mostServices, $0.mostPersons) } ?? (1, 1)
        return office.services.all.filter(\.isBookable)
            .sorted { ($0.documents.count, order($0)) > ($1.documents.count, order($1)) }
            .prefix(most.0).map { Errand($0.id, persons: most.1) }
    }

    private static func names(
        of errands: [Errand],
        _ language: LanguageCode,
        _ texts: ScreenTexts?,
        in office: Office
    ) -> String {
        errands.map { errand in
            let name = office.services[errand.service]?.name[language] ?? errand.service
            let persons = texts?[.personsMany, ["count": String(errand.persons)]]
            return "\(name) (\(persons ?? String(errand.persons)))"
        }.joined(separator: "\n")
    }
}
