import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import NIOCore
import NIOHTTP1
import OfficeFiles
import Synchronization
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `The board in a browser` {
    private let waitingRoom: WaitingRoom

    init() async throws {
        waitingRoom = try await WaitingRoom()
    }

    @Test func `asks for its key, and keeps it where no script reads it`() async throws {
        let asked = try await waitingRoom.get("/board")
        #expect(asked.status == 401)
        #expect(asked.title == "Anzeige anmelden")
        #expect(!asked.holds("gilt hier nicht"))
        let wrong = try await waitingRoom.enter("wrong")
        #expect(wrong.status == 401)
        #expect(wrong.holds("Dieser Schlüssel gilt hier nicht."))
        #expect(wrong.headers[.setCookie] == nil)
        let entered = try await waitingRoom.enter(waitingRoom.key)
        #expect(entered.status == 303)
        #expect(entered.location == "board")
        let cookie = try #require(entered.headers[.setCookie])
        for word in ["wartemarke-board=\(waitingRoom.key)", "HttpOnly", "SameSite=Strict"] {
            #expect(cookie.contains(word), "\(cookie)")
        }
        #expect(!cookie.contains("Secure"))
        let shown = try await waitingRoom.get("/board", key: waitingRoom.key)
        #expect(shown.status == 200)
        #expect(shown.headers[.setCookie]?.contains("wartemarke-board=\(waitingRoom.key)") == true)
        #expect(shown.holds("Gleich geht es los.</h1>"))
    }

    @Test func `takes the key with the blanks that copying brings`() async throws {
        #expect(try await waitingRoom.enter("%20\(waitingRoom.key)%0A").status == 303)
    }

    @Test func `lets only boards in, and no page of another site`() async throws {
        let (_, desk) = try await waitingRoom.world.device(.desk)
        #expect(try await waitingRoom.enter(desk).status == 401)
        for path in ["/board/events", "/board/announcement.wav"] {
            #expect(try await waitingRoom.get(path, key: desk).status == 403)
            #expect(try await waitingRoom.get(path).status == 401)
        }
        #expect(try await waitingRoom.enter(waitingRoom.key, from: "cross-site").status == 403)
        #expect(try await waitingRoom.enter(String(repeating: "x", count: 5000)).status == 413)
    }

    /// What opens which address, written down a second time: a slip in the routes shows here.
    private static let rights: [String: Set<Device.Role>?] = [
        "GET ": nil, "POST ": nil, "GET style.css": nil, "GET script.js": nil,
        "GET events": [.board], "GET announcement.wav": [.board],
    ]

    @Test func `opens every address for those who may, and nobody else`() async throws {
        #expect(Set(BoardRoute.all.map(\.title)) == Set(Self.rights.keys))
        var secrets: [Device.Role: String] = [:]
        for role in Device.Role.devices {
            secrets[role] = try await waitingRoom.world.device(role, name: "walk").1
        }
        try await waitingRoom.world.serving(board: waitingRoom.pages) { [secrets] base in
            for route in BoardRoute.all {
                #expect(route.roles == Self.rights[route.title], "\(route.title)")
                for (role, secret) in secrets.map({ (Optional($0.key), $0.value) }) + [(nil, "")] {
                    var request = HTTPClientRequest(url: base + route.address)
                    request.method = route.method == .post ? .POST : .GET
                    request.headers.add(name: "Cookie", value: "wartemarke-board=\(secret)")
                    let status = try await HTTPClient.shared.execute(
                        request,
                        timeout: .seconds(60)
                    ).status.code
                    let mayRead = route.roles.map { $0.contains(role ?? .clerk) } ?? true
                    #expect([401, 403].contains(status) == (!mayRead || Self.isAsked(route, role)))
                }
            }
        }
    }

    /// The page asks whoever has no key for it.
    private static func isAsked(_ route: BoardRoute, _ role: Device.Role?) -> Bool {
        route.path.isEmpty && (route.method == .post || role != .board)
    }

    @Test func `shows the newest call and the ones before, in its language`() async throws {
        try await waitingRoom.call(1, 2, 3)
        let page = try await waitingRoom.get("/board", key: waitingRoom.key)
        #expect(page.holds(#"<html lang="de" dir="ltr">"#))
        #expect(page.holds("A\u{a0}003"))
        #expect(page.holds(#"<p class="where">Schalter 3</p>"#))
        #expect(page.holds("Vorher aufgerufen"))
        #expect(page.holds("<p class=\"notice\">Heute &lt;nur&gt; bis 12 Uhr</p>"))
        #expect(page.holds(#"<noscript><meta http-equiv="refresh" content="10"></noscript>"#))
        #expect(!page.holds("{{") && !page.holds("board.yaml"))
        // Not shown, but known, so that it is said.
        #expect(page.holds(#"data-label="A 001" data-counter="1" data-at="17"#))
        #expect(page.text.matches(of: /\ hidden><span>/).count == 1)
    }

    @Test func `asks the holder of an appointment to the kiosk until the grace time ends`()
        async throws
    {
        let world = waitingRoom.world
        let id = world.newID()
        let wish = BookingWish(errands: [Errand("passport")], start: at(10), channel: .desk)
        _ = try await world.hub.perform { cases, store, now in
            try cases.book(wish, id: id, by: "test", in: store, at: now)
        }
        let call = "Termin 10:00: bitte am Automaten anmelden."
        func isCalled(at now: Instant) async throws -> Bool {
            world.clock.set(now)
            return try await waitingRoom.get("/board", key: waitingRoom.key).holds(call)
        }
        #expect(try await !isCalled(at: at(10) - .milliseconds(1)))
        #expect(try await isCalled(at: at(10)))
        #expect(try await isCalled(at: at(10, 10) - .milliseconds(1)))
        #expect(try await !isCalled(at: at(10, 10)))
    }

    @Test func `tells those who sit there how long the next numbers take`() async throws {
        let world = waitingRoom.world
        #expect(try await !waitingRoom.get("/board", key: waitingRoom.key).holds("Wartezeit"))
        let visit = try await world.draw()
        let before = try await waitingRoom.get("/board", key: waitingRoom.key)
        #expect(before.holds("Die Wartezeit ist gerade nicht bekannt."))
        let wait = try #require(try await world.hub.forecast()?.waits[visit.id]?.shown)
        #expect(wait == ShownWait(from: 0, to: 5))
        let page = try await waitingRoom.get("/board", key: waitingRoom.key)
        #expect(page.holds(#"<p class="soon">Wartezeit um 09:00:"#))
        #expect(page.holds("<b>A\u{a0}001</b>&nbsp;bis\u{a0}5\u{a0}Min"))
    }

    @Test func `may load nothing but its own files`() async throws {
        let page = try await waitingRoom.get("/board", key: waitingRoom.key)
        let rules = try #require(page.headers[.contentSecurityPolicy])
        for rule in ["default-src 'none'", "script-src 'self'", "media-src 'self'"] {
            #expect(rules.contains(rule))
        }
        #expect(!rules.contains("unsafe"))
        #expect(page.headers[.cacheControl] == "no-store")
        for (path, type) in [("style.css", "text/css"), ("script.js", "text/javascript")] {
            let file = try await waitingRoom.get("/board/" + path)
            #expect(file.status == 200)
            #expect(file.headers[.contentType]?.hasPrefix(type) == true)
        }
        // Nothing inline that the rules would forbid.
        #expect(page.text.firstMatch(of: /<script>|style="|onclick=/) == nil)
    }

    @Test func `says a call in all languages, and that again`() async throws {
        let answer = try await waitingRoom.get(
            "/board/announcement.wav?call=AK+012&counter=3",
            key: waitingRoom.key
        )
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "audio/wav")
        let once = [
            "de: Nummer AK 12, bitte zu Schalter 3.",
            "en: Number AK 12, please go to counter 3.",
        ]
        #expect(answer.text == (["gong"] + once + once).joined(separator: "\n"))
        let gong = try await waitingRoom.get("/board/announcement.wav", key: waitingRoom.key)
        #expect(gong.text == "gong")
    }

    @Test(arguments: ["call=A+047", "call=A+047&counter=99", "call=nonsense&counter=1"])
    func `says nothing that is no call`(query: String) async throws {
        let answer = try await waitingRoom.get(
            "/board/announcement.wav?\(query)",
            key: waitingRoom.key
        )
        #expect(answer.status == 400)
    }

    @Test func `without a voice says where the reason stands`() async throws {
        waitingRoom.voice.isBroken.withLock { $0 = true }
        let answer = try await waitingRoom.get(
            "/board/announcement.wav?call=A+047&counter=1",
            key: waitingRoom.key
        )
        #expect(answer.status == 503)
        #expect(answer.holds("The hub's log says why."))
    }

    @Test func `is not there on a hub without its pages`() async throws {
        let answer = try await waitingRoom.get("/board", on: waitingRoom.world.application())
        #expect(answer.status == 404)
    }
}

