import Hub
import HubClient
import HubStore
import KioskRuntime
import Lobby
import Screens
import Sync
import TestWorlds
import Testing

/// It is 9:00 on Tuesday, 24 November 2026, and the office is open until 16:00.
@Suite struct `Appointments at the kiosk` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    // MARK: Checking in

    @Test func `are checked in with their code, and called at their time`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(minutes: 60)
            try await kiosk.lobby { $0.expected == [booked.start] }
            guard case .expected(let shown) = try await kiosk.code(booked.code) else {
                throw Silence()
            }
            #expect(shown.start == booked.start)
            let ticket = try await kiosk.issued(.checkIn(shown, "de"))
            #expect(ticket.label == Label("T 001"))
            #expect(ticket.booked == booked.start)
            #expect(ticket.ahead == 0)
            let paper = try #require(await kiosk.printed(ticket.id))
            #expect(paper.layout == "appointment")
            #expect(paper.values[.booked] == "10:00")
            #expect(paper.values[.from] == "09:50")
            let visit = try await hub(world) { try $0.visit(ticket.id) }
            #expect(visit.kind == .appointment && visit.booked == booked.start)
            // Whoever types it again sees the number.
            guard case .here(_, let found?) = try await kiosk.code(booked.code) else {
                throw Silence()
            }
            #expect(found.label == ticket.label)
            await kiosk.engine.stop()
        }
    }

    @Test func `are scanned from any screen`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(minutes: 60)
            try await kiosk.lobby { !$0.expected.isEmpty }
            let answer = try await kiosk.code(booked.code, by: KioskDialogue.Effect.lookUpKey)
            guard case .expected = answer else { throw Silence() }
            await kiosk.engine.stop()
        }
    }

    @Test func `are checked in late, without a time from which they are called`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(minutes: 15)
            try await kiosk.lobby { !$0.expected.isEmpty }
            world.clock.advance(.minutes(40))
            guard case .expected(let shown) = try await kiosk.code(booked.code) else {
                throw Silence()
            }
            let ticket = try await kiosk.issued(.checkIn(shown, "de"))
            let paper = try #require(await kiosk.printed(ticket.id))
            #expect(paper.values[.booked] == "09:15")
            #expect(paper.values[.from] == "")
            await kiosk.engine.stop()
        }
    }

    @Test func `of another day, cancelled and unknown ones are told apart`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let tomorrow = try await world.booked(minutes: 1440)
            let farAway = try await world.booked(minutes: 1440 * 14)
            let gone = try await world.booked(minutes: 90)
            try await world.cancel(gone)
            guard case .otherDay(let shown) = try await kiosk.code(tomorrow.code),
                case .otherDay(let far) = try await kiosk.code(farAway.code),
                case .cancelled = try await kiosk.code(gone.code)
            else { throw Silence() }
            #expect(shown.start == tomorrow.start)
            #expect(far.start == farAway.start)
            #expect(try await kiosk.code("000000000") == .unknown)
            await kiosk.engine.stop()
        }
    }

    @Test func `are checked in also with the hub gone`() async throws {
        let (kiosk, booked) = try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(minutes: 60)
            try await kiosk.lobby { !$0.expected.isEmpty }
            return (kiosk, booked)
        }
        try await kiosk.isConnected(false)
        guard case .expected(let shown) = try await kiosk.code(booked.code) else {
            throw Silence()
        }
        let ticket = try await kiosk.issued(.checkIn(shown, "de"))
        #expect(ticket.label == Label("TK 001"))
        guard case .here(_, let found?) = try await kiosk.code(booked.code) else {
            throw Silence()
        }
        #expect(found.label == ticket.label)
        #expect(try await kiosk.times([Errand("passport")]) == .failed(.noConnection))
        await kiosk.engine.stop()
    }

    @Test func `five wrong codes make code entry wait, and nothing else`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(minutes: 60)
            try await kiosk.lobby { !$0.expected.isEmpty }
            for _ in 1...5 { #expect(try await kiosk.code("000000000") == .unknown) }
            guard case .wait(let seconds) = try await kiosk.code(booked.code) else {
                throw Silence()
            }
            #expect((1...31).contains(seconds))
            #expect(try await kiosk.draw().label == Label("A 001"))
            kiosk.skip(.seconds(31))
            guard case .expected = try await kiosk.code(booked.code) else { throw Silence() }
            await kiosk.engine.stop()
        }
    }

    @Test func `five wrong codes do not hold up the next visitor`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(minutes: 60)
            try await kiosk.lobby { $0.expected == [booked.start] }
            for number in 0..<5 {
                #expect(try await kiosk.code("99999999\(number)") == .unknown)
            }
            guard case .wait = try await kiosk.code(booked.code) else { throw Silence() }
            kiosk.engine.submit(.visitorLeft)
            guard case .expected = try await kiosk.code(booked.code) else { throw Silence() }
            await kiosk.engine.stop()
        }
    }

    @Test func `without a code there is a number with the time said`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let said = world.clock.now + .minutes(60)
            let ticket = try await kiosk.issued(
                .claim("passport", SaidAppointment(time: said), "de")
            )
            #expect(ticket.isClaim && ticket.label == Label("A 001"))
            let paper = try #require(await kiosk.printed(ticket.id))
            #expect(paper.layout == "walk-in" && paper.values[.claimed] == "10:00")
            let visit = try await hub(world) { try $0.visit(ticket.id) }
            #expect(visit.kind == .walkIn && visit.booked == nil)
            await kiosk.engine.stop()
        }
    }

    // MARK: Booking

    @Test func `are booked, moved and cancelled, each with its slip`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let errands = [Errand("passport", persons: 2)]
            guard case .free(let days) = try await kiosk.times(errands),
                let start = days.first?.starts.dropFirst().first
            else { throw Silence() }
            // Half an hour each, so that is how far apart they are.
            #expect(start == days[0].starts[0] + .minutes(30))
            let booked = try await kiosk.booked(.book(errands, start, phone: "0123", "de"))
            let slip = try #require(await kiosk.printed(booked.appointment.id))
            #expect(slip.layout == "slip")
            #expect(slip.values[.code] == booked.code && booked.code.count == 9)
            #expect(slip.values[.change] == grouped(booked.change))
            let person = try await world.store.read { try $0.person(booked.appointment.id) }
            #expect(person == Person(phone: "0123"))
            // With both codes its holder finds it again, with others nobody does.
            let found = try await kiosk.managed(booked.code, booked.change)
            #expect(found == .found(booked.appointment))
            #expect(try await kiosk.managed(booked.code, "000000") == .unknown)
            let moved = try await kiosk.booked(.move(booked, start + .minutes(60), "de"))
            #expect(moved.appointment.start == start + .minutes(60))
            #expect(moved.code == booked.code)
            #expect(await kiosk.printed(booked.appointment.id)?.values[.code] == booked.code)
            #expect(try await kiosk.cancelled(booked.appointment.id))
            #expect(try await kiosk.cancelled(booked.appointment.id) == false)
            let over = try await kiosk.managed(booked.code, booked.change)
            #expect(over == .over(moved.appointment))
            await kiosk.engine.stop()
        }
    }

    @Test func `who is too slow gets the nearest times`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let errands = [Errand("passport")]
            guard case .free(let days) = try await kiosk.times(errands),
                let start = days.first?.starts.first
            else { throw Silence() }
            // Two counters take appointments.
            for _ in 1...2 { _ = try await world.booked(at: start) }
            let answer = try await kiosk.bookingAnswer(.book(errands, start, phone: nil, "de"))
            guard case .taken(let nearest) = answer else { throw Silence() }
            #expect(nearest.count == 3 && !nearest.contains(start))
            await kiosk.engine.stop()
        }
    }

    @Test func `are booked here at most so many times an hour`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world, bookingsPerHour: 1)
            let errands = [Errand("passport")]
            guard case .free(let days) = try await kiosk.times(errands) else { throw Silence() }
            let starts = days.flatMap(\.starts)
            _ = try await kiosk.booked(.book(errands, starts[0], phone: nil, "de"))
            let wish = KioskDialogue.Effect.book(errands, starts[1], phone: nil, "de")
            #expect(try await kiosk.bookingAnswer(wish) == .failed(.tooMany))
            // Said before a time is chosen; who moves an appointment may.
            #expect(try await kiosk.times(errands) == .failed(.tooMany))
            guard case .free = try await kiosk.times(errands, isNew: false) else {
                throw Silence()
            }
            kiosk.skip(.seconds(3600))
            _ = try await kiosk.booked(wish)
            await kiosk.engine.stop()
        }
    }

    @Test func `are booked no more often after the kiosk was started anew`() async throws {
        var office = smallOffice()
        office.booking?.kioskBookingsPerHour = 1
        let world = try HubWorld(office: office)
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            let errands = [Errand("passport")]
            guard case .free(let days) = try await kiosk.times(errands) else { throw Silence() }
            let starts = days.flatMap(\.starts)
            let (first, last) = (starts[0], starts[starts.count - 1])
            _ = try await kiosk.booked(.book(errands, first, phone: nil, "de"))
            await kiosk.engine.stop()
            let again = try Front(base, clock: world.clock, in: kiosk.folder)
            await again.engine.start()
            try await again.isConnected()
            let wish = KioskDialogue.Effect.book(errands, last, phone: nil, "de")
            #expect(try await again.bookingAnswer(wish) == .failed(.tooMany))
            world.clock.advance(.minutes(61))
            _ = try await again.booked(wish)
            await again.engine.stop()
        }
    }

    @Test func `that were given back are offered here, and stand in the list of times`()
        async throws
    {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            // Of half an hour each 9:15 lies between two that are shown.
            let errands = [Errand("passport", persons: 2)]
            let booked = try await world.booked(at: at(9, 15))
            try await world.cancel(booked)
            let freed = try await kiosk.hears { message -> FreedTime? in
                guard case .lobby(let view) = message else { return nil }
                return view.freed.first
            }
            #expect(freed.start == at(9, 15))
            #expect(freed.services == ["passport", "residence", "pick-up"])
            guard case .free(let days) = try await kiosk.times(errands) else { throw Silence() }
            #expect(days[0].starts.prefix(3) == [at(9), at(9, 15), at(9, 30)])
            await kiosk.engine.stop()
        }
    }

    // MARK: A service that is gone

    @Test func `for what the office offers no longer are checked in, and moved by people only`()
        async throws
    {
        var office = smallOffice()
        var fishing = try #require(office.services.all.first)
        fishing.id = "fishing"
        office.services = ServiceDirectory(office.services.all + [fishing])
        let world = try HubWorld(office: office)
        try await world.serving { [world] base in
            // The kiosk's own file has it no more.
            let kiosk = try await Front.connected(base, world)
            let booked = try await world.booked(at: at(10), for: "fishing")
            try await kiosk.lobby { $0.expected == [booked.start] }
            guard case .expected(let shown) = try await kiosk.code(booked.code) else {
                throw Silence()
            }
            let ticket = try await kiosk.issued(.checkIn(shown, "de"))
            #expect(ticket.label == Label("T 001") && ticket.booked == at(10))
            let paper = try #require(await kiosk.printed(ticket.id))
            #expect(paper.values[.service] == "")
            #expect(try await kiosk.times([Errand("hunting")]) == .failed(.gone))
            await kiosk.engine.stop()
        }
    }
}

