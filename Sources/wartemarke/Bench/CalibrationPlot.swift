import Foundation
import Lobby

/// How often forecasts were right against how often they claim to be, as an SVG picture.
struct CalibrationPlot {
    private static let side = 480.0
    private static let margin = 64.0

    let points: [(claimed: Double, observed: Double)]
    /// What was shown to visitors, which claims eight of ten.
    let shown: Double
    let title: String

    var svg: String {
        let size = Self.side + 2 * Self.margin
        let line = points.map { "\(x($0.claimed)),\(y($0.observed))" }.joined(separator: " ")
        let dots = points.map { point in
            let words = "\(percent(point.claimed)) claimed, \(percent(point.observed)) observed"
            return """
                <circle cx="\(x(point.claimed))" cy="\(y(point.observed))" r="5" fill="#0b5cad">\
                <title>\(words)</title></circle>
                """
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)" role="img" \
            font-family="sans-serif" font-size="14" aria-labelledby="title">
            <title id="title">\(title)</title>
            <rect width="100%" height="100%" fill="#ffffff"/>
            <text x="\(size / 2)" y="28" text-anchor="middle" font-size="16">\(title)</text>
            \(grid.joined(separator: "\n"))
            <line x1="\(x(0))" y1="\(y(0))" x2="\(x(1))" y2="\(y(1))" stroke="#767676" \
            stroke-dasharray="6 4"/>
            <polyline points="\(line)" fill="none" stroke="#0b5cad" stroke-width="2"/>
            \(dots.joined(separator: "\n"))
            <rect x="\(x(0.8) - 6)" y="\(y(shown) - 6)" width="12" height="12" fill="#b3261e">\
            <title>shown: \(percent(shown)) observed</title></rect>
            <text x="\(x(0.8) - 12)" y="\(y(shown) - 10)" text-anchor="end" fill="#b3261e">\
            as shown to visitors: \(percent(shown))</text>
            <text x="\(size / 2)" y="\(size - 14)" text-anchor="middle">claimed</text>
            <text x="18" y="\(size / 2)" text-anchor="middle" \
            transform="rotate(-90 18 \(size / 2))">observed</text>
            </svg>

            """
    }

    private var grid: [String] {
        stride(from: 0, through: 1, by: 0.2).map { part in
            """
            <line x1="\(x(part))" y1="\(y(0))" x2="\(x(part))" y2="\(y(1))" stroke="#e0e0e0"/>
            <line x1="\(x(0))" y1="\(y(part))" x2="\(x(1))" y2="\(y(part))" stroke="#e0e0e0"/>
            <text x="\(x(part))" y="\(y(0) + 20)" text-anchor="middle">\(percent(part))</text>
            <text x="\(x(0) - 8)" y="\(y(part) + 5)" text-anchor="end">\(percent(part))</text>
            """
        }
    }

    private func x(_ part: Double) -> Double {
        rounded(Self.margin + part * Self.side)
    }

    private func y(_ part: Double) -> Double {
        rounded(Self.margin + (1 - part) * Self.side)
    }

    private func rounded(_ value: Double) -> Double {
        (value * 10).rounded() / 10
    }

    private func percent(_ part: Double) -> String {
        "\(Int((part * 100).rounded())) %"
    }
}
