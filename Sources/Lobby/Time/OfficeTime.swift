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
