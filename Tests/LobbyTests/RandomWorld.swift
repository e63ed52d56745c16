import Lobby

/// What somebody asks for.
struct Wish {
    var minutes: Int
    var errands: [Errand]
    var channel: Channel
}

/// An office made by chance, on a day that may have 23 or 25 hours, and a slow way to find its slots.
struct RandomWorld {
    let office: Office
    let day: Day
    let now: Instant

    private let rules: BookingRules
    /// The opening and the planned counters of each minute of the day.
    private let minutes: [(open: OpeningHours.Span?, shift: CounterPlan.Shift?)]

    init(_ chance: inout SeededChance) {
        let days: [Day] = ["2026-03-29", "2026-10-25", "2026-11-24", "2026-06-01"]
        day = days.randomElement(using: &chance) ?? "2026-11-24"
        let services = (0..<4).map { number in
            Service(
                id: "service\(number)",
                letter: "A",
                name: LocalizedText([:]),
                plannedMinutes: [5, 10, 15, 25].randomElement(using: &chance) ?? 5
            )
        }
        let counters = (1...Int.random(in: 1...4, using: &chance)).map { number in
            let some = services.map(\.id).filter { _ in Bool.random(using: &chance) }
            let all = Bool.random(using: &chance)
            return Counter(number: number * 10, services: all || some.isEmpty ? nil : some)
        }
        let shifts = Self.spans(&chance).map { span in
            CounterPlan.Shift(
                span: span,
                counters: Set(
                    counters.map(\.number).filter { _ in .random(in: 0..<3, using: &chance) > 0 }
                ),
                contingents: Self.contingents(&chance)
            )
        }
        var rules = BookingRules(plan: CounterPlan(weekdays: [:], exceptions: [day: shifts]))
        rules.gridMinutes = [5, 10, 15, 20].randomElement(using: &chance) ?? 5
        rules.bufferMinutes = [0, 0, 5].randomElement(using: &chance) ?? 0
        rules.horizonDays = 10
        rules.release = .minutes(.random(in: 0...3_000, using: &chance))
        for channel in Channel.allCases {
            let lead = [0, 0, .random(in: 0...120, using: &chance)].randomElement(using: &chance)
            rules.channels[channel] = ChannelRules(lead: .minutes(lead ?? 0))
        }
        self.rules = rules
        var hours = OpeningHours(weekdays: [:], exceptions: [day: Self.spans(&chance)])
        if Bool.random(using: &chance) { hours.partClosures[day] = Self.spans(&chance) }
        office = Office(
            id: "random",
            name: LocalizedText([:]),
            phone: "",
            time: berlin,
            publicURL: nil,
            services: ServiceDirectory(services),
            counters: counters,
            hours: hours,
            policy: Policy(),
            booking: rules
        )
        let midnight = at("00:00", on: day)
        now = midnight - .minutes(.random(in: -600...16_000, using: &chance))
        let length = at("00:00", on: day + 1) - midnight
        let clock = (0..<Int(length.wholeMilliseconds / 60_000)).map { minute in
            berlin.timeOfDay(at: midnight + .minutes(minute))
        }
        let open = hours.spans(on: day).map { (span: $0, minutes: stretch(of: $0, on: clock)) }
        let planned = shifts.map { (shift: $0, minutes: stretch(of: $0.span, on: clock)) }
        minutes = clock.indices.map { minute in
            (
                open.first { $0.minutes.contains(minute) }?.span,
                planned.first { $0.minutes.contains(minute) }?.shift
            )
        }
    }

    /// Some channels may book all, some a part, some nothing.
    private static func contingents(_ chance: inout SeededChance) -> [Channel: Int] {
        var contingents: [Channel: Int] = [:]
        for channel in Channel.allCases where Int.random(in: 0..<3, using: &chance) > 0 {
            contingents[channel] = .random(in: 0...3, using: &chance)
        }
        return contingents
    }

    /// What was booked before, by rules that may have been others: booked, held and freed times.
    func background(_ chance: inout SeededChance) -> [BookedTime] {
        (0..<Int.random(in: 0...4, using: &chance)).map { _ in
            let until = now + .minutes(.random(in: -5...5, using: &chance))
            let kinds: [BookedTime.Kind] = [.booked, .held(until: until), .freed(until: until)]
            let channel = Channel.allCases.randomElement(using: &chance) ?? .web
            return BookedTime(
                start: at("00:00", on: day) + .minutes(.random(in: 0..<140, using: &chance) * 10),
                minutes: .random(in: 1...9, using: &chance) * 5,
                services: errands(&chance).map(\.service),
                channel: channel,
                kind: kinds.randomElement(using: &chance) ?? .booked
            )
        }
    }

    /// One to three spans apart from each other, often over the hour in which clocks are changed, or
    /// with an edge inside it.
    private static func spans(_ chance: inout SeededChance) -> [OpeningHours.Span] {
        let count = Int.random(in: 1...3, using: &chance)
        let edges = Set(
            (0..<2 * count).map { _ in
                Int.random(in: 0...48, using: &chance) * 10
            }
        ).sorted()
        return stride(from: 0, to: edges.count - 1, by: 2).map {
            TimeOfDay(minutes: edges[$0])..<TimeOfDay(minutes: edges[$0 + 1])
        }
    }

