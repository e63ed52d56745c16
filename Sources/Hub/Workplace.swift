package import HubStore
package import Lobby

/// All that a clerk sees at a counter: the page at `/desk`.
package struct Workplace: Equatable, Sendable {
    /// A visit with what stands beside it.
    package struct Line: Equatable, Sendable {
        package var visit: Visit
        /// Further numbers of the same visit.
        package var also: [Label]
        package var note: String?
        package var reason: CallReason
        package var urgency: UrgencyLevel
        /// Nobody knows whether its paper came.
        package var isPaperUnclear: Bool
        /// How long it will still wait; nil when that is not known, or it does not wait.
        package var wait: ShownWait?
    }

    /// An appointment of today whose holder is not here yet.
    package struct Expected: Equatable, Sendable {
        package var appointment: Appointment
        package var name: String?
        /// Its time is here.
        package var isDue: Bool
    }

    package var asOf: Instant
    package var isOpen: Bool
    package var desk: Desk
    package var holding: Line?
    /// In the order in which they would be called at this counter.
    package var waiting: [Line]
    /// Who waits for other counters.
    package var waitingElsewhere: Int
    /// Those of them who were handed to one counter, and to no other.
    package var onlyThere: [Line]
    /// What the other counters hold now.
    package var others: [Line]
    package var parked: [Line]
    package var missed: [Line]
    package var atDesk: [Line]
    package var expected: [Expected]
    /// Times of today that somebody gave back and nobody took yet.
    package var freed: [FreedTime]
    /// The channels that do not get an appointment as soon as the office promises.
    package var missedPromises: [Channel]
    package var helpCalls: [HelpCall]
    /// Other counters that pause, and until when.
    package var pauses: [Desk]
    /// The kiosks' printers that somebody should see to.
    package var printers: [KioskPrinter]
    /// The number about which something can be taken back now.
    package var undoable: Label?
    package var reopenable: Label?
    /// The services of which it soon is too late for a new number.
    package var lastTickets: [LastTicket]
}

extension HubCases {
    /// How long a call for help is shown.
    private static let helpLife: Duration = .minutes(60)

    /// What the clerk at a counter sees.
    ///
    /// - Throws: ``HubRefusal/unknownCounter(_:known:)``.
    package func workplace(
        ofCounter number: Int,
        in store: HubReading,
        at now: Instant
    ) throws -> Workplace {
        let desk = try store.desk(number)
        let duty = try duty(of: desk)
        let all = try store.waitingVisits()
        let waiting = callOrder(
            of: all.filter(duty.includes),
            at: now,
            under: office.policy,
            services: office.services
        )
        let day = office.time.day(at: now)
        let active = try store.activeVisits(on: day)
        let held = active.filter { $0.state == .called || $0.state == .serving }
        let unclear = try store.unclearPapers()
        func lines(_ visits: [Visit]) throws -> [Workplace.Line] {
            try visits.map { try line($0, unclear, in: store, at: now) }
        }
        return Workplace(
            asOf: now,
            isOpen: office.isOpen(at: now),
            desk: desk,
            holding: try lines(held.filter { $0.counter == number }).first,
            waiting: try lines(waiting),
            waitingElsewhere: all.count - waiting.count,
            onlyThere: try lines(
                all.filter { $0.onlyCounter != nil && $0.onlyCounter != number }
            ),
            others: try lines(held.filter { $0.counter != number }),
            parked: try lines(active.filter { $0.state == .parked }),
            missed: try lines(active.filter { $0.state == .missed }),
            atDesk: try lines(active.filter { $0.state == .atDesk }),
            expected: try expected(on: day, in: store, at: now),
            freed: try freedToday(for: .desk, in: store, at: now),
            missedPromises: missedPromises,
            helpCalls: try store.helpCalls(since: now - Self.helpLife),
            pauses: try store.desks().filter { desk in
                desk.counter != number && desk.pausedUntil.map { $0 > now } ?? false
            },
            printers: try printersInNeed(in: store),
            undoable: try undoable(at: number, in: store, at: now)?.before.label,
            reopenable: try desk.reopenable.flatMap { try store.visit($0)?.label },
            lastTickets: lastTickets(at: now)
        )
    }

