package import Lobby

/// Forecasts days one after the other, each from what the days before taught, and compares what was
/// announced to everybody at the arrival with what then happened.
package struct ForecastTrial {
    /// What somebody was told on coming, in minutes, and how it was.
    package struct Announced: Equatable, Sendable {
        package var visit: Visit
        package var wait: Wait
        package var real: Double
        package var day: Int
    }

    private let office: Office
    private let duties: [CounterDuty]
    package private(set) var forecaster: Forecaster
    package private(set) var announced: [Announced] = []
    /// How many of the visits the middle part of the runs held, by its size.
    package private(set) var calibration = Calibration()
    package var figures: ForecastFigures {
        ForecastFigures(announced.map { ForecastFigures.Told(wait: $0.wait, real: $0.real) })
    }
    private var day = 0

    package init(of office: Office, counters: [CounterDuty], runs: Int = Forecaster.usualRuns) {
        self.office = office
        duties = counters
        forecaster = Forecaster(office, runs: runs)
    }

    /// Forecasts a day at each arrival, and then learns from it.
    package mutating func pass(_ day: OfficeDay) {
        let simulation = DaySimulation(
            day,
            counters: duties,
            order: .policy,
            under: office.policy,
            services: office.services
        )
        let course = simulation.run()
        let work = Dictionary(uniqueKeysWithValues: day.visitors.map { ($0.visit.id, $0.work) })
        let calls = Dictionary(uniqueKeysWithValues: course.calls.map { ($0.visit.id, $0) })
        var told: [Announced] = []
        // Announcements whose visit is not called yet, the first to be called last.
        var open: [(at: Instant, announced: Announced)] = []
        for (number, visitor) in day.visitors.enumerated() {
            guard let call = calls[visitor.visit.id] else { continue }
            while let first = open.last, first.at <= visitor.visit.arrived {
                forecaster.band.learn(first.announced.wait, real: first.announced.real)
                open.removeLast()
            }
            let input = input(of: day, calls: course.calls, work: work, at: visitor.visit.arrived)
            let seed = UInt64(self.day) << 32 | UInt64(number)
            let outcomes = forecaster.outcomes(of: input, seed: seed)
            guard let outcome = outcomes.waits[visitor.visit.id],
                let wait = forecaster.forecast(by: outcomes).waits[visitor.visit.id]
            else { continue }
            let real = (call.at - visitor.visit.arrived).inMinutes
            calibration.add(outcome, real: real)
            let new = Announced(visit: visitor.visit, wait: wait, real: real, day: self.day)
            told.append(new)
            let place = open.firstIndex { $0.at <= call.at } ?? open.count
            open.insert((call.at, new), at: place)
        }
        for last in open.reversed() {
            forecaster.band.learn(last.announced.wait, real: last.announced.real)
        }
        for visitor in day.visitors {
            forecaster.times.learn(visitor.visit.service, minutes: visitor.work.inMinutes)
            if let booked = visitor.visit.booked {
                forecaster.showUp.learn(minutesLate: (visitor.visit.arrived - booked).inMinutes)
            }
        }
        for _ in day.absent { forecaster.showUp.learnMissed() }
        announced += told
        self.day += 1
    }

    /// The lobby as it was at an instant, as far as one could know it then.
    private func input(
        of day: OfficeDay,
        calls: [DayCourse.Call],
        work: [VisitID: Duration],
        at now: Instant
    ) -> ForecastInput {
        let calledBefore = Set(calls.lazy.filter { $0.at < now }.map(\.visit.id))
        let held = Dictionary(
            calls.lazy.filter { $0.at < now && now < $0.at + (work[$0.visit.id] ?? .zero) }
                .map { ($0.counter, ForecastInput.Held(errands: $0.visit.errands, since: $0.at)) }
        ) { first, _ in first }
        let visits = day.visitors.map(\.visit)
        let waiting = visits.filter { $0.arrived <= now && !calledBefore.contains($0.id) }
        let expected = (visits.filter { $0.booked != nil && $0.arrived > now } + day.absent).map {
            var visit = $0
            visit.state = .booked
            return visit
        }
        return ForecastInput(
            now: now,
            counters: duties.map { ForecastInput.Counter(duty: $0, holds: held[$0.number]) },
            waiting: waiting,
            expected: expected
        )
    }
}
