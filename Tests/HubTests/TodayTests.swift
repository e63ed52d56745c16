import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@Suite struct `Today, by its lead` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    private func plan(_ change: (inout DayPlan) -> Void) async throws -> DayPlan {
        var plan = world.hub.office.plan(at: world.clock.now) ?? DayPlan(day: tuesday)
        change(&plan)
        return try await world.hub.plan(plan, by: "maria")
    }

    private func status() async throws -> StatusView {
        try await world.hub.read { try $0.status(in: $1, at: $2) }
    }

    @Test func `stops the numbers at once, and gives them again`() async throws {
        _ = try await plan { $0.isStopped = true }
        await #expect(throws: HubRefusal.noTickets(.stopped)) { try await world.draw() }
        #expect(try await status().stop == .stopped)
        _ = try await plan { $0.isStopped = false }
        #expect(try await world.draw().label.description == "A 001")
        #expect(try await status().stop == nil)
    }

    @Test func `gives no more numbers than the quota, whatever they are for`() async throws {
        _ = try await plan { $0.quota = 2 }
        try await world.draw()
        try await world.draw("pick-up")
        await #expect(throws: HubRefusal.noTickets(.full)) { try await world.draw("residence") }
        _ = try await plan { $0.quota = 3 }
        try await world.draw("residence")
    }

    @Test func `closes earlier for everybody`() async throws {
        world.clock.set(at(11, 59))
        _ = try await plan { $0.closes = TimeOfDay(minutes: 12 * 60) }
        try await world.draw()
        world.clock.set(at(12))
        await #expect(throws: HubRefusal.closed) { try await world.draw() }
        #expect(try await !status().isOpen)
    }

    @Test func `holds after a restart, and is over at night`() async throws {
        _ = try await plan { $0.stoppedServices = ["passport"] }
        let again = try HubWorld(at: at(10), in: world.folder)
        await #expect(throws: HubRefusal.noTickets(.service("passport"))) {
            try await again.draw()
        }
        try await again.draw("residence")
        again.clock.set(at(9, daysLater: 1))
        try await again.draw()
        let view = try await again.hub.read { try $0.todayView(in: $1, at: $2) }
        #expect(view.plan == DayPlan(day: tuesday + 1))
    }

    @Test func `is not changed by somebody who saw an older one`() async throws {
        let first = try await plan { $0.notices = [.lift] }
        #expect(first.version == 1)
        var stale = first
        stale.version = 0
        stale.isStopped = true
        var yesterday = first
        yesterday.day = tuesday + -1
        for old in [stale, yesterday] {
            await #expect(throws: HubRefusal.planChanged) {
                try await world.hub.plan(old, by: "otto")
            }
        }
        #expect(world.hub.office.plan == first)
    }

    @Test func `is written down: what, and for the audit who`() async throws {
        _ = try await plan { $0.isStopped = true }
        let acts = try await world.hub.administer { try await $0.audit() }
        #expect(acts.first?.who == "maria")
        #expect(acts.first?.act.contains("\"isStopped\":true") == true)
        let latest = try await world.store.read { try $0.latestEvent() }
        #expect(latest == 2)
    }

    @Test func `tells whom it leaves without their appointment`() async throws {
        let id = world.newID()
        _ = try await world.hub.perform { cases, store, now in
            try cases.book(
                BookingWish(
                    errands: [Errand("passport")],
                    start: at(15),
                    channel: .desk,
                    person: Person(phone: "0123")
                ),
                id: id,
                isHeld: false,
                by: "desk",
                in: store,
                at: now
            )
        }
        _ = try await plan { $0.closes = TimeOfDay(minutes: 14 * 60) }
        let view = try await world.hub.read { try $0.todayView(in: $1, at: $2) }
        #expect(view.misfits.map(\.reason) == [.closed])
        #expect(view.persons[id]?.phone == "0123")
        #expect(view.open.map(\.upperBound.description) == ["14:00"])
        #expect(view.usual.map(\.upperBound.description) == ["16:00"])
    }
}
