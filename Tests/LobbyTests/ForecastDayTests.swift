import Foundation
import Testing

@testable import Lobby

@Suite struct `The forecast of the rest of the day` {
    private static let now = at("10:00")

    private static let services = ServiceDirectory([
        service("passport", "A", minutes: 15), service("pick-up", "H", minutes: 5),
    ])

    private static func service(_ id: ServiceID, _ letter: String, minutes: Int) -> Service {
        Service(
            id: id,
            letter: letter,
            name: LocalizedText(["de": id]),
            plannedMinutes: minutes
        )
    }

    private static func office(
        _ hours: OpeningHours = .always,
        breaks: [OpeningHours.Span] = []
    ) -> Office {
        Office(
            id: "town",
            name: LocalizedText(["de": "Amt"]),
            phone: "1",
            time: berlin,
            publicURL: nil,
            services: services,
            counters: [Counter(number: 1), Counter(number: 2, breaks: breaks)],
            hours: hours,
            policy: Policy()
        )
    }

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
        _ number: Int = 1,
        _ spans: [Range<Instant>]? = nil
    ) -> ForecastInput.Counter {
        ForecastInput.Counter(
            duty: CounterDuty(number: number, services: ["passport", "pick-up"]),
            spans: spans
        )
    }

    private static func waiting(_ count: Int) -> [Visit] {
        (0..<count).map { number in
            Visit(
                id: VisitID(high: 1, low: UInt64(number)),
                label: Label(series: "A", number: number + 1),
                service: "passport",
                arrived: now - .minutes(30 - number)
            )
        }
    }

    private static func span(_ from: TimeOfDay, _ to: TimeOfDay) -> Range<Instant> {
        at(from)..<at(to)
    }

    @Test func `calls nobody in a break, and goes on after it`() throws {
        let spans = [Self.span("10:00", "10:20"), Self.span("11:00", "16:00")]
        let input = ForecastInput(
            now: Self.now,
            counters: [Self.counter(1, spans)],
            waiting: Self.waiting(4)
        )
        let forecast = Forecaster(Self.office(), times: Self.certain).forecast(input, seed: 1)
        let middles = input.waiting.compactMap { forecast.waits[$0.id]?.middle }
        // The second is called before the break and served into it; the third waits for its end.
        #expect(zip(middles, [0, 15, 60, 75]).allSatisfy { abs($0 - $1) < 1.5 }, "\(middles)")
        let newcomer = try #require(forecast.newcomers["pick-up"])
        #expect(newcomer.middle >= 60)
        #expect(forecast.closing == at("16:00"))
    }

    @Test func `a counter that comes later helps from then on`() throws {
        let later = [Self.span("10:30", "16:00")]
        let input = ForecastInput(
            now: Self.now,
            counters: [Self.counter(1), Self.counter(2, later)],
            waiting: Self.waiting(6)
        )
        let forecaster = Forecaster(Self.office(), times: Self.certain)
        let with = try #require(forecaster.forecast(input, seed: 1).newcomers["passport"])
        var alone = input
        alone.counters.removeLast()
        let without = try #require(forecaster.forecast(alone, seed: 1).newcomers["passport"])
        #expect(abs(without.middle - 90) < 3 && abs(with.middle - 60) < 3)
    }

    @Test func `who passes closing is not served: no interval, and too late for newcomers`() {
        let input = ForecastInput(
            now: Self.now,
            counters: [Self.counter(1, [Self.span("10:00", "10:40")])],
            waiting: Self.waiting(6)
        )
        let forecaster = Forecaster(Self.office(), times: Self.certain)
        let outcomes = forecaster.outcomes(of: input, seed: 1)
        let forecast = forecaster.forecast(by: outcomes)
        let served = input.waiting.map { outcomes.waits[$0.id]?.served ?? -1 }
        #expect(served[0] == 1 && served[1] > 0.99 && served[5] == 0)
        #expect(input.waiting.map { forecast.waits[$0.id] != nil }.prefix(2) == [true, true])
        #expect(forecast.waits[input.waiting[5].id] == nil)
        #expect(forecast.tooLate == ["passport", "pick-up"])
        #expect(forecast.newcomers.isEmpty && forecast.eightieth.isEmpty)
        #expect(forecast.told(newFor: "passport") == .tooLate)
    }

    @Test func `knows nothing when all counters are closed, and says so`() {
        let input = ForecastInput(now: Self.now, counters: [], waiting: Self.waiting(3))
        let forecast = Forecaster(Self.office()).forecast(input, seed: 1)
        #expect(forecast.waits.isEmpty && forecast.newcomers.isEmpty && forecast.tooLate.isEmpty)
        #expect(forecast.told(newFor: "passport") == .unknown)
    }

    @Test func `sees the last number coming half an hour ahead`() throws {
        func coming(_ closing: TimeOfDay, waiting: Int) -> [LastTicket] {
            let input = ForecastInput(
                now: Self.now,
                counters: [Self.counter(1, [Self.span("08:00", closing)])],
                waiting: Self.waiting(waiting)
            )
            let forecaster = Forecaster(Self.office(), times: Self.certain)
            return LastTicket.coming(
                in: forecaster.forecast(input, seed: 1),
                of: ["passport", "pick-up"]
            )
        }
        // An hour of work, closing in 85 minutes: in 25 minutes it is too late.
        let soon = coming("11:25", waiting: 4)
        #expect(soon.map(\.service) == ["passport", "pick-up"])
        let from = try #require(soon.first?.from)
        #expect((at("10:20")...at("10:26")).contains(from))
        #expect(coming("12:00", waiting: 4).isEmpty)
        // Now already.
        #expect(coming("10:40", waiting: 4).map(\.from) == [Self.now, Self.now])
        // Nobody waits: numbers end with the office by themselves.
        #expect(coming("10:20", waiting: 0).isEmpty)
        let always = ForecastInput(now: Self.now, counters: [Self.counter()], waiting: [])
        let open = Forecaster(Self.office()).forecast(always, seed: 1)
        #expect(LastTicket.coming(in: open, of: ["passport"]).isEmpty)
    }

    // MARK: Properties

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `all runs add up, and no quantile is below a smaller one`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let closing = at("10:00") + .minutes(20 + Int(chance.next() % 90))
        let pause = Self.now + .minutes(10)..<Self.now + .minutes(15)
        let counters = (1...3).map { number in
            Self.counter(
                number,
                [
                    Self.now..<pause.lowerBound, pause.upperBound..<closing,
                ]
            )
        }
        let input = ForecastInput(
            now: Self.now,
            counters: counters,
            waiting: Self.waiting(5 + Int(chance.next() % 15))
        )
        let outcomes = Forecaster(Self.office()).outcomes(of: input, seed: seed)
        #expect(outcomes.waits.count == input.waiting.count)
        let last = closing.minutesAfter(Self.now)
        for outcome in Array(outcomes.waits.values) + Array(outcomes.newcomers.values) {
            #expect(outcome.minutes.count <= outcome.runs)
            // Each run ends with a call before closing, outside breaks, or with none.
            var shares: [Int: Double] = [:]
            for minute in outcome.minutes {
                shares[Int(minute) / 10, default: 0] += 1 / Double(outcome.runs)
            }
            let all: Double = shares.values.reduce(0, +) + (1 - outcome.served)
            #expect(abs(all - 1) < 1e-9)
            let minutes = outcome.minutes.map { Double($0) }
            #expect(minutes.allSatisfy { $0 >= 0 && $0 < last })
            #expect(!minutes.contains { $0 > 10.01 && $0 < 14.99 })
            let parts: [Double] = (0...20).map { Double($0) / 20 }
            let quantiles: [Double?] = parts.map { outcome.quantile($0) }
            let known: [Double] = quantiles.compactMap { $0 }
            #expect(known == known.sorted())
            // Once one is not known, no larger one is.
            #expect(quantiles.prefix(known.count).allSatisfy { $0 != nil })
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func `more counters never lengthen a wait, and never keep one from a call`(seed: UInt64) {
        let spans = [Self.span("10:00", "10:45"), Self.span("11:15", "12:30")]
        let forecaster = Forecaster(Self.office())
        let outcomes = (1...4).map { count in
            let input = ForecastInput(
                now: Self.now,
                counters: (1...count).map { Self.counter($0, spans) },
                waiting: Self.waiting(18)
            )
            return Array(forecaster.outcomes(of: input, seed: seed).waits.values)
        }
        let served: [Double] = outcomes.map { all in all.map(\.served).reduce(0, +) }
        #expect(served == served.sorted(), "\(served)")
        // Who is not called waits until closing at least.
        let waits: [Double] = outcomes.map { all in
            all.reduce(0.0) { sum, outcome in
                let called = outcome.minutes.reduce(0.0) { $0 + Double($1) }
                return sum + called + 150 * Double(outcome.runs - outcome.minutes.count)
            }
        }
        #expect(waits == waits.sorted(by: >), "\(waits)")
    }

    // MARK: What is planned

    private static let split = OpeningHours(
        weekdays: Dictionary(
            uniqueKeysWithValues: Weekday.allCases.map { weekday in
                (
                    weekday,
                    ["13:00"..<"16:00", "08:00"..<"12:00"] as [Range<TimeOfDay>]
                )
            }
        )
    )

    @Test func `counters are planned for the openings, without their breaks`() {
        let office = Self.office(Self.split, breaks: ["11:00"..<"11:30"])
        #expect(
            office.plannedSpans(ofCounter: 1, from: Self.now) == [
                Self.span("08:00", "12:00"), Self.span("13:00", "16:00"),
            ]
        )
        #expect(
            office.plannedSpans(ofCounter: 2, from: Self.now) == [
                Self.span("08:00", "11:00"), Self.span("11:30", "12:00"),
                Self.span("13:00", "16:00"),
            ]
        )
        #expect(
            office.plannedSpans(ofCounter: 2, from: at("12:30")) == [Self.span("13:00", "16:00")]
        )
        #expect(office.plannedSpans(ofCounter: 2, from: at("16:00")).isEmpty)
        #expect(office.plannedSpans(ofCounter: 9, from: Self.now).isEmpty)
    }

    @Test func `a lead's plan takes counters out, and closes earlier`() {
        var plan = DayPlan(day: "2026-11-24")
        plan.counters = [1]
        plan.closes = "14:00"
        let office = Self.office(Self.split).under(plan)
        #expect(office.plannedSpans(ofCounter: 2, from: Self.now).isEmpty)
        #expect(
            office.plannedSpans(ofCounter: 1, from: at("13:00")) == [Self.span("13:00", "14:00")]
        )
    }

    @Test func `an office that never closes has no closing on its day`() {
        let spans = Self.office().openSpans(from: Self.now)
        #expect(spans.count == 1)
        #expect(spans.allSatisfy { $0.upperBound > at("23:59") + .minutes(60) })
    }
}

