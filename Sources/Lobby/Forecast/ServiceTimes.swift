import Foundation

/// How long visits take at the counter, by service: log-normal, learned from those before.
///
/// What was learned is shrunk to the planned minutes, which weigh as much as ``planWeight`` visits; so
/// a service that was never seen has its planned minutes.
package struct ServiceTimes: Codable, Equatable, Sendable {
    /// What is known of one service: sums of the logarithms of minutes.
    package struct Known: Codable, Equatable, Sendable {
        package var visits = 0
        package var sum = 0.0
        package var squares = 0.0
    }

    /// How many visits the planned minutes weigh as much as.
    package static let planWeight = 10.0
    /// The standard deviation of what is not known yet, as a part of its mean.
    package static let usualSpread = 0.6
    /// Minutes that are believed of a visit; shorter ones were hardly served, longer ones forgotten.
    package static let believed = 0.25...180.0

    package private(set) var known: [ServiceID: Known] = [:]

    package init() {}

    /// Learns how long one visit held its counter; what is not believed is passed over.
    package mutating func learn(_ service: ServiceID, minutes: Double) {
        guard Self.believed.contains(minutes) else { return }
        let logarithm = log(minutes)
        known[service, default: Known()].visits += 1
        known[service, default: Known()].sum += logarithm
        known[service, default: Known()].squares += logarithm * logarithm
    }

    /// The logarithm of minutes of one service: mean and standard deviation.
    func logarithm(of service: ServiceID, planned: Double) -> (mean: Double, deviation: Double) {
        let variance = log(1 + Self.usualSpread * Self.usualSpread)
        let plan = log(max(planned, 0.5)) - variance / 2
        guard let known = known[service], known.visits > 0 else {
            return (plan, variance.squareRoot())
        }
        let visits = Double(known.visits)
        let mean = (Self.planWeight * plan + known.sum) / (Self.planWeight + visits)
        // The sum of squares around the mean of what was seen.
        let around = max(0, known.squares - known.sum * known.sum / visits)
        let spread = (Self.planWeight * variance + around) / (Self.planWeight + visits)
        return (mean, spread.squareRoot())
    }
}

/// Whether and when people with an appointment come, learned from those before.
package struct ShowUp: Codable, Equatable, Sendable {
    /// Check-ins that are remembered.
    private static let remembered = 200
    /// What weighs as much as so many appointments before anything is known.
    private static let priorWeight = 20.0
    private static let priorShare = 0.88
    /// Check-ins before anything is known, in minutes before (below 0) or after the booked time.
    private static let prior = [-20.0, -15, -12, -10, -8, -6, -5, -4, -2, 0, 2, 5]

    private var came = 0
    private var missed = 0
    private var offsets: [Double] = []

    package init() {}

    /// Learns of an appointment whose holder came so many minutes after its time.
    package mutating func learn(minutesLate: Double) {
        came += 1
        offsets.append(min(60, max(-90, minutesLate)))
        if offsets.count > Self.remembered { offsets.removeFirst() }
    }

    /// Learns of an appointment whose holder never came.
    package mutating func learnMissed() {
        missed += 1
    }

    /// The part of all appointments whose holders come.
    var share: Double {
        (Self.priorWeight * Self.priorShare + Double(came))
            / (Self.priorWeight + Double(came + missed))
    }

    /// The usual check-ins, sorted.
    var usual: [Double] {
        offsets.count < 20 ? (offsets + Self.prior).sorted() : offsets.sorted()
    }
}
