import HubStore
import Lobby

// The state of the lobby, as forecasts need it.
extension HubCases {
    /// More who wait than this are not forecast: it would be guesswork, and take long.
    private static let mostForecast = 400
    /// A counter that called nobody for so long, while others did, is thought to be closed.
    private static let workMemory: Duration = .minutes(45)

    /// What a forecast is made from; nil where too many wait.
    func forecastInput(in store: HubReading, at now: Instant) throws -> ForecastInput? {
        let count = try store.waitingCounts().values.reduce(0, +)
        guard count <= Self.mostForecast else { return nil }
        let waiting = try store.waitingVisits()
        let day = office.time.day(at: now)
        let held = Dictionary(
            try store.activeVisits(on: day)
                .filter { $0.state == .called || $0.state == .serving }
                .compactMap { visit in visit.counter.map { ($0, visit) } }
        ) { first, _ in first }
        let desks = Dictionary(
            try store.desks().map { ($0.counter, $0) }
        ) { first, _ in first }
        let seen = try store.countersAtWork(since: now - Self.workMemory)
        var counters = try office.counters.map { counter in
            let desk = desks[counter.number] ?? Desk(counter: counter.number)
            return ForecastInput.Counter(
                duty: try duty(of: desk),
                holds: held[counter.number].map {
                    ForecastInput.Held(errands: $0.errands, since: $0.lastCalled ?? now)
                },
                pausedUntil: desk.pausedUntil
            )
        }
        let spans = workingSpans(
            of: counters,
            seen: seen,
            firstCall: try store.firstCall(on: day) ?? now,
            waiting: waiting,
            at: now
        )
        for index in counters.indices { counters[index].spans = spans[index] }
        return ForecastInput(
            now: now,
            // One that calls nobody any more today is no counter.
            counters: counters.filter { $0.spans?.isEmpty == false },
            waiting: waiting,
            expected: try expectedVisits(on: day, in: store, at: now)
        )
    }

    private func expectedVisits(
        on day: Day,
        in store: HubReading,
        at now: Instant
    ) throws -> [Visit] {
        guard office.booking != nil else { return [] }
        return try store.bookings(on: day).filter { $0.state == .booked }.map { appointment in
            Visit(
                id: appointment.id,
                label: Label(series: Label.appointmentLetter, number: 0),
                service: appointment.errands.first?.service ?? "",
                kind: .appointment,
                state: .booked,
                arrived: now,
                booked: appointment.start,
                moreErrands: appointment.errands
            )
        }
    }

    /// When each counter calls from now on: as planned, corrected by what is seen.
    ///
    /// Who called lately works, planned or not. Who is planned, but called nobody for long while others
    /// did, is believed again from its next opening on; and at once where nobody else gives one of its
    /// services and nobody waits in vain for it. Until the first call of the day is so long ago, all who
    /// are planned are believed.
    private func workingSpans(
        of counters: [ForecastInput.Counter],
        seen: Set<Int>,
        firstCall: Instant,
        waiting: [Visit],
        at now: Instant
    ) -> [[Range<Instant>]] {
        func isSeen(_ counter: ForecastInput.Counter) -> Bool {
            seen.contains(counter.duty.number) || counter.holds != nil
        }
        let isAnybodySeen = counters.contains(where: isSeen)
        let given = counters.filter(isSeen).reduce(into: Set<ServiceID>()) {
            $0.formUnion($1.duty.services)
        }
        let inVain = Set(waiting.filter { now - $0.arrived > Self.workMemory }.map(\.service))
        let open = office.openSpans(from: now)
        return counters.map { counter in
            let planned = office.plannedSpans(ofCounter: counter.duty.number, from: now)
            guard let first = planned.first, first.lowerBound <= now else {
                // Not planned now, or on a break: at work all the same when it holds somebody.
                guard isSeen(counter), planned.isEmpty else { return planned }
                return Array(open.prefix(1))
            }
            let isNeeded = !counter.duty.services.subtracting(given).subtracting(inVain).isEmpty
            let isFresh = now - max(first.lowerBound, firstCall) < Self.workMemory
            let isBelieved = isSeen(counter) || !isAnybodySeen || isFresh || isNeeded
            return isBelieved ? planned : Array(planned.dropFirst())
        }
    }
}
