import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `The tickets of a day` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    /// The page of one ticket is read alone, the live pages from a list: they must not differ.
    @Test func `are the same one by one and all together`() async throws {
        var visits: [Visit] = []
        for service in ["passport", "residence", "pick-up", "passport", "pick-up", "residence"] {
            visits.append(try await world.draw(service))
            world.clock.advance(.minutes(3))
        }
        _ = try await world.next(1)
        let served = try #require(try await world.next(2))
        try await world.act(.appear, served.id, 2)
        let missed = try #require(try await world.next(3))
        try await world.act(.missed, missed.id, 3)
        let (seen, queue) = try await world.hub.read { [visits] cases, store, now in
            let queue = try cases.ticketQueue(in: store, at: now)
            let views = try visits.map { visit in
                let key = try #require(try store.known(visit.id)).key
                return (try cases.ticket(key: key, in: store, at: now), queue[key])
            }
            return (views, queue)
        }
        #expect(queue.asOf == world.clock.now)
        for (one, listed) in seen { #expect(one != nil && one == listed) }
        #expect(
            Set(seen.compactMap { $0.0?.visit.state }) == [.waiting, .called, .serving, .missed]
        )
    }

    @Test func `are not those of the day before`() async throws {
        let visit = try await world.draw()
        let key = try #require(try await world.store.read { try $0.known(visit.id) }).key
        world.clock.set(at(9, daysLater: 1))
        // The clock is enough: nothing has opened the new day yet.
        let seen = try await world.hub.read { cases, store, now in
            (
                try cases.ticket(key: key, in: store, at: now),
                try cases.ticketQueue(in: store, at: now)[key]
            )
        }
        #expect(seen.0 == nil && seen.1 == nil)
        await #expect(throws: HubRefusal.unknownVisit) {
            try await world.hub.perform { try $0.leave(key: key, in: $1, at: $2) }
        }
    }

    @Test func `that somebody left are seen by the kiosks, with who did it`() async throws {
        let visit = try await world.draw()
        let key = try #require(try await world.store.read { try $0.known(visit.id) }).key
        let before = try await world.store.read { try $0.latestEvent() }
        for _ in 1...2 {
            try await world.hub.perform { try $0.leave(key: key, in: $1, at: $2) }
        }
        #expect(try await world.store.read { try $0.latestEvent() } == before + 1)
        let changes = try await world.hub.read {
            try $0.changes(since: before, epoch: 1, in: $1, at: $2)
        }
        #expect(changes.changes.map(\.state) == [.left])
    }

    @Test func `make live pages look when only one visit's wait is another`() {
        let (one, two) = (world.newID(), world.newID())
        func forecast(_ waits: [VisitID: Double]) -> Forecast {
            Forecast(
                asOf: at(9),
                waits: waits.mapValues { Wait(low: $0, middle: $0 + 5, high: $0 + 10) },
                newcomers: ["passport": Wait(low: 10, middle: 15, high: 20)]
            )
        }
        let known = forecast([one: 10, two: 20])
        #expect(forecast([one: 10]).isNews(after: nil))
        #expect(forecast([one: 10, two: 25]).isNews(after: known))
        #expect(!forecast([one: 11, two: 20]).isNews(after: known))
        // Who was called has left the list, and that is a change of its own.
        #expect(!forecast([two: 20]).isNews(after: known))
        #expect(forecast([one: 10, world.newID(): 20]).isNews(after: known))
    }
}
