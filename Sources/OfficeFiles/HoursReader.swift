import Lobby

/// The opening hours, from four keys of the office's file; reasons are in the office's languages.
func openingHours(in entries: Entries, _ languages: [LanguageCode]?) -> OpeningHours? {
    let weekdays = entries.required("hours")?.weekdayHours()
    let exceptions = entries.optional("exceptions").map { $0.exceptionHours() } ?? [:]
    let closures =
        entries.optional("closures").map { $0.closures(besides: exceptions, languages) }
        ?? Closures()
    let holidays = entries.optional("holidays").map { $0.choice(GermanState.self) } ?? .none
    let isRead = !entries.has("holidays") || holidays != nil
    guard let weekdays, let exceptions, let closures, isRead else { return nil }
    return OpeningHours(
        weekdays: weekdays,
        exceptions: exceptions,
        closures: closures.days,
        partClosures: closures.parts,
        holidays: holidays,
        reasons: closures.reasons
    )
}

extension Place {
    fileprivate func weekdayHours() -> [Weekday: [OpeningHours.Span]]? {
        let names = Weekday.allCases.map(\.rawValue)
        guard let entries = Entries(self, keys: names) else { return nil }
        var hours: [Weekday: [OpeningHours.Span]] = [:]
        for weekday in Weekday.allCases {
            hours[weekday] = entries.optional(weekday.rawValue)?.spans()
        }
        if findings.mistakes.isEmpty, hours.values.allSatisfy(\.isEmpty) {
            warning("The office is never open.", remedy: "Write the hours of each weekday.")
        }
        return hours
    }

    fileprivate func exceptionHours() -> [Day: [OpeningHours.Span]]? {
        guard let pairs = pairs() else { return nil }
        var hours: [Day: [OpeningHours.Span]] = [:]
        for (name, value) in pairs {
            let day = name.day()
            let spans = value.spans()
            if let day, let spans { hours[day] = spans }
        }
        return hours
    }

    fileprivate func closures(
        besides exceptions: [Day: [OpeningHours.Span]]?,
        _ languages: [LanguageCode]?
    ) -> Closures? {
        guard let items = list() else { return nil }
        var closures = Closures()
        for item in items {
            guard let day = item.closure(&closures, languages) else { continue }
            if !closures.days.insert(day).inserted {
                item.mistake("The day \(day) is there twice.", remedy: "Take one out.")
            }
            if exceptions?[day]?.isEmpty == false {
                item.warning(
                    "The day \(day) has hours in exceptions, but stays closed.",
                    remedy: "Take it out of one of the two."
                )
            }
        }
        return closures
    }

    /// Reads one closure; a part of a day and every reason are noted at once.
    ///
    /// - Returns: The day, when it is closed as a whole.
    private func closure(_ closures: inout Closures, _ languages: [LanguageCode]?) -> Day? {
        guard isMap else { return day() }
        guard let entries = Entries(self, keys: ["day", "from", "to", "reason"]) else { return nil }
        let day = entries.required("day")?.day()
        let isPart = entries.has("from") || entries.has("to")
        let span = isPart ? span(in: entries) : wholeDay
        let words = entries.optional("reason")?.localized(languages)
        guard let day, let span else { return nil }
        if let words {
            closures.reasons[day, default: []].append(ClosureReason(span: span, words: words))
        }
        guard isPart else { return day }
        closures.parts[day, default: []].append(span)
        return nil
    }

    func day() -> Day? {
        guard let text = text() else { return nil }
        guard let day = Day(text) else {
            mistake("\"\(text)\" is not a day.", remedy: "Write year-month-day: \"2026-11-24\".")
            return nil
        }
        return day
    }

    /// The spans of one day, in the order of the clock.
    func spans() -> [OpeningHours.Span]? {
        guard let items = list() else { return nil }
        var spans: [OpeningHours.Span] = []
        for item in items {
            guard let span = item.span() else { continue }
            if let other = spans.first(where: { $0.overlaps(span) }) {
                item.mistake(
                    "\(span.words) overlaps with \(other.words).",
                    remedy: "Let one end before the other begins."
                )
            }
            spans.append(span)
        }
        return spans.sorted { $0.lowerBound < $1.lowerBound }
    }

    private func span() -> OpeningHours.Span? {
        Entries(self, keys: ["from", "to"]).flatMap(span)
    }

    /// The span between the keys "from" and "to".
    func span(in entries: Entries) -> OpeningHours.Span? {
        let from = entries.required("from")?.timeOfDay()
        let to = entries.required("to")?.timeOfDay()
        guard let from, let to else { return nil }
        guard from < to else {
            mistake(
                "This ends at \(to), not after it begins at \(from).",
                remedy: "Let \"to\" be later than \"from\"; midnight is \"24:00\"."
            )
            return nil
        }
        return from..<to
    }

    private func timeOfDay() -> TimeOfDay? {
        guard let text = text() else { return nil }
        guard let time = TimeOfDay(text) else {
            mistake(
                "\"\(text)\" is not a time.",
                remedy: "Write hours and minutes with two digits each, in quotes: \"08:00\"."
            )
            return nil
        }
        if isPlain {
            warning(
                "The time \(text) is not in quotes; other programs may read it as a number.",
                remedy: "Write \"\(text)\"."
            )
        }
        return time
    }
}

private struct Closures {
    var days: Set<Day> = []
    var parts: [Day: [OpeningHours.Span]] = [:]
    var reasons: [Day: [ClosureReason]] = [:]
}

private let wholeDay = TimeOfDay(minutes: 0)..<TimeOfDay(minutes: 24 * 60)

extension Range<TimeOfDay> {
    var words: String {
        "\(lowerBound)–\(upperBound)"
    }
}
