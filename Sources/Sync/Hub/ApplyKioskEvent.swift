import Foundation
package import Lobby

/// What the hub knows that bears on one kiosk event; loaded inside the transaction.
package struct KioskEventFacts: Equatable, Sendable {
    /// The visit the event is about, when the hub has it.
    package var visit: Visit?
    /// The number reserved for that visit, and its day.
    package var reserved: DayLabel?
    /// The letters the kiosk's own series may end with.
    package var letters: Set<String>
    /// Who has the label the event brings, on the day it counts for.
    package var labelOwner: VisitID?
    package var today: Day
    package var time: OfficeTime
    package var now: Instant

    package init(
        visit: Visit?,
        reserved: DayLabel?,
        letters: Set<String>,
        labelOwner: VisitID?,
        today: Day,
        time: OfficeTime,
        now: Instant
    ) {
        self.visit = visit
        self.reserved = reserved
        self.letters = letters
        self.labelOwner = labelOwner
        self.today = today
        self.time = time
        self.now = now
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
}

/// What one kiosk event changes at the hub.
package enum HubChange: Equatable, Sendable {
    /// A new visit with its label; the label is marked used.
    case add(Visit, day: Day, details: DrawDetails)
    /// A number will never be used.
    case void(DayLabel)
    /// Something happened to a known visit.
    case move(VisitID, Happening)
    /// Kept for the record only.
    case record(VisitID, Happening)
    /// Kept aside for a person to look at; the reason is for staff.
    case park(reason: String)
    /// Somebody should look, although the event was applied.
    case alarm(String)
}

/// The details of a draw, and the label and day it will have: what a store must look up first.
///
/// A number of the kiosk's own series counts for the day of its arrival, but never for one before
/// the day that the hub had told the kiosk: only from that day on is it unique.
package func drawn(
    by event: KioskEvent,
    today: Day,
    reserved: DayLabel?,
    time: OfficeTime,
    now: Instant
) -> (details: DrawDetails, place: DayLabel, arrived: Instant)? {
    guard event.kind == KioskEvent.Kind.draw.rawValue,
        let details = try? JSONDecoder().decode(DrawDetails.self, from: Data(event.details.utf8))
    else { return nil }
    // The kiosk's clock is corrected by the offset it measured; nobody comes from the future.
    let corrected = Instant(milliseconds: event.at.milliseconds &+ details.clockOffset)
    let arrived = min(max(corrected, Instant.believed.lowerBound), now)
    if let reserved, reserved.label == details.label { return (details, reserved, arrived) }
    if let told = event.day, time.day(at: arrived) < told {
        // The kiosk's clock was turned back: the event's own arrival is the best there is.
        return (details, DayLabel(day: today, label: details.label), now)
    }
    let day = min(time.day(at: arrived), today)
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
    case .draw:
        return applyDraw(event, facts)
    case .drop:
        guard facts.visit == nil, let reserved = facts.reserved else { return [] }
        return [.void(reserved)]
    case .handBack:
        return applyMove(event, .handBack, facts)
    case .abandon:
        return applyMove(event, .abandon, facts)
    case .paper:
        guard facts.visit != nil else { return [.park(reason: "paper of an unknown visit")] }
        return [.record(event.visit, .paper)]
    }
}

private func applyDraw(_ event: KioskEvent, _ facts: KioskEventFacts) -> [HubChange] {
    guard
        let (details, place, arrived) = drawn(
            by: event,
            today: facts.today,
            reserved: facts.reserved,
            time: facts.time,
            now: facts.now
        )
    else { return [.park(reason: "a draw whose details cannot be read")] }
    if facts.visit != nil { return [.park(reason: "a second draw of the same visit")] }
    let isReserved = facts.reserved == place
    func park(_ reason: String) -> [HubChange] {
        // The number that was reserved is not the one the visitor has.
        let unused = isReserved ? nil : facts.reserved
        return [.park(reason: reason)] + (unused.map { [.void($0)] } ?? [])
    }
    let isOwn =
        details.label.series.count > 1
        && facts.letters.contains(String(details.label.series.dropFirst()))
    guard isReserved || isOwn else {
        return park("label \(details.label) was not this kiosk's to give")
    }
    if let owner = facts.labelOwner, owner != event.visit {
        return park("label \(details.label) is taken on \(place.day)")
    }
    var visit = Visit(
        id: event.visit,
        label: details.label,
        service: details.service,
        arrived: arrived
    )
    var changes: [HubChange] = []
    if place.day < facts.today {
        // Its day is closed: kept for the statistics, never called.
        visit.state = .notServed
        changes.append(.alarm("\(details.label) of \(place.day) arrived after that day was closed"))
    }
    changes.insert(.add(visit, day: place.day, details: details), at: 0)
    if !isReserved, let reserved = facts.reserved { changes.append(.void(reserved)) }
    return changes
}

private func applyMove(
    _ event: KioskEvent,
    _ happening: Happening,
    _ facts: KioskEventFacts
) -> [HubChange] {
    guard let visit = facts.visit else {
        return [.park(reason: "\(happening.rawValue) of an unknown visit")]
    }
    guard (try? transition(from: visit.state, by: happening)) != nil else {
        return [.park(reason: "\(happening.rawValue) of a visit that is \(visit.state.rawValue)")]
    }
    return [.move(event.visit, happening)]
}
