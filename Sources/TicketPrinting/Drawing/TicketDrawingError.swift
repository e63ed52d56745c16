/// Why a ticket cannot be drawn; `description` is a sentence for whoever wrote the layout.
package enum TicketDrawingError: Error, Hashable, Sendable, CustomStringConvertible {
    case noLayout(name: String)
    case marginsTooWide(name: String)
    case noNumber
    /// The fonts of the layout, and all others of this machine, lack a character of the text.
    case noGlyph(characters: String, text: String)
    case tooWide(text: String)
    /// Only in a proof; on a ticket the word would be broken.
    case wordTooWide(word: String)
    /// Lengths in millimetres.
    case tooLong(name: String, needed: Int, longest: Int)
    case codeTooLarge(content: String)
    /// Signs that are not ASCII, or too many.
    case notInCode128(content: String)
    case barsTooWide(content: String)
    case badPicture(file: String)
    case noMemory

    package var description: String { "\(sentence) \(remedy)" }

    /// What is wrong.
    package var sentence: String {
        switch self {
        case .noLayout(let name): "There is no ticket layout “\(name)”."
        case .marginsTooWide(let name): "The margins of the paper “\(name)” leave no room."
        case .noNumber: "The ticket has no number."
        case .noGlyph(let characters, let text):
            "No font here can print “\(characters)” (\(Self.codes(of: characters))) in “\(text)”."
        case .tooWide(let text): "“\(text)” is wider than the paper."
        case .wordTooWide(let word): "The word “\(word)” is wider than the paper."
        case .tooLong(let name, let needed, let longest):
            "The ticket needs \(needed) mm of paper; for the layout “\(name)” \(longest) mm are "
                + "allowed."
        case .codeTooLarge(let content): "The QR code for “\(content)” does not fit."
        case .notInCode128(let content): "“\(content)” cannot be written in bars."
        case .barsTooWide(let content): "The bars for “\(content)” do not fit."
        case .badPicture(let file): "\(file) is not a picture that can be printed."
        case .noMemory: "There is not enough memory to draw the ticket."
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .noLayout(let name): "Put \(name).yaml into layouts/tickets."
        case .marginsTooWide: "Make `margin` smaller in papers.yaml."
        case .noNumber: "Give it a label."
        case .noGlyph: "Install a font that has it, such as fonts-noto-core, or write another sign."
        case .tooWide, .wordTooWide:
            "Make its `size` smaller, write a shorter word, or put a soft hyphen into it."
        case .tooLong:
            "Make texts smaller, take blocks out, or raise `longest` in papers.yaml."
        case .codeTooLarge: "Make its `size` larger or the link shorter."
        case .notInCode128: "Write letters without marks, digits and signs, 80 at most."
        case .barsTooWide: "Raise its `width`, or write less: digits take the least room."
        case .badPicture: "Save it as PNG anew."
        case .noMemory: "Try again."
        }
    }

    /// `U+1F600` for each character, as tables of characters have it.
    private static func codes(of characters: String) -> String {
        characters.unicodeScalars.map { scalar in
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }.joined(separator: " ")
    }

    /// How much paper it would take, in millimetres, when it is too long.
    var neededLength: Int? {
        guard case .tooLong(_, let needed, _) = self else { return nil }
        return needed
    }
}
