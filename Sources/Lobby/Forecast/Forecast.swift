/// What a forecast is made from: one state of the lobby.
package struct ForecastInput: Sendable {
    /// A counter, and what it does now.
    package struct Counter: Equatable, Sendable {
        package var duty: CounterDuty
        /// What it holds, and since when; nil when it is free.
        package var holds: Held?
        /// It calls nobody before; nil for a counter at work.
        package var pausedUntil: Instant?

        package init(duty: CounterDuty, holds: Held? = nil, pausedUntil: Instant? = nil) {
            self.duty = duty
            self.holds = holds
            self.pausedUntil = pausedUntil
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
}

/// How long somebody will wait from the forecast on: nine of ten times at least ``low``, nine of ten
/// times at most ``high``.
package struct Wait: Equatable, Codable, Sendable {
    package var low: Double
    package var middle: Double
    package var high: Double

    /// In minutes.
    package init(low: Double, middle: Double, high: Double) {
        self.low = low
        self.middle = middle
        self.high = high
    }

    /// What people are told, in minutes: to the nearest five, and never a single number.
    package var shown: ShownWait {
        let from = Int((low / 5).rounded()) * 5
        return ShownWait(from: from, to: max(from + 5, Int((high / 5).rounded()) * 5))
    }
}

/// A wait as people are told it, in minutes.
package struct ShownWait: Equatable, Codable, Sendable {
    /// From so many minutes on it is only said to be longer.
    package static let long = 120

    package var from: Int
    package var to: Int

    package init(from: Int, to: Int) {
        self.from = from
        self.to = to
    }

    package var isLong: Bool { from >= Self.long }

    /// How long one may be away: a quarter of an hour less, so that nobody misses a call for it.
    package var safeAbsence: Duration { .minutes(max(0, from - 15)) }

    package func contains(_ minutes: Double) -> Bool {
        Double(from) <= minutes && minutes <= Double(to)
    }
}

/// How long everybody who waits will wait, and somebody who came now.
package struct Forecast: Equatable, Sendable {
    package var asOf: Instant
    /// Of those who wait; one whom no counter serves now is left out.
    package var waits: [VisitID: Wait]
    /// Of somebody who came now without an appointment; a service that no counter gives is left out.
    package var newcomers: [ServiceID: Wait]

    package init(asOf: Instant, waits: [VisitID: Wait], newcomers: [ServiceID: Wait]) {
        self.asOf = asOf
        self.waits = waits
        self.newcomers = newcomers
    }

    /// Whether somebody is told another wait than by the forecast before.
    package func isNews(after known: Forecast?) -> Bool {
        guard let known else { return true }
        return newcomers.mapValues(\.shown) != known.newcomers.mapValues(\.shown)
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
        let model = ForecastModel(input, self)
        var chance = Chance(seed: seed)
        var samples = [[Float]](repeating: [], count: model.asked)
        for index in samples.indices { samples[index].reserveCapacity(runs) }
        var run = ForecastRun(model)
        for _ in 0..<runs { run.play(&chance, into: &samples) }
        var waits: [VisitID: Wait] = [:]
        for (index, visit) in input.waiting.enumerated() {
            waits[visit.id] = wait(of: samples[index])
        }
        var newcomers: [ServiceID: Wait] = [:]
        for (index, service) in office.services.all.enumerated() {
            newcomers[service.id] = wait(of: samples[input.waiting.count + index])
        }
        return Forecast(asOf: input.now, waits: waits, newcomers: newcomers)
    }

    /// The interval of what many runs came to; nil when the visit was not always called.
    private func wait(of samples: [Float]) -> Wait? {
        guard samples.count == runs else { return nil }
        let sorted = samples.sorted()
        func quantile(_ part: Double) -> Double {
            let place = part * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            let share = place - Double(below)
            return Double(sorted[below]) * (1 - share) + Double(sorted[above]) * share
        }
        return Wait(
            low: quantile(band.low),
            middle: quantile(0.5),
            high: quantile(band.high)
        )
    }
}

/// Between which parts of the runs the shown interval lies; moved after each visit, so that in the long
/// run one of ten waits less and one of ten waits more.
///
/// Gibbs and Candès, Adaptive Conformal Inference Under Distribution Shift, NeurIPS 2021.
package struct ForecastBand: Codable, Equatable, Sendable {
    /// What part shall lie below, and what part above.
    package static let outside = 0.1
    /// How far one visit moves it.
    private static let step = 0.01
    private static let bounds = 0.005...0.4

    private var below = outside
    private var above = outside

    package init() {}

    var low: Double { below }
    var high: Double { 1 - above }

    /// Learns how long somebody really waited who was told this, in minutes.
    package mutating func learn(_ wait: Wait, real: Double) {
        func moved(_ part: Double, _ isOutside: Bool) -> Double {
            let next = part + Self.step * (Self.outside - (isOutside ? 1 : 0))
            return min(Self.bounds.upperBound, max(Self.bounds.lowerBound, next))
        }
        below = moved(below, real < Double(wait.shown.from))
        above = moved(above, real > Double(wait.shown.to))
    }
}
