/// What somebody is told of a wait.
package enum ToldWait: Equatable, Hashable, Sendable {
    case about(ShownWait)
    /// Whoever comes now may well not be called any more before closing.
    case tooLate
    /// The forecast does not know; that is said, too.
    case unknown
}

extension Forecast {
    /// What somebody is told who comes now for a service.
    package func told(newFor service: ServiceID) -> ToldWait {
        if tooLate.contains(service) { return .tooLate }
        return newcomers[service].map { .about($0.shown) } ?? .unknown
    }
}

extension Texts where Name == TextKey {
    /// What kiosk, paper and pages say of a wait: in one sentence or two, with the time it is of.
    ///
    /// - Parameters:
    ///   - told: The wait.
    ///   - asOf: Since when it is so.
    ///   - office: For its time and its closing.
    /// - Returns: Words such as `Ungefähr 20 bis 35 Minuten (Stand 10:42)`.
    package func sentence(of told: ToldWait, asOf: Instant, in office: Office) -> String {
        func clock(_ instant: Instant) -> String { office.time.timeOfDay(at: instant).description }
        switch told {
        case .unknown: return self[.numberWaitUnknown]
        case .tooLate:
            guard let closing = office.closing(from: asOf) else {
                return self[.numberWaitUnknown]
            }
            return self[.numberWaitTooLate, ["time": clock(closing)]]
        case .about(let wait) where wait.isLong:
            let back = office.returnTime(for: wait, asOf: asOf)
            return self[.numberWaitLong, ["asOf": clock(asOf), "time": clock(back)]]
        case .about(let wait) where wait.from == 0:
            return self[.numberWaitUpTo, ["to": String(wait.to), "asOf": clock(asOf)]]
        case .about(let wait):
            let values = ["from": String(wait.from), "to": String(wait.to), "asOf": clock(asOf)]
            return self[.numberWait, values]
        }
    }

    /// The same where there is little room, as on lists and boards: `20–35 Min`.
    package func short(of told: ToldWait) -> String {
        switch told {
        case .unknown: self[.serviceWaitUnknown]
        case .tooLate: self[.serviceWaitTooLate]
        case .about(let wait) where wait.isLong: self[.serviceWaitLong]
        case .about(let wait) where wait.from == 0:
            self[.serviceWaitUpTo, ["to": String(wait.to)]]
        case .about(let wait):
            self[.serviceWait, ["from": String(wait.from), "to": String(wait.to)]]
        }
    }
}
