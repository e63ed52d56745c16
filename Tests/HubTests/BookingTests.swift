import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `Booking` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `takes a slot until its counters are taken, and then tells the nearest`()
        async throws
    {
        for _ in 0..<2 { try await world.book(at(10, daysLater: 2)) }
        let nearest = [at(9, 30, daysLater: 2), at(9, 45, daysLater: 2), at(10, 15, daysLater: 2)]
        await #expect(throws: HubRefusal.slotTaken(nearest: nearest)) {
            try await world.book(at(10, daysLater: 2))
        }
        #expect(try await world.store.read { try $0.bookings(on: tuesday + 2) }.count == 2)
    }

    @Test(arguments: [at(7, 45), at(10, 5), at(16), at(15, daysLater: 4), at(8)])
    func `is refused outside the slots`(start: Instant) async throws {
        await #expect(throws: HubRefusal.self) { try await world.book(start) }
    }

    @Test func `is refused for what has no appointments`() async throws {
        await #expect(throws: HubRefusal.notBookable) {
            try await world.book(at(10), for: [Errand("fishing")])
        }
    }

    @Test func `gives codes that only together let somebody change it`() async throws {
        let (appointment, codes) = try await world.book(at(10))
        #expect(codes.checkIn.count == 9)
        #expect(codes.change.count == 6)
        let find = { (code: String, change: String) in
            try await world.hub.read { cases, store, _ in
                try cases.appointment(code: code, change: change, in: store)
            }
        }
        #expect(try await find(codes.checkIn, codes.change) == appointment)
        #expect(try await find(codes.checkIn, "000000") == nil)
        #expect(try await find("000000000", codes.change) == nil)
    }

    @Test func `by sixty-four at once on ten slots has ten winners, from every channel`()
        async throws
    {
        let starts = (0..<5).map { at(10 + $0, daysLater: 1) }
        let booked = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<64 {
                // On the web it is held at first.
                let channel = Channel.allCases[number % 4]
                group.addTask { [world] in
                    do {
                        try await world.book(
                            starts[number % 5],
                            by: channel,
                            isHeld: channel == .web
                        )
                        return true
                    } catch {
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(booked == 10)
        let all = try await world.store.read { try $0.bookedTimes(on: tuesday + 1) }
        #expect(Set(all.map(\.start)).count == 5)
        #expect(all.count == 10)
        for start in starts {
            #expect(all.count { $0.start == start && $0.channel == .web } <= 1)
        }
    }

    @Test func `on the web leaves what is kept for others`() async throws {
        try await world.book(at(10, daysLater: 3), by: .web)
        await #expect(throws: HubRefusal.self) {
            try await world.book(at(10, daysLater: 3), by: .web)
        }
        try await world.book(at(10, daysLater: 3), by: .kiosk)
    }

    @Test func `on the web leaves of each service what is kept for others`() async throws {
        // Three counters are planned, of which the web may book two; passports are for two of them.
        var office = smallOffice()
        let all = office.services.all.map(\.id)
        office.counters = [
            Counter(number: 1, services: all), Counter(number: 2, services: all),
            Counter(number: 3, services: all.filter { $0 != "passport" }),
        ]
        let hours = TimeOfDay(minutes: 8 * 60)..<TimeOfDay(minutes: 16 * 60)
        let shift = CounterPlan.Shift(span: hours, counters: [1, 2, 3], contingents: [.web: 2])
        office.booking?.plan = CounterPlan(
            weekdays: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [shift]) })
        )
        let world = try HubWorld(office: office)
        try await world.book(at(10, daysLater: 3), by: .web)
        await #expect(throws: HubRefusal.self) {
            try await world.book(at(10, daysLater: 3), by: .web)
        }
        try await world.book(at(10, daysLater: 3), by: .phone)
    }

    @Test func `between two appointments is a clerk's right`() async throws {
        for _ in 0..<2 { try await world.book(at(10)) }
        try await world.book(at(10), isSqueezedIn: true)
        #expect(try await world.store.read { try $0.bookings(on: tuesday) }.count == 3)
    }

    @Test func `nobody came for is closed when its day is over`() async throws {
        let (booked, codes) = try await world.book(at(10))
        world.clock.advance(.minutes(1440))
        try await world.hub.housekeep()
        #expect(try await world.store.read { try $0.booking(booked.id) }?.state == .missed)
        await #expect(throws: HubRefusal.self) { try await world.confirm(codes) }
        await #expect(throws: HubRefusal.self) { try await world.move(booked.id, to: at(11)) }
    }

    @Test func `reaches kiosks when its day comes near, and when it is moved away`() async throws {
        let (far, _) = try await world.book(at(10, daysLater: 10))
        let (near, _) = try await world.book(at(10))
        let first = try await changes(since: 0)
        #expect(first.appointments.map(\.appointment) == [near.id])
        let moved = try await world.move(near.id, to: at(10, daysLater: 13))
        let second = try await changes(since: first.cursor)
        #expect(second.appointments.map(\.booked) == [moved.start])
        world.clock.advance(.minutes(3 * 1_440))
        try await world.draw()
        let third = try await changes(since: second.cursor)
        #expect(third.appointments.map(\.appointment) == [far.id])
    }

    private func changes(since cursor: Int) async throws -> ChangesAnswer {
        try await world.hub.read { cases, store, now in
            try cases.changes(since: cursor, epoch: 1, in: store, at: now)
        }
    }

    // MARK: Held until confirmed

    @Test func `holds a slot for ten minutes`() async throws {
        let start = at(10, daysLater: 3)
        let (held, codes) = try await world.book(start, by: .web, isHeld: true)
        #expect(held.state == .held)
        await #expect(throws: HubRefusal.self) { try await world.book(start, by: .web) }
        world.clock.advance(.minutes(9))
        #expect(try await world.confirm(codes).state == .booked)
        #expect(try await world.confirm(codes).state == .booked)
        world.clock.advance(.minutes(5))
        try await world.hub.housekeep()
        #expect(try await world.store.read { try $0.booking(held.id) }?.state == .booked)
    }

    @Test func `lets a slot fall back that nobody confirmed, and takes it late if it is free`()
        async throws
    {
        let start = at(10, daysLater: 3)
        let (held, codes) = try await world.book(start, by: .web, isHeld: true)
        world.clock.advance(.minutes(11))
        let (other, _) = try await world.book(start, by: .web)
        try await world.hub.housekeep()
        #expect(try await world.store.read { try $0.booking(held.id) }?.state == .expired)
        await #expect(throws: HubRefusal.self) { try await world.confirm(codes) }
        try await world.cancel(other.id)
        world.clock.advance(.minutes(31))
        #expect(try await world.confirm(codes).state == .booked)
    }

    // MARK: Moved and cancelled

    @Test func `moves to a free slot, also one that its own time overlaps`() async throws {
        let errand = [Errand("passport", persons: 2)]
        let (appointment, codes) = try await world.book(at(10), for: errand)
        try await world.book(at(10))
        let moved = try await world.move(appointment.id, to: at(10, 15))
        #expect(moved.start == at(10, 15))
        #expect(moved.minutes == 30)
        await #expect(throws: HubRefusal.self) {
            try await world.move(appointment.id, to: at(16))
        }
        let found = try await world.hub.read { cases, store, _ in
            try cases.appointment(code: codes.checkIn, change: codes.change, in: store)
        }
        #expect(found?.start == at(10, 15))
    }

    @Test func `offers a freed slot at once at the kiosk, and later on the web`() async throws {
        let (appointment, _) = try await world.book(at(10), by: .web)
        try await world.book(at(10))
        try await world.cancel(appointment.id)
        let freed = FreedTime(
            start: at(10),
            minutes: 15,
            services: ["passport", "residence", "pick-up"]
        )
        #expect(try await world.free(.kiosk).contains(at(10)))
        #expect(try await !world.free(.web).contains(at(10)))
        #expect(try await changes(since: 0).freed == [freed])
        world.clock.advance(.minutes(4))
        #expect(try await !world.free(.web).contains(at(10)))
        world.clock.advance(.minutes(26))
        #expect(try await world.free(.web).contains(at(10)))
        #expect(try await changes(since: 0).freed == [])
        await #expect(throws: HubRefusal.unknownAppointment) {
            try await world.move(appointment.id, to: at(11))
        }
    }

    @Test func `finds the same slots with what it remembers of the days`() async throws {
        var taken: [VisitID] = []
        for number in 0..<30 {
            let start = at(8 + number % 7, number % 4 * 15, daysLater: 1 + number % 2)
            if let booked = try? await world.book(start) { taken.append(booked.0.id) }
            if number.isMultiple(of: 4), let id = taken.popLast() { try await world.cancel(id) }
            if number.isMultiple(of: 7), let id = taken.last {
                _ = try? await world.move(id, to: at(9, daysLater: 6))
            }
            for channel in [Channel.web, .desk] {
                let remembered = try await world.hub.freeDays(
                    for: [Errand("passport")],
                    by: channel
                )
                let fresh = try await world.hub.read { cases, store, now in
                    try cases.freeDays(
                        for: [Errand("passport")],
                        by: channel,
                        in: store,
                        at: now
                    )
                }
                #expect(remembered == fresh)
            }
        }
    }

    // MARK: Persons

    @Test func `keeps how to reach somebody until two days after`() async throws {
        let person = Person(name: "Anna Muster", phone: "0123")
        let (appointment, _) = try await world.book(at(10), person: person)
        #expect(try await world.store.read { try $0.person(appointment.id) } == person)
        world.clock.advance(.minutes(2 * 1_440))
        try await world.hub.housekeep()
        #expect(try await world.store.read { try $0.person(appointment.id) } == person)
        world.clock.advance(.minutes(1_440))
        try await world.hub.housekeep()
        #expect(try await world.store.read { try $0.person(appointment.id) } == nil)
    }

    @Test func `has at most two to come under a mail address`() async throws {
        let person = Person(mail: "anna@example.org")
        let (first, _) = try await world.book(at(10), person: person)
        try await world.book(at(11), person: person)
        await #expect(throws: HubRefusal.tooManyBookings) {
            try await world.book(at(12), person: person)
        }
        try await world.book(at(12), for: [Errand("pick-up")], person: person)
        try await world.cancel(first.id)
        try await world.book(at(13), person: person)
    }
}

