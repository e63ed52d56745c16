/// Why a ticket cannot be drawn; `description` is a sentence for whoever wrote the layout.
package enum TicketDrawingError: Error, Equatable, Sendable, CustomStringConvertible {
    case noLayout(name: String)
    case marginsTooWide(name: String)
    case noNumber
    /// The fonts of the layout, and all others of this machine, lack a character of the text.
    case noGlyph(text: String)
    case tooWide(name: String)
    /// Lengths in millimetres.
    case tooLong(name: String, needed: Int, longest: Int)
    case codeTooLarge(content: String)
    case noMemory

    package var description: String {
        switch self {
        case .noLayout(let name):
            "There is no ticket layout “\(name)”. Put \(name).yaml into layouts/tickets."
        case .marginsTooWide(let name):
            "The margins of the ticket layout “\(name)” leave no room. Make `margin` smaller."
        case .noNumber:
            "The ticket has no number."
        case .noGlyph(let text):
            "No font here can print every character of “\(text)”. "
                + "Install a font that has them, such as fonts-noto-core."
        case .tooWide(let name):
            "A text of the ticket layout “\(name)” is wider than the paper. Make its `size` smaller."
        case .tooLong(let name, let needed, let longest):
            "The ticket needs \(needed) mm of paper; the layout “\(name)” allows \(longest) mm. "
                + "Raise `longest` or make the texts smaller."
        case .codeTooLarge(let content):
            "The QR code for “\(content)” does not fit. Make its `size` larger or the link shorter."
        case .noMemory:
            "There is not enough memory to draw the ticket."
        }
    }
}
