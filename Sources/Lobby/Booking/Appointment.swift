/// A time that somebody booked, until its holder is here as a visit.
package struct Appointment: Equatable, Sendable {
    package enum State: String, Codable, Sendable {
        /// Kept for somebody who has yet to confirm.
        case held
        case booked, checkedIn, cancelled
        /// Nobody confirmed in time.
        case expired
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
        visit: VisitID? = nil
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
    }
}

/// What lets somebody use an appointment; told once, kept as digests.
package struct AppointmentCodes: Equatable, Sendable {
    /// Nine digits: who types them is here.
    package var checkIn: String
    /// Six digits that, with the others, let somebody move or cancel it.
    package var change: String
    /// 128 bits in hexadecimal, for links that do both.
    package var link: String

    /// Makes codes by chance.
    package init(chance: () -> UInt64) {
        checkIn = Self.digits(9, chance())
        change = Self.digits(6, chance())
        link = hexadecimal(bytes(of: chance())) + hexadecimal(bytes(of: chance()))
    }

    private static func digits(_ count: Int, _ word: UInt64) -> String {
        var word = word
        return String(
            decoding: (0..<count).map { _ in
                defer { word /= 10 }
                return UInt8(ascii: "0") + UInt8(truncatingIfNeeded: word % 10)
            },
            as: UTF8.self
        )
    }
}

private func bytes(of word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
}
