package import HubStore
package import Lobby
package import Sync
import Synchronization

/// The forecast as it was last made, so that any number of answers costs one.
final class ForecastCache: Sendable {
    /// While much changes it is made at most this often.
    static let spacing: Duration = .milliseconds(250)
    /// Also when nothing changes time goes on.
    static let renewal: Duration = .seconds(20)
    /// Those who wait are told of another wait at most this often.
    private static let calm: Duration = .seconds(5)
    /// One of before is not told any more.
    private static let life: Duration = .seconds(120)

    private struct State {
        var forecast: Forecast?
        var version = -1
        var made: Instant?
        var isMaking = false
        /// What those who wait for changes were last told of.
        var told: Forecast?
    }

    private let state = Mutex(State())

    /// Whether a forecast can be told: one from the future was made before the clock was set back.
    static func isFresh(_ forecast: Forecast, at now: Instant) -> Bool {
        forecast.asOf <= now + spacing && now - forecast.asOf <= life
    }

    /// The last one, however old; nil before the first.
    var latest: Forecast? { state.withLock { $0.forecast } }

    /// What is known, and whether the caller is to make a new one.
    func begin(version: Int, at now: Instant) -> (known: Forecast?, mustMake: Bool) {
        state.withLock { state in
            if state.isMaking { return (state.forecast, false) }
            if let made = state.made, now >= made {
                let age = now - made
                let isFresh = state.version == version ? age < Self.renewal : age < Self.spacing
                if isFresh { return (state.forecast, false) }
            }
            state.isMaking = true
            return (state.forecast, true)
        }
    }

    /// Whether somebody is told otherwise by this one than by what was told last.
    func isNews(_ forecast: Forecast) -> Bool {
        state.withLock { state in
            if let told = state.told, told.saysTheSame(as: forecast) {
                let age = forecast.asOf - told.asOf
                let isCalm = age >= .zero && age < Self.calm
                if isCalm || !forecast.isNews(after: told) { return false }
            }
            state.told = forecast
            return true
        }
    }

    func end(_ forecast: Forecast?, version: Int, at now: Instant) {
        state.withLock { state in
            state.isMaking = false
            guard let forecast else { return }
            (state.forecast, state.version, state.made) = (forecast, version, now)
        }
    }
}

extension HubCases {
    /// How right announced waits were on the last days, today among them.
    package func forecastReport(
        days: Int,
        in store: HubReading,
        at now: Instant
    ) throws -> ForecastReport {
        let today = office.time.day(at: now)
        let announced = try store.announcedWaits(from: today + (1 - days), to: today)
        let told = announced.filter { $0.real != nil }
        func figures(_ told: [AnnouncedWait]) -> ForecastFigures {
            ForecastFigures(
                told.map { ForecastFigures.Told(wait: $0.wait, real: $0.real ?? 0) }
            )
        }
        let services = Dictionary(grouping: told, by: \.service)
        let hours = Dictionary(grouping: told) { office.time.timeOfDay(at: $0.at).minutes / 60 }
        return ForecastReport(
            asOf: now.iso8601,
            from: today + (1 - days),
            to: today,
            all: figures(told),
            uncalled: announced.count - told.count,
            services: services.sorted { $0.key < $1.key }.map { service, told in
                ForecastReport.OfService(service: service, figures: figures(told))
            },
            hours: hours.sorted { $0.key < $1.key }.map { hour, told in
                ForecastReport.OfHour(hour: hour, figures: figures(told))
            }
        )
    }

    /// Writes down what somebody was told who has just come.
    func announce(
        _ wait: Wait,
        to visit: Visit,
        on day: Day,
        in store: HubTransaction
    ) throws {
        guard wait.isBelieved else { return }
        try store.announce(
            AnnouncedWait(
                visit: visit.id,
                day: day,
                service: visit.service,
                at: visit.arrived,
                wait: wait
            )
        )
    }
}

extension Hub {
    /// How long everybody will wait, as it was last made; nil before the first time, and when it could
    /// not be made for a while.
    package var latestForecast: Forecast? {
        forecasts.latest.flatMap { ForecastCache.isFresh($0, at: now()) ? $0 : nil }
    }

    /// Makes the forecast when something changed, at most four times a second.
    ///
    /// Who waits for changes is told when somebody who comes now would be told another wait, and every
    /// few seconds when somebody who waits would.
    ///
    /// - Returns: The forecast, perhaps one of before.
    /// - Throws: An error of the store.
    @discardableResult
    package func forecast() async throws -> Forecast? {
        let (version, now) = (changed.version, self.now())
        let (known, mustMake) = forecasts.begin(version: version, at: now)
        guard mustMake else { return known }
        do {
            let made = try await makeForecast()
            let isNews = forecasts.isNews(made)
            let isAlone = changed.version == version
            forecasts.end(made, version: isNews && isAlone ? version + 1 : version, at: now)
            if isNews { changed.advance() }
            return made
        } catch {
            forecasts.end(nil, version: version, at: now)
            throw error
        }
    }

    private func makeForecast() async throws -> Forecast {
        let (input, learned, office) = try await read { cases, store, now in
            (
                try cases.forecastInput(in: store, at: now), try store.learned() ?? Learned(),
                cases.office
            )
        }
        guard let input else { return Forecast(asOf: now()) }
        let forecaster = Forecaster(
            office,
            times: learned.times,
            showUp: learned.showUp,
            band: learned.band
        )
        // The same lobby gives the same forecast.
        var forecast = forecaster.forecast(input, seed: 1)
        // Who waits over a break is called after it, but nobody new comes in it.
        if !office.isOpen(at: input.now) {
            (forecast.newcomers, forecast.eightieth, forecast.tooLate) = ([:], [:], [])
        }
        return forecast
    }

    /// Keeps the forecast new until the task is cancelled.
    package func keepForecasting() async {
        while !Task.isCancelled {
            let version = changed.version
            // A store that cannot be read is told of by whoever asks it for more.
            _ = try? await forecast()
            try? await Task.sleep(for: ForecastCache.spacing)
            await changed.wait(after: version, limit: ForecastCache.renewal, clock: .continuous)
        }
    }
}
