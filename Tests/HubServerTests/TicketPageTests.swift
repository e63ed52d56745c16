import HTTPTypes
import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The page of a ticket` {
    let web: Browsing
    private var world: HubWorld { web.world }

    init() throws {
        web = try Browsing()
    }

    // MARK: Opening

    @Test func `opens by what the paper says, in the language of the phone`() async throws {
        let key = try await key(of: world.draw())
        let printed = world.hub.office.link(toTicket: key)
        let path = String(printed.dropFirst("HTTPS://WARTEN.EXAMPLE".count))
        #expect(path == "/T/\(key)")
        let answer = try await web.get(path, accept: "fr, en-GB;q=0.8, de;q=0.5")
        #expect(answer.location == "/en/t/\(key)")
        let page = try await web.get("/en/t/\(key)")
        #expect(page.title == "Your number A 001")
        for language in ["de", "de-simple", "en"] {
            #expect(page.holds(#"<a href="/\#(language)/t/\#(key)" lang="\#(language)""#))
        }
        #expect(try await web.get("/t/\(key)", accept: "de").location == "/de/t/\(key)")
        #expect(try await web.get("/de/t/\(key)").title == "Ihre Nummer A 001")
        #expect(try await web.get("/de-simple/t/\(key)").title == "Ihre Nummer: A 001")
    }

    @Test func `may be kept by nobody, and loads nothing of others`() async throws {
        let page = try await web.get("/de/t/\(key(of: world.draw()))")
        #expect(page.headers[.cacheControl] == "no-store")
        #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self'") == true)
        #expect(try await web.get("/ticket.js").holds("EventSource"))
    }

    @Test func `says the same to who guesses, and to who comes a day later`() async throws {
        let key = try await key(of: world.draw())
        let guessed = String(key.reversed())
        let other = try await web.get("/de/t/\(guessed)")
        #expect(other.status == 404)
        #expect(other.title == "Diese Nummer finden wir hier nicht")
        for strange in ["1", "A047", "1234567890123456789x", key + "0"] {
            let answer = try await web.get("/de/t/\(strange)")
            #expect(answer.status == 404)
            #expect(answer.text.replacing("/t/\(strange)\"", with: "/t/\(guessed)\"") == other.text)
        }
        #expect(try await web.get("/de/t/\(key)").status == 200)
        world.clock.set(at(9, daysLater: 1))
        let yesterday = try await web.get("/de/t/\(key)")
        #expect(yesterday.status == 404)
        #expect(yesterday.text.replacing(key, with: guessed) == other.text)
        for path in ["leave", "events"] {
            #expect(try await web.get("/de/t/\(key)/\(path)").status == 404)
        }
        #expect(try await web.post("/de/t/\(key)/leave").status == 404)
    }

    @Test func `is shut to a network that guesses, not to its neighbours and who was there before`()
        async throws
    {
        let known = try await key(of: world.draw())
        let unseen = try await key(of: world.draw())
        #expect(try await ask(known, from: "192.0.2.8").status == 200)
        var statuses: [Int: Int] = [:]
        for number in 0..<40 {
            let guess = "9" + String(repeating: "0", count: 17) + padded(number, 2)
            statuses[try await ask(guess, from: "192.0.2.\(number)").status, default: 0] += 1
        }
        #expect(statuses == [404: 30, 429: 10])
        #expect(try await ask(unseen, from: "192.0.2.9").status == 429)
        #expect(try await ask(known, from: "192.0.2.9").status == 200)
        #expect(try await ask(unseen, from: "203.0.113.5").status == 200)
        world.clock.advance(.minutes(11))
        #expect(try await ask(unseen, from: "192.0.2.9").status == 200)
    }

    // MARK: Waiting

    @Test func `tells the place, and how long this visit waits`() async throws {
        for _ in 1...9 { try await world.draw() }
        let visit = try await world.draw("pick-up")
        let key = try await key(of: visit)
        var page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Abholung"))
        #expect(page.holds("Wie lange Sie noch warten, wissen wir gerade nicht."))
        #expect(page.holds("Termine werden zu ihrer Zeit aufgerufen"))
        let forecast = try #require(try await world.hub.forecast())
        let own = try #require(forecast.waits[visit.id]?.shown)
        page = try await web.get("/de/t/\(key)")
        let words =
            own.from == 0
            ? "Sie warten noch höchstens etwa \(own.to) Minuten (Stand 09:00 Uhr)."
            : "Sie warten noch etwa \(own.from) bis \(own.to) Minuten (Stand 09:00 Uhr)."
        #expect(page.holds(words), "\(page.text)")
        let ahead = try await world.store.read {
            smallOffice().numbersAhead(of: visit, among: try $0.waitingVisits(), at: at(9))
        }
        #expect(page.holds(aheadWords(ahead)), "\(page.text)")
    }

    @Test func `counts down as others are called`() async throws {
        let visits = [try await world.draw(), try await world.draw(), try await world.draw()]
        let key = try await key(of: visits[2])
        for words in ["Vor Ihnen: 2 Nummern", "Vor Ihnen: 1 Nummer<", "Vor Ihnen wartet niemand."] {
            #expect(try await web.get("/de/t/\(key)").holds(words), "\(words)")
            _ = try await world.next(visits.count)
            _ = try await finish(world.store.read { try $0.visit(atCounter: visits.count) })
        }
    }

    @Test func `says of two hours and more only that, and when to be back`() async throws {
        for _ in 1...30 { try await world.draw("residence") }
        let visit = try await world.draw("residence")
        let forecast = try #require(try await world.hub.forecast())
        let own = try #require(forecast.waits[visit.id]?.shown)
        try #require(own.isLong)
        let back = berlin.timeOfDay(
            at: smallOffice().returnTime(for: own, asOf: forecast.asOf)
        )
        let page = try await web.get("/en/t/\(key(of: visit))")
        #expect(page.holds("You will wait more than 2 hours (as of 09:00)."))
        #expect(page.holds("Please be back at \(back)."))
    }

    @Test func `of an appointment says when it is called`() async throws {
        let key = try await appointment(booked: at(9, 30), arrived: at(9))
        var page = try await web.get("/de/t/\(key)")
        #expect(page.title == "Ihre Nummer T 012")
        #expect(page.holds("Ihr Termin: 09:30 Uhr. Aufruf ab 09:20 Uhr."))
        world.clock.set(at(9, 25))
        page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Ihr Termin: 09:30 Uhr. Aufruf jederzeit möglich."))
    }

    @Test func `of somebody late says that the appointment is over`() async throws {
        let key = try await appointment(booked: at(8, 30), arrived: at(9))
        let page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Ihr Termin war um 08:30 Uhr."))
    }

    @Test func `of an appointment that nobody knows sends to the front desk`() async throws {
        let key = try await appointment(claimed: at(9, 30), arrived: at(9))
        let page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Termin 09:30 Uhr: Bitte gehen Sie mit der Nummer zur Information."))
    }

    @Test func `tells what is otherwise today`() async throws {
        let key = try await key(of: world.draw())
        var plan = DayPlan(day: tuesday)
        plan.notices = [.lift]
        _ = try await world.hub.plan(plan, by: "lead")
        #expect(try await web.get("/de/t/\(key)").holds("Der Aufzug geht heute nicht."))
        _ = try await finish(world.next(1))
        #expect(try await !web.get("/de/t/\(key)").holds("Der Aufzug"))
    }

    // MARK: Called, and after

    @Test func `sends to the counter, and follows the visit to its end`() async throws {
        let visit = try await world.draw()
        let key = try await key(of: visit)
        _ = try await world.next(3)
        var page = try await web.get("/de/t/\(key)")
        #expect(page.holds(#"<p class="call">Bitte gehen Sie zu Schalter 3</p>"#))
        #expect(page.holds("Ihre Nummer wurde um 09:00 Uhr aufgerufen."))
        #expect(!page.holds("/leave"))
        try await world.act(.appear, visit.id, 3)
        page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Sie sind jetzt an Schalter 3 an der Reihe."))
        try await world.act(CounterWish(.park, on: visit.id, reason: .photo), 3)
        page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Ihr Anliegen ist kurz zurückgestellt."))
        try await world.act(.resume, visit.id, 3)
        #expect(try await web.get("/de/t/\(key)").holds("Vor Ihnen wartet niemand."))
        _ = try await world.next(3)
        try await world.act(.appear, visit.id, 3)
        try await world.act(.finish, visit.id, 3)
        page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Ihr Anliegen mit dieser Nummer ist erledigt."))
        #expect(page.holds("data-over"))
    }

    @Test func `says where to go to who was sent on`() async throws {
        var office = webOffice()
        let name = LocalizedText(["de": "Sozialamt", "en": "Social services"])
        let place = LocalizedText(["de": "Zimmer 204", "en": "room 204"])
        office.elsewhere = [OtherOffice(id: "social", name: name, place: place)]
        let web = try Browsing(office)
        let visit = try await web.world.draw()
        let known = try await web.world.store.read { try $0.known(visit.id) }
        let key = try #require(known).key
        _ = try await web.world.next(3)
        let wish = CounterWish(.redirect, on: visit.id, elsewhere: "social")
        try await web.world.act(wish, 3)
        let page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Bitte gehen Sie zu: Sozialamt, Zimmer 204."))
        let english = try await web.get("/en/t/\(key)")
        #expect(english.holds("Please go to: Social services, room 204."))
        _ = try await web.world.undo(3)
        try await web.world.act(.appear, visit.id, 3)
        try await web.world.act(.finish, visit.id, 3)
        #expect(try await !web.get("/de/t/\(key)").holds("Sozialamt"))
    }

    @Test func `tells who was missed how to come back, as long as it can be`() async throws {
        let visit = try await world.draw()
        let key = try await key(of: visit)
        _ = try await world.next(3)
        try await world.act(.missed, visit.id, 3)
        #expect(try await web.get("/de/t/\(key)").holds("Sagen Sie es bis 09:30 Uhr am Automaten"))
        _ = try await world.comeBack(visit.id)
        #expect(try await web.get("/de/t/\(key)").holds("Vor Ihnen wartet niemand."))
        _ = try await world.next(3)
        try await world.act(.missed, visit.id, 3)
        let page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Bitte melden Sie sich an der Information."))
    }

    @Test func `tells nobody to come back when it is too late`() async throws {
        let visit = try await world.draw()
        let key = try await key(of: visit)
        _ = try await world.next(3)
        try await world.act(.missed, visit.id, 3)
        world.clock.advance(.minutes(31))
        #expect(
            try await web.get("/de/t/\(key)").holds("Bitte melden Sie sich an der Information.")
        )
    }

    @Test func `says that the office has a break, or has closed`() async throws {
        var office = webOffice()
        office.hours.weekdays[.tuesday] = [(8, 12), (13, 16)].map {
            TimeOfDay(minutes: $0 * 60)..<TimeOfDay(minutes: $1 * 60)
        }
        let web = try Browsing(office)
        let visit = try await web.world.draw()
        let key = try #require(try await web.world.store.read { try $0.known(visit.id) }).key
        web.world.clock.set(at(12, 10))
        var page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Jetzt ist Pause. Ab 13:00 Uhr rufen wir wieder auf."))
        #expect(page.holds("Vor Ihnen wartet niemand."))
        web.world.clock.set(at(16, 5))
        page = try await web.get("/de/t/\(key)")
        #expect(page.holds("Das Amt hat für heute geschlossen."))
        #expect(!page.holds("Vor Ihnen"))
    }

    @Test func `of a family's numbers tells of the one visit`() async throws {
        let first = try await world.draw()
        let second = try await world.draw()
        let (own, merged) = (try await key(of: first), try await key(of: second))
        try await world.act(CounterWish(.merge, on: first.id, other: second.id), 3)
        let page = try await web.get("/de/t/\(merged)")
        #expect(page.title == "Ihre Nummer A 002")
        #expect(page.holds("Zusammen aufgerufen mit: A 001"))
        #expect(try await web.get("/de/t/\(own)").holds("Zusammen aufgerufen mit: A 002"))
        // One of them must not take the place of the others away.
        for key in [own, merged] {
            #expect(try await !web.get("/de/t/\(key)").holds("/leave"))
            _ = try await web.post("/de/t/\(key)/leave")
        }
        #expect(try await world.visit(first.id)?.state == .waiting)
        _ = try await world.next(3)
        #expect(try await web.get("/de/t/\(merged)").holds("Bitte gehen Sie zu Schalter 3"))
    }

    // MARK: Leaving

    @Test func `gives the place back, once asked and once done`() async throws {
        let visit = try await world.draw()
        try await world.draw()
        let key = try await key(of: visit)
        #expect(try await web.get("/de/t/\(key)").holds("/de/t/\(key)/leave"))
        let asked = try await web.get("/de/t/\(key)/leave")
        #expect(asked.title == "Nummer A 001 zurückgeben?")
        #expect(try await world.visit(visit.id)?.state == .waiting)
        let foreign = try await web.post("/de/t/\(key)/leave", site: "cross-site")
        #expect(foreign.status == 403)
        for _ in 1...2 {
            let left = try await web.post("/de/t/\(key)/leave")
            #expect(left.location == "/de/t/\(key)")
        }
        #expect(try await world.visit(visit.id)?.state == .left)
        #expect(try await web.get("/de/t/\(key)").holds("Diese Nummer wurde zurückgegeben."))
        #expect(try await web.get("/de/t/\(key)/leave").location == "/de/t/\(key)")
        let events = try await world.store.read { try $0.changes(since: 0, most: 100).1 }
        #expect(events.count { $0.visit.state == .left } == 1)
        #expect(try await world.next(1)?.label == Label("A 002"))
    }

    @Test func `keeps the place of who was called meanwhile`() async throws {
        let visit = try await world.draw()
        let key = try await key(of: visit)
        _ = try await world.next(1)
        #expect(try await web.post("/de/t/\(key)/leave").location == "/de/t/\(key)")
        #expect(try await world.visit(visit.id)?.state == .called)
    }
}

