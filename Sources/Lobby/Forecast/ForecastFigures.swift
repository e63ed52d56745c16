/// How right announced waits were.
package struct ForecastFigures: Equatable, Sendable, Codable {
    /// A wait that somebody was told, and how it was, in minutes.
    package struct Told: Equatable, Sendable {
        package var wait: Wait
        package var real: Double

        package init(wait: Wait, real: Double) {
            self.wait = wait
            self.real = real
        }
    }

    package var visits: Int
    /// Parts of the visits, 0 to 1: within what was shown, and more than five minutes beyond it.
    package var inside = 0.0
    package var overFiveBeyond = 0.0
    /// In minutes: how far off the middle was, and on which side; above 0 people waited less.
    package var meanError = 0.0
    package var bias = 0.0
    /// How wide the shown intervals were, in minutes.
    package var meanWidth = 0.0

    package init(_ told: [Told]) {
        visits = told.count
        guard visits > 0 else { return }
        func mean(_ value: (Told) -> Double) -> Double {
            told.map(value).reduce(0, +) / Double(told.count)
        }
        inside = mean { $0.wait.shown.contains($0.real) ? 1 : 0 }
        overFiveBeyond = mean { $0.real > Double($0.wait.shown.to) + 5 ? 1 : 0 }
        meanError = mean { abs($0.wait.middle - $0.real) }
        bias = mean { $0.wait.middle - $0.real }
        meanWidth = mean { Double($0.wait.shown.to - $0.wait.shown.from) }
    }
}
