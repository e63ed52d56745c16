import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `Waits that were told` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    private func told() async throws -> [AnnouncedWait] {
        try await world.store.read { try $0.announcedWaits(from: tuesday, to: tuesday) }
    }

    private func report() async throws -> ForecastReport {
        try await world.hub.read { try $0.forecastReport(days: 1, in: $1, at: $2) }
    }

    private func serve(_ minutes: Int, at counter: Int = 1) async throws {
        let visit = try #require(try await world.next(counter))
        try await world.act(.appear, visit.id, counter)
        world.clock.advance(.minutes(minutes))
        try await world.act(.finish, visit.id, counter)
    }

    // MARK: What was shown is what is kept

    @Test func `are kept as the kiosk told them, whatever the hub knows when it hears`()
        async throws
    {
        for _ in 1...4 { try await world.draw() }
        let known = try #require(try await world.hub.forecast()?.newcomers["passport"])
        var log = try await Log(world)
        let shown = Wait(low: 31, middle: 40.5, high: 52)
        #expect(shown != known)
        let (one, other) = (world.newID(), world.newID())
        let first = try log.draw("A\(log.letter) 001", one, wait: shown)
        try await log.send([first])
        // Drawn while it was cut off: nothing was told, and nothing is made up.
        let second = try log.draw("A\(log.letter) 002", other)
        try await log.send([second])
        #expect(try await world.visit(other) != nil)
        let kept = try await told()
        #expect(kept.map(\.visit) == [one] && kept.first?.wait == shown)
    }

    @Test func `are not kept when nobody can have forecast them`() async throws {
        var log = try await Log(world)
        let id = world.newID()
        let strange = Wait(low: 20, middle: 10, high: -5)
        let event = try log.draw("A\(log.letter) 001", id, wait: strange)
        try await log.send([event])
        #expect(try await world.visit(id) != nil)
        #expect(try await told().isEmpty)
    }

    @Test func `stand on the paper of the counters, and not what is known when it is printed`()
        async throws
    {
        for _ in 1...4 { try await world.draw() }
        let shown = try #require(try await world.hub.forecast()?.newcomers["passport"]?.shown)
        let visit = try await world.draw()
        world.clock.advance(.minutes(1))
        for _ in 1...9 { try await world.draw() }
        _ = try await world.hub.forecast()
        let texts = ScreenTexts(
            language: "de",
            name: "Deutsch",
            texts: [.numberWait: "{from}-{to} {asOf}", .numberWaitUnknown: "unbekannt"]
        )
        func paper(_ id: VisitID) async throws -> String? {
            try await world.hub.read { cases, store, now in
                try cases.paper(of: id, isReprint: false, texts: [texts], in: store, at: now)?
                    .values[.wait]
            }
        }
        #expect(try await paper(visit.id) == "\(shown.from)-\(shown.to) 09:00")
        world.clock.advance(.minutes(10))
        // Nothing new was forecast for long: that is said.
        let late = try await world.draw()
        #expect(try await paper(late.id) == "unbekannt")
    }

    // MARK: Clocks

    @Test func `a clock that is set back spoils nothing`() async throws {
        for _ in 1...2 { try await world.draw() }
        try await world.hub.forecast()
        let visits = [try await world.draw(), try await world.draw()]
        _ = try await world.next(2)
        try await world.hub.learn()
        let before = try await world.store.read { try $0.learned()?.band }
        #expect(try await told().map(\.visit) == visits.map(\.id))
        world.clock.advance(.minutes(-30))
        for visit in visits { _ = try await world.call(visit.id, visit == visits[0] ? 1 : 3) }
        try await world.hub.learn()
        #expect(try await told().isEmpty)
        #expect(try await report().all.visits == 0)
        #expect(try await world.store.read { try $0.learned()?.band } == before)
    }

    @Test func `a clock that is set forward spoils nothing`() async throws {
        try await world.draw()
        try await serve(10)
        try await world.draw()
        try await world.hub.forecast()
        let visit = try await world.draw()
        _ = try await world.next(1)
        world.clock.advance(.minutes(90))
        try await world.hub.clockWasSet()
        #expect(try await world.store.read { try $0.alarms(most: 9).map(\.source) } == ["clock"])
        let held = try #require(
            try await world.hub.read { _, store, _ in
                try store.visit(atCounter: 1)
            }
        )
        try await world.act(.appear, held.id, 1)
        try await world.act(.finish, held.id, 1)
        #expect(try await world.next(1)?.id == visit.id)
        try await world.hub.learn()
        #expect(try await report().all.visits == 0)
        // Ten minutes were learned, ninety were not.
        let known = try await world.store.read { try $0.learned()?.times.known["passport"] }
        #expect(known?.visits == 1)
    }

    @Test func `a step of the clock is noticed, its going on is not`() {
        var watch = ClockWatch()
        let start = at(9)
        let looks: [(now: Instant, elapsed: Duration)] = [
            (start, .zero), (start + .seconds(5), .seconds(5)),
            (start + .seconds(12), .seconds(10)), (start + .seconds(3_600), .seconds(15)),
            (start + .seconds(3_605), .seconds(20)), (start, .seconds(25)),
        ]
        let steps = looks.map { watch.wasSet(now: $0.now, elapsed: $0.elapsed) }
        #expect(steps == [false, false, false, true, false, true])
    }

    @Test func `an old forecast is not told any more`() async throws {
        try await world.draw()
        try await world.hub.forecast()
        #expect(world.hub.latestForecast != nil)
        world.clock.advance(.minutes(3))
        #expect(world.hub.latestForecast == nil)
        try await world.draw()
        world.clock.advance(.minutes(-30))
        #expect(world.hub.latestForecast == nil)
        #expect(try await told().isEmpty)
    }

    // MARK: Who is told of changes

    @Test func `a reopened visit teaches nothing`() async throws {
        for _ in 1...2 { try await world.draw() }
        let visit = try #require(try await world.next(1))
        try await world.act(.appear, visit.id, 1)
        world.clock.advance(.minutes(3))
        try await world.act(.finish, visit.id, 1)
        try await world.hub.learn()
        try await world.act(.reopen, visit.id, 1)
        world.clock.advance(.minutes(30))
        try await world.act(.finish, visit.id, 1)
        _ = try await world.next(1)
        try await world.hub.learn()
        #expect(try await world.store.read { try $0.learned()?.times.known["passport"] } == nil)
    }

    @Test func `changes of those who wait wake others, but calmly`() async throws {
        for _ in 1...9 { try await world.draw() }
        for counter in 1...3 { _ = try await world.next(counter) }
        try await world.hub.forecast()
        let version = world.hub.changed.version
        // A few minutes on, those at the counters are nearly done.
        world.clock.advance(.minutes(6))
        try await world.hub.forecast()
        #expect(world.hub.changed.version > version)
        let later = world.hub.changed.version
        world.clock.advance(.milliseconds(300))
        try await world.hub.forecast()
        #expect(world.hub.changed.version == later)
    }

    @Test func `the board gets the next numbers, each with its wait`() async throws {
        func soon() async throws -> SoonCalled? {
            try await world.hub.read { try $0.soonCalled(in: $1, at: $2) }
        }
        #expect(try await soon() == nil)
        var visits: [Visit] = []
        for _ in 1...8 { visits.append(try await world.draw()) }
        // Nobody knows anything yet, and that is told.
        #expect(try await soon()?.numbers.isEmpty == true)
        let forecast = try #require(try await world.hub.forecast())
        let told = try #require(try await soon())
        #expect(told.numbers.map(\.label) == visits.prefix(6).map(\.label))
        #expect(told.numbers.first?.wait == forecast.waits[visits[0].id]?.shown)
        _ = try await world.next(1)
        #expect(try await soon()?.numbers.first?.label == visits[1].label)
        let desk = try await world.hub.read { try $0.workplace(ofCounter: 1, in: $1, at: $2) }
        let line = desk.waiting.first { $0.visit.id == visits[1].id }
        #expect(line?.wait == forecast.waits[visits[1].id]?.shown)
    }
}
