import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `What contradicts itself at the hub` {
    private let world: HubWorld
    private var log: Log

    init() async throws {
        world = try HubWorld()
        log = try await Log(world)
    }

    // MARK: Appointments

    @Test mutating func `an appointment checked in at two kiosks is called once, with both labels`()
        async throws
    {
        let booking = try await book()
        var other = try await Log(world, name: "other")
        let first = try log.draw("T\(log.letter) 001", world.newID(), appointment: claim(booking))
        let second = try other.draw(
            "T\(other.letter) 001",
            world.newID(),
            appointment: claim(booking)
        )
        try await log.send([first])
        try await other.send([second])
        #expect(try await world.store.read { try $0.waitingVisits().map(\.id) } == [first.visit])
        let called = try #require(try await call())
        #expect(called.kind == .appointment)
        #expect(try await world.store.read { try $0.secondLabels(of: called.id).count } == 1)
        let board = try await world.hub.read { try $0.todaysCalls(in: $1, at: $2) }
        #expect(board.map(\.label.series) == ["T\(log.letter)", "T\(other.letter)"])
        // The second label waits for nobody.
        try await world.act(.appear, called.id, 1)
        #expect(try await call(2) == nil)
    }

    @Test mutating func `of two check-ins the first one counts, whichever is known first`()
        async throws
    {
        let booking = try await book()
        let event = try log.draw("T\(log.letter) 001", world.newID(), appointment: claim(booking))
        world.clock.advance(.minutes(12))
        var other = try await Log(world, name: "other")
        let late = try other.draw(
            "T\(other.letter) 001",
            world.newID(),
            appointment: claim(booking)
        )
        try await other.send([late])
        let known = try #require(try await world.visit(late.visit))
        try await log.send([event])
        let visit = try #require(try await world.visit(late.visit))
        #expect(visit.arrived == known.arrived - .minutes(12))
        #expect(visit.state == .waiting)
    }

    @Test mutating func `a cancelled appointment checked in is at the desk, and never called`()
        async throws
    {
        let booking = try await book()
        let isCancelled = try await world.hub.perform { cases, store, now in
            try cases.cancel(booking.appointment, by: "phone", in: store, at: now)
        }
        #expect(isCancelled)
        let event = try log.draw("T\(log.letter) 001", world.newID(), appointment: claim(booking))
        try await log.send([event])
        #expect(try await world.visit(event.visit)?.state == .atDesk)
        #expect(try await call() == nil)
        #expect(try await log.alarms.first?.contains("was cancelled") == true)
    }

    @Test mutating func `a code that only the hub knows makes a walk-in an appointment`()
        async throws
    {
        let booking = try await book()
        let event = try log.draw(
            "A\(log.letter) 001",
            world.newID(),
            appointment: AppointmentClaim(code: booking.code)
        )
        try await log.send([event])
        let visit = try #require(try await world.visit(event.visit))
        #expect(visit.kind == .appointment)
        #expect(visit.booked == booking.booked)
    }

    // MARK: Numbers called before they are known

    @Test mutating func `a number called by voice is taken up by its event`() async throws {
        let label = Label(series: "A\(log.letter)", number: 1)
        let stub = try await call(label, counter: 1)
        let event = try log.draw(label.description, world.newID())
        try await log.send([event])
        #expect(try await world.store.read { try $0.waitingVisits() } == [])
        let known = try await world.store.read { try $0.mainVisit(event.visit) }
        #expect(known?.id == stub.id)
        #expect(known?.state == .called)
        // Both ids mean the same visit from now on.
        #expect(try await world.act(.appear, event.visit, 1).id == stub.id)
    }

    @Test mutating func `a number called by voice and merged is taken up by its event`()
        async throws
    {
        let label = Label(series: "A\(log.letter)", number: 1)
        let stub = try await call(label, counter: 1)
        try await world.act(.putBack, stub.id, 1)
        let other = try await world.draw()
        try await world.act(CounterWish(.merge, on: other.id, other: stub.id), 1)
        let event = try log.draw(label.description, world.newID())
        try await log.send([event])
        #expect(try await log.alarms == [])
        #expect(try await world.store.read { try $0.mainVisit(event.visit)?.id } == other.id)
    }

    @Test mutating func `a number of a family that is handed back takes nobody along`()
        async throws
    {
        let (first, second) = (
            try log.draw("A\(log.letter) 001", world.newID()),
            try log.draw("A\(log.letter) 002", world.newID())
        )
        try await log.send([first, second])
        try await world.act(CounterWish(.merge, on: first.visit, other: second.visit), 1)
        try await log.send([log.append(.handBack, second.visit)])
        #expect(try await world.visit(first.visit)?.state == .waiting)
        #expect(try await log.alarms == [])
    }

    @Test(arguments: ["A 999", "A 001", "G 001", "ZK 001", "AZ 077", "T 005", "AK 999999"])
    func `a number that nobody can have been given is refused, and moves nothing`(
        number: String
    ) async throws {
        let label = try #require(Label(number))
        await #expect(throws: HubRefusal.unknownVisit) { try await call(label, counter: 1) }
        #expect(try await world.draw().label.number == 1)
    }

    @Test mutating func `a number only reserved cannot be called`() async throws {
        let answer = try await log.reserve(world.newID())
        let label = Label(series: "A", number: try #require(answer.number))
        await #expect(throws: HubRefusal.unknownVisit) { try await call(label, counter: 1) }
    }

    // MARK: Logs

    @Test mutating func `a log that began anew changes nothing twice`() async throws {
        let drawn = try (1...3).map { try log.draw("A\(log.letter) 00\($0)", world.newID()) }
        try await log.send(drawn + [log.append(.handBack, drawn[0].visit)])
        var anew = log
        (anew.incarnation, anew.head) = ("second", .empty)
        var again: [KioskEvent] = []
        for event in drawn {
            again.append(anew.append(.draw, event.visit, details: event.details))
        }
        again.append(anew.append(.handBack, drawn[0].visit))
        #expect(try await anew.send(again).haveSeq == 4)
        #expect(try await world.store.read { try $0.waitingVisits().count } == 2)
        #expect(try await world.store.read { try $0.parkedEvents() } == 0)
    }

    @Test mutating func `a fork is told to a person, once`() async throws {
        let old = log
        try await log.send([log.draw("A\(log.letter) 001", world.newID())])
        for _ in 1...3 {
            await #expect(throws: HubRefusal.fork) { try await old.hello() }
        }
        #expect(try await log.alarms == [HubRefusal.fork.message])
    }

    @Test mutating func `a kiosk that claims more numbers than were given is refused and told of`()
        async throws
    {
        let id = world.newID()
        let kiosk = log
        await #expect(throws: HubRefusal.staleHub) { try await kiosk.reserve(id, highest: 900) }
        #expect(try await log.alarms == [HubRefusal.staleHub.message])
        #expect(try await world.draw().label.number == 1)
    }

    @Test(arguments: [Instant(milliseconds: 0), at(9) + .seconds(7 * 86_400)])
    func `a clock of 1970 or of next week is told of, and the queue goes on`(
        clock: Instant
    ) async throws {
        #expect(try await log.hello(clock: clock).now == world.clock.now)
        #expect(try await log.alarms.count == 1)
        try await log.hello(clock: world.clock.now + .seconds(299))
        #expect(try await log.alarms.count == 1)
    }

    @Test func `a hub whose time was set for a trial judges clocks by its machine's`() async throws
    {
        let tomorrow = world.clock.now + .seconds(86_400)
        let answer = try await log.hello(clock: tomorrow, machine: tomorrow)
        #expect(answer.now == world.clock.now && answer.machine == tomorrow)
        #expect(try await log.alarms.isEmpty)
        try await log.hello(clock: world.clock.now, machine: tomorrow)
        #expect(try await log.alarms.count == 1)
    }

    // MARK: Restored hubs

    @Test mutating func `a number sent again to a restored hub is marked, and may be called`()
        async throws
    {
        let visit = world.newID()
        let number = try #require(try await log.reserve(visit).number)
        _ = try await world.store.write { store in
            // As after a backup of yesterday: the number is forgotten.
            try store.voidLabel(Label(series: "A", number: number), day: tuesday)
            return try store.beginEpoch(after: 1, letters: ["A"], today: tuesday, at: at(9))
        }
        #expect(try await world.draw().label.number == number + 201)
        let event = try log.draw("A 150", world.newID(), epoch: 1)
        try await log.send([event])
        let known = try #require(try await world.visit(event.visit))
        #expect(known.mayHaveBeenCalled)
        #expect(known.label == Label(series: "A", number: 150))
    }

    @Test func `who was at a counter before, or was to wait apart, may have been called`()
        async throws
    {
        let visit = try await world.draw().id
        _ = try await world.next(1)
        try await world.act(.appear, visit, 1)
        try await world.act(.park, visit, 1)
        _ = try await world.store.write { store in
            try store.beginEpoch(after: 1, letters: ["A"], today: tuesday, at: at(9))
        }
        #expect(try await world.visit(visit)?.mayHaveBeenCalled == true)
        // What the restored hub remembers as the last action was perhaps not the last.
        await #expect(throws: HubRefusal.nothingToUndo) {
            try await world.hub.perform { cases, store, now in
                try cases.undo(counter: 1, in: store, at: now)
            }
        }
    }

    @Test
    mutating func `a number of the day before, sent again to a restored hub, leaves its label`()
        async throws
    {
        world.clock.advance(.seconds(86_400))
        let label = "A\(log.letter) 001"
        var yesterdays = try log.draw(label, world.newID(), epoch: 1)
        yesterdays.latestDay = tuesday
        let todays = try log.draw(label, world.newID(), epoch: 1)
        try await log.send([yesterdays, todays])
        #expect(try await world.visit(yesterdays.visit)?.state == .notServed)
        #expect(try await world.visit(todays.visit)?.state == .waiting)
        let inbox = try await world.store.read { try $0.inbox() }
        #expect(inbox.map(\.event.latestDay) == [tuesday, nil])
    }

    @Test mutating func `a letter that the restored hub has forgotten is its kiosk's again`()
        async throws
    {
        let other = try await Log(world, name: "other")
        _ = try await world.store.write { store in
            try store.beginEpoch(after: 1, letters: ["A"], today: tuesday, at: at(9))
        }
        let forgotten = try log.draw("AY 001", world.newID(), epoch: 1)
        let next = try log.draw("AY 002", world.newID(), epoch: 1)
        let foreign = try log.draw("A\(other.letter) 001", world.newID(), epoch: 1)
        let invented = try log.draw("AX 001", world.newID(), epoch: 2)
        try await log.send([forgotten, next, foreign, invented])
        #expect(try await world.visit(forgotten.visit)?.state == .waiting)
        #expect(try await world.visit(next.visit)?.state == .waiting)
        #expect(try await world.visit(foreign.visit) == nil)
        #expect(try await world.visit(invented.visit) == nil)
        #expect(try await world.store.read { try $0.parkedEvents() } == 2)
    }

    // MARK: -

    private func book() async throws -> AppointmentChange {
        let appointment = AppointmentChange(
            appointment: world.newID(),
            service: "passport",
            booked: at(9),
            standing: .usual,
            code: codeDigest(of: "123456789", key: "key"),
            state: .booked
        )
        try await world.hub.perform { cases, store, now in
            try cases.enter(appointment, by: "phone", in: store, at: now)
        }
        return appointment
    }

    private func claim(_ booking: AppointmentChange) -> AppointmentClaim {
        AppointmentClaim(
            code: booking.code,
            appointment: booking.appointment,
            booked: booking.booked
        )
    }

    private func call(_ counter: Int = 1) async throws -> Visit? {
        try await world.next(counter)
    }

    private func call(_ label: Label, counter: Int) async throws -> Visit {
        let stub = world.newID()
        return try await world.hub.perform { cases, store, now in
            try cases.call(
                label,
                counter: counter,
                stub: stub,
                mayChoose: true,
                in: store,
                at: now
            )
        }
    }
}