extension Instant {
    fileprivate func minutesAfter(_ other: Instant) -> Double {
        Double((self - other).wholeMilliseconds) / 60_000
    }
}

@Suite struct `What forecasts learn` {
    private static let start = at("09:00")
    private static let visit = VisitID(high: 1, low: 1)

    private static func event(
        _ happening: Happening,
        _ minute: Int,
        of visit: VisitID = visit,
        counter: Int? = 1,
        by actor: String = "counter"
    ) -> Learned.Event {
        Learned.Event(
            happening,
            of: visit,
            at: start + .minutes(minute),
            by: actor,
            counter: counter,
            errands: [Errand("passport")]
        )
    }

    private static func learned(_ events: [Learned.Event]) -> Learned {
        events.reduce(into: Learned()) { $0.learn($1) }
    }

    private static func visits(_ learned: Learned) -> Int {
        learned.times.known["passport"]?.visits ?? 0
    }

    @Test func `a visit counts when its counter calls the next one, or the day ends`() {
        let other = VisitID(high: 1, low: 2)
        var learned = Self.learned([Self.event(.call, 0), Self.event(.finish, 12)])
        #expect(Self.visits(learned) == 0)
        learned.learn(Self.event(.call, 13, of: other, counter: 2))
        #expect(Self.visits(learned) == 0)
        learned.learn(Self.event(.call, 14, of: VisitID(high: 1, low: 3)))
        #expect(Self.visits(learned) == 1)
        learned.learn(Self.event(.finish, 30, of: other, counter: 2))
        learned.endDay(missed: 0)
        #expect(Self.visits(learned) == 2)
    }

