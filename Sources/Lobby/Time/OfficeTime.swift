package import Foundation

/// The office's own time: instants turned into wall time and business days.
///
/// The business day is the local date, changed at 03:00, so that what happens shortly after midnight
/// still belongs to the day before. Days of 23 and 25 hours need no care by the caller.
package struct OfficeTime: Sendable, Equatable {
    /// The business day changes at this local time.
    package static let dayChange = TimeOfDay(minutes: 3 * 60)

    package let zone: TimeZone

    package init(zone: TimeZone) {
        self.zone = zone
    }

    package func day(at instant: Instant) -> Day {
        let local = localSeconds(at: instant) - Self.dayChange.minutes * 60
        return Day(ordinal: floorDivide(local, 86_400))
    }

    /// The date on the wall, changed at midnight.
    package func date(at instant: Instant) -> Day {
        Day(ordinal: floorDivide(localSeconds(at: instant), 86_400))
    }

    package func timeOfDay(at instant: Instant) -> TimeOfDay {
        let local = localSeconds(at: instant)
        return TimeOfDay(minutes: (local - floorDivide(local, 86_400) * 86_400) / 60)
    }

    /// The instant of a wall time; a time that a clock change skips is taken as the one an hour later,
    /// of one that comes twice the first.
    package func instant(of time: TimeOfDay, on date: Day) -> Instant {
        let local = date.ordinal * 86_400 + time.minutes * 60
        let before = offset(atSeconds: local - 86_400)
        let after = offset(atSeconds: local + 86_400)
        let candidate = local - max(before, after)
        let fits = offset(atSeconds: candidate) == max(before, after)
        return Instant(milliseconds: Int64(fits ? candidate : local - min(before, after)) * 1000)
    }

    /// The time of a date in which the clock on the wall certainly is within a span.
    ///
    /// A bound that a clock change skips is reached with the change. Of a bound that comes twice the
    /// span begins with the second and ends before the first, so that nobody is asked to come while the
    /// clock says that it is closed; one of less than an hour is the first of two.
    package func range(of span: Range<TimeOfDay>, on date: Day) -> Range<Instant> {
        let end = bound(span.upperBound, on: date, isSecond: false)
        var start = bound(span.lowerBound, on: date, isSecond: true)
        if end < start { start = bound(span.lowerBound, on: date, isSecond: false) }
        return start..<max(start, end)
    }

    private func bound(_ time: TimeOfDay, on date: Day, isSecond: Bool) -> Instant {
        let local = date.ordinal * 86_400 + time.minutes * 60
        let before = offset(atSeconds: local - 86_400)
        let after = offset(atSeconds: local + 86_400)
        let (early, late) = (local - max(before, after), local - min(before, after))
        let isEarly = localSeconds(of: early) == local
        let isLate = localSeconds(of: late) == local
        if isEarly || isLate {
            let seconds = isLate && (isSecond || !isEarly) ? late : early
            return Instant(milliseconds: Int64(seconds) * 1000)
        }
        let change = zone.nextDaylightSavingTimeTransition(
            after: Date(timeIntervalSince1970: TimeInterval(early))
        )
        let seconds = change.map { Int($0.timeIntervalSince1970) } ?? late
        return Instant(milliseconds: Int64(seconds) * 1000)
    }

    private func localSeconds(of seconds: Int) -> Int {
        seconds + offset(atSeconds: seconds)
    }

    private func localSeconds(at instant: Instant) -> Int {
        let seconds = floorDivide(Int(instant.milliseconds), 1000)
        return seconds + offset(atSeconds: seconds)
    }

    private func offset(atSeconds seconds: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
    }
}

/// Division that rounds down, also below zero.
func floorDivide(_ number: Int, _ divisor: Int) -> Int {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
}
