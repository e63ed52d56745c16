import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

/// It is Tuesday, 9:00; two counters take appointments, of which the web may book one.
@Suite struct `An appointment of today` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    // MARK: Due

    @Test func `is called to the kiosk from its time until its grace time ends`() async throws {
        try await book(at(10))
        for (now, times) in [
            (at(10) - .milliseconds(1), []), (at(10), [at(10)]),
            (at(10, 10) - .milliseconds(1), [at(10)]), (at(10, 10), []),
        ] {
            world.clock.set(now)
            #expect(try await due() == times, "\(now)")
        }
    }

    @Test func `is called once for all who have it, and no longer once they are here`() async throws
    {
        let first = try await book(at(10))
        let second = try await book(at(10))
        try await book(at(10, 15))
        world.clock.set(at(10, 1))
        #expect(try await due() == [at(10)])
        try await checkIn(first)
        #expect(try await due() == [at(10)])
        try await checkIn(second)
        #expect(try await due() == [])
    }

    // MARK: Freed

    @Test func `that is given back is told with what it can be booked for`() async throws {
        let long = try await book(at(10), for: [Errand("passport", persons: 2)])
        try await book(at(10), for: [Errand("passport", persons: 2)])
        // Between two others there is a quarter of an hour.
        try await cancel(long)
        let freed = try await freed(.desk)
        #expect(freed.map(\.start) == [at(10)])
        #expect(freed.first?.minutes == 30)
        #expect(freed.first?.services == ["passport", "residence", "pick-up"])
        try await book(at(10, 15))
        #expect(
            try await self.freed(.kiosk).first?.services == ["passport", "residence", "pick-up"]
        )
        try await book(at(10))
        #expect(try await self.freed(.kiosk) == [])
    }

    @Test func `that is given back is not told to who may not book it`() async throws {
        var office = smallOffice()
        for day in Weekday.allCases {
            guard var shifts = office.booking?.plan.weekdays[day] else { continue }
            for index in shifts.indices { shifts[index].contingents[.kiosk] = 0 }
            office.booking?.plan.weekdays[day] = shifts
        }
        office.booking?.release = .zero
        let world = try HubWorld(office: office)
        let id = try await book(at(10), in: world)
        try await cancel(id, in: world)
        #expect(try await freed(.desk, in: world).map(\.start) == [at(10)])
        #expect(try await freed(.kiosk, in: world) == [])
    }

    @Test func `that is given back is not told for what is too long for it`() async throws {
        var office = smallOffice()
        office.counters = [Counter(number: 1)]
        office.services = ServiceDirectory(
            office.services.all.map { service in
                var service = service
                if service.id == "residence" { service.plannedMinutes = 45 }
                return service
            }
        )
        let world = try HubWorld(office: office)
        let between = try await book(at(10), in: world)
        try await book(at(10, 15), in: world)
        try await cancel(between, in: world)
        #expect(try await freed(.kiosk, in: world).map(\.services) == [["passport", "pick-up"]])
    }

    @Test func `that was freed and is taken again is no news any more`() async throws {
        let gone = try await book(at(10))
        try await cancel(gone)
        #expect(try await freed(.kiosk).map(\.start) == [at(10)])
        try await book(at(10), by: "kiosk:hall")
        #expect(try await freed(.kiosk).isEmpty)
    }

    // MARK: Squeezed in

    @Test func `that was squeezed in is no misfit of today, until the office closes then`()
        async throws
    {
        for _ in 1...2 { try await book(at(10)) }
        let third = try await book(at(10), isSqueezedIn: true)
        #expect(try await world.store.read { try $0.booking(third) }?.isSqueezedIn == true)
        let view = try await world.hub.read { try $0.todayView(in: $1, at: $2) }
        #expect(view.misfits.isEmpty)
        var plan = DayPlan(day: tuesday)
        plan.opens = TimeOfDay(minutes: 11 * 60)
        _ = try await world.hub.plan(plan, by: "lead")
        let closed = try await world.hub.read { try $0.todayView(in: $1, at: $2) }
        #expect(closed.misfits.map(\.reason) == [.closed, .closed, .closed])
    }

    @Test(arguments: [at(8), at(3, daysLater: 1), at(10, daysLater: 5)])
    func `is squeezed in neither before now, nor when the office is closed`(
        start: Instant
    ) async throws {
        await #expect(throws: HubRefusal.slotTaken(nearest: [])) {
            try await book(start, isSqueezedIn: true)
        }
    }

    @Test func `that was squeezed in is as others once it was moved`() async throws {
        for _ in 1...2 { try await book(at(10)) }
        let third = try await book(at(10), isSqueezedIn: true)
        _ = try await world.hub.perform { cases, store, now in
            try cases.move(third, to: at(11), by: .phone, actor: "test", in: store, at: now)
        }
        let moved = try await world.store.read { try $0.booking(third) }
        #expect(moved?.isSqueezedIn == false && moved?.channel == .phone)
    }

    // MARK: Limits

    @Test func `is booked at one kiosk so many times an hour, whoever counts there`() async throws {
        var office = smallOffice()
        office.booking?.kioskBookingsPerHour = 2
        let world = try HubWorld(office: office)
        try await book(at(10), by: "kiosk:hall", in: world)
        let second = try await book(at(10, 15), by: "kiosk:hall", in: world)
        // Given back it still counts.
        try await cancel(second, in: world)
        await #expect(throws: HubRefusal.kioskLimit) {
            try await book(at(11), by: "kiosk:hall", in: world)
        }
        try await book(at(11), by: "kiosk:door", in: world)
        try await book(at(11, 15), by: "desk:front", in: world)
        world.clock.advance(.minutes(61))
        try await book(at(12), by: "kiosk:hall", in: world)
    }

    // MARK: Another office file

    @Test func `of which some fit no more raises an alarm once, and again with one more`()
        async throws
    {
        try await book(at(10))
        try await book(at(10), for: [Errand("residence")])
        #expect(try await world.hub.watchBookings() == nil)
        try world.store.close()
        var office = smallOffice()
        office.services = ServiceDirectory(office.services.all.filter { $0.id != "residence" })
        let later = try HubWorld(office: office, in: world.folder)
        #expect(try await later.hub.watchBookings() == 1)
        #expect(try await later.hub.watchBookings() == nil)
        #expect(
            try await later.store.read { try $0.alarms(most: 10).map(\.sentence) } == [
                "1 booked appointment does not fit the office's file any more. "
                    + "Whom to tell: wartemarke check --bookings."
            ]
        )
        try later.store.close()
        office.booking = nil
        let without = try HubWorld(office: office, in: world.folder)
        #expect(try await without.hub.watchBookings() == 2)
    }

    // MARK: A service that is gone

    @Test func `for a service that is gone is checked in, and every counter may call it`()
        async throws
    {
        let id = try await book(at(10), for: [Errand("residence")])
        try world.store.close()
        var office = smallOffice()
        let left = office.services.all.filter { $0.id != "residence" }
        office.services = ServiceDirectory(left)
        let later = try HubWorld(office: office, in: world.folder)
        let view = try await later.hub.read { try $0.todayView(in: $1, at: $2) }
        #expect(view.misfits.map(\.reason) == [.service("residence")])
        await #expect(throws: HubRefusal.notBookable) {
            try await later.hub.perform { cases, store, now in
                try cases.move(id, to: at(11), by: .desk, actor: "test", in: store, at: now)
            }
        }
        let visit = try await checkIn(id, in: later)
        #expect(visit.service == "residence" && visit.label == Label("T 001"))
        // Counter 2 is for passports, and yet.
        later.clock.set(at(10))
        let workplace = try await later.hub.read { cases, store, now in
            try cases.workplace(ofCounter: 2, in: store, at: now)
        }
        #expect(workplace.waiting.map(\.visit.id) == [visit.id])
        #expect(try await later.next(2)?.id == visit.id)
    }

    // MARK: -

    @discardableResult
    private func book(
        _ start: Instant,
        for errands: [Errand] = [Errand("passport")],
        by actor: String = "desk:test",
        isSqueezedIn: Bool = false,
        in other: HubWorld? = nil
    ) async throws -> VisitID {
        let world = other ?? self.world
        let id = world.newID()
        let wish = BookingWish(
            errands: errands,
            start: start,
            channel: actor.hasPrefix("kiosk") ? .kiosk : .desk,
            isSqueezedIn: isSqueezedIn
        )
        _ = try await world.hub.perform { cases, store, now in
            try cases.book(wish, id: id, by: actor, in: store, at: now)
        }
        return id
    }

    private func cancel(_ id: VisitID, in other: HubWorld? = nil) async throws {
        let isDone = try await (other ?? world).hub.perform { cases, store, now in
            try cases.cancel(id, by: "test", in: store, at: now)
        }
        #expect(isDone)
    }

    @discardableResult
    private func checkIn(_ id: VisitID, in other: HubWorld? = nil) async throws -> Visit {
        let world = other ?? self.world
        let fresh = world.hub.newIdentity()
        return try await world.hub.perform { cases, store, now in
            try cases.checkIn(id, drawn: nil, fresh: fresh, by: "desk", in: store, at: now)
        }
    }

    private func due() async throws -> [Instant] {
        try await world.hub.read { try $0.dueTimes(in: $1, at: $2) }
    }

    private func freed(
        _ channel: Channel,
        in other: HubWorld? = nil
    ) async throws -> [FreedTime] {
        try await (other ?? world).hub.read { try $0.freedToday(for: channel, in: $1, at: $2) }
    }
}