extension BoardRoute {
    fileprivate var title: String { "\(method.rawValue) \(path)" }
    fileprivate var address: String { path.isEmpty ? "/board" : "/board/\(path)" }
}

/// A hub with a board, whose voice writes what it would say.
private struct WaitingRoom: Sendable {
    /// A voice that can fall silent.
    final class Voice: Sendable {
        let isBroken = Mutex(false)

        func say(_ announcement: Announcement) throws -> [UInt8] {
            if isBroken.withLock({ $0 }) { throw Silence() }
            let words = announcement.sentences.map { "\($0.language): \($0.words)" }
            let all = (announcement.hasGong ? ["gong"] : []) + words
            return Array(all.joined(separator: "\n").utf8)
        }
    }

    let world: HubWorld
    let key: String
    let voice = Voice()
    let pages: BoardPages
    private let application: HubApplication

    init() async throws {
        world = try HubWorld()
        (_, key) = try await world.device(.board)
        let layouts =
            URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path() + "layouts"
        var layout = try #require(readBoardLayout(in: layouts).value)
        layout.earlierCalls = 1
        layout.notices = [LocalizedText(["de": "Heute <nur> bis 12 Uhr"])]
        pages = try BoardPages(
            layouts: layouts,
            layout: layout,
            texts: try #require(readScreenTexts(in: layouts).value),
            voice: { [voice] in try voice.say($0) }
        )
        application = world.application(board: pages)
    }

