import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import OfficeFiles
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The clerks' page` {
    /// Who may do what, written down a second time: a slip in the routes shows here.
    private static let rights: [String: Set<Device.Role>?] = [
        "GET /desk/style.css": nil, "GET /desk/desk.js": nil, "GET /desk/log-in": nil,
        "POST /desk/log-in": nil, "GET /desk/log-in/provider": nil,
        "GET /desk/log-in/answer": nil,
        "POST /desk/log-out": [.clerk, .lead, .head, .administrator, .auditor],
        "GET /desk/password": [.clerk, .lead, .head, .administrator, .auditor],
        "POST /desk/password": [.clerk, .lead, .head, .administrator, .auditor],
        "GET /desk/place": [.clerk, .lead], "POST /desk/place": [.clerk, .lead],
        "GET /desk": [.clerk, .lead, .head, .administrator, .auditor],
        "GET /desk/overview": [.head, .lead], "GET /desk/people": [.administrator],
        "POST /desk/people": [.administrator], "GET /desk/audit": [.auditor, .administrator],
        "GET /desk/live": [.clerk, .lead],
        "POST /desk/do": [.clerk, .lead],
        "GET /desk/today": [.lead], "POST /desk/today": [.lead],
    ]

    @Test func `lets everybody do what the role may, and nobody else`() async throws {
        #expect(Set(DeskRoute.all.map(\.title)) == Set(Self.rights.keys))
        for route in DeskRoute.all { #expect(route.roles == Self.rights[route.title]) }
        let desk = try DeskBrowsing()
        for role in Device.Role.people {
            // The stream of the live page does not end by itself: its rights are those of the page.
            for route in DeskRoute.all where route.path != "/desk/live" && route.roles != nil {
                let person = try await desk.person(role)
                let answer = try await desk.ask(route.method, route.path, as: person)
                let mayDo = route.roles?.contains(role) ?? true
                #expect((answer.status == 403) == !mayDo, "\(route.title) by \(role)")
            }
        }
        for route in DeskRoute.all where route.roles != nil {
            let answer = try await desk.ask(route.method, route.path)
            #expect(answer.location == "/desk/log-in", "\(route.title)")
        }
    }

    @Test func `takes no form without its token, and none of another site`() async throws {
        let desk = try DeskBrowsing()
        let person = try await desk.person(.clerk)
        let without = try await desk.ask(.post, "/desk/do", as: person, token: "")
        #expect(without.location == "/desk/log-in")
        let foreign = try await desk.ask(
            .post,
            "/desk/place",
            ["counter": "1"],
            as: person,
            headers: [.origin: "https://elsewhere.example"]
        )
        #expect(foreign.status == 400)
    }

    @Test func `does the same form once, however often it is sent`() async throws {
        let desk = try DeskBrowsing()
        for _ in 1...3 { try await desk.world.draw() }
        let person = try await desk.person(.clerk, at: 1)
        for _ in 1...2 {
            let answer = try await desk.ask(
                .post,
                "/desk/do",
                ["do": "next", "key": "one"],
                as: person,
                headers: [.accept: "application/json"]
            )
            #expect(answer.body.contains("A 001 ist aufgerufen."))
        }
        #expect(try await desk.world.store.read { try $0.waitingCounts() } == ["passport": 2])
    }

    @Test func `shows notes as they were written, whatever they hold`() async throws {
        let desk = try DeskBrowsing()
        let visit = try await desk.world.draw()
        try await desk.world.act(
            CounterWish(.note, on: visit.id, note: "<script>alert(1)</script>\u{202E}\u{1B}[2J"),
            1
        )
        let page = try await desk.ask(.get, "/desk", as: try await desk.person(.clerk, at: 1))
        #expect(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt; [2J"))
        #expect(!page.body.contains("<script>alert"))
    }

    @Test func `says without script what was done`() async throws {
        let desk = try DeskBrowsing()
        let person = try await desk.person(.clerk, at: 1)
        let answer = try await desk.ask(.post, "/desk/do", ["do": "next", "key": "1"], as: person)
        #expect(answer.status == 303 && answer.location == "/desk")
        let page = try await desk.ask(.get, "/desk", as: person)
        #expect(page.body.contains("Niemand wartet für diesen Schalter."))
        #expect(try await !desk.ask(.get, "/desk", as: person).body.contains("für diesen Schalter"))
    }

    @Test func `begins for every role with a page it may see, and links no other`() async throws {
        for link in DeskLink.all {
            let route = DeskRoute.all.first { $0.path == link.path && $0.method == .get }
            #expect(route?.roles?.isSuperset(of: link.roles) == true, "\(link.path)")
        }
        let desk = try DeskBrowsing()
        for role in Device.Role.people where role != .clerk && role != .lead {
            let person = try await desk.person(role)
            let start = try await desk.ask(.get, "/desk", as: person)
            let page = try await desk.ask(.get, try #require(start.location), as: person)
            #expect(page.status == 200, "\(role)")
        }
        let clerk = try await desk.person(.clerk)
        let refused = try await desk.ask(.get, "/desk/people", as: clerk)
        #expect(refused.status == 403)
        #expect(refused.body.contains("Diese Seite gehört nicht zu Ihrer Rolle."))
    }

    @Test func `an administrator makes accounts and takes them away, but not the own`()
        async throws
    {
        let desk = try DeskBrowsing()
        let admin = try await desk.person(.administrator)
        func act(_ form: [String: String]) async throws -> DeskBrowsing.Answer {
            try await desk.ask(.post, "/desk/people", form, as: admin)
        }
        let added = try await act(["do": "add", "name": "Bert", "role": "clerk"])
        let words = try #require(
            added.body.firstMatch(of: /Das erste Passwort für bert: ([^<]+)</)?.output.1
        )
        _ = try await desk.world.hub.logIn(name: "bert", password: String(words), from: "test")
        #expect(try await act(["do": "add", "name": "Bert", "role": "lead"]).status == 409)
        #expect(try await act(["do": "add", "name": "<b>", "role": "lead"]).status == 422)
        #expect(try await act(["do": "add", "name": "eve", "role": "kiosk"]).status == 422)
        #expect(try await act(["do": "change", "name": "bert", "role": "lead"]).status == 200)
        #expect(try await act(["do": "remove", "name": "bert"]).status == 200)
        #expect(try await act(["do": "remove", "name": "bert"]).status == 404)
        let own = try await desk.world.hub.administer { try await $0.accounts() }
        #expect(own.map(\.role) == [.administrator])
        #expect(try await act(["do": "remove", "name": own[0].name]).status == 409)
        let auditor = try await desk.person(.auditor)
        let audit = try await desk.ask(.get, "/desk/audit", as: auditor).body
        #expect(audit.contains("Das Konto bert ist gelöscht.") && audit.contains(own[0].name))
        let made = "Das Konto bert hat die Rolle Sachbearbeitung und ein neues erstes Passwort."
        #expect(audit.contains(made))
    }

    @Test func `opens nothing for a first password but the page that replaces it`() async throws {
        let desk = try DeskBrowsing()
        let first = try await desk.world.hub.administer {
            try await $0.setAccount(name: "zoe", role: .lead)
        }
        let (session, secret) = try await desk.world.hub.logIn(
            name: "zoe",
            password: first,
            from: "test"
        )
        let zoe = DeskBrowsing.Person(cookie: "session=\(secret)", token: session.token)
        for path in ["/desk", "/desk/today", "/desk/place", "/desk/live"] {
            #expect(try await desk.ask(.get, path, as: zoe).location == "/desk/password", "\(path)")
        }
        let stop = try await desk.ask(.post, "/desk/today", ["stop": "on"], as: zoe)
        #expect(stop.location == "/desk/password")
        #expect(desk.world.hub.office.plan?.isStopped != true)
        #expect(try await desk.ask(.get, "/desk/password", as: zoe).status == 200)
    }

    @Test func `tells the audit in sentences, and what it does not know as it is written`()
        async throws
    {
        let desk = try DeskBrowsing()
        let (hub, store) = (desk.world.hub, desk.world.store)
        _ = try await hub.administer { try await $0.makeToken(role: .board, name: "Saal: 1, a") }
        _ = try await hub.administer { try await $0.revoke(name: "Saal: 1, a") }
        var plan = DayPlan(day: tuesday)
        plan.opens = TimeOfDay("08:15")
        plan.closes = TimeOfDay("15:00")
        plan.ticketsUntil = TimeOfDay("14:00")
        plan.quota = 3
        plan.stoppedServices = ["passport"]
        plan.counters = [1, 3]
        plan.notices = [.lift]
        plan = try await hub.plan(plan, by: "maria")
        plan.counters = []
        plan.isStopped = true
        plan = try await hub.plan(plan, by: "maria")
        _ = try await hub.plan(DayPlan(day: tuesday, version: plan.version), by: "maria")
        try await store.write { store in
            for act in ["account ida: head, by the provider", "moon: full"] {
                try store.audit(AuditLine(at: at(9), who: "provider", act: act))
            }
        }
        let auditor = try await desk.person(.auditor)
        let page = try await desk.ask(.get, "/desk/audit", as: auditor).body
        for words in [
            "Saal: 1, a (Anzeige) hat keinen Zugang mehr.",
            "Der Tag ist geändert. Öffnen um 08:15. Schließen um 15:00. "
                + "Nummern ohne Termin bis 14:00. Nummern ohne Termin: höchstens 3. "
                + "Nicht möglich: Reisepass. Schalter, die arbeiten: 1, 3. "
                + "Hinweis: Der Aufzug geht heute nicht.",
            "Keine Nummern mehr.", "Kein Schalter arbeitet.",
            "Für den Tag gilt wieder alles wie sonst.",
            "<td>Anmeldestelle</td><td>Das Konto ida hat die Rolle Amtsleitung, "
                + "so wie es das Dienstkonto sagt.</td>",
            "<td>provider</td><td>moon: full</td>",
        ] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(!page.contains("isStopped"))
        // The command says it in English.
        let request = AdminRequest(wish: .audit, text: "")
        let printed = try await hub.administer { try await request.carryOut($0) }
        let day = "The day was changed: opens at 08:15, closes at 15:00, numbers until 14:00, "
        #expect(printed.contains(day) && printed.contains("moon: full"))
        #expect(printed.contains("Device Saal: 1, a (board) was revoked."))
        #expect(!printed.contains("{"))
    }

    @Test func `says which of the two passwords is wrong, and what is`() async throws {
        let desk = try DeskBrowsing()
        let first = try await desk.world.hub.administer {
            try await $0.setAccount(name: "ayse", role: .lead)
        }
        let (session, secret) = try await desk.world.hub.logIn(
            name: "ayse",
            password: first,
            from: "test"
        )
        let ayse = DeskBrowsing.Person(cookie: "session=\(secret)", token: session.token)
        let good = "geheimes-Wort-7"
        for (old, new, status, words) in [
            ("falsch", good, 403, "Das bisherige Passwort stimmt nicht."),
            (first, "kurz", 422, "Dieses Passwort geht nicht: Es hat weniger als 10 Zeichen."),
            (
                first, String(repeating: "lang1", count: 41), 422,
                "Dieses Passwort geht nicht: Es hat mehr als 200 Zeichen."
            ),
            (first, "Ayse-ist-hier", 422, "Dieses Passwort geht nicht: Es enthält Ihren Namen."),
            (first, "aaaaaaaaaaaa", 422, "Es hat weniger als fünf verschiedene Zeichen."),
            (good, good, 422, "Dieses Passwort geht nicht: Es ist das bisherige."),
        ] {
            let form = ["old": old, "new": new]
            let answer = try await desk.ask(.post, "/desk/password", form, as: ayse)
            #expect(answer.status == status && answer.body.contains(words), "\(words)")
        }
        let form = ["old": first, "new": good]
        let changed = try await desk.ask(.post, "/desk/password", form, as: ayse)
        #expect(changed.location == "/desk")
    }

    @Test func `shows the head how the day goes, of no counter and no clerk`() async throws {
        let desk = try DeskBrowsing()
        for _ in 1...3 { try await desk.world.draw() }
        desk.world.clock.advance(.minutes(12))
        let called = try #require(try await desk.world.next(2))
        try await desk.world.act(.appear, called.id, 2)
        try await desk.world.act(.finish, called.id, 2)
        let page = try await desk.ask(.get, "/desk/overview", as: try await desk.person(.head)).body
        let row = #"<tr><th scope="row">Reisepass</th><td>3</td><td>2</td><td>1</td><td>0</td>"#
        #expect(page.contains(row + "<td>12</td><td>–</td></tr>"))
        #expect(!page.contains("Schalter"))
    }

    @Test func `plans today otherwise, by its lead`() async throws {
        let desk = try DeskBrowsing()
        let lead = try await desk.person(.lead, at: 1)
        let form = [
            "day": "2026-11-24", "version": "0", "closes": "15:00", "s-passport": "1",
            "c-1": "1", "c-2": "1", "c-3": "1", "n-lift": "1", "quota": "40",
        ]
        let saved = try await desk.ask(.post, "/desk/today", form, as: lead)
        #expect(saved.location == "/desk/today")
        let plan = try #require(desk.world.hub.office.plan)
        #expect(plan.closes?.description == "15:00" && plan.stoppedServices == ["passport"])
        #expect(plan.notices == [.lift] && plan.quota == 40 && plan.counters == nil)
        let page = try await desk.ask(.get, "/desk/today", as: lead).body
        #expect(page.contains("Gespeichert. Es gilt jetzt überall."))
        #expect(page.contains("Heute geöffnet: <strong>08:00–15:00</strong>"))
        #expect(page.contains(#"name="s-passport" value="1" checked"#))

        let late = try await desk.ask(.post, "/desk/today", form, as: lead)
        #expect(late.status == 409 && late.body.contains("Jemand hat das gerade geändert."))
        for (field, value, words) in [
            ("closes", "quarter to", "Das Feld „Schließen um“ kann nicht gelesen werden."),
            ("closes", "07:00", "Der Anfang muss vor dem Ende liegen."),
            ("quota", "many", "Das Feld „Heute höchstens so viele“"),
            ("quota", "-3", "Die Höchstzahl liegt zwischen 0 und 9999."),
        ] {
            let bad = form.merging(["version": "1", field: value]) { $1 }
            let answer = try await desk.ask(.post, "/desk/today", bad, as: lead)
            #expect(answer.status == 422 && answer.body.contains(words), "\(value)")
        }
        #expect(desk.world.hub.office.plan == plan)

        let usual = form.merging(["version": "1", "usual": "1"]) { $1 }
        _ = try await desk.ask(.post, "/desk/today", usual, as: lead)
        let end = try await desk.ask(.get, "/desk/today", as: lead).body
        #expect(end.contains("Heute gilt wieder alles wie sonst."))
        #expect(desk.world.hub.office.plan?.closes == nil)
    }

    @Test func `says what a plan does that its lead may not have meant`() async throws {
        let closed = "Damit ist ab sofort geschlossen."
        let noCounter = "Es ist kein Schalter geplant: Heute gibt es keine freien Termine mehr"
        let all = ["c-1": "1", "c-2": "1", "c-3": "1"]
        // It is 9:00, and usually open from 8:00 to 16:00.
        let plans: [([String: String], String)] = [
            (all.merging(["closes": "08:30"]) { $1 }, "Gespeichert. \(closed)"),
            (all.merging(["closes": "09:30"]) { $1 }, "Gespeichert. Es gilt jetzt überall."),
            (
                all.merging(["opens": "10:15"]) { $1 },
                "Gespeichert. Damit ist bis 10:15 Uhr geschlossen."
            ),
            ([:], "Gespeichert. \(noCounter)"),
            (["closes": "08:30"], "Gespeichert. \(closed) \(noCounter)"),
        ]
        for (changes, words) in plans {
            let desk = try DeskBrowsing()
            let lead = try await desk.person(.lead, at: 1)
            let form = changes.merging(["day": "2026-11-24", "version": "0"]) { $1 }
            let saved = try await desk.ask(.post, "/desk/today", form, as: lead)
            #expect(saved.location == "/desk/today")
            let page = try await desk.ask(.get, "/desk/today", as: lead).body
            #expect(page.contains(words), "\(words)")
        }
    }

    @Test func `lets no clerk pass others, unless the office lets everybody`() async throws {
        for isFree in [false, true] {
            var office = smallOffice()
            office.policy.clerksChoose = isFree
            let desk = try DeskBrowsing(office: office)
            try await desk.world.draw()
            let visit = try await desk.world.draw()
            let form = ["do": "call:\(visit.id)", "key": "1"]
            let clerk = try await desk.person(.clerk, at: 1)
            _ = try await desk.ask(.post, "/desk/do", form, as: clerk)
            let called = try await desk.world.visit(visit.id)?.state == .called
            #expect(called == isFree)
        }
    }
}

extension DeskRoute {
    fileprivate var title: String { "\(method.rawValue) \(path)" }
}