extension HubWorld {
    /// Books a passport at the desk, so many minutes from now.
    func booked(
        minutes: Int
    ) async throws -> (id: VisitID, start: Instant, code: String) {
        try await booked(at: clock.now + .minutes(minutes))
    }

    func booked(
        at start: Instant,
        for service: ServiceID = "passport"
    ) async throws -> (id: VisitID, start: Instant, code: String) {
        let id = hub.newIdentity().id
        let wish = BookingWish(errands: [Errand(service)], start: start, channel: .desk)
        let code = try await hub.perform { cases, store, now in
            _ = try cases.book(wish, id: id, by: "test", in: store, at: now)
            return try cases.codes(of: id, in: store)?.checkIn ?? ""
        }
        return (id, start, code)
    }

    fileprivate func cancel(_ booked: (id: VisitID, start: Instant, code: String)) async throws {
        _ = try await hub.perform { cases, store, now in
            try cases.cancel(booked.id, by: "test", in: store, at: now)
        }
    }
}

extension Front {
    func code(
        _ code: String,
        by effect: (String) -> KioskDialogue.Effect = KioskDialogue.Effect.checkCode
    ) async throws -> CodeAnswer {
        engine.submit(effect(code))
        return try await hears { message -> CodeAnswer? in
            guard case .code(let answer) = message else { return nil }
            return answer
        }
    }

