import Foundation
package import Lobby

/// What the hub knows that bears on one kiosk event; loaded inside the transaction.
package struct KioskEventFacts: Equatable, Sendable {
    /// The visit the event is about, when the hub has it; for an attached one the visit it belongs to.
    package var visit: Visit?
    /// Whether a clerk made it part of that one.
    package var isMerged: Bool
    /// Whether that visit has labels of further check-ins.
    package var hasSecondLabel: Bool
    /// The number reserved for that visit, and its day.
    package var reserved: DayLabel?
    /// Whose the second letter of the label's series is.
    package var letterOwner: LetterOwner
    /// Who has the label the event brings, on the day it counts for.
    package var labelOwner: VisitID?
    /// Whether that owner is only a number that a clerk called before its event came.
    package var isOwnerStub: Bool
    /// The appointment the visitor came for.
    package var appointment: AppointmentFacts?
    package var epoch: Int
    package var today: Day
    package var time: OfficeTime
    package var now: Instant

    package init(
        visit: Visit?,
        isMerged: Bool = false,
        hasSecondLabel: Bool = false,
        reserved: DayLabel?,
        letterOwner: LetterOwner,
        labelOwner: VisitID?,
        isOwnerStub: Bool = false,
        appointment: AppointmentFacts? = nil,
        epoch: Int = 1,
        today: Day,
        time: OfficeTime,
        now: Instant
    ) {
        self.visit = visit
        self.isMerged = isMerged
        self.hasSecondLabel = hasSecondLabel
        self.reserved = reserved
        self.letterOwner = letterOwner
        self.labelOwner = labelOwner
        self.isOwnerStub = isOwnerStub
        self.appointment = appointment
        self.epoch = epoch
        self.today = today
        self.time = time
        self.now = now
    }
}

/// An appointment as the hub has it.
package struct AppointmentFacts: Equatable, Sendable {
    package var id: VisitID
    package var service: ServiceID
    package var booked: Instant
    package var standing: Visit.Standing
    package var state: AppointmentChange.State
    /// The visit it became, once its holder checked in.
    package var visit: VisitID?
    /// Whether that visit is over without having been served: nobody's paper came, or the day ended.
    package var isGone: Bool

    package init(
        id: VisitID,
        service: ServiceID,
        booked: Instant,
        standing: Visit.Standing,
        state: AppointmentChange.State,
        visit: VisitID?,
        isGone: Bool = false
    ) {
        self.id = id
        self.service = service
        self.booked = booked
        self.standing = standing
        self.state = state
        self.visit = visit
        self.isGone = isGone
    }
}

/// A label on the business day it counts for.
package struct DayLabel: Hashable, Sendable {
    package var day: Day
    package var label: Label

    package init(day: Day, label: Label) {
        self.day = day
        self.label = label
    }

    package init(_ place: (day: Day, label: Label)) {
        self.init(day: place.day, label: place.label)
    }
}

/// Who may give numbers of a series, by its second letter.
package enum LetterOwner: Sendable {
    /// It has none: the series is the hub's.
    case hub
    /// The kiosk that sends the event.
    case kiosk
    case another
    case nobody
}

/// What one kiosk event changes at the hub.
package enum HubChange: Equatable, Sendable {
    /// A new visit with its label; the label is marked used.
    case add(Visit, day: Day, details: DrawDetails)
    /// A further check-in of a visit that is here already: its label is shown beside the first.
    case attach(DayLabel, to: VisitID, arrived: Instant)
    /// The event behind a number that a clerk called before: the visit takes what the event tells.
    case adopt(VisitID, Visit, details: DrawDetails)
    /// The letter is the kiosk's, which a restored hub has forgotten.
    case own(letter: String)
    /// An appointment that a restored hub has forgotten, as the kiosk knew it.
    case learn(AppointmentChange)
    /// The appointment's holder is here, as the visit of the event.
    case checkedIn(VisitID)
    /// A number will never be used.
    case void(DayLabel)
    /// Something happened to a known visit.
    case move(VisitID, Happening)
    /// Kept for the record only.
    case record(VisitID, Happening)
    /// What became of a paper, for the counts; `isUnclear` is nil where it leaves the visit's mark
    /// as it is.
    case paper(VisitID, PaperDetails.Result, isUnclear: Bool?)
    /// Kept aside for a person to look at; the reason is for staff.
    case park(reason: String)
    /// Somebody should look, although the event was applied.
    case alarm(String)
}

