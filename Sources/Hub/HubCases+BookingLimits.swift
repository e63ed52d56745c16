import HubStore
import Lobby

// How much one address or one kiosk may book.
extension HubCases {
    /// Appointments still to come under one mail address, for one service.
    package static let mostOpenBookings = 2
    private static let hour: Duration = .seconds(3600)

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