    func issued(_ effect: KioskDialogue.Effect) async throws -> IssuedTicket {
        engine.submit(effect)
        return try await hears { message -> IssuedTicket? in
            guard case .issued(let ticket) = message else { return nil }
            return ticket
        }
    }

    /// The latest paper, once one of this visit or appointment is out.
    func printed(_ id: VisitID) async -> Ticket? {
        guard (try? await outcome(of: id)) == .printed else { return nil }
        return await printer.papers.last
    }

    func times(_ errands: [Errand], isNew: Bool = true) async throws -> TimesAnswer {
        engine.submit(.findTimes(errands, isNew: isNew))
        return try await hears { message -> TimesAnswer? in
            guard case .times(let answer) = message else { return nil }
            return answer
        }
    }

    fileprivate func bookingAnswer(_ effect: KioskDialogue.Effect) async throws -> BookingAnswer {
        engine.submit(effect)
        return try await hears { message -> BookingAnswer? in
            guard case .booked(let answer) = message else { return nil }
            return answer
        }
    }

    func booked(_ effect: KioskDialogue.Effect) async throws -> BookedAppointment {
        guard case .done(let booked) = try await bookingAnswer(effect) else { throw Silence() }
        return booked
    }

    fileprivate func managed(_ code: String, _ change: String) async throws -> ManagedAnswer {
        engine.submit(.findAppointment(code: code, change: change))
        return try await hears { message -> ManagedAnswer? in
            guard case .managed(let answer) = message else { return nil }
            return answer
        }
    }

    fileprivate func cancelled(_ id: VisitID) async throws -> Bool {
        engine.submit(.cancelAppointment(id))
        return try await hears { message -> Bool? in
            guard case .appointmentCancelled(let isDone) = message else { return nil }
            return isDone
        }
    }
}
