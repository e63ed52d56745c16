import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hub
import HubStore
import Lobby
import NIOCore
import NIOHTTP1
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `A button of the clerks' page` {
    /// What whoever is at a counter may do, written down a second time.
    private static let ofEverybody: Set<String> = [
        "next", "finish-and-next", "undo", "pause", "work", "draw", "reprint", "check-in", "help",
        "help-take", "help-done", "unprioritise", "train-come", "train-clear", "park-photo",
        "park-payment", "park-papers", "park-other", "again", "appear", "missed", "finish",
        "transfer", "redirect", "put-back", "resume", "reinstate", "admit", "cancel", "left",
        "prioritise", "add", "note", "merge", "reopen",
    ]
    /// What only a lead may.
    private static let ofLeads: Set<String> = ["call"]

    @Test func `does what the role may, and refuses everybody else`() async throws {
        #expect(Set(DeskDeed.all) == Self.ofEverybody.union(Self.ofLeads))
        let desk = try DeskBrowsing()
        _ = try await desk.world.draw()
        let second = try await desk.world.draw()
        for role in Device.Role.people {
            let isAtCounters = [.clerk, .lead].contains(role)
            let person = try await desk.person(role, at: isAtCounters ? 1 : nil)
            // First, while both wait and the counter is free.
            for deed in Self.ofLeads + DeskDeed.all.filter({ !Self.ofLeads.contains($0) }) {
                let answer = try await desk.press("\(deed):\(second.id)", as: person)
                #expect((answer.status == 403) == !isAtCounters, "\(deed) by \(role)")
                let isRefused = answer.body.contains("Das darf nur die Leitung.")
                #expect(
                    isRefused == (Self.ofLeads.contains(deed) && role == .clerk),
                    "\(deed) by \(role): \(answer.body)"
                )
            }
        }
    }

    @Test func `tells the clerk who was too late to help who goes`() async throws {
        let desk = try DeskBrowsing()
        let id = desk.world.newID()
        try await desk.world.hub.perform { cases, store, now in
            try cases.callForHelp(from: .kiosk("hall"), id: id, in: store, at: now)
        }
        let (one, two) = (
            try await desk.person(.clerk, at: 1), try await desk.person(.clerk, at: 2)
        )
        let first = try await desk.press("help-take:\(id)", as: one)
        #expect(first.body.contains("Sie gehen hin."))
        let second = try await desk.press("help-take:\(id)", as: two)
        #expect(second.body.contains("Schalter 1 geht schon hin."))
        #expect(!second.body.contains("Sie gehen hin."))
    }

    @Test func `draws once, however often the same press is sent`() async throws {
        let desk = try DeskBrowsing()
        let clerk = try await desk.person(.clerk, at: 1)
        let form = ["draw": "passport", "persons": "3", "priority": "1"]
        for _ in 1...3 {
            let answer = try await desk.press("draw", form, as: clerk, key: "one")
            #expect(answer.body.contains("Neue Nummer: A 001."))
        }
        let waiting = try await desk.world.store.read { try $0.waitingVisits() }
        #expect(waiting.map(\.errands) == [[Errand("passport", persons: 3)]])
        #expect(waiting.map(\.standing) == [.priority])
        let bad = try await desk.press("draw", ["draw": "passport", "persons": "21"], as: clerk)
        #expect(bad.body.contains("Mehr passt nicht dazu"))
        let undone = try await desk.press("undo", as: clerk)
        #expect(undone.body.contains("A 001 gilt nicht mehr."))
    }

    @Test func `gives priority by value: two clerks who want the same do not undo each other`()
        async throws
    {
        let desk = try DeskBrowsing()
        let visit = try await desk.world.draw()
        for counter in [1, 2] {
            let clerk = try await desk.person(.clerk, at: counter)
            let answer = try await desk.press("prioritise:\(visit.id)", as: clerk)
            #expect(answer.body.contains("A 001 hat Vorrang."))
        }
        #expect(try await desk.world.visit(visit.id)?.standing == .priority)
        let clerk = try await desk.person(.clerk, at: 1)
        let answer = try await desk.press("unprioritise:\(visit.id)", as: clerk)
        #expect(answer.body.contains("A 001 hat keinen Vorrang mehr."))
    }

    @Test func `keeps the note that was typed beside it`() async throws {
        let desk = try DeskBrowsing()
        let visit = try await desk.world.draw()
        let clerk = try await desk.person(.clerk, at: 1)
        _ = try await desk.world.next(1)
        try await desk.world.act(.appear, visit.id, 1)
        let typed = ["typed": visit.id.description, "typedNote": "Foto+fehlt"]
        let parked = try await desk.press("park-photo:\(visit.id)", typed, as: clerk)
        #expect(parked.body.contains("A 001 ist geparkt."))
        #expect(parked.body.contains("Foto fehlt"))
        // A note that is refused stops what was to be done, and so is not lost.
        let long = ["typed": visit.id.description, "typedNote": String(repeating: "x", count: 301)]
        let refused = try await desk.press("resume:\(visit.id)", long, as: clerk)
        #expect(refused.body.contains("Die Notiz ist zu lang"))
        #expect(try await desk.world.visit(visit.id)?.state == .parked)
    }

    @Test(arguments: ["x", "ä", "😀"])
    func `refuses a note of 10,000 characters with a sentence, and keeps what was typed`(
        letter: String
    ) async throws {
        let desk = try DeskBrowsing()
        let visit = try await desk.world.draw()
        let clerk = try await desk.person(.clerk, at: 1)
        let note = String(repeating: letter, count: 10_000)
        let form = [
            "note": try #require(note.addingPercentEncoding(withAllowedCharacters: .alphanumerics)),
            "about": visit.id.description,
        ]
        let words = "Die Notiz ist zu lang: höchstens 300 Zeichen."
        let script = try await desk.press("note:\(visit.id)", form, as: clerk)
        #expect(script.status == 200 && script.body.contains(words))
        #expect(!script.body.contains(#""done""#))
        let deed = form.merging(["do": "note:\(visit.id)", "key": "1"]) { $1 }
        let page = try await desk.ask(.post, "/desk/do", deed, as: clerk)
        #expect(page.status == 422 && page.body.contains(words))
        #expect(page.body.contains(">\(note)</textarea>"))
        #expect(try await desk.world.store.read { try $0.person(visit.id) } == nil)
    }

    @Test func `refuses what is larger than any form, with a sentence`() async throws {
        let desk = try DeskBrowsing()
        let clerk = try await desk.person(.clerk, at: 1)
        let form = ["note": String(repeating: "x", count: DeskService.largestForm)]
        let words = "Das ist zu lang und wurde nicht gespeichert. Bitte kürzen Sie es."
        let script = try await desk.press("note", form, as: clerk)
        #expect(script.status == 413)
        #expect(script.body.contains(words) && script.body.hasPrefix("{"))
        let page = try await desk.ask(.post, "/desk/do", form, as: clerk)
        #expect(page.status == 413 && page.body.contains(words))
    }

    @Test func `does nothing at a counter that its page is not of`() async throws {
        let desk = try DeskBrowsing()
        try await desk.world.draw()
        let clerk = try await desk.person(.clerk, at: 2)
        let answer = try await desk.press("next", ["at": "1"], as: clerk)
        #expect(answer.body.contains(#""reload""#))
        #expect(try await desk.world.store.read { try $0.waitingVisits().count } == 1)
        let page = try await desk.ask(.get, "/desk", as: clerk)
        #expect(page.body.contains("Sie arbeiten jetzt an Schalter 2. Hier ist nichts geschehen."))
        _ = try await desk.press("next", ["at": "2"], as: clerk)
        #expect(try await desk.world.store.read { try $0.waitingVisits().isEmpty })
    }

    @Test func `does nothing for the Enter key in a field without script`() async throws {
        let desk = try DeskBrowsing()
        try await desk.world.draw()
        let clerk = try await desk.person(.clerk, at: 1)
        let answer = try await desk.ask(.post, "/desk/do", ["do": "", "key": "1"], as: clerk)
        #expect(answer.location == "/desk")
        #expect(try await desk.world.store.read { try $0.waitingVisits().count } == 1)
    }

    @Test func `leaves no trace of who pressed it`() async throws {
        let desk = try DeskBrowsing()
        let clerk = try await desk.person(.clerk, at: 1)
        _ = try await desk.press("next", as: clerk)
        let accounts = try await desk.world.hub.administer { try await $0.accounts() }
        let file = try Data(contentsOf: URL(filePath: desk.world.path + "-wal"))
        func holds(_ text: String) -> Bool { file.range(of: Data(text.utf8)) != nil }
        #expect(holds("desk page "))
        #expect(!holds("desk page \(accounts[0].id)"))
        // What was hashed is stored nowhere, so that the file leads from no answer to a session.
        let secret = String(try #require(clerk.cookie.split(separator: "=").last))
        #expect(holds(Secret.hash(secret)) && !holds("desk page \(Secret.hash(secret))"))
        #expect(!holds(secret))
    }

    @Test func `shows more about any visit, and about the one at the counter otherwise`()
        async throws
    {
        let desk = try DeskBrowsing()
        let held = try await desk.world.draw()
        let other = try await desk.world.draw()
        _ = try await desk.world.next(1)
        let clerk = try await desk.person(.clerk, at: 1)
        let page = try await desk.ask(.get, "/desk", as: clerk).body
        #expect(page.contains("note:\(held.id)") && !page.contains("note:\(other.id)"))
        let more = try await desk.ask(.get, "/desk?visit=\(other.id)", as: clerk).body
        #expect(more.contains("Mehr zu A 002") && more.contains("note:\(other.id)"))
        #expect(more.contains("merge:\(other.id)") && more.contains("add:\(other.id)"))
        let script = try await desk.ask(
            .get,
            "/desk?visit=\(other.id)",
            as: clerk,
            headers: [.accept: "application/json"]
        )
        #expect(script.body.hasPrefix("{") && script.body.contains("Mehr zu A 002"))
    }
}

