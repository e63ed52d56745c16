import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import Sync
import NIOCore
import OfficeFiles
import TestWorlds
import Testing

@testable import HubServer

/// What a browser got.
struct Shown {
    var status: Int
    var text: String
    var headers: HTTPFields

    var location: String? { headers[.location] }

    var title: String? {
        text.firstMatch(of: /<h1>([^<]*)<\/h1>/).map { String($0.1) }
    }

    func holds(_ words: String) -> Bool { text.contains(words) }
}

/// The public pages in process, and somebody who reads them.
struct Browsing: Sendable {
    let world: HubWorld
    let pages: Pages
    let application: PublicApplication

    init(_ office: Office = webOffice(), at start: Instant = at(9)) throws {
        world = try HubWorld(at: start, office: office)
        pages = try Self.shippedPages()
        application = Self.application(of: world.hub, pages)
    }

    /// The pages as they are shipped.
    static func shippedPages() throws -> Pages {
        try Pages(
            layouts: layouts,
            languages: try #require(readPageTexts(in: layouts).value),
            days: try #require(readScreenTexts(in: layouts).value)
        )
    }

    /// The same hub's file with another office, as after a change of its configuration.
    func reopened(with office: Office) throws -> Browsing {
        let (clock, chance) = (world.clock, world.chance)
        let hub = try Hub(
            office: office,
            store: world.store,
            world: Hub.World(
                now: { clock.now },
                machine: { clock.now },
                chance: { chance.next() }
            )
        )
        return Browsing(world: world, pages: pages, hub: hub)
    }

    private init(world: HubWorld, pages: Pages, hub: Hub) {
        self.world = world
        self.pages = pages
        application = Self.application(of: hub, pages)
    }

    /// With feeds and a start page that are written anew for each reader, as no time passes between
    /// two of them.
    private static func application(of hub: Hub, _ pages: Pages) -> PublicApplication {
        PublicApplication(
            hub: hub,
            pages: pages,
            logger: quiet,
            feeds: PublicFeeds(hub: hub, pages: pages, logger: quiet, isKept: false),
            isStartKept: false
        )
    }

    func get(_ path: String, accept: String? = nil) async throws -> Shown {
        var headers = HTTPFields()
        if let accept { headers[.acceptLanguage] = accept }
        return try await ask(.get, path, headers, nil)
    }

    /// Sends a form, from an address behind a web server on this machine.
    func post(
        _ path: String,
        _ fields: [String: String] = [:],
        from address: String = "192.0.2.7",
        site: String = "same-origin"
    ) async throws -> Shown {
        try await ask(.post, path, head(from: address, site), form(fields))
    }

    /// Sends many forms one after the other; how often each status came.
    func postMany(
        _ path: String,
        count: Int,
        _ each: @Sendable (Int) -> ([String: String], from: String)
    ) async throws -> [Int: Int] {
        let server = Application(responder: application.responder(), logger: quiet)
        return try await server.test(.router) { client in
            var statuses: [Int: Int] = [:]
            for number in 0..<count {
                let (fields, address) = each(number)
                let status = try await client.execute(
                    uri: path,
                    method: .post,
                    headers: head(from: address, "same-origin"),
                    body: ByteBuffer(string: form(fields))
                ) { $0.status.code }
                statuses[status, default: 0] += 1
            }
            return statuses
        }
    }

    private func head(from address: String, _ site: String) -> HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = "application/x-www-form-urlencoded"
        if let name = HTTPField.Name("X-Forwarded-For") { headers[name] = address }
        if let name = HTTPField.Name("Sec-Fetch-Site") { headers[name] = site }
        return headers
    }

    private func form(_ fields: [String: String]) -> String {
        fields.map { "\($0)=\(escaped($1))" }.joined(separator: "&")
    }

    private func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ headers: HTTPFields = [:],
        _ body: String? = nil
    ) async throws -> Shown {
        let server = Application(responder: application.responder(), logger: quiet)
        return try await server.test(.router) { client in
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

    // MARK: What is done often

    static let form = [
        "for": "passport*1", "at": "2026-11-27T09:00:00Z", "mail": "a@example.org", "phone": "",
        "key": "1",
    ]

    func hold(_ changes: [String: String] = [:]) async throws -> Shown {
        try await post("/de/book/hold", Self.form.merging(changes) { $1 })
    }

    func letters() async throws -> [Letter] {
        try await world.hub.perform { try $0.lettersDue(in: $1, at: $2) }
    }

    /// Holds a time and gives its letter.
    func letter() async throws -> Letter {
        _ = try await hold()
        return try #require(try await letters().first)
    }

    /// Books a time and gives its letter.
    func booked() async throws -> Letter {
        let letter = try await letter()
        _ = try await post("/de/a/\(letter.codes.link)/confirm")
        return letter
    }

    func appointment(_ id: VisitID) async throws -> Appointment? {
        try await world.hub.read { _, store, _ in try store.booking(id) }
    }
}

/// The small office, with mail and pages.
func webOffice() -> Office {
    var office = smallOffice()
    office.publicURL = "https://warten.example"
    office.mail = MailRules(program: ["/bin/false"], from: "termine@example.org")
    return office
}

/// The layouts as they are shipped.
let layouts =
    URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path() + "layouts"
