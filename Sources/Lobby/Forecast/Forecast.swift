/// What a forecast is made from: one state of the lobby.
package struct ForecastInput: Sendable {
    /// A counter, and what it does now.
    package struct Counter: Equatable, Sendable {
        package var duty: CounterDuty
        /// What it holds, and since when; nil when it is free.
        package var holds: Held?
        /// It calls nobody before; nil for a counter at work.
        package var pausedUntil: Instant?
        /// When it calls, in the order of the clock: between them are breaks, after the last nobody is
        /// called any more; nil for one that never stops.
        package var spans: [Range<Instant>]?

        package init(
            duty: CounterDuty,
            holds: Held? = nil,
            pausedUntil: Instant? = nil,
            spans: [Range<Instant>]? = nil
        ) {
            self.duty = duty
            self.holds = holds
            self.pausedUntil = pausedUntil
            self.spans = spans
        }
    }

    /// A visit at a counter.
    package struct Held: Equatable, Sendable {
        package var errands: [Errand]
        package var since: Instant

        package init(errands: [Errand], since: Instant) {
            self.errands = errands
            self.since = since
        }
    }

    package var now: Instant
    package var counters: [Counter]
    package var waiting: [Visit]
    /// Appointments of today whose holders are not here yet; as visits that are booked.
    package var expected: [Visit]

    package init(now: Instant, counters: [Counter], waiting: [Visit], expected: [Visit] = []) {
        self.now = now
        self.counters = counters
        self.waiting = waiting
        self.expected = expected
    }

    /// When the last counter stops calling; nil where one never does, or none ever calls.
    package var closing: Instant? {
        var last: Instant?
        for counter in counters {
            guard let spans = counter.spans else { return nil }
            for span in spans { last = max(last ?? span.upperBound, span.upperBound) }
        }
        return last
    }
}

/// How long everybody who waits will wait, and somebody who came now.
package struct Forecast: Equatable, Sendable {
    package var asOf: Instant
    /// Of those who wait; one whom no counter serves, or who may well not be called today, is left
    /// out.
    package var waits: [VisitID: Wait]
    /// Those who wait and may well not be called today: more than one of five runs ended before.
    package var lateVisits: Set<VisitID>
    /// Of somebody who came now without an appointment; a service is left out that no counter gives,
    /// or for which it is too late.
    package var newcomers: [ServiceID: Wait]
    /// When the last counter stops calling today; nil where none does.
    package var closing: Instant?
    /// What four of five who came now would wait at most, in minutes, by service.
    package var eightieth: [ServiceID: Double]
    /// Services of which more than one of five who came now would not be called today.
    package var tooLate: Set<ServiceID>

    package init(
        asOf: Instant,
        waits: [VisitID: Wait] = [:],
        lateVisits: Set<VisitID> = [],
        newcomers: [ServiceID: Wait] = [:],
        closing: Instant? = nil,
        eightieth: [ServiceID: Double] = [:],
        tooLate: Set<ServiceID> = []
    ) {
        self.asOf = asOf
        self.waits = waits
        self.lateVisits = lateVisits
        self.newcomers = newcomers
        self.closing = closing
        self.eightieth = eightieth
        self.tooLate = tooLate
    }

    /// Whether whoever comes now is told the same by both.
    package func saysTheSame(as other: Forecast) -> Bool {
        newcomers.mapValues(\.shown) == other.newcomers.mapValues(\.shown)
            && tooLate == other.tooLate
    }

    /// Whether somebody is told another wait than by the forecast before.
    package func isNews(after known: Forecast?) -> Bool {
        guard let known else { return true }
        return !saysTheSame(as: known) || lateVisits != known.lateVisits
            || waits.contains { known.waits[$0.key]?.shown != $0.value.shown }
    }
}