    /// Draws and calls a number for each counter.
    func call(_ counters: Int...) async throws {
        for counter in counters {
            try await world.draw()
            world.clock.advance(.seconds(1))
            _ = try #require(try await world.next(counter))
        }
    }

    func get(
        _ path: String,
        key: String? = nil,
        on application: HubApplication? = nil
    ) async throws -> Shown {
        var headers = HTTPFields()
        if let key { headers[.cookie] = "wartemarke-board=\(key)" }
        return try await ask(.get, path, headers, nil, on: application)
    }

    func enter(_ key: String, from site: String = "same-origin") async throws -> Shown {
        var headers = HTTPFields()
        headers[.contentType] = "application/x-www-form-urlencoded"
        if let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = site }
        return try await ask(.post, "/board", headers, "key=\(key)")
    }

    private func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields,
        _ body: String?,
        on application: HubApplication? = nil
    ) async throws -> Shown {
        let responder = (application ?? self.application).responder()
        return try await Application(responder: responder, logger: quiet).test(.router) { client in
            try await client.execute(
                uri: path,
                method: method,
                headers: headers,
                body: body.map { ByteBuffer(string: $0) }
            ) { response in
                Shown(
                    status: response.status.code,
                    text: String(buffer: response.body),
                    headers: response.headers
                )
            }
        }
    }
}

/// Some trouble of a voice.
private struct Silence: Error {}