    func errands(_ chance: inout SeededChance) -> [Errand] {
        office.services.all.shuffled(using: &chance).prefix(.random(in: 1...2, using: &chance))
            .map { Errand($0.id, persons: .random(in: 1...2, using: &chance)) }
    }

    /// Tries every minute of the day, and looks at every minute of the appointment.
    func search(for wish: Wish, besides booked: [BookedTime]) -> [Instant] {
        let midnight = at("00:00", on: day)
        guard hasCounter(for: wish.errands.map(\.service)) else { return [] }
        var starts: [Instant] = []
        var opened = 0
        for (minute, here) in minutes.enumerated() {
            let start = midnight + .minutes(minute)
            guard let open = here.open else { continue }
            if minute == 0 || minutes[minute - 1].open != open { opened = minute }
            guard (minute - opened).isMultiple(of: rules.gridMinutes),
                minute + wish.minutes <= minutes.count,
                start >= now + rules[wish.channel].lead, isWithinHorizon(minute),
                (0..<wish.minutes).allSatisfy({ ahead in
                    minutes[minute + ahead].open == open
                        && isFree(minute + ahead, of: start, for: wish, booked)
                })
            else { continue }
            starts.append(start)
        }
        return starts
    }

    private func isWithinHorizon(_ minute: Int) -> Bool {
        let today = berlin.date(at: now)
        if day == today + rules.horizonDays {
            return .minutes(minute) <= now - at("00:00", on: today)
        }
        return day >= today && day < today + rules.horizonDays
    }

    private func isFree(
        _ minute: Int,
        of start: Instant,
        for wish: Wish,
        _ booked: [BookedTime]
    ) -> Bool {
        guard let shift = minutes[minute].shift else { return false }
        let moment = at("00:00", on: day) + .minutes(minute)
        let here = booked.filter { booked in
            let isHere = booked.start <= moment && moment < booked.start + .minutes(booked.minutes)
            return switch booked.kind {
            case .booked: isHere
            case .held(let until): isHere && now < until
            // Only the web does not know yet that it is free.
            case .freed(let until): isHere && now < until && wish.channel == .web
            }
        }
        let own = here.filter { $0.channel == wish.channel }
        let isReleased = start <= now + rules.release
        let contingent = shift.contingents[wish.channel] ?? .max
        let isWithin = isWithin(contingent, of: shift.counters, wish, beside: own)
        guard isReleased || isWithin else { return false }
        let wanted = here.map(\.services) + [wish.errands.map(\.service)]
        return canSit(wanted[...], at: shift.counters)
    }

    /// Of the counters of each service a channel may book the same share, but at least one.
    private func isWithin(
        _ contingent: Int,
        of counters: Set<Int>,
        _ wish: Wish,
        beside own: [BookedTime]
    ) -> Bool {
        guard contingent < counters.count else { return true }
        guard contingent > 0, own.count < contingent else { return false }
        func able(_ services: [ServiceID]) -> Set<Int> {
            counters.filter { mayServe(services, at: $0) }
        }
        let named = Set(office.counters.flatMap { $0.services ?? [] })
        return named.map { able([$0]) }.allSatisfy { kind in
            guard able(wish.errands.map(\.service)).isSubset(of: kind) else { return true }
            let most = max(1, contingent * kind.count / counters.count)
            return own.filter { able($0.services).isSubset(of: kind) }.count < most
        }
    }

    /// Tries every seat for the first, and then for the others.
    private func canSit(_ wanted: ArraySlice<[ServiceID]>, at counters: Set<Int>) -> Bool {
        guard let first = wanted.first else { return true }
        return counters.contains { number in
            mayServe(first, at: number)
                && canSit(wanted.dropFirst(), at: counters.subtracting([number]))
        }
    }

    /// What no counter serves is served at any.
    private func mayServe(_ services: [ServiceID], at number: Int) -> Bool {
        guard hasCounter(for: services) else { return true }
        return office.counters.contains { $0.number == number && serves($0, services) }
    }

    private func hasCounter(for services: [ServiceID]) -> Bool {
        office.counters.contains { serves($0, services) }
    }

    private func serves(_ counter: Counter, _ services: [ServiceID]) -> Bool {
        counter.services.map { Set(services).isSubset(of: $0) } ?? true
    }
}

/// The minutes of a day from when the clock passes the beginning of a span until it passes the end: the
/// first such minutes where there are two.
private func stretch(of span: OpeningHours.Span, on clock: [TimeOfDay]) -> Range<Int> {
    var minute = 0
    while minute < clock.count {
        guard span.contains(clock[minute]) else {
            minute += 1
            continue
        }
        let start = minute
        while minute < clock.count, span.contains(clock[minute]) { minute += 1 }
        let beginsThere = start == 0 || clock[start - 1] < span.lowerBound
        let endsThere = minute == clock.count || clock[minute] >= span.upperBound
        guard beginsThere, endsThere else { continue }
        // The clock may come to the beginning twice.
        let last = (start..<minute).last { clock[$0] == span.lowerBound }
        return (last ?? start)..<minute
    }
    return 0..<0
}
