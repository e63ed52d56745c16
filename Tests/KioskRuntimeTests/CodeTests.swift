import Hub
import HubStore
import KioskRuntime
import Lobby
import Screens
import Sync
import TestWorlds
import Testing

/// It is 9:00 on Tuesday, 24 November 2026.
@Suite struct `A code at the kiosk` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    // MARK: Without the hub

    @Test func `typed with the hub gone becomes a claim, and the appointment later`() async throws {
        let port = freshPort()
        let kiosk = try await world.serving(on: port) { [world] base in
            try await Front.connected(base, world)
        }
        try await kiosk.isConnected(false)
        // Made while the kiosk could not learn of it.
        let booked = try await world.booked(at: at(10))
        #expect(try await kiosk.code(booked.code) == .unchecked(booked.code))
        let said = SaidAppointment(code: booked.code)
        let ticket = try await kiosk.issued(.claim("residence", said, "de"))
        #expect(ticket.label == Label("DK 001") && ticket.isClaim && ticket.booked == nil)
        // Another start of the hub on the same file.
        try world.store.close()
        let again = try HubWorld(at: world.clock.now, in: world.folder)
        try await again.serving(on: port) { _ in
            let visit = try await hub(again) { try $0.visit(ticket.id) }
            #expect(visit.kind == .appointment && visit.booked == booked.start)
            #expect(visit.label == Label("DK 001") && visit.service == "passport")
            let appointment = try await again.store.read { try $0.booking(booked.id) }
            #expect(appointment?.state == .checkedIn && appointment?.visit == ticket.id)
        }
        await kiosk.engine.stop()
    }

    @Test func `of another day stays a walk-in's, and the appointment stays booked`() async throws {
        let port = freshPort()
        let kiosk = try await world.serving(on: port) { [world] base in
            try await Front.connected(base, world)
        }
        try await kiosk.isConnected(false)
        let booked = try await world.booked(at: at(10, daysLater: 10))
        let said = SaidAppointment(code: booked.code)
        let ticket = try await kiosk.issued(.claim("passport", said, "de"))
        try world.store.close()
        let again = try HubWorld(at: world.clock.now, in: world.folder)
        try await again.serving(on: port) { _ in
            let visit = try await hub(again) { try $0.visit(ticket.id) }
            #expect(visit.kind == .walkIn && visit.booked == nil)
            let appointment = try await again.store.read { try $0.booking(booked.id) }
            #expect(appointment?.state == .booked)
        }
        await kiosk.engine.stop()
    }

    @Test func `is not called unknown when the hub does not answer about it`() async throws {
        let kiosk = try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            return kiosk
        }
        // The kiosk has not noticed yet, or has: nobody knows whose code it is.
        #expect(try await kiosk.code("123456789") == .unchecked("123456789"))
        #expect(try await kiosk.code("12345") == .unknown)
        await kiosk.engine.stop()
    }

    @Test func `of an appointment that was kept is over the day after`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(at: at(10))
            try await kiosk.lobby { !$0.expected.isEmpty }
            guard case .expected(let shown) = try await kiosk.code(booked.code) else {
                throw Silence()
            }
            _ = try await kiosk.issued(.checkIn(shown, "de"))
            world.clock.advance(.minutes(1_440))
            guard case .otherDay(let over) = try await kiosk.code(booked.code) else {
                throw Silence()
            }
            #expect(over.start == booked.start)
            await kiosk.engine.stop()
        }
    }

    // MARK: Wrong ones

    @Test func `wrong ten thousand times is looked at five hundred times a day`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(at: at(10))
            try await kiosk.lobby { !$0.expected.isEmpty }
            var answers: [CodeAnswer] = []
            for number in 0..<10_000 {
                if number.isMultiple(of: 5) { kiosk.engine.submit(.visitorLeft) }
                answers.append(try await kiosk.code(String(900_000_000 + number)))
            }
            #expect(answers.prefix(500).allSatisfy { $0 == .unknown })
            #expect(answers.dropFirst(500).allSatisfy { $0 == .off })
            // Nothing else is off, and the next day it begins anew.
            #expect(try await kiosk.draw().label == Label("A 001"))
            #expect(try await kiosk.code(booked.code) == .off)
            world.clock.advance(.minutes(1_440))
            guard case .otherDay = try await kiosk.code(booked.code) else { throw Silence() }
            await kiosk.engine.stop()
        }
    }

    @Test func `wrong ones of a day are still counted after the kiosk was started anew`()
        async throws
    {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            for number in 0..<499 {
                if number.isMultiple(of: 5) { kiosk.engine.submit(.visitorLeft) }
                #expect(try await kiosk.code(String(900_000_000 + number)) == .unknown)
            }
            await kiosk.engine.stop()
            let again = try Front(base, clock: world.clock, in: kiosk.folder)
            await again.engine.start()
            try await again.isConnected()
            #expect(try await again.code("999999999") == .unknown)
            #expect(try await again.code("999999999") == .off)
            await again.engine.stop()
        }
    }
}
