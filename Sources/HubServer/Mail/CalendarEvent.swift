import Hub
import Lobby
import Sync

/// An appointment as calendars read it (iCalendar, RFC 5545).
struct CalendarEvent {
    let text: String

    /// - Parameters:
    ///   - appointment: The appointment.
    ///   - codes: Its codes.
    ///   - words: The words of its holder's language.
    ///   - now: When it is written; a later one replaces an earlier one in the calendar.
    ///   - isCancelled: Whether it is to go from the calendar.
    init(
        _ appointment: Appointment,
        _ codes: AppointmentCodes,
        _ words: OfficeWords,
        at now: Instant,
        isCancelled: Bool = false
    ) {
        let end = appointment.start + .minutes(appointment.minutes)
        let notes = words[
            .mailCodes,
            [
                "code": grouped(codes.checkIn), "change": grouped(codes.change),
                "link": words.link(codes.link),
            ]
        ]
        var lines = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Wartemarke//Wartemarke//DE",
            "METHOD:\(isCancelled ? "CANCEL" : "PUBLISH")", "BEGIN:VEVENT",
            // The id is the appointment's for ever, and tells nothing of it.
            "UID:\(Secret.hash("calendar \(codes.link)").prefix(32))@wartemarke",
            "SEQUENCE:\(now.milliseconds / 60_000 % 1_000_000_000)",
            "DTSTAMP:\(now.stamp)", "DTSTART:\(appointment.start.stamp)", "DTEND:\(end.stamp)",
            "SUMMARY:\(escaped("\(words.name): \(words.what(appointment.errands))"))",
            "DESCRIPTION:\(escaped(notes))",
            "STATUS:\(isCancelled ? "CANCELLED" : "CONFIRMED")",
        ]
        if !isCancelled {
            lines += [
                "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H",
                "DESCRIPTION:\(escaped(words.name))", "END:VALARM",
            ]
        }
        lines += ["END:VEVENT", "END:VCALENDAR"]
        text = lines.map(folded).joined(separator: "\r\n") + "\r\n"
    }
}

/// RFC 5545, 3.3.11.
private func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing(";", with: "\\;").replacing(",", with: "\\,")
        .replacing("\n", with: "\\n")
}

/// Lines of at most 75 bytes (RFC 5545, 3.1).
private func folded(_ line: String) -> String {
    var (text, width) = ("", 0)
    for character in line {
        let size = String(character).utf8.count
        if width + size > 74 {
            text += "\r\n "
            width = 1
        }
        text.append(character)
        width += size
    }
    return text
}

extension Instant {
    /// `20261124T084000Z`.
    fileprivate var stamp: String {
        iso8601.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
