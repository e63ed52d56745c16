package import Lobby

/// An order of calls to compare: the office's own, and two simple ones.
package enum CallingOrder: String, CaseIterable, Sendable, Encodable {
    case policy
    /// Whoever came first, appointment or not; booked times mean nothing.
    case firstCome
    /// Appointments from the lead before their time on, the one that is due longest first; then
    /// whoever came first without one; then appointments whose time is further away.
    case appointmentsFirst

    /// The visit a counter calls of those waiting; nil when there is none for it.
    package func next(
        for counter: CounterDuty,
        among waiting: [Visit],
        at now: Instant,
        under policy: Policy,
        services: ServiceDirectory
    ) -> Visit? {
        let served = { (visit: Visit) in
            visit.state == .waiting && counter.services.contains(visit.service)
        }
        switch self {
        case .policy:
            return nextVisit(
                for: counter,
                among: waiting,
                at: now,
                under: policy,
                services: services
            )
        case .firstCome:
            return waiting.filter(served).min {
                ($0.arrived, $0.id) < ($1.arrived, $1.id)
            }
        case .appointmentsFirst:
            func place(_ visit: Visit) -> (Int, Instant, Instant, VisitID) {
                let due = Due(of: visit, under: policy, services: services)
                guard due.isAppointment else { return (1, visit.arrived, visit.arrived, visit.id) }
                let isNear = now >= due.instant - policy.lead
                return (isNear ? 0 : 2, due.instant, visit.arrived, visit.id)
            }
            return waiting.filter(served).min { place($0) < place($1) }
        }
    }
}
