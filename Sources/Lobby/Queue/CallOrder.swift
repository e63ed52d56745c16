/// Who may be called at a counter.
package struct CounterDuty: Equatable, Sendable {
    package var number: Int
    /// The services the clerk there gives today.
    package var services: Set<ServiceID>
    /// All that the office offers; nil where nobody comes for anything else.
    package var offered: Set<ServiceID>?

    package init(number: Int, services: Set<ServiceID>, offered: Set<ServiceID>? = nil) {
        self.number = number
        self.services = services
        self.offered = offered
    }

    /// Whether the counter may call the visit.
    ///
    /// Somebody who is here for what the office offers no longer may be called by every counter.
    package func includes(_ visit: Visit) -> Bool {
        let isGone = offered.map { !$0.contains(visit.service) } ?? false
        return (services.contains(visit.service) || isGone)
            && (visit.onlyCounter ?? number) == number
    }
}

/// The visit a counter should call, chosen among those waiting; nil when there is none for it.
///
/// Used unchanged by the clerks' call-up, the forecast, the kiosk and the status page. The answer
/// does not depend on the order of `waiting`; visits in other states are ignored.
package func nextVisit(
    for counter: CounterDuty,
    among waiting: [Visit],
    at now: Instant,
    under policy: Policy,
    services: ServiceDirectory
) -> Visit? {
    callOrder(
        of: waiting.filter(counter.includes),
        at: now,
        under: policy,
        services: services
    ).first
}

/// The waiting visits in the order in which they would be called if all were called now.
///
/// While somebody with priority, transferred or returned waits, the order is: appointments more than
/// ``Policy/lateAppointment`` late, then those, then the rest by urgency. Otherwise urgency alone
/// decides, so that a walk-in's growing lateness is never beaten for ever. Appointments still
/// further away than ``Policy/lead`` come last. Ties: arrival, then id.
package func callOrder(
    of visits: [Visit],
    at now: Instant,
    under policy: Policy,
    services: ServiceDirectory
) -> [Visit] {
    let waiting = visits.filter { $0.state == .waiting }
    let passing = waiting.contains { $0.standing != .usual }
    return waiting.map { visit in
        let candidate = Candidate(visit, under: policy, services: services)
        return (visit, candidate.urgency(at: now, someonePasses: passing))
    }
    .sorted { $0.1 < $1.1 }
    .map(\.0)
}

/// How many of the waiting visits come before one in ``callOrder(of:at:under:services:)``.
func countCalledBefore(
    _ visit: Visit,
    among visits: [Visit],
    at now: Instant,
    under policy: Policy,
    services: ServiceDirectory
) -> Int {
    let others = visits.filter { $0.state == .waiting && $0.id != visit.id }
    let passing = visit.standing != .usual || others.contains { $0.standing != .usual }
    func urgency(_ visit: Visit) -> Urgency {
        Candidate(visit, under: policy, services: services)
            .urgency(at: now, someonePasses: passing)
    }
    let own = urgency(visit)
    return others.count { urgency($0) < own }
}

/// When a waiting visit should be called, and how much lateness it bears.
package struct Due: Equatable, Sendable {
    package var instant: Instant
    package var patience: Double
    package var isAppointment: Bool

    package init(of visit: Visit, under policy: Policy, services: ServiceDirectory) {
        if let booked = visit.booked, visit.arrived <= booked + policy.grace {
            instant = max(booked, visit.arrived)
            patience = policy.appointmentPatience
            isAppointment = true
        } else {
            // A walk-in, or an appointment so late that it counts as one.
            let credited = visit.booked.map { max($0, visit.arrived - policy.creditWindow) }
            instant = (credited ?? visit.arrived) + services.targetWait(of: visit.service)
            patience = policy.walkInPatience
            isAppointment = false
        }
    }
}

/// A waiting visit as the order of calls sees it; what stays the same while it waits is worked out once.
struct Candidate: Sendable {
    let passes: Bool
    private let due: Int64
    private let patience: Double
    /// An appointment is early until then; nil for a walk-in.
    private let earlyUntil: Int64?
    private let lateFrom: Int64
    private let arrived: Instant
    private let id: VisitID

    init(_ visit: Visit, under policy: Policy, services: ServiceDirectory) {
        let due = Due(of: visit, under: policy, services: services)
        passes = visit.standing != .usual
        self.due = due.instant.milliseconds
        patience = due.patience
        earlyUntil = due.isAppointment ? (due.instant - policy.lead).milliseconds : nil
        lateFrom = (due.instant + policy.lateAppointment).milliseconds
        arrived = visit.arrived
        id = visit.id
    }

    /// Its place now; `someonePasses` tells whether one of those waiting does.
    func urgency(at now: Instant, someonePasses: Bool) -> Urgency {
        let now = now.milliseconds
        let place: Urgency.Class =
            if let earlyUntil, !passes, now < earlyUntil {
                .early
            } else if passes {
                .passing
            } else if someonePasses, earlyUntil != nil, now > lateFrom {
                .lateAppointment
            } else {
                .usual
            }
        return Urgency(
            rank: place.rawValue,
            urgency: Double(now - due) / patience,
            arrived: arrived,
            id: id
        )
    }
}

/// The place of a visit in the order of calls; smaller is called earlier.
struct Urgency: Comparable, Sendable {
    fileprivate enum Class: Int {
        case lateAppointment, passing, usual, early
    }

    fileprivate let rank: Int
    fileprivate let urgency: Double
    fileprivate let arrived: Instant
    fileprivate let id: VisitID

    static func < (left: Urgency, right: Urgency) -> Bool {
        if left.rank != right.rank { return left.rank < right.rank }
        if left.urgency != right.urgency { return left.urgency > right.urgency }
        return (left.arrived, left.id) < (right.arrived, right.id)
    }
}
