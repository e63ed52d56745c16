import Lobby

/// When the office is closed although its weekday is open, and its holidays, as a calendar.
///
/// - Parameters:
///   - office: Whose calendar it is.
///   - today: The first day; ``Feed/closureDays`` follow.
///   - words: The words of its readers' language; without them the entries bear the office's name.
/// - Returns: iCalendar, RFC 5545; the same for the whole day.
func closureCalendar(of office: Office, from today: Day, _ words: OfficeWords?) -> String {
    let written = office.time.instant(of: TimeOfDay(minutes: 0), on: today).calendarStamp
    let name = words?[.closuresName] ?? office.name["de"]
    var lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wartemarke//Wartemarke//DE",
        "METHOD:PUBLISH", "NAME:\(calendarText(name))", "X-WR-CALNAME:\(calendarText(name))",
        // RFC 7986, 5.7.
        "REFRESH-INTERVAL;VALUE=DURATION:P1D",
    ]
    for offset in 0..<Feed.closureDays {
        for closure in closures(of: office, on: today + offset) {
            lines += [
                "BEGIN:VEVENT", "UID:\(closure.name)-\(office.id)@wartemarke",
                "DTSTAMP:\(written)",
            ]
            lines += closure.times
            lines += [
                "SUMMARY:\(calendarText(closure.summary(words) ?? name))",
                // Who follows it has the day free for other things.
                "TRANSP:TRANSPARENT", "END:VEVENT",
            ]
        }
    }
    return calendarFile(lines + ["END:VCALENDAR"])
}

/// One time at which the office is closed.
private struct Closure {
    var day: Day
    /// Nil for the whole day.
    var span: OpeningHours.Span?
    var holiday: Holiday?
    var office: Office

    /// For ever the same for the same closure.
    var name: String {
        let time = span.map { "T" + $0.lowerBound.description.filter { $0 != ":" } } ?? ""
        return "closed-\(day.description.filter { $0 != "-" })\(time)"
    }

    var times: [String] {
        guard let span else {
            let date = { (day: Day) in day.description.filter { $0 != "-" } }
            return ["DTSTART;VALUE=DATE:\(date(day))", "DTEND;VALUE=DATE:\(date(day + 1))"]
        }
        let stamp = { office.time.instant(of: $0, on: day).calendarStamp }
        return ["DTSTART:\(stamp(span.lowerBound))", "DTEND:\(stamp(span.upperBound))"]
    }

    func summary(_ words: OfficeWords?) -> String? {
        guard let words else { return nil }
        guard let why = reason(words) else { return words[.closuresClosed] }
        return words[.closuresReason, ["reason": why]]
    }

    private func reason(_ words: OfficeWords) -> String? {
        if let holiday { return words[holiday.text] }
        let reason = office.hours.reasons[day]?.first { reason in
            span?.overlaps(reason.span) ?? true
        }
        return reason?.words[words.language]
    }
}

/// What is closed on a day, in the order of the clock; nothing on a day without opening hours.
private func closures(of office: Office, on day: Day) -> [Closure] {
    let hours = office.hours
    let holiday = hours.holidays?.holiday(on: day)
    let usual = hours.weekdays[day.weekday] ?? []
    let open = hours.spans(on: day)
    if holiday != nil || hours.closures.contains(day) || (open.isEmpty && !usual.isEmpty) {
        return [Closure(day: day, holiday: holiday, office: office)]
    }
    let closed = open.reduce(usual) { left, span in left.flatMap { $0.without(span) } }
    return closed.sorted { $0.lowerBound < $1.lowerBound }.map {
        Closure(day: day, span: $0, office: office)
    }
}
