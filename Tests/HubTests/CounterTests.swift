import HubStore
import Hub
import Lobby
import TestWorlds
import Testing

@Suite struct `At the counters` {
    @Test func `eight clerks take each of 400 visits once`() async throws {
        let world = try HubWorld(counters: 9)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in ["passport", "residence", "pick-up", "passport"] {
                group.addTask { for _ in 1...100 { try await world.draw(service) } }
            }
            try await group.waitForAll()
        }
        let taken = try await withThrowingTaskGroup(of: [VisitID].self) { group in
            for counter in [1, 3, 4, 5, 6, 7, 8, 9] {
                group.addTask {
                    var taken: [VisitID] = []
                    while let visit = try await world.next(counter) {
                        taken.append(visit.id)
                        try await world.act(.appear, visit.id, counter)
                        try await world.act(.finish, visit.id, counter)
                    }
                    return taken
                }
            }
            return try await group.reduce([], +)
        }
        #expect(taken.count == 400)
        #expect(Set(taken).count == 400)
        #expect(try await world.store.read { try $0.waitingCounts() } == [:])
    }

    @Test func `eight clerks at one counter get one visit`() async throws {
        let world = try HubWorld()
        for _ in 1...8 { try await world.draw() }
        let results: [Result<Visit?, any Error>] = await withTaskGroup(
            of: Result<Visit?, any Error>.self
        ) { group in
            for _ in 1...8 {
                group.addTask {
                    do { return .success(try await world.next(1)) } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: [Result<Visit?, any Error>]()) { $0.append($1) }
        }
        let called = results.compactMap { try? $0.get() }
        #expect(called.count == 1)
        let held = try #require(called.first)
        for case .failure(let error) in results {
            #expect(error as? HubRefusal == .counterBusy(held))
        }
    }

    @Test func `a busy counter is refused with the visit it holds, called or served`() async throws
    {
        let world = try HubWorld()
        for _ in 1...2 { try await world.draw() }
        let called = try #require(try await world.next(1))
        await #expect(throws: HubRefusal.counterBusy(called)) { try await world.next(1) }
        let served = try await world.act(.appear, called.id, 1)
        let refusal = await #expect(throws: HubRefusal.counterBusy(served)) {
            try await world.next(1)
        }
        #expect(refusal?.message.contains("A 001") == true)
        try await world.act(.finish, called.id, 1)
        #expect(try await world.next(1)?.label == Label("A 002"))
    }

    @Test func `a counter calls only what it serves`() async throws {
        let world = try HubWorld()
        try await world.draw("residence")
        #expect(try await world.next(2) == nil)
        try await world.draw("passport")
        #expect(try await world.next(2)?.service == "passport")
        #expect(try await world.next(1)?.service == "residence")
    }

    @Test func `a counter that does not exist is refused with those that do`() async throws {
        let world = try HubWorld()
        let refusal = await #expect(throws: HubRefusal.unknownCounter(9, known: [1, 2, 3])) {
            try await world.next(9)
        }
        #expect(refusal?.message == "There is no counter 9. The counters are 1, 2, 3.")
    }

    /// What each button does to a visit in each state; what is not here is refused.
    private static let table: [CounterAction: [VisitState: VisitState]] = [
        .again: [.called: .called],
        .appear: [.called: .serving, .serving: .serving],
        .missed: [.called: .missed, .missed: .missed],
        .finish: [.serving: .finished, .finished: .finished],
        .park: [.serving: .parked],
        .putBack: [.called: .waiting],
        .resume: [.parked: .waiting, .waiting: .waiting],
        .reinstate: [.missed: .waiting, .waiting: .waiting],
        .admit: [.atDesk: .waiting, .waiting: .waiting],
        .cancel: [
            .held: .cancelled, .booked: .cancelled, .waiting: .cancelled, .parked: .cancelled,
            .atDesk: .cancelled, .cancelled: .cancelled,
        ],
        .left: [.waiting: .left, .left: .left],
    ]

    /// Those whose answer depends on more than the state: see `Clerks`.
    private static let others: Set<CounterAction> = [
        .transfer, .prioritise, .add, .note, .merge, .reopen, .redirect,
    ]

    @Test(arguments: CounterAction.allCases.filter { !others.contains($0) }, VisitState.allCases)
    func `every button answers for every state`(
        action: CounterAction,
        state: VisitState
    ) async throws {
        let world = try HubWorld()
        let id = world.newID()
        let visit = Visit(
            id: id,
            label: Label(series: "A", number: 1),
            service: "passport",
            state: state,
            arrived: at(9),
            counter: 1
        )
        try await world.store.write { store in
            try store.useLabel(visit.label, day: tuesday, visit: id)
            try store.insert(visit, day: tuesday, language: "de", key: "1", origin: "test")
        }
        if let expected = Self.table[action]?[state] {
            #expect(try await world.act(action, id, 1).state == expected)
            #expect(try await world.visit(id)?.state == expected)
        } else {
            let refusal = await #expect(throws: HubRefusal.self) {
                try await world.act(action, id, 1)
            }
            #expect(refusal?.status == 409)
            #expect(refusal?.visit == visit)
            #expect(refusal?.message.contains("A 001 is \(state.rawValue)") == true)
            #expect(try await world.visit(id) == visit)
        }
    }

    @Test func `calls in one second are in the order in which they were made`() async throws {
        let world = try HubWorld()
        try await world.draw("residence")
        try await world.draw("passport")
        for counter in [2, 1] {
            _ = try await world.next(counter)
            world.clock.advance(.milliseconds(1))
        }
        let newest = { try await world.store.read { try $0.latestCalls(most: 2).map(\.counter) } }
        #expect(try await newest() == [1, 2])
        let held = try #require(try await world.store.read { try $0.visit(atCounter: 2) })
        try await world.act(.again, held.id, 2)
        #expect(try await newest() == [2, 1])
    }

    @Test func `a visit of another counter is refused with where it is`() async throws {
        let world = try HubWorld()
        let waiting = try await world.draw()
        await #expect(throws: HubRefusal.notAtCounter(waiting, counter: 1)) {
            try await world.act(.appear, waiting.id, 1)
        }
        let called = try #require(try await world.next(3))
        let refusal = await #expect(throws: HubRefusal.notAtCounter(called, counter: 1)) {
            try await world.act(.appear, called.id, 1)
        }
        #expect(refusal?.message == "A 001 is not at counter 1; it is called at counter 3.")
        await #expect(throws: HubRefusal.unknownVisit) {
            try await world.act(.appear, world.newID(), 1)
        }
    }

    @Test func `calls closer than 20 seconds count as one`() async throws {
        let world = try HubWorld()
        try await world.draw()
        let visit = try #require(try await world.next(1))
        world.clock.advance(.seconds(19))
        #expect(try await world.act(.again, visit.id, 1).calls == 1)
        world.clock.advance(.seconds(20))
        let again = try await world.act(.again, visit.id, 1)
        #expect(again.calls == 2)
        #expect(again.lastCalled == world.clock.now)
        #expect(again.firstCalled == visit.firstCalled)
    }

    @Test func `who was called three times in 90 seconds and does not come is missed`() async throws
    {
        let world = try HubWorld()
        try await world.draw()
        let visit = try #require(try await world.next(1))
        for _ in 1...2 {
            world.clock.advance(.seconds(30))
            try await world.act(.again, visit.id, 1)
            try await world.hub.housekeep()
            #expect(try await world.visit(visit.id)?.state == .called)
        }
        world.clock.advance(.seconds(29))
        try await world.hub.housekeep()
        #expect(try await world.visit(visit.id)?.state == .called)
        world.clock.advance(.seconds(1))
        try await world.hub.housekeep()
        #expect(try await world.visit(visit.id)?.state == .missed)
        #expect(try await world.next(1) == nil)
    }

    @Test func `who was called twice only is never missed by itself`() async throws {
        let world = try HubWorld()
        try await world.draw()
        let visit = try #require(try await world.next(1))
        world.clock.advance(.minutes(20))
        try await world.act(.again, visit.id, 1)
        world.clock.advance(.minutes(60))
        try await world.hub.housekeep()
        #expect(try await world.visit(visit.id)?.state == .called)
    }

    @Test func `a clerk sees who waits, what is held and what others hold`() async throws {
        let world = try HubWorld()
        for service in ["passport", "residence", "passport", "passport"] {
            try await world.draw(service)
            world.clock.advance(.minutes(1))
        }
        let held = try await world.next(2)
        let other = try #require(try await world.next(1))
        let view = try await world.hub.read { cases, store, now in
            try cases.workplace(ofCounter: 2, in: store, at: now)
        }
        #expect(view.holding?.visit == held)
        #expect(view.others.map(\.visit) == [other])
        #expect(view.waiting.map(\.visit.service) == ["passport", "passport"])
        #expect(view.isOpen)
    }

    @Test func `who was missed is no longer at any counter`() async throws {
        let world = try HubWorld()
        for _ in 1...2 { try await world.draw() }
        for counter in [1, 2] {
            let visit = try #require(try await world.next(counter))
            try await world.act(.missed, visit.id, counter)
        }
        let view = try await world.hub.read { cases, store, now in
            try cases.workplace(ofCounter: 2, in: store, at: now)
        }
        #expect(view.others.isEmpty && view.holding == nil)
    }
}
