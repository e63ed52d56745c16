import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `Mails about appointments` {
    private let world: HubWorld

    init() throws {
        world = try HubWorld(office: webOffice())
    }

    @Test func `hold a time until their link confirms it, and then tell the codes`() async throws {
        try await world.hold(at(10, daysLater: 3))
        let letter = try #require(try await world.due().first)
        #expect(letter.mail.kind == .confirm)
        #expect(letter.to == "a@example.org")
        #expect(letter.appointment.heldUntil == at(9, 10))
        try await world.settle(letter)
        try await world.confirm(letter.codes.link)
        #expect(try await world.kindsDue() == [.booked])
    }

    @Test func `remind on the day before, after a move of the new day only`() async throws {
        try await world.hold(at(10, daysLater: 3))
        let link = try #require(try await world.due().first).codes.link
        try await world.confirm(link)
        try await world.settleAll()
        try await world.hub.perform { cases, store, now in
            let held = try #require(try cases.appointment(link: link, in: store))
            _ = try cases.move(
                held.id,
                to: at(11, daysLater: 7),
                by: .web,
                actor: "web",
                in: store,
                at: now
            )
        }
        #expect(try await world.kindsDue() == [.moved])
        try await world.settleAll()
        world.clock.set(at(12, daysLater: 2))
        #expect(try await world.kindsDue() == [])
        world.clock.set(at(11, daysLater: 6))
        #expect(try await world.kindsDue() == [.reminder])
    }

    @Test func `tell of a cancellation, and remind of nothing then`() async throws {
        try await world.hold(at(10, daysLater: 3))
        let link = try #require(try await world.due().first).codes.link
        try await world.confirm(link)
        try await world.settleAll()
        try await world.cancel(link)
        #expect(try await world.kindsDue() == [.cancelled])
        try await world.settleAll()
        world.clock.set(at(10, 30, daysLater: 2))
        #expect(try await world.kindsDue() == [])
    }

    @Test func `are tried again after longer and longer, and staff learn of it`() async throws {
        try await world.hold(at(10, daysLater: 3))
        var pauses: [Int] = []
        for _ in 0..<8 {
            let letter = try #require(try await world.due().first)
            try await world.settle(letter, problem: "The post is closed.")
            var minutes = 0
            while try await world.due().isEmpty {
                world.clock.advance(.minutes(1))
                minutes += 1
            }
            pauses.append(minutes)
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60])
        let alarms = try await world.hub.read { _, store, _ in try store.alarms(most: 9) }
        #expect(alarms.map(\.sentence) == ["Mail does not go out: The post is closed."])
    }

    @Test func `that wait keep the address, and still confirm a time that fell back`() async throws
    {
        try await world.hold(at(10, daysLater: 3))
        world.clock.advance(.minutes(45))
        try await world.hub.housekeep()
        let letter = try #require(try await world.due().first)
        #expect(letter.appointment.state == .expired)
        try await world.confirm(letter.codes.link)
        #expect(try await world.kindsDue() == [.booked])
    }

    @Test func `of an address nobody confirmed leave nothing behind`() async throws {
        let id = try await world.hold(at(10, daysLater: 3))
        try await world.settleAll()
        world.clock.advance(.minutes(24 * 60 + 11))
        try await world.hub.housekeep()
        let left = try await world.hub.read { _, store, now in
            try store.openBookings(mail: "a@example.org", service: "passport", at: now)
        }
        #expect(left == 0)
        #expect(try await world.hub.read { _, store, _ in try store.person(id) } == nil)
    }

    @Test func `tell the owner of an address that it has enough, and who asked nothing`()
        async throws
    {
        for hour in [10, 11] {
            try await world.hold(at(hour, daysLater: 3))
            try await world.confirm(try #require(try await world.due().first).codes.link)
            try await world.settleAll()
        }
        for hour in 12...14 { try await world.hold(at(hour, daysLater: 3), in: "de-simple") }
        let letters = try await world.due()
        #expect(letters.map(\.mail.kind) == [.limit])
        #expect(letters.first?.mail.language == "de-simple", "as it was asked for")
        #expect(letters.first?.appointment.state == .booked)
        try await world.settleAll()
        try await world.hold(at(15, daysLater: 3))
        #expect(try await world.kindsDue() == [], "once is enough for two days")
    }

    @Test func `tell the owner of an address also of what is held and not confirmed`() async throws
    {
        for hour in [10, 11] { try await world.hold(at(hour, daysLater: 3)) }
        try await world.settleAll()
        try await world.hold(at(12, daysLater: 3))
        let letters = try await world.due()
        #expect(letters.map(\.mail.kind) == [.limit])
        #expect(letters.first?.appointment.state == .held)
    }

    @Test func `do not let an address have more by waiting until its holds fall back`()
        async throws
    {
        var links: [String] = []
        for hours in [[10, 11], [12, 13]] {
            for hour in hours { try await world.hold(at(hour, daysLater: 3)) }
            links += try await world.due().map(\.codes.link)
            try await world.settleAll()
            world.clock.advance(.minutes(11))
            try await world.hub.housekeep()
        }
        for link in links.prefix(2) { try await world.confirm(link) }
        for link in links.dropFirst(2) {
            await #expect(throws: HubRefusal.tooManyBookings) { try await world.confirm(link) }
        }
    }

    @Test func `are not written by an office without a mail program`() async throws {
        let world = try HubWorld()
        await #expect(throws: HubRefusal.noAppointments) {
            try await world.hold(at(10, daysLater: 3))
        }
    }

    @Test func `are not told of to who reads the database: no address stands in an answer`()
        async throws
    {
        let wish = wish(at(10, daysLater: 3))
        _ = try await world.hub.answer("hold \(wish)", of: "web", key: "1") { _, _, _ in "" }
        let kept = try await world.store.write { try $0.keptAnswer(to: "web", key: "1") }
        #expect(kept?.request.contains("example.org") == false)
    }
}

/// The small office, with mail and pages.
private func webOffice() -> Office {
    var office = smallOffice()
    office.publicURL = "https://warten.example"
    office.mail = MailRules(program: ["/bin/false"], from: "termine@example.org")
    return office
}

private func wish(_ start: Instant, in language: LanguageCode = "de") -> BookingWish {
    BookingWish(
        errands: [Errand("passport")],
        start: start,
        channel: .web,
        language: language,
        person: Person(mail: "a@example.org")
    )
}

extension HubWorld {
    @discardableResult
    fileprivate func hold(
        _ start: Instant,
        in language: LanguageCode = "de"
    ) async throws -> VisitID {
        let id = newID()
        try await hub.perform { try $0.hold(wish(start, in: language), id: id, in: $1, at: $2) }
        return id
    }

    fileprivate func confirm(_ link: String) async throws {
        _ = try await hub.perform { try $0.confirm(link: link, by: "web", in: $1, at: $2) }
    }

    fileprivate func cancel(_ link: String) async throws {
        try await hub.perform { cases, store, now in
            let booked = try #require(try cases.appointment(link: link, in: store))
            _ = try cases.cancel(booked.id, by: "web", in: store, at: now)
        }
    }

    fileprivate func due() async throws -> [Letter] {
        try await hub.perform { try $0.lettersDue(in: $1, at: $2) }
    }

    fileprivate func kindsDue() async throws -> [MailKind] {
        try await due().map(\.mail.kind)
    }

    fileprivate func settle(_ letter: Letter, problem: String? = nil) async throws {
        try await hub.perform { try $0.settle(letter.mail, problem: problem, in: $1, at: $2) }
    }

    fileprivate func settleAll() async throws {
        for letter in try await due() { try await settle(letter) }
    }
}
