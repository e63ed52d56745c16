/// One person's (or family's) business today, from booking or drawing to finishing.
package struct Visit: Equatable, Codable, Sendable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case walkIn
        case appointment
    }

    /// What a visit has that lets it pass others.
    package enum Standing: String, Codable, Sendable, CaseIterable {
        case usual
        case priority
        case transferred
        case returned
    }

    package var id: VisitID
    package var label: Label
    package var service: ServiceID
    package var kind: Kind
    package var state: VisitState
    /// When the person came: drew the number, or checked in.
    package var arrived: Instant
    /// The booked time; nil for a walk-in.
    package var booked: Instant?
    package var standing: Standing
    /// The counter that called the visit, while it holds one.
    package var counter: Int?
    /// How often it was called since it last waited.
    package var calls: Int
    package var firstCalled: Instant?
    package var lastCalled: Instant?
    /// When the visitor says to have an appointment, until a clerk finds it; nil for others.
    package var claimed: Instant?
    /// Sent again to a restored hub, which cannot know whether it was called before.
    package var mayHaveBeenCalled: Bool
    /// All that the visitor came for, where that is more than one person with ``service``.
    package var moreErrands: [Errand]
    /// What the visitor does meanwhile, while parked.
    package var parkedFor: ParkReason?
    /// The only counter that may call the visit; nil for every one that gives the service.
    package var onlyCounter: Int?

    package init(
        id: VisitID,
        label: Label,
        service: ServiceID,
        kind: Kind = .walkIn,
        state: VisitState = .waiting,
        arrived: Instant,
        booked: Instant? = nil,
        standing: Standing = .usual,
        counter: Int? = nil,
        calls: Int = 0,
        firstCalled: Instant? = nil,
        lastCalled: Instant? = nil,
        claimed: Instant? = nil,
        mayHaveBeenCalled: Bool = false,
        moreErrands: [Errand] = [],
        parkedFor: ParkReason? = nil,
        onlyCounter: Int? = nil
    ) {
        self.claimed = claimed
        self.id = id
        self.label = label
        self.service = service
        self.kind = kind
        self.state = state
        self.arrived = arrived
        self.booked = booked
        self.standing = standing
        self.counter = counter
        self.calls = calls
        self.firstCalled = firstCalled
        self.lastCalled = lastCalled
        self.mayHaveBeenCalled = mayHaveBeenCalled
        self.moreErrands = moreErrands
        self.parkedFor = parkedFor
        self.onlyCounter = onlyCounter
    }

    /// What the visitor came for, with persons.
    package var errands: [Errand] {
        moreErrands.isEmpty ? [Errand(service)] : moreErrands
    }
}

/// What the visitor of a parked visit does meanwhile; the raw values are stored and sent.
package enum ParkReason: String, Codable, Sendable, CaseIterable {
    case photo, payment, papers, other
}

/// Where a visit stands in its life; the raw values are stored and sent.
package enum VisitState: String, Codable, Sendable, CaseIterable {
    case held
    case booked
    case waiting
    case called
    case serving
    case parked
    case missed
    /// Checked in although cancelled elsewhere: a clerk decides.
    case atDesk
    case finished
    case cancelled
    case left
    case notServed
    case expired
    /// Part of another visit of the same person or family, which carries its number.
    case merged

    /// Whether the visit needs nobody's attention any more today.
    package var isEnded: Bool {
        switch self {
        case .finished, .cancelled, .left, .notServed, .expired, .merged: true
        case .held, .booked, .waiting, .called, .serving, .parked, .missed, .atDesk: false
        }
    }
}
