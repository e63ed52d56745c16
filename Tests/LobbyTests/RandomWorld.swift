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
                contingents: [.web: .random(in: 0...3, using: &chance)]
            )
        }
        var rules = BookingRules(plan: CounterPlan(weekdays: [:], exceptions: [day: shifts]))
        rules.gridMinutes = [5, 10, 15, 20].randomElement(using: &chance) ?? 5
        rules.bufferMinutes = [0, 0, 5].randomElement(using: &chance) ?? 0
        rules.horizonDays = 10
        rules.release = .minutes(.random(in: 0...3_000, using: &chance))
        rules.channels[.web] = ChannelRules(lead: .minutes(.random(in: 0...120, using: &chance)))
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
        minutes = (0..<Int(length.wholeMilliseconds / 60_000)).map { [hours, day] minute in
            let time = berlin.timeOfDay(at: midnight + .minutes(minute))
            return (
                hours.spans(on: day).first { $0.contains(time) },
                shifts.first { $0.span.contains(time) }
            )
        }
    }

    /// One to three spans apart from each other, often over the hour in which clocks are changed, but
    /// with no edge inside it.
    private static func spans(_ chance: inout SeededChance) -> [OpeningHours.Span] {
        let count = Int.random(in: 1...3, using: &chance)
        let edges = Set(
            (0..<2 * count).map { _ in
                let edge = Int.random(in: 0...48, using: &chance) * 10
                return (121..<180).contains(edge) ? 180 : edge
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
        let here = booked.filter { $0.start <= moment && moment < $0.start + .minutes($0.minutes) }
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
            counters.filter { number in
                let serves = office.counters.first { $0.number == number }?.services
                return serves.map { Set(services).isSubset(of: $0) } ?? true
            }
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
            let counter = office.counters.first { $0.number == number }
            let serves = counter?.services.map { Set(first).isSubset(of: $0) } ?? true
            return serves && canSit(wanted.dropFirst(), at: counters.subtracting([number]))
        }
    }
}
