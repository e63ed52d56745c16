/// How a cell looks: attributes that a monochrome terminal shows as well, and a tint that only adds.
package struct Style: Hashable, Sendable {
    /// Colours that carry a meaning; every one of them also comes with an attribute or with words.
    package enum Tint: Hashable, Sendable {
        case plain
        /// The keys to press, and the number.
        case accent
        /// Something that is not as usual.
        case attention
    }

    package var isBold: Bool
    package var isReverse: Bool
    package var isDim: Bool
    package var tint: Tint

    package init(
        isBold: Bool = false,
        isReverse: Bool = false,
        isDim: Bool = false,
        tint: Tint = .plain
    ) {
        self.isBold = isBold
        self.isReverse = isReverse
        self.isDim = isDim
        self.tint = tint
    }

    package static let plain = Style()
    package static let bold = Style(isBold: true)
    package static let dim = Style(isDim: true)
    package static let reverse = Style(isReverse: true)
    package static let key = Style(isBold: true, tint: .accent)
    package static let attention = Style(isBold: true, tint: .attention)
}

/// One cell of the terminal.
package struct Cell: Hashable, Sendable {
    /// Scalars a cell may carry beyond its base, which is also what ncurses takes.
    package static let marksLimit = 4

    /// A base character with its combining marks; empty in the right half of a wide one.
    package var text: String
    package var style: Style

    package init(_ text: String = " ", style: Style = .plain) {
        self.text = text
        self.style = style
    }

    package static let blank = Cell()
}
