import Foundation
import Testing

@testable import Lobby

@Suite struct `The forecast` {
    private static let now = at("10:00")
    private static let services = ServiceDirectory([
        service("passport", "A", minutes: 15, target: 30),
        service("pick-up", "H", minutes: 5, target: 10),
    ])

    private static func service(
        _ id: ServiceID,
        _ letter: String,
        minutes: Int,
        target: Int
    ) -> Service {
        Service(
            id: id,
            letter: letter,
            name: LocalizedText(["de": id]),
            plannedMinutes: minutes,
            targetWait: .minutes(target)
        )
    }

    private static let office = Office(
        id: "town",
        name: LocalizedText(["de": "Amt"]),
        phone: "1",
        time: berlin,
        publicURL: nil,
        services: services,
        counters: [Counter(number: 1), Counter(number: 2)],
        hours: .always,
        policy: Policy()
    )

    /// Times that are nearly always as planned.
    private static let certain: ServiceTimes = {
        var times = ServiceTimes()
        for _ in 0..<100_000 {
            times.learn("passport", minutes: 15)
            times.learn("pick-up", minutes: 5)
        }
        return times
    }()

    private static func counter(
        _ number: Int,
        _ services: Set<ServiceID> = ["passport", "pick-up"]
    ) -> ForecastInput.Counter {
        ForecastInput.Counter(duty: CounterDuty(number: number, services: services))
    }

