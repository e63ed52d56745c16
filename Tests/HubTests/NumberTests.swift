import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `Numbers of the hub` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `begin at 1 for each letter and have no gaps under load`() async throws {
        let labels = try await withThrowingTaskGroup(of: Label.self) { group in
            for number in 0..<200 {
                group.addTask { [world] in
                    try await world.draw(number.isMultiple(of: 2) ? "passport" : "pick-up").label
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(labels.filter { $0.series == "A" }.map(\.number).sorted() == Array(1...100))
        #expect(labels.filter { $0.series == "H" }.map(\.number).sorted() == Array(1...100))
    }

    @Test func `tell how many wait for the same counters`() async throws {
        for _ in 1...3 { try await world.draw("residence") }
        let (id, key) = world.hub.newIdentity()
        let drawn = try await world.hub.perform { cases, store, now in
            try cases.drawTicket(
                service: "passport",
                language: "de",
                visit: id,
                key: key,
                actor: "program:test",
                in: store,
                at: now
            )
        }
        #expect(drawn.waitingAhead == 3)
    }

    @Test func `are refused for an unknown service and while the office is closed`() async throws {
        await #expect(throws: HubRefusal.unknownService("fishing")) {
            try await world.draw("fishing")
        }
        world.clock.set(at(16))
        await #expect(throws: HubRefusal.closed) { try await world.draw() }
        world.clock.set(at(15, 59))
        try await world.draw()
    }

    @Test func `are the same when a request is repeated, also after a restart`() async throws {
        let (program, _) = try await world.device(.program)
        let first = try await answer(world.hub, program, key: "k1", request: "ticket passport")
        #expect(first == "answer 1")
        #expect(
            try await answer(world.hub, program, key: "k1", request: "ticket passport") == first
        )
        try world.store.close()
        let again = try HubWorld(in: world.folder)
        #expect(
            try await answer(again.hub, program, key: "k1", request: "ticket passport") == first
        )
        #expect(
            try await answer(again.hub, program, key: "k2", request: "ticket passport")
                == "answer 2"
        )
        #expect(try await again.store.read { try $0.waitingCounts() } == ["passport": 2])
    }

    @Test func `are the same when a request is repeated at the same time`() async throws {
        let (program, _) = try await world.device(.program)
        let answers = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...20 {
                group.addTask { [self] in
                    try await answer(world.hub, program, key: "k", request: "ticket")
                }
            }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(answers == ["answer 1"])
    }

    @Test func `are refused when a key was used for another request`() async throws {
        let (program, _) = try await world.device(.program)
        _ = try await answer(world.hub, program, key: "k", request: "ticket passport")
        await #expect(throws: HubRefusal.keyUsedBefore) {
            try await answer(world.hub, program, key: "k", request: "ticket residence")
        }
        let (other, _) = try await world.device(.program, name: "two")
        #expect(try await answer(world.hub, other, key: "k", request: "ticket") == "answer 2")
    }

    @Test func `are given anew when the first try was refused`() async throws {
        let (program, _) = try await world.device(.program)
        world.clock.set(at(7))
        await #expect(throws: HubRefusal.closed) {
            try await answer(world.hub, program, key: "k", request: "ticket")
        }
        world.clock.set(at(8))
        #expect(try await answer(world.hub, program, key: "k", request: "ticket") == "answer 1")
    }

    private func answer(
        _ hub: Hub,
        _ device: Device,
        key: String,
        request: String
    ) async throws -> String {
        let (id, code) = hub.newIdentity()
        return try await hub.answer(request, of: device, key: key) { cases, store, now in
            let drawn = try cases.drawTicket(
                service: "passport",
                language: "de",
                visit: id,
                key: code,
                actor: "program:test",
                in: store,
                at: now
            )
            return "answer \(drawn.visit.label.number)"
        }
    }
}

@Suite struct `A new business day` {
    @Test func `begins at three in the morning and closes what was left`() async throws {
        let world = try HubWorld(at: at(15))
        for _ in 1...4 { try await world.draw() }
        let (served, called) = (try #require(try await world.next(1)), try await world.next(3))
        try await world.act(.appear, served.id, 1)
        world.clock.set(at(2, 59, daysLater: 1))
        try await world.hub.housekeep()
        #expect(try await states(world) == [.serving, .called, .waiting, .waiting])

        world.clock.set(at(3, daysLater: 1))
        try await world.hub.housekeep()
        #expect(try await states(world) == [.finished, .notServed, .notServed, .notServed])
        #expect(called?.state == .called)
        world.clock.set(at(8, daysLater: 1))
        #expect(try await world.draw().label == Label("A 001"))
        #expect(try await world.next(1)?.label == Label("A 001"))
    }

    @Test func `does not go back with the clock`() async throws {
        let world = try HubWorld(at: at(9, daysLater: 1))
        try await world.draw()
        world.clock.set(at(9))
        #expect(try await world.draw().label == Label("A 002"))
        #expect(try await world.store.read { try $0.visits(on: tuesday + 1) }.count == 2)
    }

    @Test func `does not begin anew when the hub starts again`() async throws {
        let world = try HubWorld()
        try await world.draw()
        try world.store.close()
        let again = try HubWorld(at: at(10), in: world.folder)
        #expect(try await again.draw().label == Label("A 002"))
        #expect(try await again.store.write { try $0.currentWaiting() } == ["passport": 2])
    }

    private func states(_ world: HubWorld) async throws -> [VisitState] {
        try await world.store.read { store in
            try store.visits(on: tuesday).map(\.visit).sorted { $0.label < $1.label }.map(\.state)
        }
    }
}

@Suite struct `The status of the queue` {
    @Test func `shows today's calls, the newest first, sixteen at most`() async throws {
        let world = try HubWorld()
        for _ in 1...18 {
            try await world.draw()
            let visit = try #require(try await world.next(1))
            world.clock.advance(.minutes(1))
            try await world.act(.appear, visit.id, 1)
            try await world.act(.finish, visit.id, 1)
        }
        let calls = try await world.hub.read { try $0.status(in: $1, at: $2).calls }
        #expect(calls.map(\.label.number) == (3...18).reversed())
        world.clock.set(at(9, daysLater: 1))
        #expect(try await world.hub.read { try $0.status(in: $1, at: $2).calls } == [])
    }

    @Test func `wakes who waits for a change, and only then`() async throws {
        let world = try HubWorld()
        let version = world.hub.changed.version
        async let waited: Void = world.hub.changed.wait(
            after: version,
            limit: .seconds(600),
            clock: .continuous
        )
        try await world.draw()
        await waited
        #expect(world.hub.changed.version > version)
    }

    @Test func `lets who waits go when he is cancelled`() async throws {
        let world = try HubWorld()
        let waiting = Task {
            await world.hub.changed.wait(
                after: world.hub.changed.version,
                limit: .seconds(600),
                clock: .continuous
            )
        }
        waiting.cancel()
        await waiting.value
    }
}