@Suite struct `Two who want the same at the same moment` {
    @Test func `clerks take one parked visit once`() async throws {
        let desk = try DeskBrowsing()
        let clerks = [
            try await desk.person(.clerk, at: 1), try await desk.person(.clerk, at: 2),
            try await desk.person(.clerk, at: 3),
        ]
        for _ in 1...20 {
            let parked = try await desk.world.draw()
            _ = try await desk.world.next(1)
            try await desk.world.act(.appear, parked.id, 1)
            try await desk.world.act(.park, parked.id, 1)
            let answers = try await all(clerks) { clerk in
                try await desk.press("call:\(parked.id)", as: clerk).body
            }
            #expect(answers.count { $0.contains("ist aufgerufen.") } == 1)
            #expect(answers.count { $0.contains("ist inzwischen: aufgerufen.") } == 2)
            let counter = try #require(try await desk.world.visit(parked.id)?.counter)
            try await desk.world.act(.appear, parked.id, counter)
            try await desk.world.act(.finish, parked.id, counter)
        }
    }

    @Test func `a clerk and the visitor at the kiosk bring one visit back once`() async throws {
        let desk = try DeskBrowsing()
        let (kiosk, _) = try await desk.world.device(.kiosk)
        let clerk = try await desk.person(.clerk, at: 1)
        for _ in 1...20 {
            let visit = try await desk.world.draw()
            _ = try await desk.world.next(1)
            try await desk.world.act(.appear, visit.id, 1)
            try await desk.world.act(.park, visit.id, 1)
            async let atKiosk: Void = {
                _ = try await desk.world.hub.perform(for: kiosk) { cases, store, now in
                    try cases.comeBack(visit.id, atKiosk: kiosk.name, in: store, at: now)
                }
            }()
            let answer = try await desk.press("resume:\(visit.id)", as: clerk)
            try await atKiosk
            #expect(answer.body.contains("wartet wieder."))
            let known = try #require(try await desk.world.visit(visit.id))
            #expect(known.state == .waiting && known.standing == .returned)
            #expect(try await desk.world.next(1)?.id == visit.id)
            try await desk.world.act(.appear, visit.id, 1)
            try await desk.world.act(.finish, visit.id, 1)
        }
    }