    /// Visits by chance: walk-ins, appointments, some with priority.
    private static func waiting(_ count: Int, seed: UInt64) -> [Visit] {
        var chance = SeededChance(seed: seed)
        return (0..<count).map { number in
            let minutes = Int(chance.next() % 60)
            let isBooked = chance.next() % 3 == 0
            return Visit(
                id: VisitID(high: 1, low: UInt64(number)),
                label: Label(series: "A", number: number + 1),
                service: chance.next() % 2 == 0 ? "passport" : "pick-up",
                kind: isBooked ? .appointment : .walkIn,
                arrived: now - .seconds(60 * minutes + 20),
                // Half a minute aside, so that no call is right on a border of the rules.
                booked: isBooked ? now + .seconds(Int(chance.next() % 40) * 60 - 1770) : nil,
                standing: chance.next() % 8 == 0 ? .priority : .usual
            )
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `goes on by the real order of calls`(seed: UInt64) throws {
        var left = Self.waiting(12, seed: seed)
        let input = ForecastInput(now: Self.now, counters: [Self.counter(1)], waiting: left)
        let waits = Forecaster(Self.office, times: Self.certain, runs: 20)
            .forecast(input, seed: seed).waits
        var minutes = 0
        while let next = nextVisit(
            for: CounterDuty(number: 1, services: ["passport", "pick-up"]),
            among: left,
            at: Self.now + .minutes(minutes),
            under: Self.office.policy,
            services: Self.services
        ) {
            let wait = try #require(waits[next.id])
            #expect(abs(wait.middle - Double(minutes)) < 1.5, "\(next.label) after \(minutes) min")
            left.removeAll { $0.id == next.id }
            minutes += next.service == "passport" ? 15 : 5
        }
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `is the same for the same, in whatever order it comes`(seed: UInt64) {
        let waiting = Self.waiting(10, seed: seed)
        let expected = Self.waiting(5, seed: seed + 100).map { visit in
            var visit = visit
            visit.id = VisitID(high: 2, low: visit.id.low)
            visit.booked = Self.now + .minutes(20)
            visit.kind = .appointment
            return visit
        }
        let counters = (1...3).map { Self.counter($0) }
        let forecaster = Forecaster(Self.office, runs: 50)
        let one = ForecastInput(
            now: Self.now,
            counters: counters,
            waiting: waiting,
            expected: expected
        )
        let other = ForecastInput(
            now: Self.now,
            counters: counters.reversed(),
            waiting: waiting.reversed(),
            expected: expected.reversed()
        )
        #expect(forecaster.forecast(one, seed: 7) == forecaster.forecast(other, seed: 7))
        #expect(forecaster.forecast(one, seed: 7) != forecaster.forecast(one, seed: 8))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `more counters make nobody wait longer in expectation`(seed: UInt64) throws {
        let waiting = Self.waiting(15, seed: seed)
        let forecaster = Forecaster(Self.office)
        let sums = (1...4).map { count in
            let input = ForecastInput(
                now: Self.now,
                counters: (1...count).map { Self.counter($0) },
                waiting: waiting
            )
            return forecaster.forecast(input, seed: seed).waits.values.map(\.middle).reduce(0, +)
        }
        #expect(sums == sums.sorted(by: >), "\(sums)")
    }

    @Test func `asks for nobody's time: who only asks delays no one`() throws {
        let waiting = Self.waiting(6, seed: 3)
        let input = ForecastInput(now: Self.now, counters: [Self.counter(1)], waiting: waiting)
        let forecast = Forecaster(Self.office, times: Self.certain).forecast(input, seed: 1)
        let work = waiting.map { $0.service == "passport" ? 15.0 : 5.0 }.reduce(0, +)
        let newcomer = try #require(forecast.newcomers["passport"])
        #expect(abs(newcomer.middle - work) < 1.5)
    }

    @Test func `knows nothing of what no counter gives`() {
        let input = ForecastInput(
            now: Self.now,
            counters: [Self.counter(1, ["pick-up"])],
            waiting: Self.waiting(10, seed: 5)
        )
        let forecast = Forecaster(Self.office).forecast(input, seed: 1)
        #expect(forecast.newcomers["passport"] == nil)
        #expect(forecast.newcomers["pick-up"] != nil)
        let none = ForecastInput(now: Self.now, counters: [], waiting: input.waiting)
        #expect(Forecaster(Self.office).forecast(none, seed: 1).waits.isEmpty)
    }

    @Test func `waits for the end of a pause, and of the visit at the counter`() throws {
        var counter = Self.counter(1)
        counter.pausedUntil = Self.now + .minutes(20)
        var input = ForecastInput(now: Self.now, counters: [counter], waiting: [])
        let forecaster = Forecaster(Self.office, times: Self.certain)
        let paused = try #require(forecaster.forecast(input, seed: 1).newcomers["passport"])
        #expect(paused.low == 20 && paused.high == 20)
        input.counters[0].pausedUntil = nil
        input.counters[0].holds = ForecastInput.Held(
            errands: [Errand("passport", persons: 2)],
            since: Self.now - .minutes(10)
        )
        let busy = try #require(forecaster.forecast(input, seed: 1).newcomers["passport"])
        #expect(abs(busy.middle - 20) < 1)
    }

    @Test func `expects appointments as often as their holders come`() throws {
        func wait(_ showUp: ShowUp) throws -> Double {
            let booked = Visit(
                id: VisitID(high: 9, low: 9),
                label: Label(series: "T", number: 1),
                service: "passport",
                kind: .appointment,
                state: .booked,
                arrived: Self.now,
                booked: Self.now + .minutes(1)
            )
            var counter = Self.counter(1)
            counter.pausedUntil = Self.now + .minutes(10)
            let input = ForecastInput(
                now: Self.now,
                counters: [counter],
                waiting: [],
                expected: [booked]
            )
            let forecaster = Forecaster(Self.office, times: Self.certain, showUp: showUp)
            return try #require(forecaster.forecast(input, seed: 1).newcomers["passport"]).middle
        }
        var (always, never) = (ShowUp(), ShowUp())
        for _ in 0..<500 {
            always.learn(minutesLate: 0)
            never.learnMissed()
        }
        #expect(abs(try wait(always) - 25) < 1.5)
        #expect(try wait(never) == 10)
    }

    @Test func `learns times, and believes the plan until then`() {
        var times = ServiceTimes()
        func mean() -> Double {
            let known = times.logarithm(of: "passport", planned: 15)
            return exp(known.mean + known.deviation * known.deviation / 2)
        }
        #expect(abs(mean() - 15) < 0.01)
        for _ in 0..<10 { times.learn("passport", minutes: 30) }
        #expect((18...24).contains(mean()))
        for _ in 0..<1000 { times.learn("passport", minutes: 30) }
        #expect(abs(mean() - 30) < 0.5)
        // A visit that nobody finished, and a key that was pressed by mistake.
        let before = times
        times.learn("passport", minutes: 500)
        times.learn("passport", minutes: 0.1)
        #expect(times == before)
    }

    @Test func `widens until eight of ten waits are inside`() {
        var band = ForecastBand()
        var chance = Chance(seed: 4)
        var inside = 0
        for round in 0..<6000 {
            // The runs think the spread is half of what it is.
            let samples = (0..<99).map { _ in 30 + 5 * chance.normal() }.sorted()
            func quantile(_ part: Double) -> Double { samples[Int(part * 98)] }
            let wait = Wait(
                low: quantile(band.low),
                middle: 30,
                high: quantile(band.high)
            )
            let real = 30 + 8 * chance.normal()
            let shown = wait.shown
            let isInside = shown.contains(real)
            if round >= 1000, isInside { inside += 1 }
            band.learn(wait, real: real)
        }
        #expect((0.77...0.83).contains(Double(inside) / 5000))
    }

    @Test func `is told to the nearest five minutes, and never as one number`() {
        #expect(Wait(low: 18, middle: 20, high: 33).shown == ShownWait(from: 20, to: 35))
        #expect(Wait(low: 0, middle: 0, high: 0).shown == ShownWait(from: 0, to: 5))
        #expect(Wait(low: 21, middle: 22, high: 22).shown == ShownWait(from: 20, to: 25))
    }

    @Test func `learns of positions alone how long each takes, queue by queue`() {
        typealias Sample = PositionEstimator.Sample
        let samples = (0..<200).flatMap { number -> [Sample] in
            let ahead = Double(number % 20)
            return [
                Sample(queue: "fast", hour: 9, ahead: ahead, lastWait: nil, wait: 2 + 3 * ahead),
                Sample(queue: "slow", hour: 9, ahead: ahead, lastWait: 10, wait: 5 + 8 * ahead),
            ]
        }
        let estimator = PositionEstimator(learning: samples)
        #expect(abs(estimator.wait(queue: "fast", hour: 9, ahead: 10, lastWait: nil) - 32) < 2)
        #expect(abs(estimator.wait(queue: "slow", hour: 9, ahead: 10, lastWait: 10) - 85) < 4)
        #expect(PositionEstimator().wait(queue: "new", hour: 9, ahead: 2, lastWait: nil) > 0)
    }
}
