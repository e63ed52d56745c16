import Lobby

private let mostShifts = 12

extension Place {
    /// The rules of booking; a key that is left out keeps its default.
    func booking(
        of counters: [Counter]?,
        _ services: [Service]?,
        _ hours: OpeningHours?
    ) -> BookingRules? {
        let keys = [
            "gridMinutes", "bufferMinutes", "horizonDays", "releaseHours", "freedMinutes",
            "mostServices", "mostPersons", "kioskBookingsPerHour", "channels", "shifts",
            "shiftExceptions",
        ]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let shifts = entries.required("shifts")?.weekdayShifts(counters)
        let exceptions =
            entries.optional("shiftExceptions").map { $0.shiftExceptions(counters) } ?? [:]
        guard let shifts, let exceptions else { return nil }
        var rules = BookingRules(plan: CounterPlan(weekdays: shifts, exceptions: exceptions))
        func number(
            _ key: String,
            _ field: WritableKeyPath<BookingRules, Int>,
            _ range: ClosedRange<Int>,
            _ unit: String
        ) {
            guard let number = entries.optional(key)?.integer(in: range, unit) else { return }
            rules[keyPath: field] = number
        }
        number("gridMinutes", \.gridMinutes, 1...60, "minutes")
        number("bufferMinutes", \.bufferMinutes, 0...60, "minutes")
        number("horizonDays", \.horizonDays, 1...365, "days")
        number("mostServices", \.mostServices, 1...10, "services")
        number("mostPersons", \.mostPersons, 1...20, "persons")
        number("kioskBookingsPerHour", \.kioskBookingsPerHour, 0...1000, "appointments")
        if let hours = entries.optional("releaseHours")?.integer(in: 0...8_760, "hours") {
            rules.release = .minutes(hours * 60)
        }
        if let minutes = entries.optional("freedMinutes")?.minuteRange() {
            rules.freedMinutes = minutes
        }
        if let channels = entries.optional("channels")?.channels() { rules.channels = channels }
        if findings.mistakes.isEmpty, let counters, let services, let hours {
            warn(of: rules, counters, services, hours)
        }
        if let counters { rules.plan = rules.plan.without(breaksOf: counters) }
        return rules
    }

    /// From and to, in minutes.
    private func minuteRange() -> ClosedRange<Int>? {
        guard let entries = Entries(self, keys: ["from", "to"]) else { return nil }
        let from = entries.required("from")?.integer(in: 0...1_440, "minutes")
        let to = entries.required("to")?.integer(in: 0...1_440, "minutes")
        guard let from, let to else { return nil }
        guard from <= to else {
            mistake("\(to) is less than \(from).", remedy: "Let \"to\" be the larger one.")
            return nil
        }
        return from...to
    }

    private func channels() -> [Channel: ChannelRules]? {
        guard let entries = Entries(self, keys: Channel.allCases.map(\.rawValue)) else {
            return nil
        }
        var all: [Channel: ChannelRules] = [:]
        for channel in Channel.allCases {
            guard let place = entries.optional(channel.rawValue),
                let rules = Entries(place, keys: ["leadMinutes", "targetDays"])
            else { continue }
            let lead = rules.optional("leadMinutes")?.integer(in: 0...20_160, "minutes")
            let target = rules.optional("targetDays")?.integer(in: 0...365, "days")
            all[channel] = ChannelRules(lead: .minutes(lead ?? 0), targetDays: target)
        }
        return all
    }

    private func weekdayShifts(_ counters: [Counter]?) -> [Weekday: [CounterPlan.Shift]]? {
        let names = Weekday.allCases.map(\.rawValue)
        guard let entries = Entries(self, keys: names) else { return nil }
        var all: [Weekday: [CounterPlan.Shift]] = [:]
        for weekday in Weekday.allCases {
            all[weekday] = entries.optional(weekday.rawValue)?.shifts(counters)
        }
        return all
    }

    private func shiftExceptions(_ counters: [Counter]?) -> [Day: [CounterPlan.Shift]]? {
        guard let pairs = pairs() else { return nil }
        var all: [Day: [CounterPlan.Shift]] = [:]
        for (name, value) in pairs {
            let day = name.day()
            let shifts = value.shifts(counters)
            if let day, let shifts { all[day] = shifts }
        }
        return all
    }

