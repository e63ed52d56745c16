/// How a ticket is drawn: a strip of paper and the blocks on it, from top to bottom.
///
/// Lengths are millimetres on paper with the scale 1.
package struct TicketLayout: Equatable, Sendable {
    package enum Alignment: String, CaseIterable, Sendable {
        /// Where the reader begins: the left, and the right in scripts that run from there.
        case start
        case center, end
    }

    /// How the knife of a receipt printer goes.
    package enum Cut: String, CaseIterable, Sendable {
        case full
        /// All but a corner, so that the paper does not fall.
        case partial
    }

    package enum Block: Equatable, Sendable {
        /// A text with placeholders, wrapped to the width; `size` is the height of the type.
        ///
        /// A line of it that names a field the ticket has no value for is left out, and the block
        /// with it when no line is left. The languages are those of the layout unless named.
        case text(
            LocalizedText,
            size: Double,
            isBold: Bool,
            align: Alignment,
            languages: [TicketLanguage]? = nil
        )
        /// The label, as large as the width allows, at most `size` high.
        case number(size: Double)
        /// A line across the width.
        case rule(thickness: Double)
        /// A QR code of the content, a square of at most `size`, and beside it what it is for.
        ///
        /// Both are left out when the content names a field the ticket has no value for.
        case qr(content: String, caption: QRCaption?, size: Double)
        /// Bars for a scanner that reads no squares: Code 128, at most as wide as `width`, or as the
        /// paper; left out as a QR code is.
        case barcode(content: String, height: Double, width: Double?)
        /// A picture, at most as wide as the paper.
        case image(TicketImage, width: Double, align: Alignment)
        case space(Double)
        /// The end of a piece of paper; what follows is printed on the next.
        case cut(Cut)
    }

    /// The words beside a QR code; placeholders as in a text block.
    package struct QRCaption: Equatable, Sendable {
        package var text: LocalizedText
        package var size: Double
        package var languages: [TicketLanguage]?

        package init(text: LocalizedText, size: Double, languages: [TicketLanguage]? = nil) {
            self.text = text
            self.size = size
            self.languages = languages
        }
    }

    package var name: String
    package var paper: TicketPaper
    package var fonts: [String]
    /// The languages of its texts, one below the other.
    package var languages: [TicketLanguage]
    /// Printed on top when the paper is a second one.
    package var reprintMark: LocalizedText
    package var blocks: [Block]
    /// The line of its file where each block stands; empty for a layout from no file.
    package var lines: [Int]

    package init(
        name: String,
        paper: TicketPaper,
        fonts: [String],
        languages: [TicketLanguage] = [.visitor],
        reprintMark: LocalizedText,
        blocks: [Block],
        lines: [Int] = []
    ) {
        self.name = name
        self.paper = paper
        self.fonts = fonts
        self.languages = languages
        self.reprintMark = reprintMark
        self.blocks = blocks
        self.lines = lines
    }

    /// The same on another paper.
    package func on(_ paper: TicketPaper) -> TicketLayout {
        var layout = self
        layout.paper = paper
        return layout
    }

    /// The languages that any of its texts is in, sorted; a ticket may be asked for in each of them.
    package var writtenLanguages: [LanguageCode] {
        let texts = blocks.compactMap { block -> LocalizedText? in
            switch block {
            case .text(let words, _, _, _, _): words
            case .qr(_, let caption?, _): caption.text
            default: nil
            }
        }
        return Set((texts + [reprintMark]).flatMap(\.byLanguage.keys)).sorted()
    }
}

/// A language that a layout asks for.
package enum TicketLanguage: Equatable, Sendable {
    /// The one that the visitor chose.
    case visitor
    case code(LanguageCode)

    package func code(for visitor: LanguageCode) -> LanguageCode {
        switch self {
        case .visitor: visitor
        case .code(let code): code
        }
    }
}

/// A picture that a layout shows: a PNG file, not yet opened.
package struct TicketImage: Equatable, Sendable {
    /// The file as it was named to the reader.
    package var file: String
    package var bytes: [UInt8]
    /// Whether greys become a pattern of dots; else what is darker than half is black.
    package var isDithered: Bool

    package init(file: String, bytes: [UInt8], isDithered: Bool) {
        self.file = file
        self.bytes = bytes
        self.isDithered = isDithered
    }
}
