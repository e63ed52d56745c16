package import HubStore
package import Lobby
package import Sync

extension HubCases {
    /// Books an appointment.
    ///
    /// - Parameters:
    ///   - appointment: The appointment, with the digest of its code.
    ///   - actor: Who booked it, never a person's name.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Throws: ``HubRefusal/unknownService(_:)``, and what the store throws.
    package func book(
        _ appointment: AppointmentChange,
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard office.services[appointment.service] != nil else {
            throw HubRefusal.unknownService(appointment.service)
        }
        let day = office.time.day(at: appointment.booked)
        try store.add(appointment, day: day)
        try record(appointment.appointment, .book, .booked, on: day, by: actor, in: store, at: now)
    }

    /// Cancels an appointment whose holder is not here yet.
    ///
    /// - Returns: Whether it was booked until now.
    package func cancel(
        _ id: VisitID,
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Bool {
        guard let appointment = try store.appointment(id), appointment.state == .booked else {
            return false
        }
        try store.cancelAppointment(id)
        let day = office.time.day(at: appointment.booked)
        try record(id, .cancel, .cancelled, on: day, by: actor, in: store, at: now)
        return true
    }

    private func record(
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
