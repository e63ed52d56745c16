import Lobby
import Sync

/// What the people in the lobby saw: numbers on screens, papers, calls on the board.
///
/// It never looks into a database; the first thing that must not be ends the run.
final class Witness {
    /// What was seen of one visit.
    struct Seen {
        var label: Label
        /// The business day when it was committed.
        var day: Day
        /// The same day by the clock of the kiosk, which may have been turned.
        var clockDay: Day
        var kiosk: String?
        var plainPapers = 0
        var isHandedBack = false
        /// The kiosk crashed before the paper was begun: it may give the visit up.
        var isPaperless = false
        var calls = 0
    }

    private(set) var violation: Violation?
    private(set) var visits: [VisitID: Seen] = [:]
    private(set) var day: Day
    private(set) var grants: [VisitID: DayLabel] = [:]
    /// From now on everything handed back is known at the hub.
    var knowsAll = false
    private var owners: [DayLabel: VisitID] = [:]
    private var granted: [DayLabel: VisitID] = [:]
    private var highest: [DayLabel: Int] = [:]
    private var visitsByKey: [String: VisitID] = [:]
    private var openDraws: [VisitID: String] = [:]
    private var holders: [Int: VisitID] = [:]

    init(day: Day) {
        self.day = day
    }

    /// How many numbers were given, by kiosks and by programs.
    var tickets: Int { visits.count }

    func violate(_ invariant: Invariant, _ sentence: String) {
        if violation == nil { violation = Violation(invariant: invariant, sentence: sentence) }
    }

    /// Tells the business day by the hub's clock; it never goes back.
    func look(at day: Day) {
        guard day > self.day else { return }
        self.day = day
        // The close of a day ends all calls.
        holders = [:]
    }

    // MARK: At the kiosk

    func draws(_ draw: KioskCore.Draw, at kiosk: String) {
        openDraws[draw.visit] = kiosk
        visitsByKey[draw.key] = draw.visit
    }

    func mustBeAnswered(_ visit: VisitID, at kiosk: String) {
        guard openDraws.removeValue(forKey: visit) != nil else { return }
        violate(.everyDrawIsAnswered, "\(kiosk) leaves visit \(visit) without an answer")
    }

    func drawsEnded(at kiosk: String) {
        openDraws = openDraws.filter { $0.value != kiosk }
    }

    func refused(_ visit: VisitID) {
        openDraws[visit] = nil
    }

    func committed(_ draw: KioskCore.Draw, _ label: Label, at kiosk: String, clockDay: Day) {
        if let before = visits[draw.visit] {
            return violate(.noLabelTwice, "one visit got \(before.label) and \(label)")
        }
        visits[draw.visit] = Seen(label: label, day: day, clockDay: clockDay, kiosk: kiosk)
        var place = DayLabel(day: day, label: label)
        if label.series.count == 1 {
            guard let grant = grants[draw.visit], grant.label == label else {
                return violate(.labelEqualEverywhere, "the hub never gave \(label) to its visit")
            }
            place = grant
            visits[draw.visit]?.day = grant.day
        }
        if owners.updateValue(draw.visit, forKey: place) != nil {
            violate(.noLabelTwice, "\(label) is given twice on \(place.day)")
        }
    }

    func showed(_ label: Label, to visit: VisitID) {
        openDraws[visit] = nil
        if visits[visit]?.label != label {
            violate(.labelEqualEverywhere, "the screen shows \(label) for another number")
        }
    }

    func paperCame(_ ticket: Ticket) {
        guard let key = ticket.values[.link], let visit = visitsByKey[key], let seen = visits[visit]
        else { return violate(.paperAfterCommit, "\(ticket.label) has no visit") }
        if seen.label.description != ticket.label {
            violate(.labelEqualEverywhere, "the paper of \(seen.label) says \(ticket.label)")
        }
        guard !ticket.isReprint else { return }
        visits[visit]?.plainPapers += 1
        if seen.plainPapers > 0 {
            violate(.onePaperWithoutMark, "\(seen.label) came out twice without the mark")
        }
    }

    func paperless(_ visits: [VisitID]) {
        for visit in visits { self.visits[visit]?.isPaperless = true }
    }

    func handedBack(_ visit: VisitID) {
        visits[visit]?.isHandedBack = true
    }

    // MARK: At the hub

    func gave(_ label: Label, on day: Day, to visit: VisitID) {
        let place = DayLabel(day: day, label: label)
        if let owner = granted.updateValue(visit, forKey: place), owner != visit {
            return violate(.numberOfOneVisit, "\(label) was given to two visits on \(day)")
        }
        if let before = grants.updateValue(place, forKey: visit) {
            guard before != place else { return }
            return violate(.numberOfOneVisit, "one visit got \(before.label) and then \(label)")
        }
        let series = DayLabel(day: day, label: Label(series: label.series, number: 0))
        if label.number <= highest[series] ?? 0 {
            violate(.hubNumbersGrow, "\(label) came after \(highest[series] ?? 0)")
        }
        highest[series] = label.number
    }

    /// A program drew a number at the hub; it needs no kiosk.
    func programDrew(_ visit: Visit, on day: Day) {
        gave(visit.label, on: day, to: visit.id)
        visits[visit.id] = Seen(label: visit.label, day: day, clockDay: day, kiosk: nil)
        owners[DayLabel(day: day, label: visit.label)] = visit.id
    }

    // MARK: On the board

    func called(_ visit: Visit, to counter: Int) {
        guard let seen = visits[visit.id] else {
            return violate(.nothingInvented, "\(visit.label) is called and was never drawn")
        }
        if seen.label != visit.label {
            violate(.labelEqualEverywhere, "\(seen.label) is called as \(visit.label)")
        }
        if seen.calls > 0 {
            violate(.oneCounterAtATime, "\(visit.label) is taken a second time")
        }
        if let held = holders[counter], let label = visits[held]?.label {
            violate(.oneCounterAtATime, "counter \(counter) takes \(visit.label) beside \(label)")
        }
        if knowsAll, seen.isHandedBack {
            violate(.calledOnlyWhenWaiting, "\(visit.label) is called and was handed back")
        }
        holders[counter] = visit.id
        visits[visit.id]?.calls += 1
    }

    func released(_ visit: VisitID) {
        holders = holders.filter { $0.value != visit }
    }
}
