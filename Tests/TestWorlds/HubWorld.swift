package import Hub
package import HubStore
package import Lobby
import Sync

/// A hub of the small office on a file of its own, with a clock moved by hand.
package struct HubWorld: Sendable {
    package let folder: TemporaryFolder
    package let clock: HandClock
    package let chance: SeededChance
    package let store: HubDatabase
    package let hub: Hub

    package var path: String { folder.file("hub.sqlite") }

    /// A folder that already has a hub's database makes a hub that goes on with it.
    package init(
        at start: Instant = at(9),
        counters: Int = 3,
        office: Office? = nil,
        in folder: TemporaryFolder? = nil,
        backups: String? = nil
    ) throws {
        // Another start of the hub has another chance.
        let chance = SeededChance(seed: folder == nil ? 1 : 2)
        let (folder, clock) = (try folder ?? TemporaryFolder(), HandClock(start))
        self.folder = folder
        self.clock = clock
        let office = office ?? smallOffice(counters: counters)
        store = try HubDatabase(path: folder.file("hub.sqlite"), office: office.id)
        self.chance = chance
        hub = try Hub(
            office: office,
            store: store,
            world: Hub.World(
                now: { clock.now },
                machine: { clock.now },
                chance: { chance.next() },
                // The library is slow in a debug build.
                passwordRounds: 16
            ),
            backups: backups
        )
    }

    package func newID() -> VisitID {
        VisitID(at: clock.now, chance: (chance.next(), chance.next()))
    }

    /// Draws a walk-in number; no two visitors come at the same instant.
    @discardableResult
    package func draw(_ service: ServiceID = "passport") async throws -> Visit {
        clock.advance(.milliseconds(1))
        let (id, key) = hub.newIdentity()
        return try await hub.perform { cases, store, now in
            try cases.drawTicket(
                service: service,
                language: "de",
                visit: id,
                key: key,
                actor: "program:test",
                in: store,
                at: now
            ).visit
        }
    }

    package func next(_ counter: Int) async throws -> Visit? {
        try await hub.perform { cases, store, now in
            try cases.next(counter: counter, in: store, at: now)
        }
    }

    @discardableResult
    package func act(
        _ action: CounterAction,
        _ visit: VisitID,
        _ counter: Int
    ) async throws -> Visit {
        try await hub.perform { cases, store, now in
            try cases.act(CounterWish(action, on: visit), counter: counter, in: store, at: now)
        }
    }

    @discardableResult
    package func act(_ wish: CounterWish, _ counter: Int) async throws -> Visit {
        try await hub.perform { cases, store, now in
            try cases.act(wish, counter: counter, in: store, at: now)
        }
    }

    package func call(
        _ visit: VisitID,
        _ counter: Int,
        mayChoose: Bool = true
    ) async throws -> Visit {
        try await hub.perform { cases, store, now in
            try cases.call(
                visit,
                counter: counter,
                mayChoose: mayChoose,
                in: store,
                at: now
            )
        }
    }

    package func comeBack(_ visit: VisitID) async throws -> Visit {
        try await hub.perform { cases, store, now in
            try cases.comeBack(visit, atKiosk: "hall", in: store, at: now)
        }
    }

    package func undo(_ counter: Int) async throws -> Visit {
        try await hub.perform { cases, store, now in
            try cases.undo(counter: counter, in: store, at: now)
        }
    }

    package func visit(_ id: VisitID) async throws -> Visit? {
        try await store.read { try $0.visit(id) }
    }

    /// A device of the role and its secret.
    package func device(_ role: Device.Role, name: String = "one") async throws -> (Device, String)
    {
        if role == .kiosk {
            let answer = try await hub.administer { admin in
                try await admin.enrol(code: try await admin.makeEnrolment(name: name))
            }
            return (Device(id: answer.device, role: .kiosk, name: name), answer.secret)
        }
        let secret = try await hub.administer { try await $0.makeToken(role: role, name: name) }
        return (try hub.device(secret: secret, roles: [role]), secret)
    }
}
