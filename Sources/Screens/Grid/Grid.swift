/// What a whole terminal shows, cell by cell.
package struct Grid: Equatable, Sendable {
    package let size: Size
    private var cells: [Cell]

    package init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.width * size.height)
    }

    /// The cell at a place inside the grid.
    package subscript(row: Int, column: Int) -> Cell {
        get { cells[row * size.width + column] }
        set { cells[row * size.width + column] = newValue }
    }

    /// The cells of one row.
    package func row(_ row: Int) -> ArraySlice<Cell> {
        cells[row * size.width..<(row + 1) * size.width]
    }

    /// The rows as plain text, trailing blanks cut.
    package var lines: [String] {
        (0..<size.height).map { index in
            let text = row(index).map(\.text).joined()
            return String(text.reversed().drop(while: { $0 == " " }).reversed())
        }
    }

    /// Draws cells that already are in visual order, from a column on, cut at `limit` and the edges.
    ///
    /// A wide character that does not fit whole is left out; one that is half overwritten vanishes.
    package mutating func put(_ glyphs: [Glyph], row: Int, column: Int, style: Style) {
        guard (0..<size.height).contains(row) else { return }
        var column = column
        for glyph in glyphs {
            defer { column += glyph.width }
            guard column >= 0, column + glyph.width <= size.width else { continue }
            for covered in column..<column + glyph.width { release(row: row, column: covered) }
            self[row, column] = Cell(glyph.text, style: style)
            if glyph.width == 2 { self[row, column + 1] = Cell("", style: style) }
        }
    }

    /// Gives the whole row one style and blanks.
    package mutating func fill(row: Int, style: Style) {
        guard (0..<size.height).contains(row) else { return }
        for column in 0..<size.width { self[row, column] = Cell(" ", style: style) }
    }

    /// Blanks the other half of a wide character of which one half is about to be overwritten.
    private mutating func release(row: Int, column: Int) {
        if self[row, column].text.isEmpty, column > 0 { self[row, column - 1].text = " " }
        if column + 1 < size.width, self[row, column + 1].text.isEmpty {
            self[row, column + 1].text = " "
        }
    }
}
