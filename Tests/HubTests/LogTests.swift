import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `A kiosk's log at the hub` {
    let world: HubWorld
    var log: Log

    init() async throws {
        world = try HubWorld()
        log = try await Log(world)
    }

    @Test mutating func `is taken in order, and answered with how far the hub has it`() async throws
    {
        let events = try (1...3).map { try log.draw("A\(log.letter) 00\($0)", world.newID()) }
        let answer = try await log.send(events)
        let head = events[2].hash
        #expect(answer == EventsAnswer(haveSeq: 3, haveHead: head, epoch: 1, day: tuesday))
        #expect(try await world.store.read { try $0.waitingVisits().count } == 3)
        #expect(try await log.hello().haveSeq == 3)
    }

    @Test mutating func `has the same effect when it is sent twice`() async throws {
        let events = try (1...3).map { try log.draw("A\(log.letter) 00\($0)", world.newID()) }
        try await log.send(Array(events.prefix(2)))
        #expect(try await log.send(events).haveSeq == 3)
        #expect(try await log.send(events).haveSeq == 3)
        #expect(try await world.store.read { try $0.waitingVisits().count } == 3)
        let incarnation = Incarnation(device: log.device.id, number: log.incarnation)
        #expect(try await world.store.read { try $0.log(of: incarnation) } == events)
    }

    @Test mutating func `is taken only as far as nothing is missing`() async throws {
        let events = try (1...4).map { try log.draw("A\(log.letter) 00\($0)", world.newID()) }
        #expect(try await log.send([events[0], events[2], events[3]]).haveSeq == 1)
        #expect(try await log.send([events[3]]).haveSeq == 1)
        #expect(try await log.send(Array(events[1...])).haveSeq == 4)
    }

    @Test mutating func `is refused whole when an event was altered`() async throws {
        var events = try (1...2).map { try log.draw("A\(log.letter) 00\($0)", world.newID()) }
        events[1].at = events[1].at + .seconds(1)
        let (kiosk, altered) = (log, events)
        await #expect(throws: HubRefusal.fork) { try await kiosk.send(altered) }
        #expect(try await world.store.read { try $0.waitingVisits() } == [])
        #expect(try await kiosk.hello().haveSeq == 0)
    }

    @Test mutating func `is refused when two kiosks write it`() async throws {
        var copy = log
        let first = try log.draw("A\(log.letter) 001", world.newID())
        let other = try copy.draw("A\(log.letter) 001", world.newID())
        try await log.send([first])
        let next = try copy.draw("A\(log.letter) 002", world.newID())
        let second = copy
        await #expect(throws: HubRefusal.fork) { try await second.send([other]) }
        await #expect(throws: HubRefusal.fork) { try await second.send([next]) }
        await #expect(throws: HubRefusal.fork) {
            try await second.hello(lastSeq: other.seq, head: other.hash)
        }
        #expect(try await world.store.read { try $0.waitingVisits().map(\.id) } == [first.visit])
        try await log.hello()
    }

    @Test mutating func `is refused when an old image of it comes back`() async throws {
        let old = log
        try await log.send([log.draw("A\(log.letter) 001", world.newID())])
        await #expect(throws: HubRefusal.fork) { try await old.hello() }
    }

    @Test(arguments: [(0, "Update the kiosk."), (2, "Update the hub.")])
    func `of another protocol is refused with what has to be updated`(
        spoken: Int,
        remedy: String
    ) async throws {
        let refusal = await #expect(throws: HubRefusal.self) {
            try await log.hello(protocol: spoken)
        }
        #expect(refusal?.status == 426)
        #expect(refusal?.message.contains("This hub speaks protocol 1") == true)
        #expect(refusal?.message.contains(remedy) == true)
        #expect(try await log.alarms == [refusal?.message])
    }

    @Test(arguments: ["unknown kind", "unknown version"])
    mutating func `goes on after an event that is put aside with an alarm`(
        strange: String
    ) async throws {
        var event = log.append(.draw, world.newID())
        if strange == "unknown kind" { event.kind = "dance" } else { event.version = 9 }
        event.hash = event.chainHash()
        log.head.hash = event.hash
        let next = try log.draw("A\(log.letter) 001", world.newID())
        #expect(try await log.send([event, next]).haveSeq == 2)
        #expect(try await world.visit(next.visit)?.state == .waiting)
        #expect(try await world.store.read { try $0.parkedEvents() } == 1)
        #expect(try await log.alarms.count == 1)
        #expect(try await log.alarms.first?.hasPrefix("Put aside: unknown kind or version") == true)
    }

    @Test mutating func `puts aside what this kiosk may not do, and goes on`() async throws {
        let stranger = try await Log(world, name: "other")
        let taken = try await world.draw()
        let id = world.newID()
        var events: [KioskEvent] = []
        events.append(try log.draw("A 001", id))
        events.append(try log.draw("A\(stranger.letter) 001", world.newID()))
        events.append(log.append(.draw, world.newID(), details: "not JSON"))
        events.append(log.append(.handBack, world.newID()))
        events.append(log.append(.paper, world.newID()))
        events.append(try log.draw("A\(log.letter) 001", id))
        events.append(try log.draw("A\(log.letter) 001", world.newID()))
        events.append(try log.draw("A\(log.letter) 002", id))
        #expect(try await log.send(events).haveSeq == 8)
        #expect(try await world.store.read { try $0.parkedEvents() } == 7)
        #expect(try await world.visit(id)?.label == Label("A\(log.letter) 001"))
        #expect(try await world.visit(taken.id) == taken)
    }

    @Test mutating func `lets a visitor hand a number back, but not one that was called`()
        async throws
    {
        let (first, second) = (world.newID(), world.newID())
        try await log.send([
            log.draw("A\(log.letter) 001", first), log.draw("A\(log.letter) 002", second),
            log.append(.handBack, second),
        ])
        #expect(try await world.visit(second)?.state == .left)
        #expect(try await world.next(1)?.id == first)
        try await log.send([log.append(.handBack, first)])
        #expect(try await world.visit(first)?.state == .called)
        #expect(try await log.alarms.count == 1)
    }

    @Test mutating func `counts an arrival by the hub's clock, and nobody comes from the future`()
        async throws
    {
        let (early, late) = (world.newID(), world.newID())
        try await log.send([
            log.draw("A\(log.letter) 001", early, clockOffset: -600_000),
            log.draw("A\(log.letter) 002", late, clockOffset: 600_000),
        ])
        #expect(try await world.visit(early)?.arrived == at(9) - .minutes(10))
        #expect(try await world.visit(late)?.arrived == at(9))
    }

    @Test(arguments: [Int64.min, -1, 0, Int64.max])
    mutating func `never brings the hub down with a strange clock`(offset: Int64) async throws {
        let id = world.newID()
        try await log.send([log.draw("A\(log.letter) 001", id, clockOffset: offset)])
        let arrived = try #require(try await world.visit(id)).arrived
        #expect(Instant.believed.contains(arrived))
        #expect(arrived <= world.clock.now)
    }

    @Test func `is sent in messages of at most 200 events`() async throws {
        var long = log
        let events = (1...201).map { _ in long.append(.drop, world.newID()) }
        await #expect(throws: HubRefusal.self) { try await log.send(events) }
        #expect(try await log.send(Array(events.prefix(200))).haveSeq == 200)
    }

    @Test func `of a new file begins anew with letters of its own`() async throws {
        var fresh = log
        fresh.incarnation = "second"
        let answer = try await fresh.hello()
        #expect(answer.haveSeq == 0)
        #expect(answer.letter != log.letter)
        #expect(answer.spareLetter != answer.letter)
    }
}

