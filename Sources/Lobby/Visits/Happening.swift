/// What can happen to a visit; the raw values are stored in events and sent.
package enum Happening: String, Codable, Sendable, CaseIterable {
    // A visit begins.
    case hold, book, draw
    // Before it waits.
    case confirm, expire, move, cancel, checkIn, admit
    // At the counter.
    case call, callAgain, putBack, miss, appear, finish, reopen
    /// The visitor was at the wrong place and is told where to go.
    case redirect
    case park, resume, transfer, merge
    /// A clerk takes back what was done last; the state of before is true again.
    case undo
    // By the visitor.
    case handBack, reinstate, abandon
    // By the office.
    case close
    // Without a change of state.
    case prioritise, addService, addPerson, note, upgradeClaim, attachLabel, paper

    /// Whether it leaves the state as it is.
    package var keepsState: Bool {
        switch self {
        case .prioritise, .addService, .addPerson, .note, .upgradeClaim, .attachLabel, .paper:
            true
        default: false
        }
    }
}
