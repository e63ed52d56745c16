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
            "DTSTAMP:\(now.calendarStamp)", "DTSTART:\(appointment.start.calendarStamp)",
            "DTEND:\(end.calendarStamp)",
            "SUMMARY:\(calendarText("\(words.name): \(words.what(appointment.errands))"))",
            "DESCRIPTION:\(calendarText(notes))",
            "STATUS:\(isCancelled ? "CANCELLED" : "CONFIRMED")",
        ]
        if !isCancelled {
            lines += [
                "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT2H",
                "DESCRIPTION:\(calendarText(words.name))", "END:VALARM",
            ]
        }
        lines += ["END:VEVENT", "END:VCALENDAR"]
        text = calendarFile(lines)
    }
}
