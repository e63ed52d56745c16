import Hub
import HubClient
import HubStore
import KioskRuntime
import Lobby
import Screens
import Sync
import TestWorlds
import Testing

@Suite struct `Drawing a number at the kiosk` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `gives the hub's number, prints it and tells the hub`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            try await world.draw("residence")
            try await kiosk.lobby { $0.waitingNumbers == 1 }
            let ticket = try await kiosk.draw()
            #expect(ticket.label == Label("A 001"))
            #expect(ticket.ahead == 1)
            #expect(try await kiosk.outcome(of: ticket.id) == .printed)
            let paper = try #require(await kiosk.printer.papers.first)
            #expect(paper.values[.label] == "A 001")
            #expect(paper.values[.service] == "Reisepass")
            #expect(paper.values[.date] == "24.11.2026")
            #expect(paper.values[.time] == "09:00")
            #expect(paper.values[.link]?.count == 20)
            #expect(!paper.isReprint)
            let visit = try await hub(world) { try $0.visit(ticket.id) }
            #expect(visit.label == ticket.label)
            #expect(visit.state == .waiting)
            await kiosk.engine.stop()
        }
    }

    @Test func `gives an own number when the hub is too slow, and the next at once`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(
                base,
                world,
                reserveLimit: KioskCore.reserveLimit
            )
            let gate = Gate()
            async let blocked: Void = world.store.write { _ in gate.pass() }
            await gate.arrived()
            let tickets = [try await kiosk.draw(), try await kiosk.draw()]
            #expect(tickets.map(\.label.description) == ["AK 001", "AK 002"])
            gate.open()
            try await blocked
            for ticket in tickets {
                let visit = try await hub(world) { try $0.visit(ticket.id) }
                #expect(visit.label == ticket.label)
            }
            // The number that came too late is void.
            #expect(try await world.store.write { try $0.reservation(of: tickets[0].id) } == nil)
            #expect(try await world.draw().label == Label("A 002"))
            #expect(try await world.store.read { try $0.parkedEvents() } == 0)
            await kiosk.engine.stop()
        }
    }

    @Test func `goes on without the hub, which has it all when it is back`() async throws {
        let (base, kiosk, first) = try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            return (base, kiosk, try await kiosk.draw())
        }
        #expect(first.label == Label("A 001"))
        try await kiosk.isConnected(false)
        world.clock.advance(.minutes(1))
        let second = try await kiosk.draw()
        #expect(second.label == Label("AK 001"))
        #expect(second.ahead == 1)
        #expect(try await kiosk.outcome(of: second.id) == .printed)
        let port = try #require(base.split(separator: ":").last.flatMap { Int($0) })
        try world.store.close()
        let again = try HubWorld(at: world.clock.now, in: world.folder)
        try await again.serving(on: port) { _ in
            #expect(try await hub(again) { try $0.visit(second.id) }.label == second.label)
            #expect(try await hub(again) { try $0.visit(first.id) }.label == first.label)
            try await kiosk.isConnected()
            #expect(try await kiosk.draw().label == Label("A 002"))
            #expect(try await again.next(1)?.label == first.label)
        }
        await kiosk.engine.stop()
    }

    @Test func `goes on where it was when the program starts anew`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            #expect(try await kiosk.draw().label == Label("A 001"))
            await kiosk.engine.stop()
            let again = try Front("http://127.0.0.1:1", clock: world.clock, in: kiosk.folder)
            await again.engine.start()
            let ticket = try await again.draw()
            #expect(ticket.label == Label("AK 001"))
            await again.engine.stop()
            let third = try Front(base, clock: world.clock, in: kiosk.folder)
            await third.engine.start()
            #expect(try await hub(world) { try $0.visit(ticket.id) }.label == ticket.label)
            await third.engine.stop()
        }
    }

    @Test func `gives the hub's numbers again after a night`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            for number in 1...3 { #expect(try await kiosk.draw().label.number == number) }
            try await kiosk.lobby { $0.waitingNumbers == 3 }
            world.clock.set(at(3, daysLater: 1))
            try await world.hub.housekeep()
            world.clock.set(at(9, daysLater: 1))
            try await world.draw("residence")
            try await kiosk.lobby { $0.waitingNumbers == 1 }
            #expect(try await kiosk.draw().label == Label("A 001"))
            await kiosk.engine.stop()
        }
    }

    @Test func `is refused while the office is closed, with the next opening`() async throws {
        world.clock.set(at(7))
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock)
        await kiosk.engine.start()
        let eight = TimeOfDay(minutes: 8 * 60)
        #expect(
            try await kiosk.refused() == .closed(next: NextOpening(day: tuesday, time: eight))
        )
        world.clock.set(at(16))
        #expect(
            try await kiosk.refused() == .closed(next: NextOpening(day: tuesday + 1, time: eight))
        )
        await kiosk.engine.stop()
    }

    @Test func `sends the visitor to the desk when there is no number at all`() async throws {
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock)
        await kiosk.engine.start()
        try await kiosk.lobby { !$0.canIssue }
        #expect(try await kiosk.refused() == .noNumber)
        #expect(try await kiosk.refused("fishing") == .noTickets(.service("fishing")))
        await kiosk.engine.stop()
    }

    @Test func `is told when no paper came, and the number stays`() async throws {
        let printer = ScriptedPrinter([.notPrinted([.mediaEmpty]), .unknown([.unreachable])])
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world, printer: printer)
            let first = try await kiosk.draw()
            #expect(try await kiosk.outcome(of: first.id) == .notPrinted([.mediaEmpty]))
            let second = try await kiosk.draw()
            #expect(try await kiosk.outcome(of: second.id) == .unknown([.unreachable]))
            let waiting = try await hub(world) { store in
                let waiting = try store.waitingVisits()
                return waiting.count == 2 ? waiting : nil
            }
            #expect(waiting.map(\.id) == [first.id, second.id])
            await kiosk.engine.stop()
        }
    }

    @Test func `is not given by a revoked device, until a new code gives it its right back`()
        async throws
    {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            #expect(try await kiosk.draw().label == Label("A 001"))
            _ = try await world.hub.administer { try await $0.revoke(name: "lobby") }
            kiosk.engine.submit(.issue("passport", "de"))
            try await kiosk.lobby { $0.hubNotice?.key == .noticeRevoked && !$0.canIssue }
            #expect(try await kiosk.refused() == .noNumber)
            await kiosk.engine.stop()

            let code = try await world.hub.administer { try await $0.makeEnrolment(name: "lobby") }
            let identity = try await enrolledIdentity(
                in: IdentityFile(database: kiosk.path),
                code: code,
                hub: HubClient(base: base)
            )
            #expect(identity.spareLetter == nil && identity.machine == nil)
            world.clock.advance(.seconds(1))
            let again = try Front(base, clock: world.clock, in: kiosk.folder)
            await again.engine.start()
            try await again.isConnected()
            #expect(try await again.draw().label == Label("A 002"))
            await again.engine.stop()
        }
    }
}
