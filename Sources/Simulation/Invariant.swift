/// What must hold in every run; numbers and words follow the list of promises of the project.
package enum Invariant: Int, CaseIterable, Sendable {
    case drains = 1
    case everyoneIsCalled
    case nothingLost
    case nothingInvented
    case labelEqualEverywhere
    case noLabelTwice
    case paperAfterCommit
    case onePaperWithoutMark
    case numberOfOneVisit
    case reservedEnds
    case appointmentOnce
    case cancelledIsNotCalled
    case calledOnlyWhenWaiting
    case oneCounterAtATime
    case headsAgree
    case replayIsEqual
    case hubNumbersGrow
    case sameSeedSameTrace
    case everyDrawIsAnswered
    case hubGivesNumbersAgain
    case slotIsFree
    case bookingKept

    package var words: String {
        switch self {
        case .drains: "after healing every outbox drains and every cursor reaches the head"
        case .everyoneIsCalled: "every waiting visit is called if clerks keep calling"
        case .nothingLost: "every visit committed at a kiosk is at the hub exactly once"
        case .nothingInvented: "nothing is at the hub that no kiosk committed"
        case .labelEqualEverywhere: "the label is equal at kiosk, hub, on the board and on paper"
        case .noLabelTwice: "no label is given twice in an office and day"
        case .paperAfterCommit: "every paper has a visit committed before it"
        case .onePaperWithoutMark: "at most one paper comes without the reprint mark"
        case .numberOfOneVisit: "a hub number belongs to one visit for ever"
        case .reservedEnds: "every reserved number ends used or void"
        case .appointmentOnce: "an appointment is queued at most once"
        case .cancelledIsNotCalled:
            "a cancelled appointment is never called, and its check-in is seen"
        case .calledOnlyWhenWaiting: "only who waits is called"
        case .oneCounterAtATime: "a visit is called by one counter at a time, and taken once"
        case .headsAgree: "the heads of a kiosk's log agree, and a fork is reported"
        case .replayIsEqual: "the inbox, played to an empty hub, gives the same numbers"
        case .hubNumbersGrow: "hub numbers grow in order"
        case .sameSeedSameTrace: "the same seed gives the same trace"
        case .everyDrawIsAnswered: "a visitor gets a number or is told where to go, in time"
        case .hubGivesNumbersAgain: "a connected kiosk gets its numbers from the hub again"
        case .slotIsFree: "no more people are told a time than counters are planned for it"
        case .bookingKept: "an appointment stays as it was told, until it is moved or cancelled"
        }
    }
}

/// What did not hold, and how it showed.
package struct Violation: Error, Equatable, Sendable, CustomStringConvertible {
    package var invariant: Invariant
    package var sentence: String

    package var description: String {
        "(\(invariant.rawValue)) \(invariant.words): \(sentence)"
    }
}