/// The details of a draw, and the label and day it will have: what a store must look up first.
///
/// A number of the kiosk's own series counts for the day of its arrival, but never for one before
/// the day that the hub had told the kiosk, nor for one after its series began anew: only between
/// them is it unique.
package func drawn(
    by event: KioskEvent,
    today: Day,
    reserved: DayLabel?,
    time: OfficeTime,
    now: Instant
) -> (details: DrawDetails, place: DayLabel, arrived: Instant)? {
    let kinds = [KioskEvent.Kind.draw, .checkIn].map(\.rawValue)
    guard kinds.contains(event.kind),
        let details = try? JSONDecoder().decode(DrawDetails.self, from: Data(event.details.utf8))
    else { return nil }
    // The kiosk's clock is corrected by the offset it measured; nobody comes from the future.
    let corrected = Instant(milliseconds: event.at.milliseconds &+ details.clockOffset)
    let arrived = min(max(corrected, Instant.believed.lowerBound), now)
    if let reserved, reserved.label == details.label { return (details, reserved, arrived) }
    if let day = details.day {
        return (details, DayLabel(day: min(day, today), label: details.label), arrived)
    }
    let latest = min(event.latestDay ?? today, today)
    if let told = event.day, time.day(at: arrived) < told {
        // The kiosk's clock was turned back: the event's own arrival is the best there is.
        return (details, DayLabel(day: latest, label: details.label), now)
    }
    let day = min(time.day(at: arrived), latest)
    return (details, DayLabel(day: day, label: details.label), arrived)
}

/// Decides what a kiosk event changes, from the event and the facts alone.
///
/// The event is already known to be the next of its log. Nothing here fails: what cannot be applied
/// is parked, so that one strange event never blocks those behind it.
package func apply(_ event: KioskEvent, facts: KioskEventFacts) -> [HubChange] {
    guard event.version == KioskEvent.currentVersion,
        let kind = KioskEvent.Kind(rawValue: event.kind)
    else { return [.park(reason: "unknown kind or version: \(event.kind) \(event.version)")] }
    switch kind {
    case .draw, .checkIn:
        return applyNumber(event, facts)
    case .drop:
        guard facts.visit == nil, let reserved = facts.reserved else { return [] }
        return [.void(reserved)]
    case .handBack:
        return applyMove(event, .handBack, facts)
    case .abandon:
        return applyMove(event, .abandon, facts)
    case .paper:
        guard facts.visit != nil else { return [.park(reason: "paper of an unknown visit")] }
        return [.record(event.visit, .paper)] + applyPaper(event, facts)
    }
}

/// Counts the outcome, and marks the visit whose paper may or may not be out.
private func applyPaper(_ event: KioskEvent, _ facts: KioskEventFacts) -> [HubChange] {
    guard let visit = facts.visit,
        let details = try? JSONDecoder().decode(PaperDetails.self, from: Data(event.details.utf8))
    else { return [] }
    return [.paper(visit.id, details.result, isUnclear: details.isUnclear)]
}

private func applyNumber(_ event: KioskEvent, _ facts: KioskEventFacts) -> [HubChange] {
    guard
        let (details, place, arrived) = drawn(
            by: event,
            today: facts.today,
            reserved: facts.reserved,
            time: facts.time,
            now: facts.now
        )
    else { return [.park(reason: "a draw whose details cannot be read")] }
    let facts = facts.claiming(by: details)
    if let known = facts.visit {
        // Sent again after the log began anew, or under a second label of the same visit.
        let isKnown = known.label == details.label || facts.labelOwner == known.id
        return isKnown ? [] : [.park(reason: "a second draw of the same visit")]
    }
    // The number that was reserved is perhaps not the one the visitor has.
    let unused = facts.reserved == place ? nil : facts.reserved
    let void = unused.map { [HubChange.void($0)] } ?? []
    let forgotten = forgottenLetter(of: details, facts)
    guard
        facts.labelOwner == event.visit || forgotten != nil
            || isKiosksToGive(place, details, facts)
    else {
        return [.park(reason: "label \(details.label) was not this kiosk's to give")] + void
    }
    if let owner = facts.labelOwner, owner != event.visit, !facts.isOwnerStub {
        return [.park(reason: "label \(details.label) is taken on \(place.day)")] + void
    }
    if let stub = facts.labelOwner, facts.isOwnerStub {
        let told = newVisit(event, details, arrived, facts)
        let own = forgotten.map { [HubChange.own(letter: $0)] } ?? []
        return [.adopt(stub, told, details: details)] + own + void
    }
    let (newcomer, meant) = visitor(event, details, place, arrived, facts)
    var changes = meant
    if let forgotten { changes.append(.own(letter: forgotten)) }
    guard var visit = newcomer else { return changes + void }
    if place.day < facts.today {
        // Its day is closed: kept for the statistics, never called.
        visit.state = .notServed
        changes.append(.alarm("\(details.label) of \(place.day) arrived after that day was closed"))
    }
    return [.add(visit, day: place.day, details: details)] + changes + void
}

