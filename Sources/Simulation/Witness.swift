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
        /// The same day by the clock of the kiosk, which may have been turned and of which the hub may
        /// know late.
        var clockDays: ClosedRange<Day>
        var kiosk: String?
        /// When it was committed, counted in things that happened in the run.
        var time: Int
        /// The appointment its holder came for.
        var booking: VisitID?
        /// The disk that had it is gone: it may be missing, if nobody else was told of it.
        var isForgotten = false
        var plainPapers = 0
        /// When it was handed back.
        var handedBack: Int?
        /// Nobody knows any more that it was handed back.
        var isHandBackForgotten = false
        /// The kiosk crashed before the paper was begun: it may give the visit up.
        var isPaperless = false
        var calls = 0
        /// When it was last called.
        var calledAt: Int?
        /// A clerk sent it back to wait after it was called.
        var mayBeCalledAgain = false
        /// The same, and nothing can have made anybody forget it.
        var mustBeCalledAgain = false
        /// It belongs to another one's family now.
        var isMerged = false
        /// When a clerk last changed it.
        var changedAt: Int?
        /// The hub that called it has forgotten it.
        var isCallForgotten = false
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
    private var bookingOfDraw: [VisitID: VisitID] = [:]
    /// When each appointment was booked, and when it was cancelled before anybody came.
    private var bookedAt: [VisitID: Int] = [:]
    private(set) var cancelledAt: [VisitID: Int] = [:]
    private var grantedAt: [VisitID: Int] = [:]
    /// Grants that a restored hub has forgotten.
    private(set) var forgottenGrants: [VisitID: DayLabel] = [:]
    private(set) var forks: Set<String> = []
    /// The times that people were told for their appointments.
    private(set) var told = ToldTimes()
    private let clock: () -> Int

    init(day: Day, clock: @escaping () -> Int) {
        self.day = day
        self.clock = clock
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

    func draws(_ draw: KioskCore.Draw, of booking: VisitID?, at kiosk: String) {
        openDraws[draw.visit] = kiosk
        bookingOfDraw[draw.visit] = booking
        visitsByKey[draw.key] = draw.visit
    }

    func mustBeAnswered(_ visit: VisitID, at kiosk: String) {
        guard openDraws.removeValue(forKey: visit) != nil else { return }
        violate(.everyDrawIsAnswered, "\(kiosk) leaves visit \(visit) without an answer")
    }

    func drawsEnded(at kiosk: String) {
        openDraws = openDraws.filter { $0.value != kiosk }
    }

    func hasNoOpenDraw(at kiosk: String) -> Bool {
        !openDraws.values.contains(kiosk)
    }

    func refused(_ visit: VisitID) {
        openDraws[visit] = nil
    }

    func committed(
        _ draw: KioskCore.Draw,
        _ label: Label,
        of source: KioskCore.NumberSource,
        at kiosk: String,
        clockDays: ClosedRange<Day>
    ) {
        if let before = visits[draw.visit] {
            return violate(.noLabelTwice, "one visit got \(before.label) and \(label)")
        }
        visits[draw.visit] = Seen(
            label: label,
            day: day,
            clockDays: clockDays,
            kiosk: kiosk,
            time: clock(),
            booking: bookingOfDraw[draw.visit]
        )
        var place = DayLabel(day: day, label: label)
        if case .hub(let given) = source {
            // A question that came twice may have been answered before and after a restore.
            guard grants[draw.visit] == given || forgottenGrants[draw.visit] == given else {
                return violate(.labelEqualEverywhere, "the hub never gave \(label) to its visit")
            }
            place = given
            visits[draw.visit]?.day = given.day
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
        visits[visit]?.handedBack = clock()
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
        grantedAt[visit] = clock()
    }

    /// The hub's disk died, and what it knew since a moment with it.
    func hubRestored(toStateOf time: Int) {
        for (visit, place) in grants where (grantedAt[visit] ?? 0) > time {
            forgottenGrants[visit] = place
            grants[visit] = nil
        }
        for (visit, seen) in visits where seen.kiosk == nil && seen.time > time {
            visits[visit]?.isForgotten = true
        }
        for (visit, seen) in visits where (seen.calledAt ?? -1) > time {
            visits[visit]?.isCallForgotten = true
        }
        // What clerks changed since then, nobody wrote down.
        for (visit, seen) in visits where (seen.changedAt ?? -1) > time {
            visits[visit]?.mayBeCalledAgain = true
            visits[visit]?.mustBeCalledAgain = false
            visits[visit]?.isMerged = false
        }
        bookedAt = bookedAt.filter { $0.value <= time }
        cancelledAt = cancelledAt.filter { $0.value <= time }
        told.forget(since: time)
        // Whom counters held is theirs to find out.
        holders = [:]
    }

    /// A kiosk's disk is gone, or set back to what it was at a moment.
    func kioskForgets(_ kiosk: String, since count: Int) {
        for (visit, seen) in visits where seen.kiosk == kiosk && seen.time >= count {
            visits[visit]?.isForgotten = true
        }
        for (visit, seen) in visits where seen.kiosk == kiosk && (seen.handedBack ?? -1) >= count {
            visits[visit]?.isHandBackForgotten = true
        }
    }

    func refusedForFork(_ kiosk: String) {
        forks.insert(kiosk)
    }

    func booked(_ booking: VisitID) {
        bookedAt[booking] = clock()
    }

    func cancelled(_ booking: VisitID) {
        cancelledAt[booking] = clock()
        told.note(nil, of: booking, at: clock())
    }

    func toldTime(
        _ start: Instant,
        of booking: VisitID,
        for service: ServiceID,
        by channel: Channel
    ) {
        let slot = ToldTimes.Slot(start: start, service: service, channel: channel)
        told.note(slot, of: booking, at: clock())
        if let sentence = told.crowd(at: start) { violate(.slotIsFree, sentence) }
    }

    /// Whether the hub still knows of the appointment.
    func isKnown(_ booking: VisitID) -> Bool { bookedAt[booking] != nil }

    /// A number on somebody's paper, for a clerk who calls by voice.
    func anyLabel() -> Label? {
        let today = visits.values.filter { seen in
            seen.day == day && seen.clockDays == day...day && seen.calls == 0
                && seen.handedBack == nil
                && !seen.isPaperless && seen.booking == nil && !seen.isForgotten
        }
        return today.max { ($0.time, $0.label) < ($1.time, $1.label) }?.label
    }

    /// A program drew a number at the hub; it needs no kiosk.
    func programDrew(_ visit: Visit, on day: Day) {
        gave(visit.label, on: day, to: visit.id)
        visits[visit.id] = Seen(
            label: visit.label,
            day: day,
            clockDays: day...day,
            kiosk: nil,
            time: clock()
        )
        owners[DayLabel(day: day, label: visit.label)] = visit.id
    }

    // MARK: On the board

    func called(_ visit: Visit, to counter: Int) {
        // A number called by voice before the hub knew it has another id there.
        let id = visits[visit.id] == nil ? owner(of: visit.label) : visit.id
        guard let id, let seen = visits[id] else {
            return violate(.nothingInvented, "\(visit.label) is called and was never drawn")
        }
        if seen.label != visit.label {
            violate(.labelEqualEverywhere, "\(seen.label) is called as \(visit.label)")
        }
        if seen.isMerged {
            violate(.calledOnlyWhenWaiting, "\(visit.label) is called and was merged")
        }
        if seen.calls > 0, !seen.mayBeCalledAgain, !visit.mayHaveBeenCalled {
            violate(.oneCounterAtATime, "\(visit.label) is taken a second time")
        }
        judgeBooking(of: seen, visit)
        if let held = holders[counter], let label = visits[held]?.label {
            violate(.oneCounterAtATime, "counter \(counter) takes \(visit.label) beside \(label)")
        }
        // Of somebody at a counter the hub does not take it: staff hear of it.
        if knowsAll, seen.calls == 0, seen.handedBack != nil, !seen.isHandBackForgotten {
            violate(.calledOnlyWhenWaiting, "\(visit.label) is called and was handed back")
        }
        holders[counter] = id
        visits[id]?.calls += 1
        visits[id]?.calledAt = clock()
        visits[id]?.mayBeCalledAgain = false
        visits[id]?.mustBeCalledAgain = false
    }

    private func owner(of label: Label) -> VisitID? {
        owners[DayLabel(day: day, label: label)] ?? owners[DayLabel(day: day + -1, label: label)]
    }

    private func judgeBooking(of seen: Seen, _ visit: Visit) {
        guard let booking = seen.booking, isKnown(booking) else { return }
        if cancelledAt[booking] != nil {
            violate(.cancelledIsNotCalled, "\(visit.label) is called, its appointment is cancelled")
        }
        // Who was called in vain before the day changed may check in again, perhaps where the new day
        // was known before anybody asked the hub.
        let others = visits.values.filter {
            $0.booking == booking && $0.calls > 0 && !$0.isCallForgotten && $0.day == seen.day
                && $0.clockDays.upperBound == seen.clockDays.upperBound
        }
        if let other = others.first(where: { $0.label != seen.label }), !visit.mayHaveBeenCalled {
            violate(.appointmentOnce, "\(visit.label) and \(other.label) are one appointment's")
        }
    }

    /// A counter no longer has it.
    func released(_ visit: Visit, comesBack: Bool = false) {
        guard let id = visits[visit.id] == nil ? owner(of: visit.label) : visit.id else { return }
        holders = holders.filter { $0.value != id }
        visits[id]?.mayBeCalledAgain = comesBack
        visits[id]?.mustBeCalledAgain = comesBack
        visits[id]?.changedAt = clock()
    }

    /// A clerk took the last thing back, and the visit is again what it was.
    func tookBack(_ before: Visit) {
        let isHeld = before.state == .called || before.state == .serving
        released(before, comesBack: !isHeld)
        guard isHeld, let counter = before.counter else { return }
        if let held = holders[counter], let label = visits[held]?.label {
            violate(.oneCounterAtATime, "counter \(counter) has \(before.label) beside \(label)")
        }
        holders[counter] = visits[before.id] == nil ? owner(of: before.label) : before.id
    }

    /// Visits that others were merged into.
    private(set) var families: Set<VisitID> = []

    func merged(_ other: Visit, into main: VisitID) {
        families.insert(main)
        guard let id = visits[other.id] == nil ? owner(of: other.label) : other.id else { return }
        visits[id]?.isMerged = true
        visits[id]?.mustBeCalledAgain = false
        visits[id]?.changedAt = clock()
    }
}