extension `The page of a ticket` {
    private func key(of visit: Visit) async throws -> String {
        try #require(try await world.store.read { try $0.known(visit.id) }).key
    }

    private func ask(_ key: String, from address: String) async throws -> Shown {
        var headers = HTTPFields()
        headers[try #require(HTTPField.Name("X-Forwarded-For"))] = address
        return try await web.ask(.get, "/de/t/\(key)", headers)
    }

    private func aheadWords(_ count: Int) -> String {
        switch count {
        case 0: "Vor Ihnen wartet niemand."
        case 1: "Vor Ihnen: 1 Nummer<"
        default: "Vor Ihnen: \(count) Nummern"
        }
    }

    private func finish(_ visit: Visit?) async throws {
        guard let visit, let counter = visit.counter else { return }
        try await world.act(.appear, visit.id, counter)
        try await world.act(.finish, visit.id, counter)
    }

    /// Somebody who checked in, or says to have an appointment; the key of the ticket.
    private func appointment(
        booked: Instant? = nil,
        claimed: Instant? = nil,
        arrived: Instant
    ) async throws -> String {
        let (id, key) = world.hub.newIdentity()
        try await world.hub.perform { _, store, _ in
            try store.insert(
                Visit(
                    id: id,
                    label: Label(series: "T", number: 12),
                    service: "passport",
                    kind: booked == nil ? .walkIn : .appointment,
                    arrived: arrived,
                    booked: booked,
                    claimed: claimed
                ),
                day: tuesday,
                language: "de",
                key: key,
                origin: "kiosk:hall"
            )
        }
        return key
    }
}
