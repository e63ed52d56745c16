import Foundation

/// What stays the same in all runs of one forecast.
struct ForecastModel {
    /// A visit that waits or may come, or somebody who would come now.
    struct Person {
        var candidate: Candidate
        /// The counters that may call it, a bit for each.
        var counters: UInt64
        /// How long it takes, as the logarithm of minutes; nil for one who only asks.
        var work: [(mean: Double, deviation: Double, persons: Int)]?
    }

    /// An appointment whose holder may still come.
    struct Expected {
        var person: Person
        var booked: Instant
        var visit: Visit
        /// How likely it is that the holder comes from now on.
        var share: Double
        /// When, in minutes after the booked time; sorted.
        var offsets: ArraySlice<Double>
    }

    struct Counter {
        var bit: UInt64
        var freeFrom: Instant
        /// When it calls; nil for always.
        var spans: [Range<Instant>]?

        /// The first instant from the given one on at which it calls.
        func opens(from instant: Instant) -> Instant {
            guard let spans, instant < .never else { return instant }
            for span in spans where instant < span.upperBound {
                return max(instant, span.lowerBound)
            }
            return .never
        }

        var held: (work: [(mean: Double, deviation: Double, persons: Int)], minutes: Double)?
    }

    let now: Instant
    let policy: Policy
    let services: ServiceDirectory
    /// First those who wait, then one of each service who would come now.
    let people: [Person]
    let counters: [Counter]
    let expected: [Expected]
    /// Whose waits are asked for.
    let asked: Int

    init(_ given: ForecastInput, _ forecaster: Forecaster) {
        var input = given
        input.counters.sort { $0.duty.number < $1.duty.number }
        let office = forecaster.office
        let (policy, services) = (office.policy, office.services)
        func work(_ errands: [Errand]) -> [(mean: Double, deviation: Double, persons: Int)] {
            errands.map { errand in
                let planned = Double(services[errand.service]?.plannedMinutes ?? 15)
                let times = forecaster.times.logarithm(of: errand.service, planned: planned)
                return (times.mean, times.deviation, max(1, errand.persons))
            }
        }
        func counters(for visit: Visit) -> UInt64 {
            input.counters.prefix(64).enumerated().reduce(0) { bits, counter in
                counter.element.duty.includes(visit) ? bits | 1 << UInt64(counter.offset) : bits
            }
        }
        func person(_ visit: Visit, isAsking: Bool = false) -> Person {
            Person(
                candidate: Candidate(visit, under: policy, services: services),
                counters: counters(for: visit),
                work: isAsking ? nil : work(visit.errands)
            )
        }
        let newcomers = services.all.map { service in
            Visit(
                id: VisitID(at: input.now, chance: (.max, .max)),
                label: Label(series: "", number: 0),
                service: service.id,
                arrived: input.now
            )
        }
        people = input.waiting.map { person($0) } + newcomers.map { person($0, isAsking: true) }
        asked = people.count
        self.counters = input.counters.prefix(64).enumerated().map { index, counter in
            Counter(
                bit: 1 << UInt64(index),
                freeFrom: max(input.now, counter.pausedUntil ?? input.now),
                spans: counter.spans?.sorted { $0.lowerBound < $1.lowerBound },
                held: counter.holds.map { held in
                    (
                        work(held.errands),
                        Double((input.now - held.since).wholeMilliseconds) / 60_000
                    )
                }
            )
        }
        let usual = forecaster.showUp.usual
        let share = forecaster.showUp.share
        // In an order of their own, so that that of the input does not matter.
        expected = input.expected.sorted { $0.id < $1.id }.compactMap { visit in
            guard let booked = visit.booked else { return nil }
            let since = Double((input.now - booked).wholeMilliseconds) / 60_000
            let later = usual[(usual.firstIndex { $0 > since } ?? usual.count)...]
            // Of those who come, who is not here yet still comes with this part.
            let part = share * Double(later.count) / Double(usual.count)
            guard part > 0 else { return nil }
            return Expected(
                person: person(visit),
                booked: booked,
                visit: visit,
                share: part / (part + 1 - share),
                offsets: later
            )
        }
        now = input.now
        self.policy = policy
        self.services = services
    }
}

/// One possible course of the day from now on; used again for the next, so that nothing is allocated.
struct ForecastRun {
    private struct Arrival {
        var at: Instant
        var person: Int
    }

    private let model: ForecastModel
    private var people: [ForecastModel.Person]
    private var free: [Instant]
    private var present: [Int] = []
    private var arrivals: [Arrival] = []
    private var passing = 0
    private var unanswered = 0

