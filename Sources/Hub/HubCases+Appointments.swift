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
        try free(appointment, in: store, at: now)
        try record(id, .cancel, .cancelled, on: day, by: actor, in: store, at: now)
        return true
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