    /// The shifts of one day, in the order of the clock.
    private func shifts(_ counters: [Counter]?) -> [CounterPlan.Shift]? {
        guard let items = list() else { return nil }
        guard items.count <= mostShifts else {
            mistake("A day has at most \(mostShifts) shifts.", remedy: "Put some together.")
            return nil
        }
        var shifts: [CounterPlan.Shift] = []
        for item in items {
            guard let shift = item.shift(counters) else { continue }
            if let other = shifts.first(where: { $0.span.overlaps(shift.span) }) {
                item.mistake(
                    "\(shift.span.words) overlaps with \(other.span.words).",
                    remedy: "Let one end before the other begins."
                )
            }
            shifts.append(shift)
        }
        return shifts.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }

    private func shift(_ known: [Counter]?) -> CounterPlan.Shift? {
        let channels = Channel.allCases.map(\.rawValue)
        guard let entries = Entries(self, keys: ["from", "to", "counters"] + channels),
            let span = span(in: entries),
            let counters = entries.required("counters")?.counterNumbers(known)
        else { return nil }
        var contingents: [Channel: Int] = [:]
        for channel in Channel.allCases {
            guard let place = entries.optional(channel.rawValue),
                let count = place.integer(in: 0...Counter.numbers.upperBound, "counters")
            else { continue }
            if count > counters.count {
                place.mistake(
                    "\(channel.rawValue) may book \(count) counters, but \(counters.count) are planned.",
                    remedy:
                        "Write \(counters.count) or less, or take the key out: then it may book all."
                )
            }
            contingents[channel] = count
        }
        return CounterPlan.Shift(span: span, counters: counters, contingents: contingents)
    }

    private func counterNumbers(_ known: [Counter]?) -> Set<Int>? {
        guard let items = list() else { return nil }
        var numbers: Set<Int> = []
        for item in items {
            guard let number = item.integer(in: Counter.numbers, "counters") else { continue }
            if let known, !known.contains(where: { $0.number == number }) {
                item.mistake(
                    "There is no counter \(number).",
                    remedy: "Write one of \(listed(known.map { String($0.number) }))."
                )
            } else if !numbers.insert(number).inserted {
                item.mistake("Counter \(number) is there twice.", remedy: "Take one out.")
            }
        }
        return numbers
    }

    // MARK: What can be written, but is hardly meant

    private func warn(
        of rules: BookingRules,
        _ counters: [Counter],
        _ services: [Service],
        _ hours: OpeningHours
    ) {
        if counters.count > Slots.mostCounters {
            mistake(
                "Appointments can be booked at \(Slots.mostCounters) counters at most, here are \(counters.count).",
                remedy: "Put those with appointments first, and take others out."
            )
        }
        for weekday in Weekday.allCases {
            for shift in rules.plan.weekdays[weekday] ?? [] {
                let isOpen = (hours.weekdays[weekday] ?? []).contains { $0.overlaps(shift.span) }
                guard !isOpen else { continue }
                warning(
                    "On \(weekday.rawValue) the office is closed from \(shift.span.words); nothing can be booked then.",
                    remedy: "Move the shift into the opening hours, or take it out."
                )
            }
        }
        let all = Array(rules.plan.weekdays.values.joined()) + rules.plan.exceptions.values.joined()
        let planned = counters.filter { counter in
            all.contains { $0.counters.contains(counter.number) }
        }
        for service in services where service.isBookable {
            let isServed = planned.contains { $0.services?.contains(service.id) ?? true }
            guard !isServed else { continue }
            warning(
                "No planned counter serves \"\(service.id)\"; it can never be booked.",
                remedy:
                    "Plan a counter that serves it, or write \"appointments: false\" at the service."
            )
        }
        let isKept = all.contains {
            ($0.contingents[.web] ?? $0.counters.count) < $0.counters.count
        }
        if !all.isEmpty, !isKept {
            warning(
                "Everything can be booked on the web; nothing is kept for people without internet.",
                remedy: "Write in the shifts how many counters the web may book: \"web: 2\"."
            )
        }
    }
}
