/// Whether the office is open, and what visitors are told if it is not.
package enum OpenState: Equatable, Sendable {
    /// Nil for an office that does not close tonight.
    case open(until: TimeOfDay?)
    /// The next opening is nil when there is none within two weeks.
    case closed(ClosedReason, next: Opening?)

    package var isOpen: Bool {
        if case .open = self { true } else { false }
    }
}

/// When the office opens.
package struct Opening: Equatable, Sendable {
    package var day: Day
    package var time: TimeOfDay

    package init(day: Day, time: TimeOfDay) {
        self.day = day
        self.time = time
    }
}

/// Why the office is closed.
package enum ClosedReason: Equatable, Sendable {
    /// It is not its time, or not its day.
    case hours
    case holiday(Holiday)
    /// A closure of the office's file, with its reason where the file gives one.
    case closure(LocalizedText?)
    /// A lead has let it close earlier today.
    case early(TimeOfDay)
}

extension Office {
    package func openState(at now: Instant) -> OpenState {
        let (day, clock) = (time.date(at: now), time.timeOfDay(at: now))
        let open = hours.spans(on: day)
        if let span = open.first(where: { $0.contains(clock) }) {
            // One that begins where another ends goes on with it.
            let end = open.reduce(span.upperBound) { $1.lowerBound == $0 ? $1.upperBound : $0 }
            let goesOn = hours.isOpen(on: day + 1, at: TimeOfDay(minutes: 0))
            return .open(until: end.minutes == 24 * 60 && goesOn ? nil : end)
        }
        let next = hours.nextOpening(after: clock, on: day).map {
            Opening(day: $0.day, time: $0.time)
        }
        return .closed(closedReason(on: day, at: clock), next: next)
    }

    private func closedReason(on day: Day, at clock: TimeOfDay) -> ClosedReason {
        if let holiday = hours.holidays?.holiday(on: day) { return .holiday(holiday) }
        let reason = hours.reasons[day]?.first { $0.span.contains(clock) }?.words
        if hours.closures.contains(day) { return .closure(reason) }
        // Else it would be closed at this hour anyway.
        let usual = hours.exceptions[day] ?? hours.weekdays[day.weekday] ?? []
        if usual.contains(where: { $0.contains(clock) }),
            hours.partClosures[day]?.contains(where: { $0.contains(clock) }) == true
        {
            return .closure(reason)
        }
        if let plan, plan.day == day, let closes = plan.closes, clock >= closes {
            return .early(closes)
        }
        return .hours
    }
}
