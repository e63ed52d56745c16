import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@Suite struct `What clerks take back` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `a note is as it was, also one that went along with a transfer`() async throws {
        let visit = try await world.draw()
        try await world.act(CounterWish(.note, on: visit.id, note: "first"), 1)
        try await world.act(CounterWish(.note, on: visit.id, note: "second"), 1)
        _ = try await world.undo(1)
        #expect(try await note(of: visit.id) == "first")
        _ = try await world.next(1)
        try await world.act(.appear, visit.id, 1)
        try await world.act(
            CounterWish(.transfer, on: visit.id, counter: 3, note: "third"),
            1
        )
        #expect(try await note(of: visit.id) == "third")
        #expect(try await world.undo(1).state == .serving)
        #expect(try await note(of: visit.id) == "first")
        // What has no note changes none.
        try await world.act(.finish, visit.id, 1)
        _ = try await world.undo(1)
        #expect(try await note(of: visit.id) == "first")
    }

    @Test func `a note where there was none is gone`() async throws {
        let visit = try await world.draw()
        try await world.act(CounterWish(.note, on: visit.id, note: "only"), 1)
        _ = try await world.undo(1)
        #expect(try await note(of: visit.id) == nil)
    }

    @Test func `a family is two visits again, with all their numbers`() async throws {
        let (child, mother) = (try await world.draw(), try await world.draw("residence"))
        let aunt = try await world.draw()
        try await world.act(CounterWish(.merge, on: mother.id, other: child.id), 1)
        let family = try #require(try await world.visit(mother.id))
        let before = try #require(try await world.visit(aunt.id))
        try await world.act(CounterWish(.merge, on: aunt.id, other: mother.id), 1)
        #expect(try await world.undo(1) == before)
        #expect(try await world.visit(mother.id) == family)
        #expect(try await world.store.read { try $0.mainVisit(child.id)?.id } == mother.id)
        #expect(try await world.store.read { try $0.secondLabels(of: mother.id) } == [child.label])
        #expect(try await world.store.read { try $0.secondLabels(of: aunt.id) } == [])
        // Each of them is called once, and the child's number with the mother's.
        #expect(try await world.next(1)?.id == mother.id)
        #expect(try await world.next(3)?.id == aunt.id)
        let calls = try await world.hub.read { try $0.todaysCalls(in: $1, at: $2) }
        #expect(Set(calls.map(\.label)) == [child.label, mother.label, aunt.label])
        #expect(calls.count == 3)
    }

    @Test func `a family that a colleague has called stays one`() async throws {
        let (first, second) = (try await world.draw(), try await world.draw())
        try await world.act(CounterWish(.merge, on: first.id, other: second.id), 1)
        _ = try await world.next(3)
        await #expect(throws: HubRefusal.nothingToUndo) { try await world.undo(1) }
        #expect(try await world.visit(second.id)?.state == .merged)
    }

    @Test func `a number that was given out counts no more, until somebody called it`()
        async throws
    {
        let drawn = try await give()
        #expect(try await world.undo(1).state == .cancelled)
        #expect(try await world.visit(drawn.id)?.state == .cancelled)
        #expect(try await world.next(3) == nil)
        let called = try await give()
        _ = try await world.next(3)
        await #expect(throws: HubRefusal.nothingToUndo) { try await world.undo(1) }
        #expect(try await world.visit(called.id)?.counter == 3)
    }

    private func give() async throws -> Visit {
        let visit = try await world.draw()
        try await world.hub.perform { cases, store, now in
            try cases.remember(drawn: visit, atCounter: 1, in: store, at: now)
        }
        return visit
    }

    private func note(of visit: VisitID) async throws -> String? {
        try await world.store.read { try $0.person(visit)?.note }
    }
}

@Suite struct `Who calls somebody before their turn` {
    @Test func `needs the right to, whatever the visitor's state`() async throws {
        let world = try HubWorld()
        let (first, second) = (try await world.draw(), try await world.draw())
        await #expect(throws: HubRefusal.outOfTurn(second)) {
            try await world.call(second.id, 1, mayChoose: false)
        }
        await #expect(throws: HubRefusal.outOfTurn(second)) {
            try await world.hub.perform { [stub = world.newID()] cases, store, now in
                try cases.call(
                    second.label,
                    counter: 1,
                    stub: stub,
                    mayChoose: false,
                    in: store,
                    at: now
                )
            }
        }
        // Who is next passes nobody.
        #expect(try await world.call(first.id, 1, mayChoose: false).counter == 1)
        try await world.act(.missed, first.id, 1)
        let refusal = await #expect(throws: HubRefusal.self) {
            try await world.call(first.id, 3, mayChoose: false)
        }
        #expect(refusal?.code == "out_of_turn" && refusal?.visit?.state == .missed)
        #expect(try await world.call(second.id, 3).counter == 3)
    }

    @Test func `has it for everybody where the office says so, and for who was parked`()
        async throws
    {
        var office = smallOffice()
        office.policy.clerksChoose = true
        let free = try HubWorld(office: office)
        try await free.draw()
        let second = try await free.draw()
        #expect(try await free.call(second.id, 1, mayChoose: false).counter == 1)

        let world = try HubWorld()
        let parked = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.appear, parked.id, 1)
        try await world.act(.park, parked.id, 1)
        try await world.draw()
        #expect(try await world.call(parked.id, 3, mayChoose: false).counter == 3)
    }
}

@Suite struct `A call for help` {
    @Test func `is taken by the first who goes, and the other one hears so`() async throws {
        let world = try HubWorld()
        let id = world.newID()
        try await world.hub.perform { cases, store, now in
            try cases.callForHelp(from: .counter(1), id: id, in: store, at: now)
        }
        func take(_ counter: Int) async throws {
            try await world.hub.perform { cases, store, now in
                try cases.takeHelp(id, by: counter, in: store, at: now)
            }
        }
        try await take(2)
        try await take(2)
        await #expect(throws: HubRefusal.helpTaken(by: 2)) { try await take(3) }
        try await world.hub.perform { try $0.endHelp(id, in: $1, at: $2) }
        await #expect(throws: HubRefusal.helpOver) { try await take(3) }
    }
}
