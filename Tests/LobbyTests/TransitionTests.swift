import Lobby
import Testing

/// What can happen in each state and where it leads, written down from the drawing of a visit's
/// life; everything else is impossible.
private let table: [VisitState?: [Happening: VisitState]] = [
    nil: [.hold: .held, .book: .booked, .draw: .waiting],
    .held: [.confirm: .booked, .expire: .expired, .cancel: .cancelled, .close: .expired],
    .booked: [.checkIn: .waiting, .move: .booked, .cancel: .cancelled, .close: .missed],
    .waiting: [
        .call: .called, .handBack: .left, .abandon: .left, .cancel: .cancelled,
        .close: .notServed, .merge: .merged,
    ],
    .called: [
        .appear: .serving, .callAgain: .called, .putBack: .waiting, .miss: .missed,
        .redirect: .finished, .close: .notServed,
    ],
    .serving: [
        .finish: .finished, .redirect: .finished, .park: .parked, .transfer: .waiting,
        .close: .finished,
    ],
    .parked: [.resume: .waiting, .handBack: .left, .cancel: .cancelled, .close: .finished],
    .missed: [.reinstate: .waiting],
    .atDesk: [.admit: .waiting, .cancel: .cancelled, .close: .notServed],
    .finished: [.reopen: .serving],
    .cancelled: [.checkIn: .atDesk],
    .left: [:],
    .notServed: [:],
    .expired: [:],
    .merged: [:],
]

/// What changes nothing about the state, and the states in which it can happen.
private let additions: Set<Happening> = [
    .prioritise, .addService, .addPerson, .note, .upgradeClaim, .attachLabel, .paper,
]
private let openStates: Set<VisitState> = [
    .held, .booked, .waiting, .called, .serving, .parked, .missed, .atDesk,
]

@Suite struct `The life of a visit` {
    @Test(arguments: [nil] + VisitState.allCases, Happening.allCases)
    func `goes as the table says, and no other way`(state: VisitState?, happening: Happening) {
        var expected = table[state]?[happening]
        if let state, openStates.contains(state), additions.contains(happening) {
            expected = state
        }
        do {
            #expect(try transition(from: state, by: happening) == expected)
        } catch {
            #expect(expected == nil)
            #expect(error.state == state)
            #expect(error.happening == happening)
        }
    }

    @Test func `has a row for every state`() {
        #expect(Set(table.keys) == Set([nil] + VisitState.allCases))
    }

    @Test func `needs nobody once it has ended`() {
        for state in VisitState.allCases {
            #expect(state.isEnded == !openStates.contains(state), "\(state)")
        }
    }

    @Test func `names both sides of what is impossible`() {
        #expect { try transition(from: .left, by: .call) } throws: { error in
            "\(error)".contains("left") && "\(error)".contains("call")
        }
        #expect { try transition(from: nil, by: .call) } throws: { error in
            "\(error)".contains("not there yet")
        }
    }

    @Test func `ends at the close of the day, whatever was open`() throws {
        for state in openStates where state != .missed {
            let closed = try transition(from: state, by: .close)
            #expect(closed.isEnded || closed == .missed, "\(state)")
        }
    }
}
