/// How an appointment is booked.
package enum Channel: String, Codable, CaseIterable, Sendable {
    case web, kiosk, phone, desk
}

/// The rules of booking, as the office sets them.
package struct BookingRules: Equatable, Sendable {
    /// Appointments begin at an opening, or a multiple of so many minutes after it; they last a
    /// multiple of it.
    package var gridMinutes = 5
    /// Minutes kept free after what the services of an appointment take.
    package var bufferMinutes = 0
    /// A slot can be booked from so many days before it, at its own time of day: so they come one by
    /// one, and nobody gains by being there at midnight.
    package var horizonDays = 56
    /// So long before its beginning a slot kept for other channels is open to all.
    package var release: Duration = .minutes(24 * 60)
    /// A slot that was freed is offered on the web after a time between these, in minutes.
    package var freedMinutes = 5...30
    package var mostServices = 3
    package var mostPersons = 6
    /// A kiosk books so many appointments within an hour at most.
    package var kioskBookingsPerHour = 12
    package var channels: [Channel: ChannelRules] = [:]
    package var plan: CounterPlan

    package init(plan: CounterPlan) {
        self.plan = plan
    }

    package subscript(channel: Channel) -> ChannelRules {
        channels[channel] ?? ChannelRules()
    }
}

/// What holds for one channel.
package struct ChannelRules: Equatable, Sendable {
    /// An appointment is booked at least so long before it begins.
    package var lead: Duration = .zero
    /// The promise: the next free appointment is at most so many days away.
    package var targetDays: Int?

    package init(lead: Duration = .zero, targetDays: Int? = nil) {
        self.lead = lead
        self.targetDays = targetDays
    }
}

/// Which counters are planned for appointments: by weekday, with single days that differ.
package struct CounterPlan: Equatable, Sendable {
    package struct Shift: Equatable, Sendable {
        package var span: OpeningHours.Span
        /// The numbers of the counters.
        package var counters: Set<Int>
        /// How many of them a channel may book, where it may not book all.
        package var contingents: [Channel: Int]

        package init(
            span: OpeningHours.Span,
            counters: Set<Int>,
            contingents: [Channel: Int] = [:]
        ) {
            self.span = span
            self.counters = counters
            self.contingents = contingents
        }
    }

    /// The shifts of a weekday do not overlap; between them nothing can be booked.
    package var weekdays: [Weekday: [Shift]]
    /// Days with shifts of their own, in place of those of the weekday.
    package var exceptions: [Day: [Shift]]

    package init(weekdays: [Weekday: [Shift]], exceptions: [Day: [Shift]] = [:]) {
        self.weekdays = weekdays
        self.exceptions = exceptions
    }

    package func shifts(on day: Day) -> [Shift] {
        exceptions[day] ?? weekdays[day.weekday] ?? []
    }

    /// The same without the counters that have a break.
    package func without(breaksOf counters: [Counter]) -> CounterPlan {
        CounterPlan(
            weekdays: weekdays.mapValues { $0.flatMap { $0.parts(besidesBreaksOf: counters) } },
            exceptions: exceptions.mapValues { $0.flatMap { $0.parts(besidesBreaksOf: counters) } }
        )
    }
}

extension CounterPlan.Shift {
    /// The shift in parts, each without the counters that have a break in it; a channel's contingent
    /// is smaller by as many, for what is kept for others is kept.
    fileprivate func parts(besidesBreaksOf counters: [Counter]) -> [CounterPlan.Shift] {
        let breaks = counters.filter { self.counters.contains($0.number) }.flatMap { counter in
            counter.breaks.map { (number: counter.number, span: $0) }
        }
        let ends = breaks.flatMap { [$0.span.lowerBound, $0.span.upperBound] }
            .filter { span.lowerBound < $0 && $0 < span.upperBound }
        let bounds = Set(ends + [span.lowerBound, span.upperBound]).sorted()
        return zip(bounds, bounds.dropFirst()).map { begin, end in
            let away = Set(breaks.filter { $0.span.contains(begin) }.map(\.number))
            return CounterPlan.Shift(
                span: begin..<end,
                counters: self.counters.subtracting(away),
                contingents: contingents.mapValues { max(min($0, 1), $0 - away.count) }
            )
        }
    }
}

/// A service that somebody wants an appointment for, and for how many persons.
package struct Errand: Codable, Hashable, Sendable {
    package var service: ServiceID
    package var persons: Int

    package init(_ service: ServiceID, persons: Int = 1) {
        self.service = service
        self.persons = persons
    }
}
