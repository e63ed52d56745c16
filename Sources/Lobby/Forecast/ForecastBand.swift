/// Between which parts of the runs the shown interval lies; moved after each visit, so that in the long
/// run one of ten waits less and one of ten waits more.
///
/// Gibbs and Candès, Adaptive Conformal Inference Under Distribution Shift, NeurIPS 2021.
package struct ForecastBand: Codable, Equatable, Sendable {
    /// What part shall lie below, and what part above.
    package static let outside = 0.1
    /// How far one visit moves it.
    private static let step = 0.01
    private static let bounds = 0.005...0.4

    private var below = outside
    private var above = outside

    package init() {}

    var low: Double { below }
    var high: Double { 1 - above }

    /// Learns how long somebody really waited who was told this, in minutes.
    package mutating func learn(_ wait: Wait, real: Double) {
        func moved(_ part: Double, _ isOutside: Bool) -> Double {
            let next = part + Self.step * (Self.outside - (isOutside ? 1 : 0))
            return min(Self.bounds.upperBound, max(Self.bounds.lowerBound, next))
        }
        below = moved(below, real < Double(wait.shown.from))
        above = moved(above, real > Double(wait.shown.to))
    }
}
