import Lobby

/// The words of a ticket: templates filled with its values, in one of its languages.
struct TicketText {
    /// Words ready to be set.
    struct Words: Equatable {
        var text: String
        /// Whether its lines begin at the right.
        var runsRightToLeft: Bool
    }

    let ticket: Ticket
    let language: LanguageCode

    init(ticket: Ticket, language: LanguageCode? = nil) {
        self.ticket = ticket
        self.language = language ?? ticket.language
    }

    /// The template with its fields filled; lines that name a field without a value are left out.
    ///
    /// Braces around anything but a field's name stay as they are. Nil when no line is left.
    func filled(_ template: String) -> String? {
        filled(template, isolating: false)
    }

    /// The template in this language, else in one that it is written in, filled.
    func filled(_ template: LocalizedText) -> Words? {
        guard let plain = filled(template[language]) else { return nil }
        // A text without a letter of the script is one in another language.
        guard Script.runsRightToLeft(language),
            plain.unicodeScalars.contains(where: Script.isTurned)
        else { return Words(text: plain, runsRightToLeft: false) }
        // A telephone number or a range keeps its order when it stands in such a text.
        let isolated = filled(template[language], isolating: true) ?? plain
        return Words(text: isolated, runsRightToLeft: true)
    }

    private func filled(_ template: String, isolating: Bool) -> String? {
        let lines = template.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { filledLines($0, isolating) }
        let isBlank = lines.allSatisfy { $0.allSatisfy(\.isWhitespace) }
        return isBlank ? nil : lines.joined(separator: "\n")
    }

    /// The line filled; once for each line of a value that has several, as the list of documents.
    private func filledLines(_ line: Substring, _ isolating: Bool) -> [String] {
        for field in Ticket.lists where line.contains("{\(field.rawValue)}") {
            let value = ticket.value(field, in: language)
            guard value.contains("\n") else { continue }
            return value.split(separator: "\n").flatMap { part in
                var single = ticket
                single.values[field] = String(part)
                single.translations?[language]?[field] = String(part)
                return TicketText(ticket: single, language: language)
                    .filledLines(line, isolating)
            }
        }
        return filledLine(line, isolating).map { [$0] } ?? []
    }

    private func filledLine(_ line: Substring, _ isolating: Bool) -> String? {
        var rest = line
        var result = ""
        var words: Substring = ""
        // One pass, so that braces inside a value mean nothing.
        while let open = rest.firstIndex(of: "{") {
            words += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"),
                let field = Ticket.Field(rawValue: String(rest[rest.index(after: open)..<close]))
            else {
                words.append(rest.removeFirst())
                continue
            }
            var value = Self.printable(ticket.value(field, in: language))
            if value.isEmpty { return nil }
            // The line does not end within a range.
            if field == .wait { value = value.replacing("–", with: "\u{2060}–\u{2060}") }
            result += Self.shown(words) + (isolating ? "\u{2068}\(value)\u{2069}" : value)
            words = ""
            rest = rest[rest.index(after: close)...]
        }
        return result + Self.shown(words + rest)
    }

    /// The text on one line, without characters that act on the text instead of showing; empty when
    /// nothing would show.
    static func printable(_ text: String) -> String {
        let text = shown(text[...])
        return text.allSatisfy(\.isWhitespace) ? "" : text
    }

    /// The text without characters that act on it.
    ///
    /// Control characters and line breaks become a space; bidi controls, byte order marks and tags
    /// vanish. Joiners and the soft hyphen stay: scripts need them.
    private static func shown(_ text: Substring) -> String {
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
        return String(scalars)
    }
}

/// What of scripts the drawing has to know.
enum Script {
    private static let turnedLanguages: Set<String> = [
        "ar", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi",
    ]

    /// Whether the language is written from right to left.
    static func runsRightToLeft(_ language: LanguageCode) -> Bool {
        let base = language.split(separator: "-").first.map(String.init) ?? language
        return turnedLanguages.contains(language) || turnedLanguages.contains(base)
    }

    /// Whether the character is of a script that is written from right to left.
    static func isTurned(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF,
            0x1E800...0x1EFFF:
            true
        default: false
        }
    }
}
