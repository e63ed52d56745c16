package import HubStore
package import Lobby

/// What a lead has planned otherwise for today, and whom it leaves without their appointment.
package struct TodayView: Equatable, Sendable {
    package var plan: DayPlan
    /// Today's openings without the plan, in the order of the clock.
    package var usual: [OpeningHours.Span]
    /// Today's openings now.
    package var open: [OpeningHours.Span]
    /// Walk-in numbers given today.
    package var drawn: Int
    /// Appointments that the plan leaves no counter or no opening.
    package var misfits: [Misfit]
    /// How their holders can be reached.
    package var persons: [VisitID: Person]
    /// The services of which it soon is too late for a new number.
    package var lastTickets: [LastTicket]
}

extension HubCases {
    /// The same cases with what is planned for a day, as the store has it.
    func planned(in store: HubReading) throws -> HubCases {
        HubCases(office: written, rules: rules, plan: try store.dayPlan())
    }

    package func todayView(in store: HubReading, at now: Instant) throws -> TodayView {
        let day = office.time.day(at: now)
        let plan = office.plan(at: now) ?? DayPlan(day: day)
        let booked = try store.bookings(on: day).filter { $0.state == .booked }
        let misfits = office.misfits(among: booked)
        var persons: [VisitID: Person] = [:]
        for misfit in misfits {
            persons[misfit.appointment.id] = try store.person(misfit.appointment.id)
        }
        return TodayView(
            plan: plan,
            usual: written.hours.spans(on: day),
            open: office.hours.spans(on: day),
            drawn: try store.walkInCount(on: day),
            misfits: misfits,
            persons: persons,
            lastTickets: lastTickets(at: now)
        )
    }

    /// Plans today otherwise, or as usual again with an empty plan.
    ///
    /// - Parameters:
    ///   - wanted: The plan; its version is the one that was changed.
    ///   - name: Who did it, for the audit.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Returns: The plan as it now is.
    /// - Throws: ``HubRefusal/badPlan(_:)``, and ``HubRefusal/planChanged`` when somebody else has
    ///   changed it since.
    package func plan(
        _ wanted: DayPlan,
        by name: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> DayPlan {
        let day = try today(store, at: now)
        let known = try store.dayPlan().flatMap { $0.day == day ? $0.version : nil }
        let current = known ?? 0
        guard wanted.day == day, wanted.version == current else { throw HubRefusal.planChanged }
        do {
            try written.check(wanted)
        } catch {
            throw HubRefusal.badPlan(error)
        }
        var plan = wanted
        plan.version += 1
        let text = try store.set(plan)
        try store.record(
            HubEvent(
                day: day,
                visit: nil,
                happening: "dayPlanned",
                state: nil,
                at: now,
                actor: "lead",
                details: text
            )
        )
        try store.audit(AuditLine(at: now, who: name, act: "today: \(text)"))
        return plan
    }

    /// Why no walk-in number is given now although the office is open; nil when one is.
    package func ticketStop(
        for service: ServiceID? = nil,
        in store: HubReading,
        at now: Instant
    ) throws -> TicketStop? {
        let isFull = try isFull(in: store, at: now)
        return office.ticketStop(for: service, at: now, isFull: isFull)
            ?? service.flatMap { office.lateStop(for: $0, tooLate: forecast?.tooLate ?? []) }
    }

    /// Whether as many walk-in numbers were given today as the plan allows.
    func isFull(in store: HubReading, at now: Instant) throws -> Bool {
        guard let plan = office.plan(at: now), let quota = plan.quota else { return false }
        return try store.walkInCount(on: plan.day) >= quota
    }
}

extension Hub {
    /// Plans today otherwise, at once: see ``HubCases/plan(_:by:in:at:)``.
    package func plan(_ wanted: DayPlan, by name: String) async throws -> DayPlan {
        let plan = try await perform { try $0.plan(wanted, by: name, in: $1, at: $2) }
        adopt(plan)
        // Who waits for news has to look again, now that the plan holds.
        changed.advance()
        return plan
    }
}
