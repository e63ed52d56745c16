/// When the office is open: by weekday, with single days that differ, and closures.
package struct OpeningHours: Equatable, Sendable {
    /// A span within a day; the end is exclusive.
    package typealias Span = Range<TimeOfDay>

    package var weekdays: [Weekday: [Span]]
    /// Days with hours of their own; they replace those of the weekday.
    package var exceptions: [Day: [Span]]
    /// Whole days without service; a closure always wins.
    package var closures: Set<Day>

    package init(
        weekdays: [Weekday: [Span]],
        exceptions: [Day: [Span]] = [:],
        closures: Set<Day> = []
    ) {
        self.weekdays = weekdays
        self.exceptions = exceptions
        self.closures = closures
    }

    /// Open day and night, for demos.
    package static let always = OpeningHours(
        weekdays: Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map {
                ($0, [TimeOfDay(minutes: 0)..<TimeOfDay(minutes: 1440)])
            }
        )
    )

    package func spans(on day: Day) -> [Span] {
        if closures.contains(day) { return [] }
        return exceptions[day] ?? weekdays[day.weekday] ?? []
    }

    package func isOpen(on day: Day, at time: TimeOfDay) -> Bool {
        spans(on: day).contains { $0.contains(time) }
    }

    /// The next span that starts after the time, within two weeks.
    package func nextOpening(after time: TimeOfDay, on day: Day) -> (day: Day, time: TimeOfDay)? {
        for ahead in 0...14 {
            let starts = spans(on: day + ahead).map(\.lowerBound).sorted()
            if let start = starts.first(where: { ahead > 0 || $0 > time }) {
                return (day + ahead, start)
            }
        }
        return nil
    }
}
