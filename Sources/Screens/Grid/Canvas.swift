import Lobby

/// Draws texts onto a grid, from the side where reading begins.
///
/// In a right-to-left language columns count from the right edge, so every screen mirrors by itself.
struct Canvas {
    private(set) var grid: Grid
    let isRightToLeft: Bool

    var size: Size { grid.size }

    init(size: Size, isRightToLeft: Bool) {
        grid = Grid(size: size)
        self.isRightToLeft = isRightToLeft
    }

    /// Draws one line, cut with an ellipsis to `width` cells and at the edge.
    mutating func text(
        _ text: String,
        row: Int,
        column: Int,
        width: Int = .max,
        style: Style = .plain
    ) {
        let room = min(width, size.width - column)
        guard room > 0 else { return }
        let line = shortened(text, to: room)
        let glyphs = visualGlyphs(of: line, isRightToLeft: isRightToLeft)
        // Shaping can join two letters into one, so only the shaped line has the right width.
        let used = glyphs.reduce(0) { $0 + $1.width }
        let left = isRightToLeft ? size.width - column - used : column
        grid.put(glyphs, row: row, column: left, style: style)
    }

    /// Draws one line so that it ends `margin` cells before the side where lines end.
    mutating func textAtEnd(_ text: String, row: Int, margin: Int, style: Style = .plain) {
        self.text(
            text,
            row: row,
            column: max(0, size.width - margin - cellWidth(of: text)),
            style: style
        )
    }

    /// Draws large letters; they read from left to right in every language.
    mutating func big(_ text: BigText, row: Int, column: Int, style: Style) {
        let left = isRightToLeft ? size.width - column - text.width : column
        for (index, line) in text.rows.enumerated() {
            grid.put(glyphs(of: line), row: row + index, column: left, style: style)
        }
    }

    /// Draws a QR code in the middle, two squares a cell; the light ones are those that glow.
    mutating func code(_ code: CodePicture, row: Int) {
        let column = (size.width - code.side) / 2
        for line in 0..<(code.side + 1) / 2 {
            let cells = (0..<code.side).map { column -> String in
                let isUpper = !code.isDark(column, 2 * line)
                let isLower = 2 * line + 1 < code.side && !code.isDark(column, 2 * line + 1)
                return isUpper ? (isLower ? "█" : "▀") : isLower ? "▄" : " "
            }
            grid.put(glyphs(of: cells.joined()), row: row + line, column: column, style: .plain)
        }
    }

    mutating func bar(row: Int) {
        grid.fill(row: row, style: .reverse)
    }

    mutating func rule(row: Int, column: Int, width: Int) {
        text(String(repeating: "─", count: max(0, width)), row: row, column: column, style: .dim)
    }
}
