import Lobby
import Sync

/// Mistakes that hubs and kiosks have made, each put into the simulated lobby on purpose: the proof
/// that its witnesses would see them.
///
/// A wrong rule is a rule handed to the real use cases; a wrong order of steps is one of the process
/// around them.
package enum PlantedBug: String, CaseIterable, Sendable {
    case answerBeforeCommit
    case noDeduplication
    case printBeforeCommit
    case noEpoch
    case prunedOnAnswer
    case counterOutsideCommit
    case counterResetByClock
    case letterUsedAgain
    case noRewind
    case gapAccepted
    case noVoid
    case doubleCheckInNotMerged
    case cancelRuleMissing
    case noHashChain
    case flushesSkipped
    case noTombstone

    package var words: String {
        switch self {
        case .answerBeforeCommit: "the hub answers before it commits"
        case .noDeduplication: "a question for a number asked twice gets two"
        case .printBeforeCommit: "the kiosk prints before it commits"
        case .noEpoch: "a restored hub goes on as if nothing had been"
        case .prunedOnAnswer: "a kiosk forgets events as soon as the hub has them"
        case .counterOutsideCommit: "the own counter is stored after the number is given"
        case .counterResetByClock: "the own counter begins anew when the kiosk's clock says so"
        case .letterUsedAgain: "a fresh file goes on with the damaged one's letter"
        case .noRewind: "a kiosk does not send again what a restored hub has forgotten"
        case .gapAccepted: "the hub takes events that others should come before"
        case .noVoid: "a reserved number that nobody took is not made void"
        case .doubleCheckInNotMerged: "an appointment checked in twice waits twice"
        case .cancelRuleMissing: "a cancelled appointment checked in is called"
        case .noHashChain: "the hub looks at the numbers of events only"
        case .flushesSkipped: "commits are not flushed (synchronous=NORMAL)"
        case .noTombstone: "a late question for a number that is over gets one"
        }
    }

    /// The hub's rules with this mistake.
    var rules: HubRules {
        var rules = HubRules()
        switch self {
        case .noDeduplication:
            rules.answer = { request, facts in
                facts.highest >= request.highest ? .next : .staleHub
            }
        case .noTombstone:
            rules.answer = { request, facts in
                var facts = facts
                facts.isSettled = false
                return ReserveVerdict(request, facts: facts)
            }
        case .gapAccepted:
            rules.judge = { event, head, known in
                let verdict = ChainVerdict(of: event, after: head, knownHash: known)
                return verdict == .gap ? .next : verdict
            }
        case .noHashChain:
            rules.isFork = { _, _ in false }
            rules.judge = { event, head, _ in
                event.seq <= head.seq ? .known : event.seq == head.seq + 1 ? .next : .gap
            }
        case .noVoid:
            rules.apply = { event, facts in
                apply(event, facts: facts).filter { change in
                    if case .void = change { false } else { true }
                }
            }
        case .doubleCheckInNotMerged:
            rules.apply = { apply($0, facts: $1.forgetting(.checkedIn)) }
        case .cancelRuleMissing:
            rules.apply = { apply($0, facts: $1.forgetting(.cancelled)) }
        default: break
        }
        return rules
    }
}

extension KioskEventFacts {
    /// The same, with an appointment of the state taken for one that is booked.
    fileprivate func forgetting(_ state: AppointmentChange.State) -> KioskEventFacts {
        var facts = self
        if facts.appointment?.state == state { facts.appointment?.state = .booked }
        return facts
    }
}
