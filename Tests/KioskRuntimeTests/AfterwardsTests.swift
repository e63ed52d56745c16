import Hub
import HubStore
import KioskRuntime
import Lobby
import Screens
import TestWorlds
import Testing

@Suite struct `A kiosk's enrolment` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `with the right code makes it known to the hub, also after a restart`() async throws
    {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let identity = try #require(IdentityFile(database: kiosk.path).load())
            let device = try world.hub.device(secret: identity.secret, roles: [.kiosk])
            #expect(device.id == identity.device)
            #expect(identity.spareLetter == "L")
            await kiosk.engine.stop()
            let again = try Front(base, clock: world.clock, in: kiosk.folder)
            await again.engine.start(enrolWith: nil)
            try await again.isConnected()
            await again.engine.stop()
        }
    }

    @Test func `with a wrong code is refused, and staff are told`() async throws {
        try await world.serving { [world] base in
            let kiosk = try Front(base, clock: world.clock)
            await kiosk.engine.start(enrolWith: "AAAA-AAAA-AAAA")
            try await kiosk.lobby { $0.staffNotice?.key == .noticeCodeRefused }
            #expect(IdentityFile(database: kiosk.path).load() == nil)
            await kiosk.engine.stop()
        }
    }

    @Test func `is asked for when there is none`() async throws {
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock)
        await kiosk.engine.start(enrolWith: nil)
        try await kiosk.lobby { $0.staffNotice?.key == .noticeNotEnrolled && !$0.isConnected }
        await kiosk.engine.stop()
    }
}

@Suite struct `I have a number already` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `finds it by number and by code, with the numbers ahead`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            for _ in 1...2 { try await world.draw("residence") }
            try await kiosk.lobby { $0.waitingNumbers == 2 }
            world.clock.advance(.minutes(1))
            let ticket = try await kiosk.draw()
            _ = try await kiosk.outcome(of: ticket.id)
            let found = try await kiosk.lookUp(.lookUp(1))
            #expect(found.map(\.label.description) == ["D 001", "A 001"])
            #expect(found.map(\.ahead) == [0, 2])
            #expect(found.allSatisfy { $0.canHandBack && $0.canReprint })
            let code = try #require(await kiosk.printer.papers.first?.values[.link])
            #expect(try await kiosk.lookUp(.lookUpKey(code)).map(\.id) == [ticket.id])
            #expect(try await kiosk.lookUp(.lookUp(99)) == [])
            #expect(try await kiosk.lookUp(.lookUpKey("12345")) == [])
            await kiosk.engine.stop()
        }
    }

    @Test func `shows the counter that called it`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let ticket = try await kiosk.draw()
            _ = try await hub(world) { try $0.visit(ticket.id) }
            try await kiosk.lobby { $0.waitingNumbers == 1 }
            _ = try await world.next(3)
            try await kiosk.lobby { $0.waitingNumbers == 0 }
            let found = try #require(try await kiosk.lookUp(.lookUp(1)).first)
            #expect(found.state == .called)
            #expect(found.counter == 3)
            #expect(found.ahead == nil)
            #expect(!found.canHandBack)
            #expect(try await kiosk.handBack(ticket.id) == false)
            await kiosk.engine.stop()
        }
    }

    @Test func `hands it back, and the hub calls nobody`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let ticket = try await kiosk.draw()
            #expect(try await kiosk.handBack(ticket.id))
            _ = try await hub(world) { store in
                try store.visit(ticket.id)?.state == .left ? true : nil
            }
            #expect(try await world.next(1) == nil)
            await kiosk.engine.stop()
        }
    }

    @Test func `prints it again twice, marked, and no more`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let ticket = try await kiosk.draw()
            _ = try await kiosk.outcome(of: ticket.id)
            var outcomes: [PrintOutcome] = []
            for _ in 1...3 {
                kiosk.engine.submit(.reprint(ticket.id, "en"))
                outcomes.append(try await kiosk.outcome(of: ticket.id))
            }
            #expect(outcomes == [.printed, .printed, .notPrinted([.other])])
            #expect(await kiosk.printer.papers.map(\.isReprint) == [false, true, true])
            #expect(await kiosk.printer.papers.last?.values[.service] == "Passport")
            await kiosk.engine.stop()
        }
    }
}

@Suite struct `The staff PIN at the kiosk` {
    @Test func `opens, refuses, and waits after five wrong ones`() async throws {
        let world = try HubWorld()
        try await world.serving { base in
            try await world.hub.administer { try await $0.setStaffPIN("4711") }
            let kiosk = try await Front.connected(base, world)
            #expect(try await kiosk.pin("4711") == .right)
            for _ in 1...5 { #expect(try await kiosk.pin("1234") == .wrong) }
            guard case .wait(let seconds) = try await kiosk.pin("4711") else {
                Issue.record("the right PIN was looked at")
                return
            }
            #expect((25...30).contains(seconds))
            kiosk.skip(.seconds(30))
            #expect(try await kiosk.pin("4711") == .right)
            await kiosk.engine.stop()
        }
    }

    @Test func `is not there until it is set`() async throws {
        let world = try HubWorld()
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock)
        await kiosk.engine.start(enrolWith: nil)
        for pin in ["", "0000", "1234"] { #expect(try await kiosk.pin(pin) == .notSet) }
        await kiosk.engine.stop()
    }
}