    init(_ model: ForecastModel) {
        self.model = model
        people = model.people + model.expected.map(\.person)
        free = model.counters.map(\.freeFrom)
    }

    /// Lets the day go on until everybody who was asked for is called, or no counter calls any more.
    mutating func play(_ chance: inout Chance, into samples: inout [[Float]]) {
        begin(&chance)
        var next = 0
        while unanswered > 0, let counter = earliest {
            let now = free[counter]
            while next < arrivals.count, arrivals[next].at <= now {
                enter(arrivals[next].person)
                next += 1
            }
            guard let place = best(for: model.counters[counter].bit, at: now) else {
                // Nobody for this counter: it looks again when the next one comes.
                free[counter] =
                    next < arrivals.count
                    ? model.counters[counter].opens(from: arrivals[next].at) : .never
                continue
            }
            let person = present[place]
            present.swapAt(place, present.count - 1)
            present.removeLast()
            if people[person].candidate.passes { passing -= 1 }
            if person < model.asked {
                unanswered -= 1
                let minutes = Float((now - model.now).wholeMilliseconds) / 60_000
                samples[person].append(minutes)
            }
            if let work = people[person].work {
                free[counter] = model.counters[counter].opens(from: now + draw(work, &chance))
            }
        }
    }

    private mutating func begin(_ chance: inout Chance) {
        present.removeAll(keepingCapacity: true)
        passing = 0
        for person in 0..<model.asked { enter(person) }
        unanswered = model.asked
        for (index, counter) in model.counters.enumerated() {
            var from = counter.freeFrom
            if let held = counter.held {
                let end = model.now + minutes(rest(of: held.work, after: held.minutes, &chance))
                from = max(from, end)
            }
            free[index] = counter.opens(from: from)
        }
        arrivals.removeAll(keepingCapacity: true)
        for (index, expected) in model.expected.enumerated()
        where chance.fraction() < expected.share {
            let place = Int(chance.fraction() * Double(expected.offsets.count))
            let offset = expected.offsets[expected.offsets.startIndex + place]
            let at = max(model.now, expected.booked + minutes(offset))
            var visit = expected.visit
            visit.arrived = at
            let person = model.asked + index
            people[person].candidate = Candidate(
                visit,
                under: model.policy,
                services: model.services
            )
            arrivals.append(Arrival(at: at, person: person))
        }
        arrivals.sort { $0.at < $1.at }
    }

    private mutating func enter(_ person: Int) {
        present.append(person)
        if people[person].candidate.passes { passing += 1 }
    }

    /// The counter that is free first; nil when none ever is.
    private var earliest: Int? {
        var found: Int?
        for index in free.indices where free[index] < .never {
            if let best = found, free[best] <= free[index] { continue }
            found = index
        }
        return found
    }

    /// The place of whom the counter calls: what ``nextVisit(for:among:at:under:services:)`` would choose.
    private func best(for counter: UInt64, at now: Instant) -> Int? {
        var found: (place: Int, urgency: Urgency)?
        // The visits for the counter alone decide whether somebody passes.
        let someonePasses =
            passing > 0
            && present.contains {
                people[$0].candidate.passes && people[$0].counters & counter != 0
            }
        for place in present.indices where people[present[place]].counters & counter != 0 {
            let urgency = people[present[place]].candidate.urgency(
                at: now,
                someonePasses: someonePasses
            )
            if let best = found, !(urgency < best.urgency) { continue }
            found = (place, urgency)
        }
        return found?.place
    }

    // MARK: Durations

    private func draw(
        _ work: [(mean: Double, deviation: Double, persons: Int)],
        _ chance: inout Chance
    ) -> Duration {
        minutes(
            work.reduce(0) { sum, part in
                sum + exp(part.mean + part.deviation * chance.normal()) * Double(part.persons)
            }
        )
    }

    /// How many minutes a visit still takes that has taken some already.
    private func rest(
        of work: [(mean: Double, deviation: Double, persons: Int)],
        after taken: Double,
        _ chance: inout Chance
    ) -> Double {
        var minutes = 0.0
        for _ in 0..<20 {
            minutes = work.reduce(0) { sum, part in
                sum + exp(part.mean + part.deviation * chance.normal()) * Double(part.persons)
            }
            if minutes > taken { return minutes - taken }
        }
        // It takes longer than nearly all: as much again as a fifth of what it took.
        return taken * 0.2 * (0.5 + chance.fraction())
    }

    private func minutes(_ minutes: Double) -> Duration {
        .milliseconds(Int64(minutes * 60_000))
    }
}

extension Instant {
    fileprivate static let never = Instant(milliseconds: .max)
}
