import Foundation

/// Chance that comes out the same on every run (SplitMix64, Steele et al., OOPSLA 2014).
package struct Chance: RandomNumberGenerator {
    package private(set) var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number in 0..<1.
    package mutating func fraction() -> Double {
        Double(next() >> 11) / Double(1 << 53)
    }

    package mutating func happens(_ probability: Double) -> Bool {
        probability > 0 && fraction() < probability
    }

    package mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
        low + Int64(next() % UInt64(high - low + 1))
    }

    /// Mostly near the low end, seldom near the high one.
    package mutating func skewed(_ low: Int64, _ high: Int64) -> Int64 {
        let fraction = fraction()
        return low + Int64(Double(high - low) * fraction * fraction * fraction)
    }

    /// One of the weights by its place, more often the heavier it is; nil when all are 0.
    package mutating func place(among weights: [Int]) -> Int? {
        let sum = weights.reduce(0, +)
        guard sum > 0 else { return nil }
        var rest = Int(between(0, Int64(sum) - 1))
        return weights.firstIndex { weight in
            rest -= weight
            return rest < 0
        }
    }

    /// Around 1, never below 0, and skewed to the right: log-normal with the mean 1.
    ///
    /// - Parameter spread: The standard deviation.
    /// - Returns: A factor for a duration.
    package mutating func stretch(spread: Double) -> Double {
        let variance = log(1 + spread * spread)
        return exp(variance.squareRoot() * normal() - variance / 2)
    }

    /// Around 0 with a standard deviation of 1.
    package mutating func normal() -> Double {
        // Box and Muller, Annals of Mathematical Statistics 1958; the fraction is below 1.
        (-2 * log(1 - fraction())).squareRoot() * cos(2 * .pi * fraction())
    }

    package mutating func digits(_ count: Int) -> String {
        String(decoding: (0..<count).map { _ in UInt8(48 + next() % 10) }, as: UTF8.self)
    }
}