    private func line(
        _ visit: Visit,
        _ unclear: Set<VisitID>,
        in store: HubReading,
        at now: Instant
    ) throws -> Workplace.Line {
        Workplace.Line(
            visit: visit,
            also: try store.secondLabels(of: visit.id),
            note: try store.person(visit.id)?.note,
            reason: visit.callReason(at: now, under: office.policy, services: office.services),
            urgency: visit.urgency(at: now, under: office.policy, services: office.services),
            isPaperUnclear: unclear.contains(visit.id),
            wait: visit.state == .waiting ? forecast?.waits[visit.id]?.shown : nil
        )
    }

    private func expected(
        on day: Day,
        in store: HubReading,
        at now: Instant
    ) throws -> [Workplace.Expected] {
        guard office.booking != nil else { return [] }
        return try store.bookings(on: day).filter { $0.state == .booked }.map { appointment in
            Workplace.Expected(
                appointment: appointment,
                name: try store.person(appointment.id)?.name,
                isDue: appointment.start <= now
            )
        }
    }

    // MARK: The counter itself

    /// Which of its services a counter gives now; none for all.
    ///
    /// - Throws: ``HubRefusal/unknownCounter(_:known:)``, ``HubRefusal/unknownService(_:)``.
    package func setServices(
        _ services: Set<ServiceID>,
        counter number: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard let duty = office.duty(ofCounter: number) else { throw unknown(number) }
        _ = try today(store, at: now)
        if let stranger = services.subtracting(duty.services).min() {
            throw HubRefusal.unknownService(stranger)
        }
        var desk = try store.desk(number)
        desk.services = services.isEmpty || services == duty.services ? nil : services
        try store.set(desk)
    }

    /// Nobody is called at a counter until an instant, or until its next call; nil ends the pause.
    ///
    /// - Throws: ``HubRefusal/unknownCounter(_:known:)``; ``HubRefusal/counterBusy(_:)``, because who
    ///   sits there comes first.
    package func pause(
        counter number: Int,
        until end: Instant?,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard office.duty(ofCounter: number) != nil else { throw unknown(number) }
        _ = try today(store, at: now)
        if end != nil, let held = try store.visit(atCounter: number) {
            throw HubRefusal.counterBusy(held)
        }
        var desk = try store.desk(number)
        desk.pausedUntil = end
        try store.set(desk)
    }

    /// Asks the colleagues for help, once.
    package func callForHelp(
        from place: HelpCall.Place,
        id: VisitID,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        _ = try today(store, at: now)
        let open = try store.helpCalls(since: now - Self.helpLife).contains { $0.place == place }
        if !open { try store.add(HelpCall(id: id, at: now, place: place)) }
    }

    /// A counter goes where help was called; the first one that says so.
    ///
    /// - Throws: ``HubRefusal/helpTaken(by:)`` when another one goes already,
    ///   ``HubRefusal/helpOver`` when nobody needs to.
    package func takeHelp(
        _ id: VisitID,
        by counter: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard office.duty(ofCounter: counter) != nil else { throw unknown(counter) }
        _ = try today(store, at: now)
        if try store.takeHelp(id, by: counter, at: now) { return }
        let call = try store.helpCalls(since: now - Self.helpLife).first { $0.id == id }
        guard let taker = call?.takenBy else { throw HubRefusal.helpOver }
        // The same key struck twice.
        guard taker == counter else { throw HubRefusal.helpTaken(by: taker) }
    }

    /// Nobody needs to come any more; saying it twice does no harm.
    package func endHelp(_ id: VisitID, in store: HubTransaction, at now: Instant) throws {
        _ = try today(store, at: now)
        try store.endHelp(id)
    }
}
