import Lobby

/// Content lines as a calendar file has them (RFC 5545, 3.1).
func calendarFile(_ lines: [String]) -> String {
    lines.map(folded).joined(separator: "\r\n") + "\r\n"
}

/// A text as the value of a property (RFC 5545, 3.3.11): one line, without control characters.
func calendarText(_ text: String) -> String {
    var escaped = ""
    for character in text {
        switch character {
        case "\\", ";", ",": escaped += "\\\(character)"
        case _ where character.isNewline: escaped += "\\n"
        case _ where character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }:
            escaped += " "
        default: escaped.append(character)
        }
    }
    return escaped
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
    var calendarStamp: String {
        iso8601.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    }
}
