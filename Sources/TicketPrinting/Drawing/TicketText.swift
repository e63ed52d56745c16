import Lobby

/// The words of a ticket: templates filled with its values, in its language.
struct TicketText {
    let ticket: Ticket

    /// The template with its fields filled; lines that name a field without a value are left out.
    ///
    /// Braces around anything but a field's name stay as they are. Nil when no line is left.
    func filled(_ template: String) -> String? {
        let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { filledLines($0) }
        let isBlank = lines.allSatisfy { $0.allSatisfy(\.isWhitespace) }
        return isBlank ? nil : lines.joined(separator: "\n")
    }

    func filled(_ template: LocalizedText) -> String? {
        filled(template[ticket.language])
    }

    /// The line filled; once for each line of a value that has several, as the list of documents.
    private func filledLines(_ line: Substring) -> [String] {
        for field in Ticket.lists where line.contains("{\(field.rawValue)}") {
            guard let value = ticket.values[field], value.contains("\n") else { continue }
            return value.split(separator: "\n").flatMap { part in
                var single = ticket
                single.values[field] = String(part)
                return TicketText(ticket: single).filledLines(line)
            }
        }
        return filledLine(line).map { [$0] } ?? []
    }

    private func filledLine(_ line: Substring) -> String? {
        var rest = line
        var result = ""
        // One pass, so that braces inside a value mean nothing.
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let field = Ticket.Field(rawValue: String(rest[rest.index(after: open)..<close]))
            else {
                result.append(rest.removeFirst())
                continue
            }
            let value = Self.printable(ticket.values[field] ?? "")
            if value.isEmpty { return nil }
            result += value
            rest = rest[rest.index(after: close)...]
        }
        return Self.printable(result + rest)
    }

    /// The text on one line, without characters that act on the text instead of showing.
    ///
    /// Control characters and line breaks become a space; bidi controls, byte order marks and tags
    /// vanish. Joiners and the soft hyphen stay: scripts need them.
    static func printable(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                scalars.append(" ")
            case .format where !["\u{200C}", "\u{200D}", "\u{AD}"].contains(scalar):
                continue
            default:
                scalars.append(scalar)
            }
        }
        let text = String(scalars)
        return text.allSatisfy(\.isWhitespace) ? "" : text
    }
}
