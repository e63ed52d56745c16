extension Ticket {
    /// The paper of a number.
    ///
    /// - Parameters:
    ///   - label: The number.
    ///   - service: What for.
    ///   - key: The digits behind its QR code.
    ///   - language: The visitor's language.
    ///   - booked: The time of the appointment that was checked in for.
    ///   - claimed: The time of an appointment that somebody says to have.
    ///   - ahead: How many are called before; nil when unknown.
    ///   - wait: What the visitor is told of the wait; empty for nothing.
    ///   - office: Whose number it is.
    ///   - now: When it is given.
    /// - Returns: The paper, in the layout `walk-in` or `appointment`.
    package static func number(
        label: Label,
        service: ServiceID,
        key: String,
        language: LanguageCode,
        booked: Instant? = nil,
        claimed: Instant? = nil,
        ahead: Int?,
        wait: String = "",
        of office: Office,
        at now: Instant
    ) -> Ticket {
        let (year, month, day) = office.time.date(at: now).civil
        let time = { (instant: Instant) in office.time.timeOfDay(at: instant).description }
        let names = { (language: LanguageCode) -> [Field: String] in
            [
                .office: office.name[language],
                .service: office.services[service]?.name[language] ?? "",
            ]
        }
        // Who comes late is called as soon as possible.
        let from = booked.flatMap { now > $0 + office.policy.grace ? nil : $0 - office.policy.lead }
        let values: [Field: String] = [
            .phone: office.phone, .label: label.description, .key: key,
            .date: "\(padded(day, 2)).\(padded(month, 2)).\(padded(year, 4))",
            .time: time(now),
            .booked: booked.map(time) ?? "", .from: from.map { time(max($0, now)) } ?? "",
            .claimed: claimed.map(time) ?? "",
            .ahead: ahead.map(String.init) ?? "", .link: office.link(toTicket: key),
            .wait: wait, .site: office.site,
        ]
        return Ticket(
            layout: booked == nil ? "walk-in" : "appointment",
            language: language,
            values: values.merging(names(language)) { $1 },
            translations: translations(of: office, besides: language, names),
            day: office.time.day(at: now)
        )
    }

    /// What the values are in the office's other languages, where they differ; nil where none does.
    static func translations(
        of office: Office,
        besides language: LanguageCode,
        _ values: (LanguageCode) -> [Field: String]
    ) -> [LanguageCode: [Field: String]]? {
        let own = values(language)
        var translations: [LanguageCode: [Field: String]] = [:]
        for other in office.languages where other != language {
            let differing = values(other).filter { own[$0.key] != $0.value }
            if !differing.isEmpty { translations[other] = differing }
        }
        return translations.isEmpty ? nil : translations
    }
}
