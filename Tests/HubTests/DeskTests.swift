import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@Suite struct `Clerks` {
    @Test func `park a visit with a reason, and it is called again before others`() async throws {
        let (world, visit) = try await serving()
        let parked = try await world.act(CounterWish(.park, on: visit, reason: .photo), 1)
        #expect(parked.state == .parked && parked.parkedFor == .photo && parked.counter == nil)
        try await world.draw()
        world.clock.advance(.minutes(5))
        let back = try await world.act(.resume, visit, 3)
        #expect(back.state == .waiting && back.standing == .returned && back.parkedFor == nil)
        #expect(back.label == parked.label && back.arrived == parked.arrived)
        #expect(try await world.next(1)?.id == visit)
    }

    @Test func `take one parked visit only once`() async throws {
        let (world, visit) = try await serving()
        try await world.act(CounterWish(.park, on: visit), 1)
        #expect(try await world.call(visit, 2).counter == 2)
        let refusal = await #expect(throws: HubRefusal.self) { try await world.call(visit, 3) }
        #expect(refusal?.visit?.counter == 2)
        #expect(try await world.call(visit, 2).counter == 2)
    }

    @Test func `transfer to a service, a counter or both, with a note`() async throws {
        let (world, visit) = try await serving()
        let wish = CounterWish(.transfer, on: visit, service: "residence", counter: 3, note: "Pass")
        let moved = try await world.act(wish, 1)
        #expect(moved.state == .waiting && moved.service == "residence")
        #expect(moved.standing == .transferred && moved.onlyCounter == 3)
        // The passport is done, or was never wanted.
        #expect(moved.errands == [Errand("residence")])
        #expect(try await world.store.read { try $0.person(visit)?.note } == "Pass")
        #expect(try await world.next(1) == nil)
        #expect(try await world.next(3)?.id == visit)
    }

    @Test func `transfer nowhere, or to a counter that does not give the service, is refused`()
        async throws
    {
        let (world, visit) = try await serving()
        let wishes = [
            CounterWish(.transfer, on: visit),
            CounterWish(.transfer, on: visit, service: "nothing"),
            CounterWish(.transfer, on: visit, service: "residence", counter: 2),
        ]
        for wish in wishes {
            await #expect(throws: HubRefusal.self) { try await world.act(wish, 1) }
        }
        #expect(try await world.visit(visit)?.state == .serving)
    }

    @Test func `put back a visit at its place`() async throws {
        let world = try HubWorld()
        for _ in 1...3 { try await world.draw() }
        let first = try #require(try await world.next(1))
        let back = try await world.act(.putBack, first.id, 1)
        #expect(back.state == .waiting && back.calls == 0 && back.counter == nil)
        #expect(try await world.store.read { try $0.latestCalls(most: 5) }.isEmpty)
        #expect(try await world.next(2)?.id == first.id)
    }

    @Test func `let who was missed wait again, as if arrived half an hour ago`() async throws {
        let world = try HubWorld()
        let visit = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.missed, visit.id, 1)
        world.clock.advance(.minutes(90))
        let back = try await world.act(.reinstate, visit.id, 3)
        #expect(back.state == .waiting && back.counter == nil)
        #expect(back.arrived == world.clock.now - .minutes(30))
    }

    @Test func `reopen what was finished last, until the next call`() async throws {
        let (world, visit) = try await serving()
        try await world.act(.finish, visit, 1)
        await #expect(throws: HubRefusal.self) { try await world.act(.reopen, visit, 3) }
        #expect(try await world.act(.reopen, visit, 1).state == .serving)
        try await world.act(.finish, visit, 1)
        let other = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.appear, other.id, 1)
        try await world.act(.finish, other.id, 1)
        let refusal = await #expect(throws: HubRefusal.self) {
            try await world.act(.reopen, visit, 1)
        }
        #expect(refusal?.code == "not_reopenable")
    }

    @Test func `finish one and call the next in one step`() async throws {
        let (world, visit) = try await serving()
        let other = try await world.draw()
        let next = try await world.hub.perform { cases, store, now in
            try cases.finishAndNext(visit, counter: 1, in: store, at: now)
        }
        #expect(next?.id == other.id)
        #expect(try await world.visit(visit)?.state == .finished)
    }

    @Test func `give priority and take it away`() async throws {
        let world = try HubWorld()
        try await world.draw()
        let late = try await world.draw()
        try await world.act(.prioritise, late.id, 1)
        #expect(try await world.visit(late.id)?.standing == .priority)
        try await world.act(CounterWish(.prioritise, on: late.id, isPriority: false), 1)
        #expect(try await world.visit(late.id)?.standing == .usual)
        // Two clerks who want the same do not undo each other.
        try await world.act(.prioritise, late.id, 1)
        try await world.act(.prioritise, late.id, 3)
        #expect(try await world.next(1)?.id == late.id)
    }

    @Test func `add services and persons`() async throws {
        let (world, visit) = try await serving()
        try await world.act(CounterWish(.add, on: visit), 1)
        try await world.act(CounterWish(.add, on: visit, service: "pick-up"), 1)
        let now = try await world.act(CounterWish(.add, on: visit, service: "pick-up"), 1)
        #expect(now.errands == [Errand("passport", persons: 2), Errand("pick-up", persons: 2)])
        #expect(now.state == .serving)
        await #expect(throws: HubRefusal.unknownService("x")) {
            try await world.act(CounterWish(.add, on: visit, service: "x"), 1)
        }
    }

    @Test func `call the numbers of one family together`() async throws {
        let world = try HubWorld()
        let first = try await world.draw()
        let second = try await world.draw("residence")
        let wish = CounterWish(.merge, on: second.id, other: first.id)
        let merged = try await world.act(wish, 1)
        #expect(merged.arrived == first.arrived)
        #expect(merged.errands == [Errand("residence"), Errand("passport")])
        #expect(try await world.act(wish, 1).id == second.id)
        #expect(try await world.store.read { try $0.mainVisit(first.id)?.id } == second.id)
        #expect(try await world.next(1)?.id == second.id)
        let calls = try await world.hub.read { try $0.todaysCalls(in: $1, at: $2) }
        #expect(Set(calls.map(\.label)) == [first.label, second.label])
        #expect(try await world.next(3) == nil)
    }

    @Test func `a family joins another one with all its numbers`() async throws {
        let world = try HubWorld()
        let (child, mother) = (try await world.draw(), try await world.draw())
        let aunt = try await world.draw()
        try await world.act(CounterWish(.merge, on: mother.id, other: child.id), 1)
        try await world.act(CounterWish(.merge, on: aunt.id, other: mother.id), 1)
        // The child's paper leads to whom they wait with now.
        #expect(try await world.store.read { try $0.mainVisit(child.id)?.id } == aunt.id)
        let labels = try await world.store.read { try $0.secondLabels(of: aunt.id) }
        #expect(Set(labels) == [child.label, mother.label])
    }

    @Test func `keep a note without marks that turn text round, and no long one`() async throws {
        let (world, visit) = try await serving()
        let note = "a\u{202E}b\u{1B}[31mc\n<b>"
        try await world.act(CounterWish(.note, on: visit, note: note), 1)
        #expect(try await world.store.read { try $0.person(visit)?.note } == "ab [31mc <b>")
        let long = String(repeating: "x", count: 10_000)
        let refusal = await #expect(throws: HubRefusal.self) {
            try await world.act(CounterWish(.note, on: visit, note: long), 1)
        }
        #expect(refusal?.message == "A note has at most 300 characters.")
    }

    @Test(arguments: [
        CounterAction.appear, .missed, .finish, .park, .transfer, .putBack, .prioritise,
    ])
    func `take back for ten seconds what was done last`(action: CounterAction) async throws {
        let world = try HubWorld()
        let visit = try await world.draw()
        if action != .prioritise { _ = try await world.next(1) }
        if [.finish, .park, .transfer].contains(action) {
            try await world.act(.appear, visit.id, 1)
        }
        let before = try await world.visit(visit.id)
        try await world.act(CounterWish(action, on: visit.id, counter: 3), 1)
        #expect(try await world.visit(visit.id) != before)
        world.clock.advance(.seconds(10))
        #expect(try await world.undo(1) == before)
        #expect(try await world.visit(visit.id) == before)
        await #expect(throws: HubRefusal.nothingToUndo) { try await world.undo(1) }
        try await world.act(CounterWish(action, on: visit.id, counter: 3), 1)
        world.clock.advance(.milliseconds(10_001))
        await #expect(throws: HubRefusal.nothingToUndo) { try await world.undo(1) }
    }

    @Test func `take back a call, and what was finished before can be reopened again`()
        async throws
    {
        let (world, visit) = try await serving()
        try await world.act(.finish, visit, 1)
        let other = try await world.draw()
        _ = try await world.next(1)
        #expect(try await world.undo(1).id == other.id)
        #expect(try await world.visit(other.id) == other)
        #expect(try await world.act(.reopen, visit, 1).state == .serving)
    }

    @Test func `cannot take back what a colleague has gone on with`() async throws {
        let world = try HubWorld()
        let visit = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.putBack, visit.id, 1)
        _ = try await world.next(3)
        await #expect(throws: HubRefusal.nothingToUndo) { try await world.undo(1) }
        #expect(try await world.visit(visit.id)?.counter == 3)
    }

    @Test func `cannot take back into a counter that is busy`() async throws {
        let (world, visit) = try await serving()
        try await world.act(.finish, visit, 1)
        let other = try await world.draw()
        _ = try await world.call(other.id, 1)
        #expect(try await world.undo(1) == other)
        _ = try await world.call(other.id, 1)
        await #expect(throws: HubRefusal.counterBusy(try await world.visit(other.id) ?? other)) {
            try await world.act(.reopen, visit, 1)
        }
    }

    @Test func `let the missed come back once at a kiosk, within half an hour`() async throws {
        let world = try HubWorld()
        let visit = try await world.draw()
        world.clock.advance(.minutes(50))
        _ = try await world.next(1)
        try await world.act(.missed, visit.id, 1)
        world.clock.advance(.minutes(29))
        let back = try await world.comeBack(visit.id)
        #expect(back.state == .waiting && back.arrived == world.clock.now - .minutes(30))
        #expect(try await world.comeBack(visit.id) == back)
        _ = try await world.next(1)
        try await world.act(.missed, visit.id, 1)
        let refusal = await #expect(throws: HubRefusal.self) { try await world.comeBack(visit.id) }
        #expect(refusal?.code == "too_late" && refusal?.visit?.state == .missed)
        #expect(try await world.act(.reinstate, visit.id, 2).state == .waiting)
    }

    @Test func `alone let the missed come back after half an hour`() async throws {
        let world = try HubWorld()
        let visit = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.missed, visit.id, 1)
        world.clock.advance(.minutes(31))
        await #expect(throws: HubRefusal.self) { try await world.comeBack(visit.id) }
    }

    @Test func `see nobody come back who is called, gone or unknown`() async throws {
        let (world, visit) = try await serving()
        let refusal = await #expect(throws: HubRefusal.self) { try await world.comeBack(visit) }
        #expect(refusal?.visit?.state == .serving)
        try await world.act(.finish, visit, 1)
        await #expect(throws: HubRefusal.self) { try await world.comeBack(visit) }
        await #expect(throws: HubRefusal.unknownVisit) {
            try await world.comeBack(VisitID(at: world.clock.now, chance: (1, 2)))
        }
    }

    /// Counter 1 serves a passport.
    private func serving() async throws -> (HubWorld, VisitID) {
        let world = try HubWorld()
        let visit = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.appear, visit.id, 1)
        return (world, visit.id)
    }
}