extension KioskEventFacts {
    /// Without an appointment of a later day whose code the kiosk could not look up.
    ///
    /// Its holder came too early, and is a walk-in. No clock of a kiosk has a part in it.
    fileprivate func claiming(by details: DrawDetails) -> KioskEventFacts {
        guard let appointment, details.appointment?.appointment == nil,
            appointment.booked > now + HubRules.earliestClaim
        else { return self }
        var facts = self
        facts.appointment = nil
        return facts
    }
}

/// The letter of the kiosk's own series that it had before the hub was restored, and that the hub has
/// forgotten; nil when there is none.
private func forgottenLetter(of details: DrawDetails, _ facts: KioskEventFacts) -> String? {
    guard facts.letterOwner == .nobody, details.epoch < facts.epoch else { return nil }
    return details.label.secondLetter
}

/// Whether the kiosk may have given the label: reserved for it, of its own series, or a number of the
/// hub's earlier history that a restored hub has forgotten.
private func isKiosksToGive(
    _ place: DayLabel,
    _ details: DrawDetails,
    _ facts: KioskEventFacts
) -> Bool {
    if facts.reserved == place { return true }
    switch facts.letterOwner {
    case .hub: return details.epoch < facts.epoch
    case .kiosk: return true
    case .nobody, .another: return false
    }
}

/// What the one who got the number is: a new visit, or one that is here already.
private func visitor(
    _ event: KioskEvent,
    _ details: DrawDetails,
    _ place: DayLabel,
    _ arrived: Instant,
    _ facts: KioskEventFacts
) -> (Visit?, [HubChange]) {
    let visit = newVisit(event, details, arrived, facts)
    guard let claim = details.appointment else { return (visit, []) }
    guard let appointment = facts.appointment else {
        guard let id = claim.appointment, let booked = claim.booked else { return (visit, []) }
        let known = AppointmentChange(
            appointment: id,
            service: details.service,
            booked: booked,
            standing: .usual,
            code: claim.code,
            state: .booked
        )
        let sentence = "\(details.label): the hub did not know its appointment"
        return (visit, [.learn(known), .checkedIn(id), .alarm(sentence)])
    }
    switch appointment.state {
    case .cancelled:
        var atDesk = visit
        atDesk.state = .atDesk
        let sentence = "\(details.label): its appointment was cancelled; please ask at the desk"
        return (atDesk, [.alarm(sentence)])
    case .booked:
        return (visit, [.checkedIn(appointment.id)])
    case .checkedIn:
        guard let first = appointment.visit, !appointment.isGone else {
            return (visit, [.checkedIn(appointment.id)])
        }
        return (nil, [.attach(place, to: first, arrived: arrived)])
    }
}

private func newVisit(
    _ event: KioskEvent,
    _ details: DrawDetails,
    _ arrived: Instant,
    _ facts: KioskEventFacts
) -> Visit {
    let claimed = details.appointment
    let booked = facts.appointment?.booked ?? (claimed?.appointment == nil ? nil : claimed?.booked)
    return Visit(
        id: event.visit,
        label: details.label,
        service: facts.appointment?.service ?? details.service,
        kind: booked == nil ? .walkIn : .appointment,
        arrived: arrived,
        booked: booked,
        standing: facts.appointment?.standing ?? .usual,
        claimed: booked == nil ? claimed?.booked : nil,
        mayHaveBeenCalled: details.epoch < facts.epoch
    )
}

private func applyMove(
    _ event: KioskEvent,
    _ happening: Happening,
    _ facts: KioskEventFacts
) -> [HubChange] {
    guard let visit = facts.visit else {
        return [.park(reason: "\(happening.rawValue) of an unknown visit")]
    }
    // Nobody minds that somebody leaves whose visit is over.
    if visit.state.isEnded { return [] }
    // Who got no paper at one kiosk may hold that of another check-in.
    let isElsewhere = event.visit != visit.id || facts.hasSecondLabel
    if happening == .abandon, isElsewhere { return [] }
    // One of a family who goes does not take the others along.
    if facts.isMerged { return [.record(visit.id, .note)] }
    guard (try? transition(from: visit.state, by: happening)) != nil else {
        return [.park(reason: "\(happening.rawValue) of a visit that is \(visit.state.rawValue)")]
    }
    return [.move(visit.id, happening)]
}
