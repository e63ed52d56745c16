import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `A number reserved for a kiosk` {
    let world: HubWorld
    var log: Log

    init() async throws {
        world = try HubWorld()
        log = try await Log(world)
    }

    @Test func `is the same when it is asked for twice`() async throws {
        let (first, second) = (world.newID(), world.newID())
        #expect(try await log.reserve(first).number == 1)
        #expect(try await log.reserve(second).number == 2)
        #expect(try await log.reserve(first).number == 1)
        #expect(try await world.draw().label == Label("A 003"))
    }

    @Test func `is not called before its event arrives`() async throws {
        _ = try await log.reserve(world.newID())
        #expect(try await world.next(1) == nil)
    }

    @Test mutating func `becomes the visit's when its event arrives`() async throws {
        let id = world.newID()
        _ = try await log.reserve(id)
        try await log.send([log.draw("A 001", id)])
        let visit = try await world.visit(id)
        #expect(visit?.label == Label("A 001"))
        #expect(visit?.state == .waiting)
        #expect(try await world.next(1)?.id == id)
        #expect(try await log.alarms == [])
    }

    @Test mutating func `is gone for a visit that is known or over`() async throws {
        let id = world.newID()
        _ = try await log.reserve(id)
        try await log.send([log.draw("A 001", id)])
        #expect(try await log.reserve(id).gone)
        let called = try #require(try await world.next(1))
        try await world.act(.missed, called.id, 1)
        let late = try await log.reserve(id)
        #expect(late.gone)
        #expect(late.number == nil)
        #expect(try await world.draw().label == Label("A 002"))
    }

    @Test mutating func `is not given to a question that comes after the visit was dropped`()
        async throws
    {
        let id = world.newID()
        try await log.send([log.append(.drop, id)])
        let late = try await log.reserve(id)
        #expect(late.gone)
        #expect(try await world.draw().label == Label("A 001"))
    }

    @Test mutating func `is void when the visit comes with another label`() async throws {
        let id = world.newID()
        #expect(try await log.reserve(id).number == 1)
        try await log.send([log.draw("A\(log.letter) 001", id)])
        #expect(try await world.visit(id)?.label.series == "A\(log.letter)")
        let (reserved, owner) = try await world.store.write { store in
            (try store.reservation(of: id), try store.owner(of: Label("A 001")!, on: tuesday))
        }
        #expect(reserved == nil)
        #expect(owner == id)
        #expect(try await world.draw().label == Label("A 002"))
    }

    @Test mutating func `is void when the kiosk drops it`() async throws {
        let id = world.newID()
        _ = try await log.reserve(id)
        try await log.send([log.append(.drop, id)])
        #expect(try await world.store.write { try $0.reservation(of: id) } == nil)
        #expect(try await world.visit(id) == nil)
        #expect(try await world.draw().label == Label("A 002"))
    }

    @Test func `is refused to a kiosk that has seen higher ones`() async throws {
        await #expect(throws: HubRefusal.staleHub) {
            try await log.reserve(world.newID(), highest: 5)
        }
    }

    @Test func `is refused for a letter that no service has`() async throws {
        let refusal = await #expect(throws: HubRefusal.self) {
            try await log.reserve(world.newID(), letter: "Z")
        }
        #expect(refusal?.message == "There is no queue letter Z.")
    }

    @Test mutating func `keeps its day when the event comes after midnight`() async throws {
        let id = world.newID()
        _ = try await log.reserve(id)
        let event = try log.draw("A 001", id)
        world.clock.set(at(9, daysLater: 1))
        try await log.send([event])
        #expect(try await world.visit(id)?.state == .notServed)
        #expect(try await world.store.read { try $0.known(id) }?.day == tuesday)
        #expect(try await log.alarms.first?.contains("after that day was closed") == true)
        #expect(try await world.next(1) == nil)
    }
}
