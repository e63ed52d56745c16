import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@Suite struct `Somebody who logs in` {
    @Test func `chooses a password of his own, and comes in with that only`() async throws {
        let world = try HubWorld()
        let first = try await world.account("Ayse", .lead)
        let (session, _) = try await world.logIn("ayse", first)
        #expect(session.role == .lead && session.mustChangePassword)
        let own = "geheimes Wort 7"
        let (changed, secret) = try await world.hub.changePassword(
            of: session,
            from: first,
            to: own
        )
        #expect(!changed.mustChangePassword)
        #expect(try await world.hub.session(secret: secret).name == "ayse")
        await #expect(throws: HubRefusal.wrongPassword) { try await world.logIn("ayse", first) }
        #expect(try await world.logIn(" AYSE ", own).session.role == .lead)
    }

    @Test(arguments: ["kurz", "aaaaaaaaaaaaaa", "ayse-ist-hier"])
    func `cannot choose a bad password`(bad: String) async throws {
        let world = try HubWorld()
        let first = try await world.account("ayse", .clerk)
        let (session, _) = try await world.logIn("ayse", first)
        let refusal = await #expect(throws: HubRefusal.self) {
            try await world.hub.changePassword(of: session, from: first, to: bad)
        }
        #expect(refusal?.code == "bad_password")
    }

    @Test func `is told the same whether the name or the password is wrong`() async throws {
        let world = try HubWorld()
        _ = try await world.account("ayse", .clerk)
        for name in ["ayse", "nobody"] {
            await #expect(throws: HubRefusal.wrongPassword) { try await world.logIn(name, "wrong") }
        }
    }

    @Test func `has to wait after five wrong passwords, ever longer, but others need not`()
        async throws
    {
        let world = try HubWorld()
        let first = try await world.account("ayse", .clerk)
        for _ in 1...5 {
            await #expect(throws: HubRefusal.wrongPassword) { try await world.logIn("ayse", "x") }
        }
        await #expect(throws: HubRefusal.tooManyTries(.seconds(30))) {
            try await world.logIn("ayse", first)
        }
        #expect(try await world.logIn("ayse", first, from: "elsewhere").session.name == "ayse")
        world.clock.advance(.seconds(30))
        await #expect(throws: HubRefusal.wrongPassword) { try await world.logIn("ayse", "x") }
        world.clock.advance(.seconds(59))
        await #expect(throws: HubRefusal.tooManyTries(.seconds(1))) {
            try await world.logIn("ayse", first)
        }
        world.clock.advance(.seconds(1))
        #expect(try await world.logIn("ayse", first).session.name == "ayse")
    }

    @Test func `cannot use a first password after a week`() async throws {
        let world = try HubWorld()
        let first = try await world.account("ayse", .clerk)
        world.clock.advance(.seconds(7 * 86_400 + 1))
        await #expect(throws: HubRefusal.wrongPassword) { try await world.logIn("ayse", first) }
    }

    @Test func `is logged out after an hour, but never while a visit is at the counter`()
        async throws
    {
        let world = try HubWorld()
        let first = try await world.account("ayse", .clerk)
        var (session, secret) = try await world.logIn("ayse", first)
        session = try await world.hub.place(session, at: 1)
        world.clock.advance(.minutes(60))
        _ = try await world.hub.session(secret: secret)
        try await world.draw()
        let visit = try #require(try await world.next(1))
        world.clock.advance(.minutes(11 * 60))
        #expect(try await world.hub.session(secret: secret).counter == 1)
        try await world.act(.missed, visit.id, 1)
        await #expect(throws: HubRefusal.notLoggedIn) {
            try await world.hub.session(secret: secret)
        }
    }

    @Test func `stays logged in when the hub starts again`() async throws {
        let world = try HubWorld()
        let first = try await world.account("ayse", .clerk)
        let (session, secret) = try await world.logIn("ayse", first)
        _ = try await world.hub.place(session, at: 2)
        let again = try Hub(
            office: world.hub.office,
            store: world.store,
            world: Hub.World(
                now: { world.clock.now },
                machine: { world.clock.now },
                chance: { world.chance.next() }
            )
        )
        #expect(try await again.session(secret: secret).counter == 2)
    }

    @Test func `is out at once when the account is taken away, and that is written down`()
        async throws
    {
        let world = try HubWorld()
        let first = try await world.account("ayse", .clerk)
        let (_, secret) = try await world.logIn("ayse", first)
        try await world.hub.administer { try await $0.removeAccount(name: "ayse") }
        await #expect(throws: HubRefusal.notLoggedIn) {
            try await world.hub.session(secret: secret)
        }
        let acts = try await world.hub.administer { try await $0.audit() }
        #expect(
            acts.map(\.act) == ["account ayse: removed", "account ayse: clerk, first password"]
        )
    }
}

extension HubWorld {
    fileprivate func account(_ name: String, _ role: Device.Role) async throws -> String {
        try await hub.administer { try await $0.setAccount(name: name, role: role) }
    }

    fileprivate func logIn(
        _ name: String,
        _ password: String,
        from network: String = "here"
    ) async throws -> (session: Session, secret: String) {
        try await hub.logIn(name: name, password: password, from: network)
    }
}
