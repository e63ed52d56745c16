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

/// What a clerk sees: `GET /api/v1/counters/{n}`.
package struct CounterView: Equatable, Sendable {
    package var counter: Int
    package var asOf: Instant
    package var isOpen: Bool
    /// In the order in which they would be called at this counter.
    package var waiting: [Visit]
    package var holding: Visit?
    /// Further labels of the visit it holds.
    package var alsoHolding: [Label]
    /// What the other counters hold now: called or being served.
    package var others: [Visit]
    /// Visits of which nobody knows whether their paper came.
    package var unclearPapers: Set<VisitID>
    /// The kiosks' printers that somebody should see to.
    package var printers: [KioskPrinter]

    package init(
        counter: Int,
        asOf: Instant,
        isOpen: Bool,
        waiting: [Visit],
        holding: Visit?,
        alsoHolding: [Label] = [],
        others: [Visit],
        unclearPapers: Set<VisitID> = [],
        printers: [KioskPrinter] = []
    ) {
        self.unclearPapers = unclearPapers
        self.printers = printers
        self.counter = counter
        self.asOf = asOf
        self.isOpen = isOpen
        self.waiting = waiting
        self.holding = holding
        self.alsoHolding = alsoHolding
        self.others = others
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

    /// - Throws: ``HubRefusal/unknownCounter(_:known:)``.
    package func view(
        ofCounter number: Int,
        in store: HubReading,
        at now: Instant
    ) throws -> CounterView {
        guard let duty = office.duty(ofCounter: number) else {
            throw HubRefusal.unknownCounter(number, known: office.counters.map(\.number))
        }
        let waiting = callOrder(
            of: try store.waitingVisits().filter(duty.includes),
            at: now,
            under: office.policy,
            services: office.services
        )
        let active = try store.activeVisits(on: office.time.day(at: now))
        let held = active.filter { $0.state == .called || $0.state == .serving }
        let holding = held.first { $0.counter == number }
        return CounterView(
            counter: number,
            asOf: now,
            isOpen: office.isOpen(at: now),
            waiting: waiting,
            holding: holding,
            alsoHolding: try holding.map { try store.secondLabels(of: $0.id) } ?? [],
            others: held.filter { $0.counter != number },
            unclearPapers: try store.unclearPapers(),
            printers: try printersInNeed(in: store)
        )
    }
}
