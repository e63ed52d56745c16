/// What people who think of coming are told about the wait for one service.
package enum SaidWait: Equatable, Sendable {
    /// So few wait for it, and so shortly, that a number would be about persons.
    case hardlyAny
    case between(ShownWait)
    /// More than two hours; hardly before the instant.
    case long(notBefore: Instant)
    /// Whoever comes now may well not be called any more before closing.
    case tooLate
    /// Nobody can say.
    case unknown

    /// With fewer who wait, hardly any wait is said in place of a number.
    package static let fewestCounted = 3
    /// Who is told of hardly any wait may yet wait as long as this, in minutes, and no longer: with one
    /// clerk two who wait can be half an hour, and that is said.
    package static let mostHardly = 15

    /// - Parameters:
    ///   - wait: The forecast for somebody who comes now; nil when there is none.
    ///   - waiting: How many wait for the service.
    ///   - forecast: When the forecast was made.
    ///   - isTooLate: Whether the forecast says so.
    package init(
        _ wait: Wait?,
        waiting: Int,
        asOf forecast: Instant,
        isTooLate: Bool = false
    ) {
        if isTooLate {
            self = .tooLate
            return
        }
        guard let shown = wait?.shown else {
            self = .unknown
            return
        }
        if shown.isLong {
            self = .long(notBefore: (forecast + .minutes(shown.from)).wholeFiveMinutes)
        } else if waiting < Self.fewestCounted, shown.to <= Self.mostHardly {
            self = .hardlyAny
        } else {
            self = .between(shown)
        }
    }
}
