/// How often the real wait lay within the middle part of what the runs came to, for parts of each size:
/// of a good forecast, as often as that part is large.
package struct Calibration: Equatable, Sendable {
    /// The parts, 0.1 to 0.9.
    package static let claimed = (1...9).map { Double($0) / 10 }

    package private(set) var visits = 0
    private var inside = [Double](repeating: 0, count: claimed.count)

    package init() {}

    package mutating func add(_ outcome: WaitOutcome, real: Double) {
        visits += 1
        for (index, part) in Self.claimed.enumerated() {
            guard let low = outcome.quantile((1 - part) / 2), real >= low else { continue }
            // Where so many runs ended without a call, nothing is above.
            let high = outcome.quantile((1 + part) / 2)
            if let high, real > high { continue }
            // Where many runs end alike, as with nobody waiting, the middle holds more than its part.
            inside[index] += part / max(part, outcome.share(from: low, to: high))
        }
    }

    /// What was claimed and what was seen, in the order of ``claimed``; nothing before the first visit.
    package var points: [(claimed: Double, observed: Double)] {
        guard visits > 0 else { return [] }
        return zip(Self.claimed, inside).map { ($0, $1 / Double(visits)) }
    }
}
