package import Lobby

/// A day at the counters: whoever comes waits, a counter that is free calls, one visit after the
/// other.
///
/// Without input or output, clock or chance: the same day and the same order give the same course. A
/// call takes no time, and everybody who is called is there; clerks make no breaks.
package struct DaySimulation {
    /// Which of those waiting a counter calls.
    package typealias Choice = (CounterDuty, [Visit], Instant) -> Visit?

    private let day: OfficeDay
    private let choose: Choice
    private var arriving: ArraySlice<OfficeDay.Visitor>
    private var work: [VisitID: Duration]
    private var waiting: [Visit] = []
    /// The free counters, the one that is free longest first.
    private var free: [CounterDuty]
    private var busy: [(counter: CounterDuty, until: Instant)] = []
    private var course = DayCourse()

    package init(_ day: OfficeDay, counters: [CounterDuty], choose: @escaping Choice) {
        self.day = day
        self.choose = choose
        arriving = day.visitors[...]
        work = Dictionary(uniqueKeysWithValues: day.visitors.map { ($0.visit.id, $0.work) })
        free = counters
    }

    package init(
        _ day: OfficeDay,
        counters: [CounterDuty],
        order: CallingOrder,
        under policy: Policy,
        services: ServiceDirectory
    ) {
        self.init(day, counters: counters) { counter, waiting, now in
            order.next(for: counter, among: waiting, at: now, under: policy, services: services)
        }
    }

    /// Lets the day pass, until nobody comes and no counter is busy any more.
    package consuming func run() -> DayCourse {
        while let now = nextMoment {
            while let visitor = arriving.first, visitor.visit.arrived <= now {
                waiting.append(visitor.visit)
                arriving.removeFirst()
            }
            let finished = busy.filter { $0.until <= now }
            busy.removeAll { $0.until <= now }
            free += finished.map(\.counter)
            callNext(at: now)
            lookForIdleCounters(at: now)
            course.end = now
        }
        course.notServed = waiting
        return course
    }

    private var nextMoment: Instant? {
        [arriving.first?.visit.arrived, busy.map(\.until).min()].compactMap(\.self).min()
    }

    private mutating func callNext(at now: Instant) {
        var stillFree: [CounterDuty] = []
        for counter in free {
            guard let chosen = choose(counter, waiting, now),
                let place = waiting.firstIndex(where: { $0.id == chosen.id })
            else {
                stillFree.append(counter)
                continue
            }
            waiting.remove(at: place)
            course.calls.append(DayCourse.Call(visit: chosen, counter: counter.number, at: now))
            busy.append((counter, now + (work[chosen.id] ?? .zero)))
        }
        free = stillFree
    }

    /// Judges by the waiting room alone, whatever the order said.
    private mutating func lookForIdleCounters(at now: Instant) {
        for counter in free {
            guard let visit = waiting.first(where: { counter.services.contains($0.service) })
            else { continue }
            course.idle.append(DayCourse.Idle(counter: counter.number, visit: visit, at: now))
        }
    }
}

/// What happened on a day.
package struct DayCourse: Equatable, Sendable {
    package struct Call: Equatable, Sendable {
        package var visit: Visit
        package var counter: Int
        package var at: Instant

        package init(visit: Visit, counter: Int, at: Instant) {
            self.visit = visit
            self.counter = counter
            self.at = at
        }

        /// How long the visitor waited: from the arrival, or with an appointment from its time if
        /// that was later; zero for one that was called before its time.
        package var wait: Duration {
            max(.zero, at - max(visit.arrived, visit.booked ?? visit.arrived))
        }
    }

    /// A counter that called nobody although somebody waited whom it serves: this must never be.
    package struct Idle: Equatable, Sendable {
        package var counter: Int
        package var visit: Visit
        package var at: Instant
    }

    /// In the order of time.
    package var calls: [Call] = []
    package var idle: [Idle] = []
    /// Those whom no counter serves.
    package var notServed: [Visit] = []
    /// When the last visit was finished.
    package var end = Instant(milliseconds: 0)

    package init() {}
}