@Suite struct `What a kiosk learns of the queue` {
    @Test func `is everything of today at first, then what changed`() async throws {
        let world = try HubWorld()
        for _ in 1...2 { try await world.draw() }
        let all = try await changes(world, since: 0, epoch: 0)
        #expect(all.resync)
        #expect(all.changes.map(\.label.number).sorted() == [1, 2])
        let called = try #require(try await world.next(1))
        let news = try await changes(world, since: all.cursor, epoch: all.epoch)
        #expect(!news.resync)
        #expect(news.changes.map(\.visit) == [called.id])
        #expect(news.changes.first?.state == .called)
        #expect(news.changes.first?.counter == 1)
        #expect(try await changes(world, since: news.cursor, epoch: 1).changes == [])
    }

    @Test(arguments: [(-1, 1), (0, 1), (99, 1), (1, 7), (Int.max, 1)])
    func `is everything when the cursor is of another history`(
        cursor: Int,
        epoch: Int
    ) async throws {
        let world = try HubWorld()
        try await world.draw()
        let answer = try await changes(world, since: cursor, epoch: epoch)
        #expect(answer.resync)
        #expect(answer.changes.count == 1)
    }

    @Test func `is nothing of another day`() async throws {
        let world = try HubWorld()
        try await world.draw()
        let all = try await changes(world, since: 0, epoch: 0)
        world.clock.set(at(9, daysLater: 1))
        try await world.hub.housekeep()
        let news = try await changes(world, since: all.cursor, epoch: all.epoch)
        #expect(news.day == tuesday + 1)
        #expect(news.changes == [])
    }

    private func changes(_ world: HubWorld, since: Int, epoch: Int) async throws -> ChangesAnswer {
        try await world.hub.read { cases, store, now in
            try cases.changes(since: since, epoch: epoch, in: store, at: now)
        }
    }
}
