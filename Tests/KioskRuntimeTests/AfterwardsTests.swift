import Foundation
import Hub
import HubClient
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
            await again.engine.start()
            try await again.isConnected()
            await again.engine.stop()
        }
    }

    @Test func `needs a code that the hub takes, and a hub`() async throws {
        let folder = try TemporaryFolder()
        let file = IdentityFile(database: folder.file("kiosk.sqlite"))
        let nowhere = HubClient(base: "http://127.0.0.1:1")
        await #expect(throws: EnrolmentProblem.noCode) {
            try await enrolledIdentity(in: file, code: nil, hub: nowhere)
        }
        await #expect(throws: EnrolmentProblem.hubUnreachable) {
            try await enrolledIdentity(in: file, code: "AAAA-AAAA-AAAA", hub: nowhere)
        }
        let problem = try await world.serving { base -> EnrolmentProblem? in
            // A machine with much to do may answer too late, and is asked again.
            for _ in 1...5 {
                do {
                    _ = try await enrolledIdentity(
                        in: file,
                        code: "AAAA-AAAA-AAAA",
                        hub: HubClient(base: base)
                    )
                    return nil
                } catch EnrolmentProblem.hubUnreachable {
                    continue
                } catch let problem as EnrolmentProblem {
                    return problem
                }
            }
            return .hubUnreachable
        }
        #expect(problem == .codeRefused)
        #expect(file.load() == nil)
    }

    @Test func `is not lost by a code that is used up or cannot be asked about`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let file = IdentityFile(database: kiosk.path)
            let known = try #require(file.load())
            for hub in [base, "http://127.0.0.1:1"] {
                let same = try await enrolledIdentity(
                    in: file,
                    code: "AAAA-AAAA-AAAA",
                    hub: HubClient(base: hub)
                )
                #expect(same == known)
            }
            await kiosk.engine.stop()
        }
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

    @Test func `parked, is back at its visitor's word`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let ticket = try await kiosk.draw()
            _ = try await hub(world) { try $0.visit(ticket.id) }
            try await kiosk.lobby { $0.waitingNumbers == 1 }
            // In one step, so that the kiosk hears of nothing between.
            try await world.hub.perform { cases, store, now in
                _ = try cases.next(counter: 3, in: store, at: now)
                for action in [CounterAction.appear, .park] {
                    try cases.act(
                        CounterWish(action, on: ticket.id),
                        counter: 3,
                        in: store,
                        at: now
                    )
                }
            }
            try await kiosk.lobby { $0.waitingNumbers == 0 }
            let parked = try #require(try await kiosk.lookUp(.lookUp(1)).first)
            #expect(parked.state == .parked && parked.canComeBack)
            #expect(try await kiosk.comeBack(parked))
            let visit = try #require(try await world.visit(ticket.id))
            #expect(visit.state == .waiting && visit.standing == .returned)
            await kiosk.engine.stop()
        }
    }

    @Test func `somebody is called to its kiosk`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            #expect(try await kiosk.callHelp())
            #expect(try await kiosk.callHelp())
            let calls = try await world.store.read {
                try $0.helpCalls(since: Instant(milliseconds: 0))
            }
            guard case .kiosk("lobby")? = calls.first?.place, calls.count == 1 else {
                Issue.record("\(calls)")
                return
            }
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

    @Test func `is still known after the file was lost and the hub is gone`() async throws {
        let world = try HubWorld()
        try await world.serving { base in
            try await world.hub.administer { try await $0.setStaffPIN("4711") }
            let kiosk = try await Front.connected(base, world)
            #expect(try await kiosk.pin("4711") == .right)
            await kiosk.engine.stop()
            try Data("damaged".utf8).write(to: URL(filePath: kiosk.path))
            let again = try Front("http://127.0.0.1:1", clock: world.clock, in: kiosk.folder)
            await again.engine.start()
            #expect(try await again.pin("4711") == .right)
            await again.engine.stop()
        }
    }

    @Test func `is not there until it is set`() async throws {
        let world = try HubWorld()
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock)
        await kiosk.engine.start()
        for pin in ["", "0000", "1234"] { #expect(try await kiosk.pin(pin) == .notSet) }
        await kiosk.engine.stop()
    }
}