/// What forecasts are made with: the rules of calling, and what was learned.
package struct Forecaster: Sendable {
    package static let usualRuns = 300

    let office: Office
    package var times: ServiceTimes
    package var showUp: ShowUp
    package var band: ForecastBand
    let runs: Int

    package init(
        _ office: Office,
        times: ServiceTimes = ServiceTimes(),
        showUp: ShowUp = ShowUp(),
        band: ForecastBand = ForecastBand(),
        runs: Int = usualRuns
    ) {
        self.office = office
        self.times = times
        self.showUp = showUp
        self.band = band
        self.runs = runs
    }

    /// Lets the day go on many times, by the rules of calling, and looks when everybody is called.
    ///
    /// - Parameters:
    ///   - input: The state of the lobby.
    ///   - seed: The same input and seed give the same forecast.
    /// - Returns: Waits from `input.now` on.
    package func forecast(_ input: ForecastInput, seed: UInt64) -> Forecast {
        forecast(by: outcomes(of: input, seed: seed))
    }

    /// All that the runs came to.
    package func outcomes(of input: ForecastInput, seed: UInt64) -> ForecastOutcomes {
        let model = ForecastModel(input, self)
        var chance = Chance(seed: seed)
        var samples = [[Float]](repeating: [], count: model.asked)
        for index in samples.indices { samples[index].reserveCapacity(runs) }
        var run = ForecastRun(model)
        for _ in 0..<runs { run.play(&chance, into: &samples) }
        func outcome(_ index: Int) -> WaitOutcome? {
            guard model.people[index].counters != 0 else { return nil }
            return WaitOutcome(minutes: samples[index], runs: runs)
        }
        var outcomes = ForecastOutcomes(asOf: input.now, closing: input.closing)
        for (index, visit) in input.waiting.enumerated() {
            outcomes.waits[visit.id] = outcome(index)
        }
        for (index, service) in office.services.all.enumerated() {
            outcomes.newcomers[service.id] = outcome(input.waiting.count + index)
        }
        return outcomes
    }

    /// What people are told of what the runs came to.
    package func forecast(by outcomes: ForecastOutcomes) -> Forecast {
        Forecast(
            asOf: outcomes.asOf,
            waits: outcomes.waits.compactMapValues { $0.wait(in: band) },
            lateVisits: Set(outcomes.waits.filter { $0.value.isUncertain }.keys),
            newcomers: outcomes.newcomers.compactMapValues { $0.wait(in: band) },
            closing: outcomes.closing,
            eightieth: outcomes.newcomers.compactMapValues { $0.quantile(0.8) },
            tooLate: Set(outcomes.newcomers.filter { $0.value.isUncertain }.keys)
        )
    }
}

/// What all runs of one forecast came to.
package struct ForecastOutcomes: Equatable, Sendable {
    package let asOf: Instant
    package let closing: Instant?
    /// Of those who wait; one whom no counter serves is left out.
    package internal(set) var waits: [VisitID: WaitOutcome] = [:]
    /// Of somebody who came now; a service that no counter gives is left out.
    package internal(set) var newcomers: [ServiceID: WaitOutcome] = [:]
}

/// How long one visit waited in each run in which it was called before the counters stopped.
package struct WaitOutcome: Equatable, Sendable {
    /// Sorted.
    package let minutes: [Float]
    package let runs: Int

    package init(minutes: [Float], runs: Int) {
        self.minutes = minutes.sorted()
        self.runs = runs
    }

    /// The part of the runs in which it was called, 0 to 1.
    package var served: Double { Double(minutes.count) / Double(runs) }

    /// Whether more than one of five runs ended without a call.
    package var isUncertain: Bool { quantile(0.8) == nil }

    /// What the wait does not exceed in this part of all runs; nil where so many were not called.
    package func quantile(_ part: Double) -> Double? {
        let place = part * Double(runs - 1)
        let below = Int(place)
        let share = place - Double(below)
        let above = share > 0 ? below + 1 : below
        guard above < minutes.count else { return nil }
        return Double(minutes[below]) * (1 - share) + Double(minutes[above]) * share
    }

    /// The part of the runs that ended in this interval; without an end, those without a call, too.
    func share(from low: Double, to high: Double?) -> Double {
        let before = minutes.count { Double($0) < low }
        let after = high.map { high in minutes.count { Double($0) > high } + runs - minutes.count }
        return Double(runs - before - (after ?? 0)) / Double(runs)
    }

    /// The interval; nil where it is uncertain whether there is a call.
    func wait(in band: ForecastBand) -> Wait? {
        guard !isUncertain, let latest = minutes.last.map(Double.init) else { return nil }
        return Wait(
            low: quantile(band.low) ?? latest,
            middle: quantile(0.5) ?? latest,
            high: quantile(band.high) ?? latest
        )
    }
}
