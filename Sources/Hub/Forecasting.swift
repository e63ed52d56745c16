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

    private struct State {
        var forecast: Forecast?
        var version = -1
        var made: Instant?
        var isMaking = false
    }

    private let state = Mutex(State())

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

    func end(_ forecast: Forecast?, version: Int, at now: Instant) {
        state.withLock { state in
            state.isMaking = false
            guard let forecast else { return }
            state = State(forecast: forecast, version: version, made: now)
        }
    }
}

extension HubCases {
    /// More who wait than this are not forecast: it would be guesswork, and take long.
    private static let mostForecast = 400
    /// Days for which is kept what people were told.
    private static let announcementDays = 400
    private static let mostLearned = 2_000

    /// The state of the lobby, as forecasts need it; nil where too many wait.
    func forecastInput(in store: HubReading, at now: Instant) throws -> ForecastInput? {
        let count = try store.waitingCounts().values.reduce(0, +)
        guard count <= Self.mostForecast else { return nil }
        let waiting = try store.waitingVisits()
        let day = office.time.day(at: now)
        let held = Dictionary(
            try store.activeVisits(on: day)
                .filter { $0.state == .called || $0.state == .serving }
                .compactMap { visit in visit.counter.map { ($0, visit) } }
        ) { first, _ in first }
        let desks = Dictionary(
            try store.desks().map { ($0.counter, $0) }
        ) { first, _ in first }
        let working = try workingCounters(in: store, at: now)
        let counters = try office.counters.filter { working.contains($0.number) }.map { counter in
            let desk = desks[counter.number] ?? Desk(counter: counter.number)
            return ForecastInput.Counter(
                duty: try duty(of: desk),
                holds: held[counter.number].map {
                    ForecastInput.Held(errands: $0.errands, since: $0.lastCalled ?? now)
                },
                pausedUntil: desk.pausedUntil
            )
        }
        let expected = try office.booking.map { _ in
            try store.bookings(on: day).filter { $0.state == .booked }.map { appointment in
                Visit(
                    id: appointment.id,
                    label: Label(series: Label.appointmentLetter, number: 0),
                    service: appointment.errands.first?.service ?? "",
                    kind: .appointment,
                    state: .booked,
                    arrived: now,
                    booked: appointment.start,
                    moreErrands: appointment.errands
                )
            }
        }
        return ForecastInput(
            now: now,
            counters: counters,
            waiting: waiting,
            expected: expected ?? []
        )
    }

    /// The counters that work now: those that called somebody lately or hold somebody; before the first
    /// call of a day those that the lead or the plan says.
    private func workingCounters(in store: HubReading, at now: Instant) throws -> Set<Int> {
        let all = Set(office.counters.map(\.number))
        let planned = office.plan(at: now)?.counters ?? all
        let seen = try store.countersAtWork(since: now - Self.workMemory)
        return seen.isEmpty ? planned : seen
    }

    /// A counter that called nobody for so long is thought to be closed.
    private static let workMemory: Duration = .minutes(45)

    /// Learns from what happened since the last time.
    ///
    /// - Returns: Whether there may be more.
    /// - Throws: An error of the store.
    package func learn(in store: HubTransaction, at now: Instant) throws -> Bool {
        var learned = try store.learned() ?? Learned()
        let events = try store.eventsToLearn(after: learned.seq, most: Self.mostLearned)
        guard !events.isEmpty else { return false }
        for known in events {
            learned.seq = known.seq
            if let day = known.openedDay {
                learned.endDay(missed: try store.missedCount(on: day + -1))
                try store.forgetAnnouncements(before: day + -Self.announcementDays)
            }
            guard let event = known.event else { continue }
            if event.happening == .call,
                let told = try store.conclude(event.visit, at: event.at)
            {
                learned.band.learn(told.wait, real: told.real)
            }
            learned.learn(event)
        }
        try store.set(learned)
        return events.count == Self.mostLearned
    }

    /// How right announced waits were on the last days, today among them.
    package func forecastReport(
        days: Int,
        in store: HubReading,
        at now: Instant
    ) throws -> ForecastReport {
        let today = office.time.day(at: now)
        let told = try store.announcedWaits(from: today + (1 - days), to: today)
            .filter { $0.real != nil }
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
            services: services.sorted { $0.key < $1.key }.map { service, told in
                ForecastReport.OfService(service: service, figures: figures(told))
            },
            hours: hours.sorted { $0.key < $1.key }.map { hour, told in
                ForecastReport.OfHour(hour: hour, figures: figures(told))
            }
        )
    }

    /// Writes down what somebody was told who has just come.
    func announce(_ visit: Visit, on day: Day, in store: HubTransaction) throws {
        guard visit.kind == .walkIn, let wait = announced[visit.service] else { return }
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
    /// How long everybody will wait, as it was last made; nil before the first time.
    package var latestForecast: Forecast? { forecasts.latest }

    /// Makes the forecast when something changed, at most four times a second.
    ///
    /// Who waits for changes is told when somebody who comes now or who waits would be told another wait.
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
            let isNews = made.isNews(after: known)
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
        guard let input, office.isOpen(at: input.now) else {
            return Forecast(asOf: now(), waits: [:], newcomers: [:])
        }
        let forecaster = Forecaster(
            office,
            times: learned.times,
            showUp: learned.showUp,
            band: learned.band
        )
        // The same lobby gives the same forecast.
        return forecaster.forecast(input, seed: 1)
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

    /// Learns from what happened since the last time, in small steps.
    package func learn() async throws {
        let (cases, world) = (cases, world)
        // Nobody waits for this: it changes no visit.
        while try await store.write({ try cases.learn(in: $0, at: world.now()) }) {}
    }
}
