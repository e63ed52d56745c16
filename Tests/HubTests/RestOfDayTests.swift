import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

/// What is planned of the rest of the day, in the forecast of the hub.
@Suite struct `The rest of the day at the hub` {
    private static func world(
        _ spans: [(Int, Int)] = [(8, 12), (13, 16)],
        at start: Instant = at(9),
        change: (inout Office) -> Void = { _ in }
    ) throws -> HubWorld {
        var office = smallOffice()
        let hours = spans.map { TimeOfDay(minutes: $0 * 60)..<TimeOfDay(minutes: $1 * 60) }
        office.hours = OpeningHours(
            weekdays: Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map { ($0, hours) }
            )
        )
        change(&office)
        return try HubWorld(at: start, office: office)
    }

    private func wait(
        _ world: HubWorld,
        _ service: ServiceID = "passport"
    ) async throws -> Wait? {
        world.clock.advance(.seconds(30))
        return try await world.hub.forecast()?.newcomers[service]
    }

    @Test func `the break at noon is in it`() async throws {
        let world = try Self.world(at: at(11, 40))
        for _ in 1...15 { try await world.draw() }
        let wait = try #require(try await wait(world))
        #expect(wait.low > 75, "\(wait)")
    }

    @Test func `in the break those who wait are told, and nobody new comes`() async throws {
        let world = try Self.world(at: at(11, 59))
        let visit = try await world.draw()
        world.clock.set(at(12, 30))
        let forecast = try #require(try await world.hub.forecast())
        #expect(forecast.waits[visit.id]?.shown == ShownWait(from: 30, to: 35))
        #expect(forecast.newcomers.isEmpty && forecast.tooLate.isEmpty)
    }

    @Test func `counters that have called nobody yet after the break are believed`() async throws {
        let world = try Self.world(at: at(11, 50))
        for _ in 1...6 { try await world.draw() }
        _ = try await world.next(1)
        world.clock.set(at(13, 5))
        // Only the first one was seen within the hour, but the others have just begun.
        let three = try #require(try await wait(world))
        world.clock.set(at(13, 50))
        _ = try await world.call(try await world.draw().id, 3)
        let held = try await world.hub.read { _, store, _ in try store.visit(atCounter: 3) }
        #expect(held != nil)
        let two = try #require(try await wait(world))
        #expect(two.middle > three.middle + 5, "\(three) \(two)")
    }

    @Test func `the break of one counter takes it out, and brings it back`() async throws {
        let world = try Self.world([(8, 16)]) { office in
            office.counters = [Counter(number: 1), Counter(number: 2)]
            office.counters[1].breaks = [TimeOfDay(minutes: 545)..<TimeOfDay(minutes: 660)]
        }
        let alone = try Self.world([(8, 16)]) { $0.counters = [Counter(number: 1)] }
        let both = try Self.world([(8, 16)]) { office in
            office.counters = [Counter(number: 1), Counter(number: 2)]
        }
        var middles: [Double] = []
        for world in [both, world, alone] {
            world.clock.set(at(9, 10))
            for _ in 1...14 { try await world.draw() }
            middles.append(try #require(try await wait(world)).middle)
        }
        // From 11:00 on there are two again.
        #expect(middles[0] + 15 < middles[1] && middles[1] + 15 < middles[2], "\(middles)")
    }

    @Test func `a counter that the lead takes out is out, also when others have called`()
        async throws
    {
        let world = try Self.world([(8, 16)])
        for _ in 1...8 { try await world.draw() }
        for counter in 1...3 { _ = try await world.next(counter) }
        world.clock.advance(.minutes(50))
        // Two and three hold their visits, so they are at work; the first is taken as well.
        var plan = DayPlan(day: tuesday)
        plan.counters = []
        _ = try await world.hub.plan(plan, by: "maria")
        #expect(try await wait(world) != nil)
        for counter in 1...3 {
            let held = try #require(
                try await world.hub.read { _, store, _ in try store.visit(atCounter: counter) }
            )
            try await world.act(.appear, held.id, counter)
            try await world.act(.finish, held.id, counter)
        }
        // Nobody holds anybody, nobody is planned: all counters are closed.
        #expect(try await wait(world) == nil)
        #expect(world.hub.latestForecast?.told(newFor: "passport") == .unknown)
    }

    @Test func `a service whose counter stands idle is still known`() async throws {
        let world = try Self.world([(8, 16)]) { office in
            office.counters = [
                Counter(number: 1, services: ["passport", "residence"]),
                Counter(number: 2, services: ["pick-up"]),
            ]
        }
        for _ in 1...3 { try await world.draw() }
        _ = try await world.next(1)
        #expect(try await wait(world, "pick-up")?.shown == ShownWait(from: 0, to: 5))
        // But not when somebody waits there in vain.
        try await world.draw("pick-up")
        world.clock.advance(.minutes(50))
        #expect(try await wait(world, "pick-up") == nil)
    }

    @Test func `counters that nobody needs are believed, however long`() async throws {
        let world = try Self.world([(8, 16)]) { office in
            office.counters = [
                Counter(number: 1, services: ["passport"]),
                Counter(number: 2, services: ["passport", "pick-up"]),
            ]
        }
        // Both work; then the first alone has enough to do, and the second what few come for.
        for counter in [1, 2] {
            try await world.draw()
            let visit = try #require(try await world.next(counter))
            try await world.act(.appear, visit.id, counter)
            try await world.act(.finish, visit.id, counter)
        }
        for _ in 1...8 {
            try await world.draw()
            let visit = try #require(try await world.next(1))
            try await world.act(.appear, visit.id, 1)
            world.clock.advance(.minutes(10))
            try await world.act(.finish, visit.id, 1)
        }
        #expect(try await wait(world, "pick-up")?.shown == ShownWait(from: 0, to: 5))
        #expect(try await wait(world, "passport")?.shown == ShownWait(from: 0, to: 5))
    }

    @Test func `where nobody calls the wait is unknown, and known again with the first call`()
        async throws
    {
        let world = try Self.world()
        for _ in 1...2 { try await world.draw() }
        #expect(try await wait(world)?.shown == ShownWait(from: 0, to: 5))
        world.clock.advance(.minutes(16))
        // Not "after the break", either: nobody knows.
        #expect(try await wait(world) == nil)
        #expect(world.hub.latestForecast?.told(newFor: "passport") == .unknown)
        #expect(world.hub.latestForecast?.waits.isEmpty == true)
        _ = try await world.next(1)
        #expect(try await wait(world) != nil)
    }

    @Test func `what only those give who let wait is unknown, also when others are there`()
        async throws
    {
        let world = try Self.world { office in
            office.counters = [
                Counter(number: 1, services: ["passport"]),
                Counter(number: 2, services: ["passport", "residence"]),
                Counter(number: 3, services: ["pick-up"]),
            ]
        }
        for _ in 1...2 { try await world.draw() }
        world.clock.advance(.minutes(20))
        #expect(try await wait(world, "pick-up")?.shown == ShownWait(from: 0, to: 5))
        #expect(try await wait(world) == nil)
        #expect(try await wait(world, "residence") == nil)
        // One of them comes back: then it is known of what it gives.
        _ = try await world.next(1)
        #expect(try await wait(world) != nil)
        #expect(try await wait(world, "residence") == nil)
    }

    @Test func `who has just ended a long visit is believed, who was away all morning is not`()
        async throws
    {
        let world = try Self.world([(8, 16)]) { office in
            office.counters = [Counter(number: 1), Counter(number: 2)]
        }
        for _ in 1...2 { try await world.draw() }
        let long = try #require(try await world.next(1))
        world.clock.advance(.minutes(40))
        try await world.act(.appear, long.id, 1)
        try await world.act(.finish, long.id, 1)
        let alone = try #require(try await wait(world))
        #expect(alone.shown.from <= 5 && alone.high > 10, "\(alone)")
        // The one who waited in vain for the second is called; the second is away all the same.
        let waited = try #require(try await world.next(1))
        try await world.act(.appear, waited.id, 1)
        let busy = try #require(try await wait(world))
        #expect(busy.middle > 5, "\(busy)")
    }

    // MARK: The last number

    private func late(_ rule: LastTicketRule) async throws -> HubWorld {
        let world = try Self.world([(8, 16)], at: at(15, 30)) { office in
            office.policy.lastTicket = rule
            office.counters = [Counter(number: 1)]
        }
        for _ in 1...4 { try await world.draw() }
        world.clock.advance(.seconds(30))
        try await world.hub.forecast()
        return world
    }

    @Test func `is seen, told and given all the same`() async throws {
        let world = try await late(.tell)
        #expect(world.hub.latestForecast?.tooLate.contains("passport") == true)
        let visit = try await world.draw()
        let kept = try await world.store.read { try $0.announcedWait(of: visit.id) }
        #expect(kept == nil)
        let (today, workplace) = try await world.hub.read { cases, store, now in
            (
                try cases.todayView(in: store, at: now),
                try cases.workplace(ofCounter: 1, in: store, at: now)
            )
        }
        #expect(today.lastTickets.map(\.service).contains("passport"))
        #expect(workplace.lastTickets == today.lastTickets)
    }

    @Test func `is refused where the office wants it so`() async throws {
        let world = try await late(.stop)
        await #expect(throws: HubRefusal.noTickets(.tooLate("passport"))) {
            try await world.draw()
        }
    }

    @Test func `raises an alarm once a day, and none when the lead has stopped it`() async throws {
        let world = try await late(.tell)
        func alarms() async throws -> [String] {
            try await world.store.read { try $0.alarms(most: 20).map(\.sentence) }
        }
        var plan = DayPlan(day: tuesday)
        plan.isStopped = true
        plan = try await world.hub.plan(plan, by: "maria")
        try await world.hub.watchLastTickets()
        #expect(try await alarms().isEmpty)
        plan.isStopped = false
        _ = try await world.hub.plan(plan, by: "maria")
        try await world.hub.watchLastTickets()
        let first = try await alarms()
        #expect(first.contains { $0.contains("new numbers of Passport (from 15:30 on)") })
        try await world.store.write { try $0.markAlarmsSeen(at: at(15, 40)) }
        try await world.hub.watchLastTickets()
        #expect(try await alarms().isEmpty)
    }
}