    @Test(arguments: [Happening.reopen, .undo])
    func `one that was opened again teaches nothing`(again: Happening) {
        var learned = Self.learned([
            Self.event(.call, 0), Self.event(.finish, 12), Self.event(again, 13),
            Self.event(.finish, 40),
        ])
        learned.learn(Self.event(.call, 41, of: VisitID(high: 1, low: 2)))
        learned.endDay(missed: 0)
        #expect(Self.visits(learned) == 0)
    }

    @Test func `a clock that was set back teaches nothing of what was under way`() {
        var learned = Self.learned([Self.event(.call, 60)])
        let earlier = Self.event(.finish, 10)
        #expect(learned.isSetBack(before: earlier))
        learned.learn(earlier)
        // A kiosk's event may be older than the last one: it was cut off.
        #expect(!learned.isSetBack(before: Self.event(.draw, 0, by: "kiosk:lobby")))
        let next = VisitID(high: 1, low: 2)
        learned.learn(Self.event(.call, 11, of: next))
        learned.learn(Self.event(.finish, 23, of: next))
        learned.endDay(missed: 0)
        #expect(Self.visits(learned) == 1)
    }

    @Test func `what was learned by an older version is still read`() throws {
        var known = Learned()
        known.seq = 7
        let old = try JSONEncoder().encode(known)
        #expect(!String(decoding: old, as: UTF8.self).contains("finished"))
        #expect(try JSONDecoder().decode(Learned.self, from: old).seq == 7)
    }

    @Test func `a wait that cannot have been forecast is not believed`() {
        #expect(Wait(low: 0, middle: 10, high: 20).isBelieved)
        #expect(!Wait(low: -1, middle: 10, high: 20).isBelieved)
        #expect(!Wait(low: 15, middle: 10, high: 20).isBelieved)
        #expect(!Wait(low: 0, middle: 10, high: .infinity).isBelieved)
        #expect(!Wait(low: .nan, middle: 10, high: 20).isBelieved)
    }
}
