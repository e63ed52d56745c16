/// A text in large letters, drawn with half blocks: two dots, one above the other, in a cell.
package struct BigText: Equatable, Sendable {
    /// Rows at scale 1, more by the scale.
    private static let dotsHigh = 7
    private static let dotsWide = 5
    /// Rows of cells at scale 1.
    package static let smallestHeight = (dotsHigh + 1) / 2
    /// Cells between letters, and for a space, at scale 1.
    private static let gap = 1
    private static let space = 3

    package let rows: [String]

    package var width: Int {
        rows.first.map { $0.count } ?? 0
    }

    package var height: Int {
        rows.count
    }

    /// Draws the text; `scale` is the cells to a dot across, so a letter takes 5 × 4 cells at 1.
    package init(_ text: String, scale: Int = 1) {
        let scale = max(1, scale)
        var dots = Array(repeating: "", count: Self.dotsHigh)
        for character in text {
            if !(dots.first ?? "").isEmpty { dots = dots.map { $0 + Self.blanks(Self.gap) } }
            if character == " " {
                dots = dots.map { $0 + Self.blanks(Self.space - Self.gap) }
                continue
            }
            let shape = bigShapes[character] ?? bigShapes["?"] ?? []
            dots = zip(dots, shape).map { $0 + $1 }
        }
        let wide = dots.map { row in
            row.map { String(repeating: $0, count: scale) }.joined()
        }
        let high = wide.flatMap { Array(repeating: $0, count: scale) }
        rows = stride(from: 0, to: high.count, by: 2).map { index in
            let below = index + 1 < high.count ? high[index + 1] : Self.blanks(high[index].count)
            return Self.cells(above: high[index], below: below)
        }
    }

    /// The text at the largest scale that fits; nil when even the smallest does not.
    package static func fitting(
        _ text: String,
        width: Int,
        height: Int,
        upTo scale: Int = 4
    )
        -> BigText?
    {
        for scale in stride(from: scale, through: 1, by: -1) {
            let big = BigText(text, scale: scale)
            if big.width <= width, big.height <= height { return big }
        }
        return nil
    }

    private static func blanks(_ count: Int) -> String {
        String(repeating: " ", count: count)
    }

    private static func cells(above: String, below: String) -> String {
        String(
            zip(above, below).map { pair -> Character in
                switch pair {
                case ("#", "#"): "█"
                case ("#", _): "▀"
                case (_, "#"): "▄"
                default: " "
                }
            }
        )
    }
}
