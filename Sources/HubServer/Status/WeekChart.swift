import Lobby

/// The week as a picture: a row of bars for each day, an hour each, as high as the wait.
///
/// Attributes and classes only, since the pages allow no style inside. The figure stands above each
/// bar, and the quietest hours have a dot as well, so that no colour is needed.
///
/// - Parameters:
///   - grid: What is shown.
///   - best: The quietest hours.
///   - title: What it shows, for those who hear it.
///   - text: How it is read.
///   - name: A weekday in words.
/// - Returns: An SVG element.
func weekChart(
    _ grid: WeekGrid,
    best: [WeekGrid.Cell],
    title: String,
    text: String,
    name: (Weekday) -> String
) -> String {
    let chart = Chart(
        column: Chart.width / Double(max(1, grid.hours.count)),
        highest: max(Chart.fewestMinutes, grid.known.last?.minutes ?? 0)
    )
    var marks: [String] = []
    for (index, weekday) in grid.weekdays.enumerated() {
        let base = Double(index) * Chart.row + Chart.base
        marks.append(words(name(weekday), "day", at: 0, base - Chart.base + 14))
        marks.append(
            "<line class=\"axis\" x1=\"0\" x2=\"\(number(Chart.width))\" "
                + "y1=\"\(number(base))\" y2=\"\(number(base))\"/>"
        )
        for (place, hour) in grid.hours.enumerated() {
            let middle = (Double(place) + 0.5) * chart.column
            marks.append(words(String(hour), "hour", at: middle, base + 13))
            guard let minutes = grid[weekday, hour] else { continue }
            let isBest = best.contains { $0.weekday == weekday && $0.hour == hour }
            marks += chart.bar(minutes, at: middle, base, isBest: isBest)
        }
    }
    let height = Double(grid.weekdays.count) * Chart.row
    return """
        <svg class="chart" role="img" aria-labelledby="chart-title chart-text" \
        viewBox="0 0 \(number(Chart.width)) \(number(height))">
        <title id="chart-title">\(escaped(title))</title>
        <desc id="chart-text">\(escaped(text))</desc>
        \(marks.joined(separator: "\n"))
        </svg>
        """
}

/// Sizes in the picture's own units, of which a small screen has about as many as pixels.
private struct Chart {
    static let width = 300.0
    static let row = 100.0
    /// From a row's top to the foot of its bars.
    static let base = 80.0
    static let bars = 40.0
    /// A week without waits is not drawn as one of long ones.
    static let fewestMinutes = 20.0

    let column: Double
    let highest: Double

    func bar(_ minutes: Double, at middle: Double, _ base: Double, isBest: Bool) -> [String] {
        // As high as its figure: two that say the same are equally high.
        let height = max(2, Double(QuietPage.shownMinutes(minutes)) / highest * Self.bars)
        let width = min(24, column * 0.7)
        let top = base - height
        var marks = [
            "<rect class=\"bar\(isBest ? " low" : "")\" x=\"\(number(middle - width / 2))\" "
                + "y=\"\(number(top))\" width=\"\(number(width))\" height=\"\(number(height))\"/>",
            words(QuietPage.figure(minutes), "value", at: middle, top - 4),
        ]
        if isBest {
            marks.append(
                "<circle class=\"bar\" cx=\"\(number(middle))\" cy=\"\(number(top - 19))\" r=\"3\"/>"
            )
        }
        return marks
    }
}

private func words(_ text: String, _ kind: String, at x: Double, _ y: Double) -> String {
    "<text class=\"\(kind)\" x=\"\(number(x))\" y=\"\(number(y))\">\(escaped(text))</text>"
}

/// One decimal at most.
private func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths.isMultiple(of: 10) ? String(tenths / 10) : "\(tenths / 10).\(abs(tenths % 10))"
}

private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
}
