import Foundation
import Hub
import HubStore
import Lobby
import Sync

/// A mail, whole, as a program like sendmail takes it (RFC 5322, RFC 2045).
struct MailMessage: Equatable, Sendable {
    let text: String

    /// - Parameters:
    ///   - letter: What it is about.
    ///   - words: The words of its reader's language.
    ///   - from: Whom it comes from.
    ///   - now: When it is written.
    init(_ letter: Letter, _ words: OfficeWords, from: String, at now: Instant) {
        let (subject, body) = content(letter, words, at: now)
        let calendar: CalendarEvent? =
            switch letter.mail.kind {
            case .booked, .moved:
                CalendarEvent(letter.appointment, letter.codes, words, at: now)
            case .cancelled:
                CalendarEvent(
                    letter.appointment,
                    letter.codes,
                    words,
                    at: now,
                    isCancelled: true
                )
            case .confirm, .reminder, .limit: nil
            }
        // Sent twice after a power cut, it is one mail to the reader's program.
        let id = Secret.hash("\(letter.codes.link) \(letter.mail.kind) \(letter.mail.wanted)")
        let domain = from.split(separator: "@").last ?? "localhost"
        var lines = [
            "From: \(encoded(words.name)) <\(from)>", "To: <\(letter.to)>",
            "Subject: \(encoded(subject))", "Date: \(date(now))",
            "Message-ID: <\(id.prefix(32))@\(domain)>", "MIME-Version: 1.0",
            "Content-Language: \(words.language)", "Auto-Submitted: auto-generated",
        ]
        var parts = [part(Data(body.utf8), type: "text/plain; charset=utf-8")]
        if let calendar {
            let method = letter.mail.kind == .cancelled ? "CANCEL" : "PUBLISH"
            parts.append(
                part(
                    Data(calendar.text.utf8),
                    type: "text/calendar; charset=utf-8; method=\(method)",
                    name: "termin.ics"
                )
            )
        }
        if letter.mail.kind.bringsQRCode, let picture = QRPicture(letter.codes.checkIn)?.png {
            parts.append(part(picture, type: "image/png", name: "code.png"))
        }
        let boundary = "=_\(id.suffix(24))"
        if parts.count > 1 {
            lines += ["Content-Type: multipart/mixed; boundary=\"\(boundary)\"", ""]
            lines += parts.flatMap { ["--\(boundary)"] + $0 } + ["--\(boundary)--"]
        } else {
            lines += parts[0]
        }
        text = lines.joined(separator: "\n") + "\n"
    }
}

extension MailKind {
    /// Whether the code for the kiosk comes with it, as a picture.
    fileprivate var bringsQRCode: Bool {
        switch self {
        case .booked, .moved, .reminder: true
        case .confirm, .cancelled, .limit: false
        }
    }
}

/// Subject and body.
private func content(
    _ letter: Letter,
    _ words: OfficeWords,
    at now: Instant
) -> (String, String) {
    let appointment = letter.appointment
    let kind = letter.mail.kind
    let values = [
        "when": words.when(appointment.start), "services": words.what(appointment.errands),
        "link": words.link(letter.codes.link), "code": grouped(letter.codes.checkIn),
        "change": grouped(letter.codes.change),
        "home": "\(words.office.publicURL ?? "")/\(words.language)/",
        "until": words.time(appointment.heldUntil ?? letter.mail.wanted + HubCases.holdTime),
    ]
    let isLate = letter.appointment.heldUntil.map { $0 <= now } ?? true
    let (subject, sentence): (PageTextKey, PageTextKey) =
        switch kind {
        // It may have waited for its program longer than the time was held.
        case .confirm where isLate: (.mailConfirmSubject, .mailConfirmLate)
        case .confirm: (.mailConfirmSubject, .mailConfirm)
        case .booked: (.mailBookedSubject, .mailBooked)
        case .moved: (.mailMovedSubject, .mailMoved)
        case .cancelled: (.mailCancelledSubject, .mailCancelled)
        case .reminder: (.mailReminderSubject, .mailReminder)
        case .limit: (.mailLimitSubject, .mailLimit)
        }
    var paragraphs = [words[.mailGreeting], words[sentence, values]]
    if appointment.state == .held, kind == .limit {
        // There it is confirmed, or left alone.
        paragraphs.append(values["link"] ?? "")
    } else if [.booked, .moved, .reminder, .limit].contains(kind) {
        paragraphs.append(words[.mailCodes, values])
    }
    let documents = words.documents(appointment.errands)
    if kind.bringsQRCode { paragraphs.append(words[.mailQRCode]) }
    if [.booked, .moved, .reminder].contains(kind), !documents.isEmpty {
        let list = documents.map { "- \($0)" }.joined(separator: "\n")
        paragraphs.append("\(words[.mailBring])\n\(list)")
    }
    paragraphs.append(words[.mailSignature])
    return (words[subject, values], paragraphs.joined(separator: "\n\n") + "\n")
}

/// Headers and content of a part, in base64 so that nothing on the way changes it.
private func part(_ content: Data, type: String, name: String? = nil) -> [String] {
    var lines = ["Content-Type: \(type)", "Content-Transfer-Encoding: base64"]
    if let name { lines.append("Content-Disposition: attachment; filename=\"\(name)\"") }
    lines.append("")
    var rest = Substring(content.base64EncodedString())
    while !rest.isEmpty {
        lines.append(String(rest.prefix(76)))
        rest = rest.dropFirst(76)
    }
    return lines
}

/// Words of a header in any script (RFC 2047), in pieces that are short enough.
private func encoded(_ text: String) -> String {
    let plain = text.filter { !$0.isNewline }
    if plain.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }), plain.utf8.count < 60,
        !plain.contains(where: "\"<>@,;:()[]\\".contains)
    {
        return plain
    }
    var (pieces, piece) = ([String](), "")
    for character in plain {
        if piece.utf8.count + String(character).utf8.count > 42 {
            pieces.append(piece)
            piece = ""
        }
        piece.append(character)
    }
    pieces.append(piece)
    return pieces.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }
        .joined(separator: "\n ")
}

/// RFC 5322, 3.3, in UTC.
private func date(_ instant: Instant) -> String {
    let time = OfficeTime(zone: .gmt)
    let day = time.date(at: instant)
    let (year, month, number) = day.civil
    let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let weekday = weekdays[Weekday.allCases.firstIndex(of: day.weekday) ?? 0]
    let clock = instant.iso8601.dropFirst(11).prefix(8)
    return "\(weekday), \(number) \(months[month - 1]) \(year) \(clock) +0000"
}
