import HubStore
import Lobby

// The state of the lobby, as forecasts need it.
extension HubCases {
    /// More who wait than this are not forecast: it would be guesswork, and take long.
    private static let mostForecast = 400
    /// A counter that is free and lets somebody wait so long whom it could call is thought to be empty.
    private static let patience: Duration = .minutes(15)
    /// A counter that is not planned is thought to work so long after a call.
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
        try setSpans(of: &counters, waiting: waiting, in: store, at: now)
        return ForecastInput(
            now: now,
            // One that calls nobody any more today is no counter.
            counters: counters.filter { $0.spans?.isEmpty == false && !$0.duty.services.isEmpty },
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
    /// A counter that is not planned works while it called somebody lately. One that is planned is
    /// believed, also when nobody comes for it, until it lets somebody wait in vain; then again from
    /// its next opening on, but only for what others give now: of what nobody gives now, nobody can say
    /// when it is given again.
    private func setSpans(
        of counters: inout [ForecastInput.Counter],
        waiting: [Visit],
        in store: HubReading,
        at now: Instant
    ) throws {
        let seen = try store.countersAtWork(since: now - Self.workMemory)
        let open = office.openSpans(from: now)
        var empty: [Int] = []
        var given: Set<ServiceID> = []
        for (index, counter) in counters.enumerated() {
            let number = counter.duty.number
            let planned = office.plannedSpans(ofCounter: number, from: now)
            let isBusy = counter.holds != nil
            counters[index].spans = planned
            if let present = planned.first, present.lowerBound <= now {
                if !isBusy,
                    try letsWait(counter, from: present.lowerBound, waiting, in: store, at: now)
                {
                    counters[index].spans = Array(planned.dropFirst())
                    empty.append(index)
                    continue
                }
            } else if planned.isEmpty, isBusy || seen.contains(number) {
                counters[index].spans = Array(open.prefix(1))
            } else {
                // Not planned now, or on a break.
                continue
            }
            given.formUnion(counter.duty.services)
        }
        for index in empty { counters[index].duty.services.formIntersection(given) }
    }

    /// Whether a counter, free since it was last heard of, let somebody wait too long, called by another
    /// one since or not.
    private func letsWait(
        _ counter: ForecastInput.Counter,
        from opening: Instant,
        _ waiting: [Visit],
        in store: HubReading,
        at now: Instant
    ) throws -> Bool {
        var free = max(opening, counter.pausedUntil ?? opening)
        guard now - free >= Self.patience else { return false }
        free = max(free, try store.lastDone(atCounter: counter.duty.number, since: free) ?? free)
        guard now - free >= Self.patience else { return false }
        func isTooLong(_ visit: Visit, until end: Instant) -> Bool {
            counter.duty.includes(visit)
                && end - max(free, visit.arrived, visit.booked ?? free) >= Self.patience
        }
        // Who was called before waits again since an instant that is not known.
        if waiting.contains(where: { $0.calls == 0 && isTooLong($0, until: now) }) { return true }
        return try store.visitsCalled(since: free + Self.patience).contains { visit in
            visit.firstCalled.map { isTooLong(visit, until: $0) } ?? false
        }
    }
}
