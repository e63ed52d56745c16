package import HubStore
package import Lobby

extension Hub {
    /// So many days are summed up at once; those of before an update take a few rounds.
    package static let mostDaysSummedUp = 7

    /// Sums up how long people waited on days that are over and not summed up yet.
    ///
    /// The days are read beside the writer, who only keeps what came out.
    ///
    /// - Returns: Whether there may be more.
    /// - Throws: An error of the store.
    @discardableResult
    package func sumUpDays() async throws -> Bool {
        for _ in 0..<Self.mostDaysSummedUp {
            let summed = try await read { cases, store, _ in
                try store.dayToSumUp().map { day in
                    (day, try store.sumUp(day, by: cases.office.time))
                }
            }
            guard let (day, waits) = summed else { return false }
            try await store.write { try $0.keep(waits, of: day) }
        }
        return true
    }
}

/// How long people wait in the hours of a week, in the mean over the last months.
package struct WaitWeek: Equatable, Sendable {
    /// So far back it looks.
    package static let days = 182
    /// Of fewer visits in an hour of the week nothing is told.
    package static let fewest = 3

    private struct Place: Hashable {
        var weekday: Weekday
        var hour: Int
    }

    private struct Sum: Equatable {
        var visits = 0
        var minutes = 0.0
    }

    /// The first and the last day that is counted.
    package let from: Day
    package let to: Day
    private var sums: [Place: [ServiceID: Sum]] = [:]

    /// Nil without any wait.
    package init?(_ waits: [HourlyWait]) {
        guard let first = waits.map(\.day).min(), let last = waits.map(\.day).max() else {
            return nil
        }
        (from, to) = (first, last)
        for wait in waits {
            let place = Place(weekday: wait.day.weekday, hour: wait.hour)
            let sum = sums[place]?[wait.service] ?? Sum()
            sums[place, default: [:]][wait.service] = Sum(
                visits: sum.visits + wait.visits,
                minutes: sum.minutes + wait.minutes * Double(wait.visits)
            )
        }
    }

    /// The mean wait of those who came in one hour of the week, for one service or for all, in minutes;
    /// nil when too few came then.
    package func minutes(_ weekday: Weekday, _ hour: Int, of service: ServiceID? = nil) -> Double? {
        let all = sums[Place(weekday: weekday, hour: hour)] ?? [:]
        let sum = all.filter { service == nil || $0.key == service }.values
            .reduce(Sum()) { Sum(visits: $0.visits + $1.visits, minutes: $0.minutes + $1.minutes) }
        return sum.visits < Self.fewest ? nil : sum.minutes / Double(sum.visits)
    }
}

extension Hub {
    /// The usual week of the last months; nil when nothing is known yet.
    package func waitWeek() async throws -> WaitWeek? {
        try await read { cases, store, now in
            let today = cases.office.time.day(at: now)
            return WaitWeek(try store.hourlyWaits(from: today + -WaitWeek.days, to: today))
        }
    }
}
