package import HubStore
package import Lobby
package import Sync

extension HubCases {
    /// Enters an appointment that was agreed on elsewhere, without asking whether there is room.
    ///
    /// - Parameters:
    ///   - change: The appointment, with the digest of its code.
    ///   - actor: Who entered it, never a person's name.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Throws: ``HubRefusal/unknownService(_:)``, and what the store throws.
    package func enter(
        _ change: AppointmentChange,
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard office.services[change.service] != nil else {
            throw HubRefusal.unknownService(change.service)
        }
        try add(change, in: store)
        let day = office.time.day(at: change.booked)
        try record(change.appointment, .book, .booked, on: day, by: actor, in: store, at: now)
    }

    /// Adds an appointment as kiosks know it, with what the office plans for its service.
    package func add(_ change: AppointmentChange, in store: HubTransaction) throws {
        let appointment = Appointment(
            id: change.appointment,
            errands: [Errand(change.service)],
            start: change.booked,
            minutes: office.services[change.service]?.plannedMinutes ?? Self.unknownMinutes,
            channel: .desk,
            standing: change.standing,
            state: Appointment.State(rawValue: change.state.rawValue) ?? .booked,
            language: office.languages.first ?? "de"
        )
        try store.add(
            appointment,
            digests: (change.code, nil, nil),
            day: office.time.day(at: change.booked)
        )
    }

    /// What a service is taken to need that is no longer in the office's file.
    private static let unknownMinutes = 15

    /// Cancels an appointment whose holder is not here yet.
    ///
    /// - Returns: Whether it was booked or held until now.
    package func cancel(
        _ id: VisitID,
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Bool {
        guard let appointment = try store.booking(id),
            appointment.state == .booked || appointment.state == .held
        else { return false }
        let day = office.time.day(at: appointment.start)
        try store.setState(.cancelled, of: id, day: day)
        try store.keepPerson(of: id, until: now + .seconds(Self.personDays * 86_400))
        try free(appointment, in: store, at: now)
        try record(id, .cancel, .cancelled, on: day, by: actor, in: store, at: now)
        if appointment.state == .booked {
            try tell(.cancelled, about: appointment, in: store, at: now)
        } else {
            try store.dropMails(about: id)
        }
        return true
    }

    /// Lets the holder of an appointment in by hand: with a number of its own, or with the one that
    /// somebody without a code has drawn.
    ///
    /// - Parameters:
    ///   - id: The appointment.
    ///   - drawn: The visit that its holder has already; nil for a new number.
    ///   - fresh: The id and the key of a new visit.
    ///   - actor: Who did it, never a person's name.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Returns: The visit as it now is.
    /// - Throws: ``HubRefusal/unknownAppointment`` when it is not booked,
    ///   ``HubRefusal/appointmentOfOtherDay(_:)`` when it is not for today,
    ///   ``HubRefusal/unknownVisit`` when the number does not wait, ``HubRefusal/closed``.
    package func checkIn(
        _ id: VisitID,
        drawn: VisitID?,
        fresh: (id: VisitID, key: String),
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        let day = try today(store, at: now)
        guard let appointment = try store.booking(id), appointment.state == .booked else {
            throw HubRefusal.unknownAppointment
        }
        let booked = office.time.day(at: appointment.start)
        guard booked == day else { throw HubRefusal.appointmentOfOtherDay(booked) }
        if let drawn {
            guard let visit = try store.visit(drawn), visit.state == .waiting else {
                throw HubRefusal.unknownVisit
            }
            try store.upgrade(visit, to: appointment)
            try store.checkIn(id, as: drawn)
            try record(drawn, .upgradeClaim, .waiting, on: day, by: actor, in: store, at: now)
        } else {
            let label = try store.giveNumber(
                series: Label.appointmentLetter,
                day: day,
                to: fresh.id,
                reserved: false
            )
            let visit = Visit(
                id: fresh.id,
                label: label,
                service: appointment.errands.first?.service ?? "",
                kind: .appointment,
                arrived: now,
                booked: appointment.start,
                standing: appointment.standing
            )
            try store.insert(
                visit,
                day: day,
                language: appointment.language,
                key: fresh.key,
                origin: actor
            )
            try store.checkIn(id, as: fresh.id)
            try record(fresh.id, .checkIn, .waiting, on: day, by: actor, in: store, at: now)
        }
        // Kiosks learn of the appointment by its own event.
        try record(id, .checkIn, .waiting, on: day, by: actor, in: store, at: now)
        guard let visit = try store.visit(drawn ?? fresh.id) else { throw HubRefusal.unknownVisit }
        return visit
    }

    /// The times of appointments whose holders should check in now, each once.
    package func dueTimes(in store: HubReading, at now: Instant) throws -> [Instant] {
        guard office.booking != nil else { return [] }
        let due = try store.bookings(on: office.time.day(at: now)).filter { appointment in
            appointment.state == .booked && appointment.start <= now
                && now < appointment.start + office.policy.grace
        }
        return due.map(\.start).reduce(into: []) { times, start in
            if times.last != start { times.append(start) }
        }
    }

    func record(
        _ id: VisitID,
        _ happening: Happening,
        _ state: VisitState,
        on day: Day,
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        try store.record(
            HubEvent(
                day: day,
                visit: id,
                happening: happening.rawValue,
                state: state,
                at: now,
                actor: actor
            )
        )
    }
}
