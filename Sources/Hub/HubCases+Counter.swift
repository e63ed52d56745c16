package import HubStore
package import Lobby

extension HubCases {
    /// Calls the next visit to a counter; nil when nobody waits for it.
    ///
    /// The choice and the taking are one transaction, and the taking is on condition that the visit
    /// still waits: two counters never get the same visit.
    ///
    /// - Throws: ``HubRefusal/counterBusy(_:)`` with the visit the counter holds.
    package func next(
        counter number: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit? {
        let duty = try duty(of: try store.desk(number))
        let day = try today(store, at: now)
        if let held = try store.visit(atCounter: number) { throw HubRefusal.counterBusy(held) }
        let waiting = try store.waitingVisits()
        let chosen = nextVisit(
            for: duty,
            among: waiting,
            at: now,
            under: office.policy,
            services: office.services
        )
        guard let before = chosen else { return nil }
        var visit = before
        visit.state = try transition(from: visit.state, by: .call)
        guard try store.take(visit, counter: number, at: now) else {
            throw HubRefusal.unavailable("The visit was taken in the same moment. Call again.")
        }
        visit.counter = number
        visit.calls = 1
        visit.firstCalled = now
        visit.lastCalled = now
        try store.record(
            HubEvent(
                day: day,
                visit: visit.id,
                happening: Happening.call.rawValue,
                state: .called,
                at: now,
                actor: "counter",
                counter: number
            )
        )
        try work(at: number, remembering: before, in: store, at: now)
        return visit
    }

    /// Calls a number, also one that the hub does not know yet.
    ///
    /// With the hub gone clerks call numbers by voice; one whose event has not come is called as a
    /// stub, which takes the visit in when the event comes.
    ///
    /// - Throws: ``HubRefusal/counterBusy(_:)``; ``HubRefusal/impossible(_:_:)`` when the visit does not
    ///   wait; ``HubRefusal/outOfTurn(_:)`` for one that would pass others.
    package func call(
        _ label: Label,
        counter number: Int,
        stub: VisitID,
        mayChoose: Bool,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        guard office.duty(ofCounter: number) != nil else { throw unknown(number) }
        let day = try today(store, at: now)
        if let held = try store.visit(atCounter: number) { throw HubRefusal.counterBusy(held) }
        let owner = try store.owner(of: label, on: day)
        // A number that is only reserved has an owner, but no visit yet.
        let known = try owner.map { id in
            guard let visit = try store.mainVisit(id) else { throw HubRefusal.unknownVisit }
            return visit
        }
        if let known, !mayChoose { try mustBeNext(known, counter: number, in: store, at: now) }
        let visit = try known ?? addStub(stub, label, on: day, in: store, at: now)
        return try call(visit, counter: number, on: day, in: store, at: now)
    }

    /// Calls one visit that a clerk chose; who is parked, missed or to be clarified waits again first.
    ///
    /// - Parameters:
    ///   - id: The visit.
    ///   - number: The counter.
    ///   - mayChoose: Whether whoever calls may let visits pass others.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Returns: The visit as it now is.
    /// - Throws: ``HubRefusal/counterBusy(_:)``, ``HubRefusal/unknownVisit``,
    ///   ``HubRefusal/impossible(_:_:)`` with the visit as it is, and ``HubRefusal/outOfTurn(_:)``.
    package func call(
        _ id: VisitID,
        counter number: Int,
        mayChoose: Bool,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        _ = try duty(of: try store.desk(number))
        let day = try today(store, at: now)
        if let held = try store.visit(atCounter: number) {
            if held.id == id { return held }
            throw HubRefusal.counterBusy(held)
        }
        guard let visit = try store.mainVisit(id) else { throw HubRefusal.unknownVisit }
        if !mayChoose { try mustBeNext(visit, counter: number, in: store, at: now) }
        let back: CounterAction? =
            switch visit.state {
            case .parked: .resume
            case .missed: .reinstate
            case .atDesk: .admit
            default: nil
            }
        let waiting = try back.map { action in
            try act(CounterWish(action, on: id), counter: number, in: store, at: now)
        }
        return try call(waiting ?? visit, counter: number, on: day, in: store, at: now)
    }

    /// Refuses a visit that would pass others; one that cannot be called at all is refused later.
    ///
    /// Who is parked comes back by himself, and who is next anyhow passes nobody.
    private func mustBeNext(
        _ visit: Visit,
        counter number: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard !office.policy.clerksChoose,
            [.waiting, .missed, .atDesk].contains(visit.state)
        else { return }
        let next = nextVisit(
            for: try duty(of: try store.desk(number)),
            among: try store.waitingVisits(),
            at: now,
            under: office.policy,
            services: office.services
        )
        guard next?.id == visit.id else { throw HubRefusal.outOfTurn(visit) }
    }

    private func call(
        _ visit: Visit,
        counter number: Int,
        on day: Day,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        let called = try move(
            visit,
            .call,
            in: store,
            on: day,
            by: "counter",
            counter: number,
            at: now
        ) { visit in
            visit.counter = number
            visit.calls = 1
            visit.firstCalled = now
            visit.lastCalled = now
        }
        try work(at: number, remembering: visit, in: store, at: now)
        return called
    }

    /// A call ends the pause of its counter, and what was finished there before stays finished.
    private func work(
        at number: Int,
        remembering before: Visit,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        var desk = try store.desk(number)
        try store.remember(before, reopenable: desk.reopenable, at: number, now)
        guard desk.reopenable != nil || desk.pausedUntil != nil else { return }
        (desk.reopenable, desk.pausedUntil) = (nil, nil)
        try store.set(desk)
    }

    /// What the clerk at a counter serves now.
    ///
    /// - Throws: ``HubRefusal/unknownCounter(_:known:)``.
    func duty(of desk: Desk) throws -> CounterDuty {
        guard var duty = office.duty(ofCounter: desk.counter) else { throw unknown(desk.counter) }
        if let services = desk.services { duty.services.formIntersection(services) }
        return duty
    }

    /// A number called by mistake must not come true: it would move the series on, or belong to nobody.
    ///
    /// The hub knows its own numbers, but for those that a restore has left out; those of a kiosk's
    /// series end with a letter that some kiosk has.
    private func mayHaveBeenGiven(
        _ label: Label,
        on day: Day,
        _ store: HubTransaction
    ) throws -> Bool {
        if label.secondLetter.isEmpty {
            return label.number <= (try store.highestNumber(series: label.series, day: day))
        }
        let isKiosks = try store.secondLetters().contains { $0.letter == label.secondLetter }
        return isKiosks && label.number <= Self.highestCalledByVoice
    }

    /// No kiosk gives more numbers of one series in a day.
    private static let highestCalledByVoice = 9_999

    private func addStub(
        _ id: VisitID,
        _ label: Label,
        on day: Day,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        let isAppointment = label.series.hasPrefix(Label.appointmentLetter)
        let service = office.services.all.first {
            label.series.hasPrefix($0.letter) || isAppointment
        }
        guard let service, try mayHaveBeenGiven(label, on: day, store) else {
            throw HubRefusal.unknownVisit
        }
        let visit = Visit(id: id, label: label, service: service.id, arrived: now)
        try store.useLabel(label, day: day, visit: id)
        try store.insert(visit, day: day, language: "de", key: "", origin: "stub")
        return visit
    }

    /// Marks as missed what was called often and long enough.
    ///
    /// - Returns: Those visits.
    package func missOverdue(in store: HubTransaction, at now: Instant) throws -> [Visit] {
        let day = try today(store, at: now)
        let policy = office.policy
        return try store.activeVisits(on: day).filter { visit in
            guard visit.state == .called, visit.calls >= policy.callsUntilMissed,
                let first = visit.firstCalled, let last = visit.lastCalled
            else { return false }
            return now - first >= policy.callTime && now - last >= policy.callSpacing
        }.map { visit in
            try move(
                visit,
                .miss,
                in: store,
                on: day,
                by: "system",
                counter: visit.counter,
                at: now
            )
        }
    }

    func unknown(_ number: Int) -> HubRefusal {
        .unknownCounter(number, known: office.counters.map(\.number))
    }
}
