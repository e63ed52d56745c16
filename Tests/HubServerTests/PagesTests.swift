import Foundation
import HTTPTypes
import Hub
import HubStore
import Lobby
import Sync
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The public pages` {
    private let web: Browsing

    init() throws {
        web = try Browsing()
    }

    @Test func `lead from the services to a time that is held until its link confirms it`()
        async throws
    {
        let chosen = try await web.get("/de/book/days?s-passport=2&s-residence=0&s-pick-up=1")
        #expect(chosen.location == "/de/book/days?for=passport*2,pick-up*1")
        let days = try await web.get("/de/book/days?for=passport*2,pick-up*1")
        #expect(days.holds("Frühester Termin: Dienstag, 24. November, 09:00 Uhr"))
        #expect(days.holds("/de/book/times?day=2026-11-27&amp;for=passport*2,pick-up*1"))
        let times = try await web.get("/de/book/times?day=2026-11-27&for=passport*2,pick-up*1")
        #expect(times.title == "Um wie viel Uhr am Freitag, 27. November?")
        #expect(times.holds("at=2026-11-27T07:45:00Z"), "45 minutes after eight")
        #expect(!times.holds("at=2026-11-27T07:15:00Z"), "times are as far apart as they are long")

        let sent = try await web.get(try #require(try await web.hold().location))
        #expect(sent.title == "Bitte sehen Sie in Ihre E-Mails")
        #expect(sent.holds("bis 09:10 Uhr"))
        let letter = try #require(try await web.letters().first)
        let page = "/de/a/\(letter.codes.link)"
        #expect(try await web.get(page).title == "Fast fertig: Termin bestätigen")
        #expect(try await web.appointment(letter.appointment.id)?.state == .held, "reading is safe")
        #expect(try await web.post("\(page)/confirm").location == "\(page)?note=booked")
        #expect(try await web.post("\(page)/confirm").location == "\(page)?note=booked", "twice")
        let booked = try await web.get("\(page)?note=booked")
        #expect(booked.holds(grouped(letter.codes.checkIn)))
        #expect(booked.holds(grouped(letter.codes.change)))
        #expect(booked.holds("<svg"))
    }

    @Test func `move and cancel by link`() async throws {
        let letter = try await web.booked()
        let page = "/de/a/\(letter.codes.link)"
        let question = try await web.get("\(page)/move?at=2026-11-30T09:00:00Z")
        #expect(question.holds("auf Montag, 30. November, 10:00 Uhr?"))
        let moved = try await web.post("\(page)/move", ["at": "2026-11-30T09:00:00Z"])
        #expect(moved.location == "\(page)?note=moved")
        #expect(try await web.appointment(letter.appointment.id)?.start == at(10, daysLater: 6))
        #expect(try await web.get("\(page)/cancel").title == "Termin wirklich absagen?")
        #expect(try await web.appointment(letter.appointment.id)?.state == .booked)
        _ = try await web.post("\(page)/cancel")
        #expect(try await web.get(page).title == "Dieser Termin ist abgesagt")
        #expect(try await web.appointment(letter.appointment.id)?.state == .cancelled)
        // What was opened in another window does no harm.
        _ = try await web.post("\(page)/move", ["at": "2026-11-30T09:00:00Z"])
        _ = try await web.post("\(page)/confirm")
        #expect(try await web.appointment(letter.appointment.id)?.state == .cancelled)
    }

    @Test func `hold one time for a form that is sent twice, and another for another wish`()
        async throws
    {
        for _ in 0..<2 { #expect(try await web.hold().status == 303) }
        #expect(try await web.letters().count == 1)
        #expect(try await web.hold(["at": "2026-11-27T10:00:00Z"]).status == 303)
        #expect(try await web.letters().count == 2)
    }

    @Test func `offer the nearest times when one is taken meanwhile`() async throws {
        _ = try await web.hold()
        let second = try await web.hold(["mail": "b@example.org"])
        #expect(second.status == 409)
        #expect(second.title == "Diese Zeit ist leider nicht mehr frei")
        #expect(second.holds("Freitag, 27. November, 10:15 Uhr"))
        #expect(second.holds("/de/book/contact?at=2026-11-27T09:15:00Z&amp;for=passport*1"))
    }

    @Test(arguments: [
        ("2026-11-27T09:00:00Z", 200), ("2026-12-25T09:00:00Z", 409),
        ("2026-11-27T02:00:00Z", 409),
    ])
    func `ask nobody for an address for a time that cannot be had`(
        time: String,
        status: Int
    ) async throws {
        let page = try await web.get("/de/book/contact?at=\(time)&for=passport*1")
        #expect(page.status == status)
        #expect(page.holds("name=\"mail\"") == (status == 200))
    }

    @Test func `tell who has an appointment that the office closes then`() async throws {
        _ = try await web.hold()
        let letter = try #require(try await web.letters().first)
        _ = try await web.post("/de/a/\(letter.codes.link)/confirm")
        let words = "Zu dieser Zeit haben wir leider geschlossen"
        #expect(try await !web.get("/de/a/\(letter.codes.link)").holds(words))
        var office = webOffice()
        office.hours.closures.insert(tuesday + 3)
        let later = try web.reopened(with: office)
        #expect(try await later.get("/de/a/\(letter.codes.link)").holds(words))
    }

    @Test func `tell nobody whether an address has appointments`() async throws {
        for hour in ["09", "10"] {
            _ = try await web.hold(["at": "2026-11-27T\(hour):00:00Z", "key": hour])
            let letter = try #require(try await web.letters().first { $0.mail.kind == .confirm })
            _ = try await web.post("/de/a/\(letter.codes.link)/confirm")
        }
        func left(_ mail: String, _ time: String) async throws -> (status: Int, isOffered: Bool) {
            let answer = try await web.hold(["at": time, "key": mail + time, "mail": mail])
            let times = try await web.get("/de/book/times?day=2026-11-27&for=passport*1")
            return (answer.status, times.holds(time))
        }
        let known = try await left("a@example.org", "2026-11-27T07:30:00Z")
        let unknown = try await left("z@example.org", "2026-11-27T10:30:00Z")
        #expect(known == (303, false))
        #expect(unknown == (303, false))
    }

    @Test(arguments: [
        (["mail": "a@b"], "name@example.org"), (["mail": ""], "name@example.org"),
        (["mail": "a@example.org\nBcc: b@example.org"], "name@example.org"),
        (["mail": "a@example.org,b@example.org"], "name@example.org"),
        (["phone": "ring me"], "Telefonnummer"),
        (["mail": "\"><script>alert(1)</script>"], "name@example.org"),
    ])
    func `say what is wrong in a form, and keep what was written`(
        change: [String: String],
        words: String
    ) async throws {
        let answer = try await web.hold(change)
        #expect(answer.status == 422)
        #expect(answer.holds(words))
        #expect(answer.holds("value=\"2026-11-27T09:00:00Z\""))
        #expect(!answer.holds("<script"))
        #expect(try await web.letters().isEmpty)
    }

    @Test(arguments: ["2020-01-01", "2027-11-27"])
    func `show no times of another day than the one asked for`(day: String) async throws {
        let page = try await web.get("/de/book/times?day=\(day)&for=passport*1")
        #expect(page.status == 200)
        #expect(page.holds("An diesem Tag ist nichts mehr frei."))
        #expect(!page.holds("contact?at="))
    }

    @Test func `offer another time than the one an appointment has`() async throws {
        let letter = try await web.booked()
        let page = try await web.get("/de/a/\(letter.codes.link)/times?day=2026-11-27")
        #expect(page.holds("at=2026-11-27T08:45:00Z"))
        #expect(!page.holds("at=2026-11-27T09:00:00Z"))
    }

    @Test func `say of a service that is gone what it is and what to do`() async throws {
        let letter = try await web.booked()
        var office = webOffice()
        office.services = ServiceDirectory(
            office.services.all.filter { $0.id != letter.appointment.errands[0].service }
        )
        let later = try web.reopened(with: office)
        let page = try await later.get("/de/a/\(letter.codes.link)")
        #expect(page.holds("ein Anliegen, das es hier nicht mehr gibt"))
        let days = try await later.get("/de/a/\(letter.codes.link)/days")
        #expect(days.status == 422)
        #expect(days.title == "Dafür geht hier kein Termin")
        #expect(try await later.get("/de/book/days?for=passport*1").title == days.title)
    }

    @Test(arguments: ["/de/", "/de/book", "/de/a/0"])
    func `answer HEAD as GET, without the page`(path: String) async throws {
        let whole = try await web.get(path)
        let head = try await web.ask(.head, path)
        #expect(head.status == whole.status)
        #expect(head.text.isEmpty)
    }

    @Test func `tie what is wrong to its field, all at once`() async throws {
        let answer = try await web.hold(["mail": "a@b", "phone": "ring me"])
        #expect(
            answer.holds("aria-describedby=\"mail-hint mail-problem\" aria-invalid=\"true\">")
        )
        #expect(answer.holds("aria-describedby=\"phone-hint phone-problem\""))
        #expect(answer.holds("name@example.org") && answer.holds("Telefonnummer"))
        #expect(answer.holds("value=\"a@b\"") && answer.holds("value=\"ring me\""))
    }

    @Test(arguments: [
        "/de/book/times?day=2026-13-40&for=passport*1", "/de/book/contact?at=now&for=passport*1",
        "/de/book/days?for=fishing*1", "/de/book/days?for=passport*x", "/tr/book", "/de/nowhere",
        "/de/book/contact?at=2026-11-27T09:00:00Z&for=passport*99", "/api/v1/calls", "/healthz",
        "/de/%00", "/de/a/..%2f..%2fetc",
    ])
    func `answer what is not there with a page`(path: String) async throws {
        let answer = try await web.get(path)
        #expect([404, 422].contains(answer.status))
        #expect(answer.holds("<h1>"))
        #expect(answer.holds("0123 456"))
    }

    @Test func `say that a time cannot be read, and lead to the days`() async throws {
        let answer = try await web.get("/de/book/contact?at=foo&for=passport*1")
        #expect(answer.status == 422)
        #expect(answer.holds("wählen Sie noch einmal eine Zeit"))
        #expect(answer.holds("href=\"/de/book/days?for=passport*1\""))
    }

    @Test func `do not book a day that is closed by then`() async throws {
        let letter = try await web.letter()
        var office = webOffice()
        office.hours = OpeningHours(weekdays: [:])
        let closed = try Hub(
            office: office,
            store: web.world.store,
            world: Hub.World(
                now: { at(9, 20) },
                machine: { at(9, 20) },
                chance: { 1 }
            )
        )
        try await closed.housekeep()
        await #expect(throws: HubRefusal.slotTaken(nearest: [])) {
            try await closed.perform {
                try $0.confirm(link: letter.codes.link, by: "web", in: $1, at: $2)
            }
        }
    }

    @Test func `stay off without a mail program, and say where appointments are`() async throws {
        var office = webOffice()
        office.mail = nil
        let web = try Browsing(office)
        for path in ["/de/", "/de/book", "/de/book/days?for=passport*1"] {
            let page = try await web.get(path)
            #expect(page.holds("Hier können Sie zurzeit keinen Termin buchen."))
            #expect(page.holds("0123 456"))
        }
        #expect(try await web.hold().status == 404)
    }

    @Test(arguments: [
        ("de-AT,de;q=0.9,en;q=0.8", "/de/"), ("en-GB", "/en/"), ("fr,tr;q=0.5", "/de/"),
        ("", "/de/"), (";;,=", "/de/"),
    ])
    func `begin in the browser's language`(accepted: String, path: String) async throws {
        #expect(try await web.get("/", accept: accepted).location == path)
    }

    @Test(arguments: ["/", "/de/", "/de/book", "/de/nowhere", "/de/a/0", "/de/book?x=%22%3E"])
    func `let a browser load nothing from elsewhere, and keep nothing`(path: String) async throws {
        let answer = try await web.get(path)
        let rules = answer.headers[.contentSecurityPolicy] ?? ""
        #expect(rules.hasPrefix("default-src 'none'; script-src 'self'"))
        #expect(rules.contains("frame-ancestors 'none'"))
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(!answer.holds("style=\""))
    }

    @Test func `answer HEAD, too, and let browsers keep what they load for a while`() async throws {
        let files = ["/style.css", "/status.js", "/ticket.js"]
        for path in ["/", "/de/", "/api/v1/openapi.json"] + files {
            let (get, head) = (try await web.get(path), try await web.ask(.head, path))
            #expect(head.status == get.status && head.text.isEmpty, "\(path)")
            #expect(get.status == (path == "/" ? 303 : 200))
        }
        let style = try await web.get("/style.css")
        #expect(style.headers[.cacheControl] == "public, max-age=300")
        var headers = HTTPFields()
        headers[.ifNoneMatch] = style.headers[.eTag]
        #expect(try await web.ask(.get, "/style.css", headers).status == 304)
    }

    @Test func `tell the next appointment where none are given on the web`() async throws {
        let here = try Browsing(smallOffice())
        let page = try await here.get("/de/")
        #expect(
            page.holds("Termin frei: Dienstag, 24. November, 09:00 Uhr")
        )
        #expect(!page.holds("/book/contact"))
    }

    @Test func `take no form from another site`() async throws {
        let answer = try await web.post("/de/book/hold", Browsing.form, site: "cross-site")
        #expect(answer.status == 403)
        #expect(try await web.letters().isEmpty)
    }

    @Test func `escape what a language's or an office's file says`() async throws {
        var office = webOffice()
        office.name = LocalizedText(["de": "Amt <b> & Co"])
        let page = try await Browsing(office).get("/de/")
        #expect(page.holds("Amt &lt;b&gt; &amp; Co"))
    }
}
