/// How long somebody will wait from the forecast on: nine of ten times at least ``low``, nine of ten
/// times at most ``high``.
package struct Wait: Equatable, Codable, Sendable {
    /// What is believed of waits that others tell, in minutes.
    private static let believed = 0.0...1440.0

    package var low: Double
    package var middle: Double
    package var high: Double

    /// In minutes.
    package init(low: Double, middle: Double, high: Double) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    /// What people are told, in minutes: to the nearest five, and never a single number.
    package var shown: ShownWait {
        let from = Int((low / 5).rounded()) * 5
        return ShownWait(from: from, to: max(from + 5, Int((high / 5).rounded()) * 5))
    }

    /// Whether it can have been forecast: no part below 0, none before another, none over a day.
    package var isBelieved: Bool {
        [low, middle, high].allSatisfy(Self.believed.contains) && low <= middle && middle <= high
    }
}

/// A wait as people are told it, in minutes.
package struct ShownWait: Equatable, Hashable, Codable, Sendable {
    /// From so many minutes on it is only said to be longer.
    package static let long = 120

    package var from: Int
    package var to: Int

    package init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    package var isLong: Bool { from >= Self.long }

    package func contains(_ minutes: Double) -> Bool {
        Double(from) <= minutes && minutes <= Double(to)
    }
}