    private func all<Value: Sendable>(
        _ clerks: [DeskBrowsing.Person],
        _ work: @escaping @Sendable (DeskBrowsing.Person) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: Value.self) { group in
            for clerk in clerks { group.addTask { try await work(clerk) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}

@Suite struct `A session` {
    @Test func `never ends while a visit is at its counter, and ends right after`() async throws {
        let desk = try DeskBrowsing()
        try await desk.world.draw()
        let clerk = try await desk.person(.clerk, at: 1)
        _ = try await desk.press("next", as: clerk)
        let visit = try #require(try await desk.world.store.read { try $0.visit(atCounter: 1) })
        _ = try await desk.press("appear:\(visit.id)", as: clerk)
        desk.world.clock.advance(.minutes(11 * 60))
        #expect(try await desk.ask(.get, "/desk", as: clerk).status == 200)
        let finished = try await desk.press("finish:\(visit.id)", as: clerk)
        #expect(finished.body.contains("A 001 ist fertig."))
        #expect(try await desk.ask(.get, "/desk", as: clerk).location == "/desk/log-in")
    }

    /// What takes the right to look on from an open page.
    private static let ends: [@Sendable (HubWorld, String) async throws -> Void] = [
        { world, name in
            try await world.hub.administer { try await $0.removeAccount(name: name) }
        },
        { world, name in
            _ = try await world.hub.administer {
                try await $0.setAccount(name: name, role: .head)
            }
        },
        { world, _ in world.clock.advance(.minutes(61)) },
        { world, _ in world.clock.advance(.minutes(10 * 60 + 1)) },
    ]

    @Test(arguments: ends.indices)
    func `that ends, ends the live page too: no name goes out any more`(index: Int) async throws {
        let desk = try DeskBrowsing()
        let world = desk.world
        let clerk = try await desk.person(.clerk, at: 1)
        let name = try await world.hub.administer { try await $0.accounts() }[0].name
        try await world.serving(desk: desk.layouts) { base in
            let page = try await live(base, clerk)
            #expect(page.status == .ok)
            var news = page.body.makeAsyncIterator()
            _ = try await news.next()
            try await Self.ends[index](world, name)
            // In the evening no number is given, but something changes.
            _ = try? await world.draw()
            world.hub.changed.advance()
            var rest = ""
            while let part = try await news.next() { rest += String(buffer: part) }
            #expect(!rest.contains("A 001"), "\(rest)")
            let again = try await live(base, clerk)
            #expect(again.headers.first(name: "content-type")?.hasPrefix("text/event") != true)
        }
    }

    @Test func `at another counter ends the live page of the first`() async throws {
        let desk = try DeskBrowsing()
        let clerk = try await desk.person(.clerk, at: 1)
        try await desk.world.serving(desk: desk.layouts) { base in
            let page = try await live(base, clerk, "?at=1")
            var news = page.body.makeAsyncIterator()
            _ = try await news.next()
            _ = try await desk.ask(.post, "/desk/place", ["counter": "2"], as: clerk)
            while try await news.next() != nil {}
            let again = try await live(base, clerk, "?at=1")
            #expect(again.headers.first(name: "content-type")?.hasPrefix("text/event") != true)
            #expect(try await live(base, clerk, "?at=2").status == .ok)
        }
    }

    @Test func `is told which counters others have taken`() async throws {
        let desk = try DeskBrowsing()
        let first = try await desk.person(.clerk, at: 1)
        let second = try await desk.person(.clerk, at: 2)
        let taken = "Hier arbeitet gerade jemand anderes."
        func places(_ person: DeskBrowsing.Person) async throws -> [Bool] {
            try await desk.ask(.get, "/desk/place", as: person).body
                .split(separator: "<legend>").dropFirst().map { $0.contains(taken) }
        }
        // One's own counter is none of these, and the third is free.
        #expect(try await places(first).prefix(3) == [false, true, false])
        #expect(try await places(second).prefix(3) == [true, false, false])
        // Somebody who went home without a word holds no counter for ever.
        desk.world.clock.advance(.minutes(50))
        _ = try await desk.ask(.get, "/desk", as: second)
        desk.world.clock.advance(.minutes(20))
        #expect(try await places(second).prefix(3) == [false, false, false])
    }

    @Test func `looks on live only for the roles at counters`() async throws {
        let desk = try DeskBrowsing()
        let allowed = DeskRoute.all.first { $0.path == "/desk/live" }?.roles
        #expect(allowed == [.clerk, .lead])
        try await desk.world.serving(desk: desk.layouts) { base in
            for role in Device.Role.people {
                let person = try await desk.person(role, at: 1)
                let status = try await live(base, person).status
                #expect((status == .ok) == [.clerk, .lead].contains(role), "\(role)")
                #expect(status == .ok || status == .forbidden)
            }
        }
    }

    private func live(
        _ base: String,
        _ person: DeskBrowsing.Person,
        _ query: String = ""
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + "/desk/live" + query)
        request.headers.add(name: "Cookie", value: person.cookie)
        return try await HTTPClient.shared.execute(request, timeout: .seconds(60))
    }
}
