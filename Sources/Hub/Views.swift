package import HubStore
package import Lobby

/// The state of the queue as anybody may see it: `GET /api/v1/status`.
package struct StatusView: Equatable, Sendable {
    /// Below this many waiting, a service's number is not told: it would be about persons.
    package static let fewestShown = 3
    package static let callsShown = 16

    package var isOpen: Bool
    /// Why no walk-in numbers are given now although it is open; nil when they are.
    package var stop: TicketStop?
    package var plan: DayPlan?
    package var asOf: Instant
    package var waiting: Int
    package var waitingByService: [ServiceID: Int]
    package var calls: [LatestCall]

    package init(
        isOpen: Bool,
        stop: TicketStop? = nil,
        plan: DayPlan? = nil,
        asOf: Instant,
        waiting: Int,
        waitingByService: [ServiceID: Int],
        calls: [LatestCall]
    ) {
        self.isOpen = isOpen
        self.stop = stop
        self.plan = plan
        self.asOf = asOf
        self.waiting = waiting
        self.waitingByService = waitingByService
        self.calls = calls
    }
}

extension StatusView {
    /// Whether walk-in numbers of a service are given now.
    package func gives(_ service: ServiceID, of office: Office, forecast: Forecast?) -> Bool {
        isOpen && stop == nil && !(plan?.stoppedServices.contains(service) ?? false)
            && office.lateStop(for: service, tooLate: forecast?.tooLate ?? []) == nil
    }
}

extension HubCases {
    package func status(in store: HubReading, at now: Instant) throws -> StatusView {
        let counts = try store.waitingCounts()
        let known = counts.filter { office.services[$0.key] != nil }
        return StatusView(
            isOpen: office.isOpen(at: now),
            stop: try ticketStop(in: store, at: now),
            plan: office.plan(at: now),
            asOf: now,
            waiting: counts.values.reduce(0, +),
            waitingByService: known,
            calls: try todaysCalls(in: store, at: now)
        )
    }

    /// The latest calls of the business day, the newest first; a visit with two labels is there twice.
    package func todaysCalls(in store: HubReading, at now: Instant) throws -> [LatestCall] {
        let day = office.time.day(at: now)
        let calls = try store.latestCalls(most: StatusView.callsShown).filter {
            office.time.day(at: $0.at) == day
        }
        return try calls.flatMap { call in
            try [call]
                + store.secondLabels(of: call.visit).map { label in
                    var second = call
                    second.label = label
                    return second
                }
        }
    }
}
