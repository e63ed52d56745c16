import Lobby

/// What the hub knows that bears on a question for a number; loaded inside the transaction.
package struct ReserveFacts: Equatable, Sendable {
    /// Whether the visit has its number at the hub, or a log told that it needs none.
    package var isSettled: Bool
    /// The number given to the same question before.
    package var reserved: DayLabel?
    /// The highest number of the letter given today.
    package var highest: Int

    package init(isSettled: Bool, reserved: DayLabel?, highest: Int) {
        self.isSettled = isSettled
        self.reserved = reserved
        self.highest = highest
    }
}

/// What a kiosk is answered that asks for a number.
package enum ReserveVerdict: Equatable, Sendable {
    /// The visit is over already: a question that was long on its way takes no number.
    case gone
    /// The number given to the same question before.
    case again(DayLabel)
    /// The next number of the letter.
    case next
    /// The kiosk has seen higher numbers than this hub: it was put back without being told.
    case staleHub

    package init(_ request: ReserveRequest, facts: ReserveFacts) {
        if facts.isSettled {
            self = .gone
        } else if let had = facts.reserved, had.label.series == request.letter {
            self = .again(had)
        } else {
            self = facts.highest >= request.highest ? .next : .staleHub
        }
    }
}
