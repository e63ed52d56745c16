/// A time of today that somebody gave back and that nobody took yet.
package struct FreedTime: Codable, Hashable, Sendable {
    package var start: Instant
    package var minutes: Int
    /// For what it can be booked now, by whoever is told of it, for one person.
    package var services: [ServiceID]

    package init(start: Instant, minutes: Int, services: [ServiceID]) {
        self.start = start
        self.minutes = minutes
        self.services = services
    }
}

/// A time that somebody booked, until its holder is here as a visit.
package struct Appointment: Equatable, Sendable {
    package enum State: String, Codable, Sendable {
        /// Kept for somebody who has yet to confirm.
        case held
        case booked, checkedIn, cancelled
        /// Nobody confirmed in time.
        case expired
        /// Nobody came.
        case missed
    }

    package var id: VisitID
    package var errands: [Errand]
    package var start: Instant
    /// How long it occupies a counter.
    package var minutes: Int
    package var channel: Channel
    package var standing: Visit.Standing
    package var state: State
    package var language: LanguageCode
    /// When a held one falls back.
    package var heldUntil: Instant?
    /// The visit of its holder, once here.
    package var visit: VisitID?
    /// Whether a clerk booked it although nothing was free.
    package var isSqueezedIn: Bool

    package init(
        id: VisitID,
        errands: [Errand],
        start: Instant,
        minutes: Int,
        channel: Channel,
        standing: Visit.Standing = .usual,
        state: State = .booked,
        language: LanguageCode = "de",
        heldUntil: Instant? = nil,
        visit: VisitID? = nil,
        isSqueezedIn: Bool = false
    ) {
        self.id = id
        self.errands = errands
        self.start = start
        self.minutes = minutes
        self.channel = channel
        self.standing = standing
        self.state = state
        self.language = language
        self.heldUntil = heldUntil
        self.visit = visit
        self.isSqueezedIn = isSqueezedIn
    }
}
