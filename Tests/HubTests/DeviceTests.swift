import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `Who may talk to the hub` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `is known by a secret that the hub keeps only as a hash`() async throws {
        let (device, secret) = try await world.device(.desk, name: "Hall")
        #expect(device.name == "Hall")
        #expect(secret.count == 64)
        let kept = try await world.store.read { try $0.devices() }
        #expect(kept[Secret.hash(secret)] == device)
        #expect(kept[secret] == nil)
    }

    @Test(arguments: [nil, "", "0000", "Bearer"])
    func `is refused with no secret or a wrong one`(secret: String?) {
        #expect(throws: HubRefusal.notKnown) {
            try world.hub.device(secret: secret, roles: Set(Device.Role.devices))
        }
    }

    @Test func `is refused when the role is another one`() async throws {
        let (_, secret) = try await world.device(.board)
        #expect(throws: HubRefusal.notAllowed(role: "board")) {
            try world.hub.device(secret: secret, roles: [.desk, .program])
        }
    }

    @Test func `is refused at once when it was revoked, also after a restart`() async throws {
        let (_, secret) = try await world.device(.desk, name: "lost")
        let (_, kept) = try await world.device(.desk, name: "kept")
        #expect(try await world.hub.administer { try await $0.revoke(name: "lost") } == 1)
        #expect(throws: HubRefusal.notKnown) {
            try world.hub.device(secret: secret, roles: [.desk])
        }
        #expect(try world.hub.device(secret: kept, roles: [.desk]).name == "kept")
        await #expect(throws: HubRefusal.unknownDevice("lost", known: ["kept"])) {
            try await world.hub.administer { try await $0.revoke(name: "lost") }
        }
        try world.store.close()
        let again = try HubWorld(in: world.folder)
        #expect(throws: HubRefusal.notKnown) {
            try again.hub.device(secret: secret, roles: [.desk])
        }
        #expect(try again.hub.device(secret: kept, roles: [.desk]).name == "kept")
    }

    @Test func `is asked for when a name belongs to a kiosk and to another device`() async throws {
        let (kiosk, ofKiosk) = try await world.device(.kiosk, name: "hall")
        let (_, ofDesk) = try await world.device(.desk, name: "hall")
        await #expect(throws: HubRefusal.severalRoles("hall", roles: ["desk", "kiosk"])) {
            try await world.hub.administer { try await $0.revoke(name: "hall") }
        }
        let count = try await world.hub.administer {
            try await $0.revoke(name: "hall", role: .desk)
        }
        #expect(count == 1)
        #expect(throws: HubRefusal.notKnown) {
            try world.hub.device(secret: ofDesk, roles: [.desk])
        }
        #expect(try world.hub.device(secret: ofKiosk, roles: [.kiosk]).id == kiosk.id)
        await #expect(throws: HubRefusal.unknownDevice("hall", known: ["hall"])) {
            try await world.hub.administer { try await $0.revoke(name: "hall", role: .desk) }
        }
        #expect(try await world.hub.administer { try await $0.revoke(name: "hall") } == 1)
    }

    @Test(arguments: ["", String(repeating: "x", count: 61), "two\nlines"])
    func `has a name of one line`(name: String) async throws {
        await #expect(throws: HubRefusal.self) {
            try await world.hub.administer { try await $0.makeToken(role: .desk, name: name) }
        }
    }
}

@Suite struct `A kiosk's one-time code` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `makes a kiosk once`() async throws {
        let code = try await makeCode()
        let answer = try await enrol(code)
        #expect(try world.hub.device(secret: answer.secret, roles: [.kiosk]).name == "lobby")
        await #expect(throws: HubRefusal.wrongCode) { try await enrol(code) }
    }

    @Test func `may be typed in small letters and with blanks`() async throws {
        let code = try await makeCode()
        _ = try await enrol(" \(code.lowercased()) ")
    }

    @Test func `is too late after 15 minutes`() async throws {
        let (inTime, late) = (try await makeCode(), try await makeCode())
        world.clock.advance(.minutes(15) - .milliseconds(1))
        _ = try await enrol(inTime)
        world.clock.advance(.milliseconds(1))
        await #expect(throws: HubRefusal.wrongCode) { try await enrol(late) }
    }

    @Test(arguments: ["", "AAAA-AAAA-AAAA", "' OR 1=1 --"])
    func `is refused when it is wrong`(code: String) async throws {
        _ = try await makeCode()
        await #expect(throws: HubRefusal.wrongCode) { try await enrol(code) }
    }

    @Test func `gives a kiosk of that name a new secret, and its right back`() async throws {
        let old = try await enrol(try await makeCode())
        _ = try await world.hub.administer { try await $0.revoke(name: "lobby") }
        let new = try await enrol(try await makeCode())
        #expect(new.device == old.device)
        #expect(throws: HubRefusal.notKnown) {
            try world.hub.device(secret: old.secret, roles: [.kiosk])
        }
        #expect(try world.hub.device(secret: new.secret, roles: [.kiosk]).id == old.device)
        #expect(try await world.hub.administer { try await $0.devices() }.map(\.name) == ["lobby"])
    }

    @Test func `makes one kiosk when it is used twice at the same time`() async throws {
        let code = try await makeCode()
        let made = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...8 { group.addTask { [self] in (try? await enrol(code)) != nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(made == 1)
    }

    private func makeCode() async throws -> String {
        try await world.hub.administer { try await $0.makeEnrolment(name: "lobby") }
    }

    private func enrol(_ code: String) async throws -> EnrolAnswer {
        try await world.hub.administer { try await $0.enrol(code: code) }
    }
}

@Suite struct `The staff PIN` {
    @Test func `is not set at first, and kept salted and stretched`() async throws {
        let world = try HubWorld()
        #expect(try await world.hub.administer { try await $0.hasStaffPIN() } == false)
        try await world.hub.administer { try await $0.setStaffPIN("4711") }
        #expect(try await world.hub.administer { try await $0.hasStaffPIN() })
        let (salt, digest) = try await world.store.read { store in
            (try store.fact("staffPINSalt") ?? "", try store.fact("staffPINDigest") ?? "")
        }
        let kept = PINDigest(salt: salt, digest: digest)
        #expect(kept.matches("4711"))
        #expect(!kept.matches("4712"))
        #expect(!digest.contains("4711"))
    }

    @Test(arguments: ["", "123", "1234567890123", "12a4", "١٢٣٤"])
    func `has 4 to 12 digits`(pin: String) async throws {
        let world = try HubWorld()
        let refusal = await #expect(throws: HubRefusal.self) {
            try await world.hub.administer { try await $0.setStaffPIN(pin) }
        }
        #expect(refusal?.message == "A staff PIN has 4 to 12 digits.")
    }
}
