/// When the office is open: by weekday, with single days that differ, and closures.
package struct OpeningHours: Equatable, Sendable {
    /// A span within a day; the end is exclusive.
    package typealias Span = Range<TimeOfDay>

    package var weekdays: [Weekday: [Span]]
    /// Days with hours of their own; they replace those of the weekday.
    package var exceptions: [Day: [Span]]
    /// Whole days without service; a closure always wins.
    package var closures: Set<Day>
    /// Parts of days without service; they win as well.
    package var partClosures: [Day: [Span]]
    /// On the public holidays of this state the office is closed.
    package var holidays: GermanState?
    /// What visitors are told of closures, where the file says it.
    package var reasons: [Day: [ClosureReason]]

    package init(
        weekdays: [Weekday: [Span]],
        exceptions: [Day: [Span]] = [:],
        closures: Set<Day> = [],
        partClosures: [Day: [Span]] = [:],
        holidays: GermanState? = nil,
        reasons: [Day: [ClosureReason]] = [:]
    ) {
        self.weekdays = weekdays
        self.exceptions = exceptions
        self.closures = closures
        self.partClosures = partClosures
        self.holidays = holidays
        self.reasons = reasons
    }

    /// Open day and night, for demos.
    package static let always = OpeningHours(
        weekdays: Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map {
                ($0, [TimeOfDay(minutes: 0)..<TimeOfDay(minutes: 1440)])
            }
        )
    )

    /// When the office is open on a day, in the order of the clock.
    package func spans(on day: Day) -> [Span] {
        let spans = exceptions[day] ?? weekdays[day.weekday] ?? []
        if spans.isEmpty || closures.contains(day) || holidays?.holiday(on: day) != nil {
            return []
        }
        return (partClosures[day] ?? []).reduce(spans) { open, closed in
            open.flatMap { $0.without(closed) }
        }
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

/// Why the office stays closed, as visitors are told.
package struct ClosureReason: Equatable, Sendable {
    /// The part of the day; a whole day is from 00:00 to 24:00.
    package var span: OpeningHours.Span
    package var words: LocalizedText

    package init(span: OpeningHours.Span, words: LocalizedText) {
        self.span = span
        self.words = words
    }
}

extension Range where Bound: Comparable {
    /// What is left before and after the other one.
    package func without(_ other: Range) -> [Range] {
        guard overlaps(other) else { return [self] }
        let before = lowerBound..<Swift.max(lowerBound, other.lowerBound)
        let after = Swift.min(upperBound, other.upperBound)..<upperBound
        return [before, after].filter { !$0.isEmpty }
    }
}
