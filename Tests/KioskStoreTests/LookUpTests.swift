import KioskStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `Looking a visit up at the kiosk` {
    let kiosk: Kiosk
    var store: KioskDatabase { kiosk.store }

    init() throws {
        kiosk = try Kiosk()
        try kiosk.store.adopt(hello(), clockOffset: 0)
    }

    @Test func `finds own and others' visits with a number, in the order of arrival`() throws {
        try store.issueOwn(1, at: at(9, 30))
        try store.mirror(news([elsewhere(1, arrived: at(9, 10))], cursor: 5))
        #expect(
            try store.visits(number: 1).map(\.visit.label.description) == ["A 001", "AK 001"]
        )
        #expect(try store.visits(number: 2) == [])
    }

    @Test func `keeps what appointments are for, and forgets them when they are over`() throws {
        let family = AppointmentChange(
            appointment: VisitID(high: 9, low: 1),
            service: "passport",
            further: ["residence", "pick-up"],
            booked: at(10),
            standing: .usual,
            code: "digest",
            state: .checkedIn,
            visit: VisitID(high: 8, low: 1)
        )
        var answer = news([], cursor: 5)
        answer.appointments = [family]
        try store.mirror(answer)
        #expect(try store.appointments(code: "digest") == [family])
        #expect(try store.appointment(family.appointment) == family)
        for days in 1...3 {
            var later = news([], cursor: 5 + days, day: tuesday + days)
            later.now = at(9, daysLater: days)
            try store.mirror(later)
            #expect(try store.appointments(code: "digest").isEmpty == (days == 3))
        }
    }

    @Test func `finds a visit by the digits of its code`() throws {
        try store.issueOwn(1)
        try store.mirror(news([elsewhere(4)], cursor: 5))
        #expect(try store.visit(key: "10001")?.visit.label == Label("AK 001"))
        #expect(try store.visit(key: "20004")?.visit.label == Label("A 004"))
        #expect(try store.visit(key: "9") == nil)
    }

    @Test func `takes the hub's word on an own visit`() throws {
        let issued = try store.issueHubs(1)
        var called = Visit(
            id: issued.job.visit,
            label: issued.label,
            service: "passport",
            state: .called,
            arrived: at(9)
        )
        called.counter = 3
        try store.mirror(news([called], cursor: 5))
        #expect(try store.visits(number: 1).map(\.visit) == [called])
        #expect(try store.waitingVisits() == [])
    }

    @Test func `knows a visit handed back before the hub does`() throws {
        let issued = try store.issueOwn(1)
        try store.mirror(news([elsewhere(2)], cursor: 5))
        _ = try store.append(.handBack, issued.job.visit, details: "{}", at: at(10))
        _ = try store.append(.handBack, elsewhere(2).id, details: "{}", at: at(10))
        #expect(try store.visit(issued.job.visit)?.visit.state == .left)
        #expect(try store.visit(elsewhere(2).id)?.visit.state == .left)
        #expect(try store.waitingVisits() == [])
    }

    @Test func `counts an own visit by the hub's clock`() throws {
        try store.adopt(hello(), clockOffset: -60_000)
        try store.issueOwn(1, at: at(9, 1))
        #expect(try store.waitingVisits().map(\.arrived) == [at(9)])
    }

    @Test func `forgets others' visits on a new day and after a resync`() throws {
        try store.mirror(news([elsewhere(1), elsewhere(2)], cursor: 5))
        try store.mirror(news([elsewhere(3)], cursor: 9, resync: true))
        #expect(try store.waitingVisits().map(\.label.number) == [3])
        try store.mirror(news([], cursor: 10, day: tuesday + 1))
        #expect(try store.waitingVisits() == [])
    }

    @Test func `keeps the new day's visits when the hub opens it before it has everything`() throws
    {
        try store.mirror(news([elsewhere(7)], cursor: 5))
        try store.issueOwn(1)
        try store.mirror(news([elsewhere(1)], cursor: 6, day: tuesday + 1))
        try store.acknowledge(1, day: tuesday)
        try store.mirror(news([elsewhere(2)], cursor: 7, day: tuesday + 1))
        #expect(try store.waitingVisits().map(\.label.description) == ["A 001", "A 002"])
    }

    @Test func `still finds an own visit of a day that is over while the hub lacks it`() throws {
        try store.issueOwn(1)
        try store.adopt(hello(day: tuesday + 1), clockOffset: 0)
        #expect(try store.visits(number: 1).count == 1)
        try store.acknowledge(1, day: tuesday)
        try store.mirror(news([], cursor: 7, day: tuesday + 1))
        #expect(try store.visits(number: 1) == [])
    }
}