extension HubWorld {
    @discardableResult
    fileprivate func book(
        _ start: Instant,
        for errands: [Errand] = [Errand("passport")],
        by channel: Channel = .desk,
        person: Person = Person(),
        isHeld: Bool = false,
        isSqueezedIn: Bool = false
    ) async throws -> (appointment: Appointment, codes: AppointmentCodes) {
        let wish = BookingWish(
            errands: errands,
            start: start,
            channel: channel,
            person: person,
            isSqueezedIn: isSqueezedIn
        )
        let id = newID()
        return try await hub.perform { cases, store, now in
            let appointment = try cases.book(
                wish,
                id: id,
                isHeld: isHeld,
                by: "test",
                in: store,
                at: now
            )
            return (appointment, try #require(try cases.codes(of: id, in: store)))
        }
    }

    @discardableResult
    fileprivate func confirm(_ codes: AppointmentCodes) async throws -> Appointment {
        try await hub.perform { cases, store, now in
            try cases.confirm(link: codes.link, by: "web", in: store, at: now)
        }
    }

    fileprivate func cancel(_ id: VisitID) async throws {
        let isDone = try await hub.perform { cases, store, now in
            try cases.cancel(id, by: "test", in: store, at: now)
        }
        #expect(isDone)
    }

    fileprivate func move(_ id: VisitID, to start: Instant) async throws -> Appointment {
        try await hub.perform { cases, store, now in
            try cases.move(id, to: start, by: .desk, actor: "test", in: store, at: now)
        }
    }

    /// Everything free today for a passport.
    fileprivate func free(_ channel: Channel) async throws -> [Instant] {
        try await hub.freeDays(for: [Errand("passport")], by: channel, on: tuesday...tuesday)
            .flatMap(\.starts)
    }
}
