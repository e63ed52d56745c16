package import HubStore
package import Lobby

// When may be booked, and how much by one address or one kiosk.
extension HubCases {
    /// Appointments still to come under one mail address, for one service.
    package static let mostOpenBookings = 2
    private static let hour: Duration = .seconds(3600)

    /// Refuses a time that could not be booked now.
    ///
    /// - Throws: ``HubRefusal/slotTaken(nearest:)`` and what ``freeDays(for:by:on:cache:in:at:)`` throws.
    package func mustBeFree(
        _ start: Instant,
        for errands: [Errand],
        by channel: Channel,
        in store: HubReading,
        at now: Instant
    ) throws {
        let (_, minutes) = try slots(for: errands)
        let wanted = Appointment(
            id: VisitID(high: 0, low: 0),
            errands: errands,
            start: start,
            minutes: minutes,
            channel: channel
        )
        try mustBeFree(wanted, by: channel, store, now)
    }

    /// Somebody squeezed in needs no counter left, but an office that is open.
    func mustBeOpen(_ appointment: Appointment, _ now: Instant) throws {
        guard office.receives(appointment), now < appointment.start else {
            throw HubRefusal.slotTaken(nearest: [])
        }
    }

    /// Whether an address has as many appointments to come for one of the services as it may.
    func isFull(
        _ errands: [Errand],
        under mail: String?,
        _ store: HubReading,
        _ now: Instant
    ) throws -> Bool {
        guard let mail else { return false }
        return try errands.contains { errand in
            let open = try store.openBookings(mail: mail, service: errand.service, at: now)
            return open >= Self.mostOpenBookings
        }
    }

    /// Of each service an address has only so many appointments to come.
    ///
    /// - Throws: ``HubRefusal/tooManyBookings``.
    func mustBeFew(
        _ errands: [Errand],
        under mail: String?,
        _ store: HubReading,
        _ now: Instant
    ) throws {
        guard try !isFull(errands, under: mail, store, now) else {
            throw HubRefusal.tooManyBookings
        }
    }

    /// Of each kiosk only so many are booked within an hour, whatever the kiosk itself has counted.
    ///
    /// - Throws: ``HubRefusal/kioskLimit``.
    func mustBeFew(
        by channel: Channel,
        actor: String,
        _ store: HubReading,
        _ now: Instant
    ) throws {
        guard channel == .kiosk, let rules = office.booking else { return }
        let count = try store.bookingCount(by: actor, since: now - Self.hour)
        if count >= rules.kioskBookingsPerHour { throw HubRefusal.kioskLimit }
    }
}
