/// A ticket in letters, for a terminal.
extension TicketPage {
    /// How a terminal shows a dot.
    package enum Shading: Sendable {
        /// Black blocks on paper, for files and for terminals without colours.
        case blocks
        /// Greys of the palette of 256 colours, ink dark on light paper.
        case greys
    }

    /// Ink on so much of a square makes it black, of a hundred.
    private static let blackShare = 38
    /// Where the greys of the palette begin, black first, and how many there are.
    private static let (firstGrey, greys) = (232, 24)

    /// The page as lines of at most so many half blocks, the white at its sides left out.
    ///
    /// A half block is about as wide as it is high, so nothing is distorted. Squares are never smaller
    /// than a dot.
    package func lines(columns: Int, shading: Shading = .blocks) -> [String] {
        let inked = (0..<width).filter { column in
            (0..<height).contains { isBlack(column, $0) }
        }
        guard let left = inked.first, let right = inked.last, columns > 0 else { return [] }
        let side = max(1, Double(right - left + 1) / Double(columns))
        let across = Int((Double(right - left + 1) / side).rounded(.up))
        let down = Int((Double(height) / side).rounded(.up))
        let shares = shares(left: left, side: side, across: across, down: down)
        return stride(from: 0, to: down, by: 2).map { row in
            let pairs = (0..<across).map { column in
                (
                    upper: shares[row * across + column],
                    lower: row + 1 < down ? shares[(row + 1) * across + column] : 0
                )
            }
            return shading == .blocks ? Self.blocks(pairs) : Self.greys(pairs)
        }
    }

    /// How much of each square is ink, in hundredths, row by row.
    private func shares(left: Int, side: Double, across: Int, down: Int) -> [Int] {
        (0..<across * down).map { place in
            let (column, row) = (Double(place % across), Double(place / across))
            let columns = left + Int(column * side)..<min(width, left + Int((column + 1) * side))
            let rows = Int(row * side)..<min(height, Int((row + 1) * side))
            let dots = columns.count * rows.count
            guard dots > 0 else { return 0 }
            let black = rows.reduce(0) { sum, row in
                sum + columns.count { isBlack($0, row) }
            }
            return black * 100 / dots
        }
    }

    private static func blocks(_ pairs: [(upper: Int, lower: Int)]) -> String {
        let line = pairs.map { upper, lower in
            switch (upper >= blackShare, lower >= blackShare) {
            case (true, true): "█"
            case (true, false): "▀"
            case (false, true): "▄"
            case (false, false): " "
            }
        }.joined()
        return String(line.reversed().drop { $0 == " " }.reversed())
    }

    private static func greys(_ pairs: [(upper: Int, lower: Int)]) -> String {
        var line = ""
        var last: (upper: Int, lower: Int)?
        for pair in pairs {
            let shades = (upper: grey(pair.upper), lower: grey(pair.lower))
            if last?.upper != shades.upper || last?.lower != shades.lower {
                line += "\u{1B}[38;5;\(shades.upper);48;5;\(shades.lower)m"
                last = shades
            }
            line += "▀"
        }
        return line + "\u{1B}[0m"
    }

    private static func grey(_ share: Int) -> Int {
        firstGrey + (100 - share) * (greys - 1) / 100
    }
}
