/// How a ticket is drawn: a strip of paper and the blocks on it, from top to bottom.
///
/// Lengths are millimetres. The length of the paper grows with the content up to ``longest``.
package struct TicketLayout: Equatable, Sendable {
    package enum Alignment: String, CaseIterable, Sendable {
        case start, center, end
    }

    package enum Block: Equatable, Sendable {
        /// A text with placeholders, wrapped to the width; `size` is the height of the type.
        ///
        /// A line of it that names a field the ticket has no value for is left out, and the block
        /// with it when no line is left.
        case text(LocalizedText, size: Double, isBold: Bool, align: Alignment)
        /// The label, as large as the width allows, at most `size` high.
        case number(size: Double)
        /// A line across the width.
        case rule(thickness: Double)
        /// A QR code of the content, a square of at most `size`, and beside it what it is for.
        ///
        /// Both are left out when the content names a field the ticket has no value for.
        case qr(content: String, caption: QRCaption?, size: Double)
        case space(Double)
    }

    /// The words beside a QR code; placeholders as in a text block.
    package struct QRCaption: Equatable, Sendable {
        package var text: LocalizedText
        package var size: Double

        package init(text: LocalizedText, size: Double) {
            self.text = text
            self.size = size
        }
    }

    package var name: String
    package var width: Double
    package var shortest: Double
    package var longest: Double
    package var margin: Double
    package var fonts: [String]
    /// Printed on top when the paper is a second one.
    package var reprintMark: LocalizedText
    package var blocks: [Block]

    package init(
        name: String,
        width: Double,
        shortest: Double,
        longest: Double,
        margin: Double,
        fonts: [String],
        reprintMark: LocalizedText,
        blocks: [Block]
    ) {
        self.name = name
        self.width = width
        self.shortest = shortest
        self.longest = longest
        self.margin = margin
        self.fonts = fonts
        self.reprintMark = reprintMark
        self.blocks = blocks
    }
}
