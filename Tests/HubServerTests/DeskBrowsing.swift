import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import NIOCore
import OfficeFiles
import TestWorlds
import Testing

@testable import HubServer

/// A browser at the clerks' page of the small office.
struct DeskBrowsing {
    struct Person {
        var cookie: String
        var token: String
    }

    struct Answer {
        var status: Int
        var location: String?
        var body: String
    }

    let world: HubWorld
    let layouts: DeskLayouts
    private let application: HubApplication

    init(
        office: Office? = nil,
        in known: HubWorld? = nil,
        training: TrainingOffice? = nil,
        papers: (HubWorld) -> DeskPapers? = { _ in nil }
    ) throws {
        world = try known ?? HubWorld(office: office)
        let folder = HubServerTests.layouts
        let texts = try #require(readDeskTexts(in: folder).value)
        layouts = try DeskLayouts(
            layouts: folder,
            languages: texts,
            screens: try #require(readScreenTexts(in: folder).value)
        )
        application = HubApplication(
            hub: world.hub,
            logger: quiet,
            desk: layouts,
            papers: papers(world),
            training: training
        )
    }

    /// Somebody of the role, logged in.
    func person(_ role: Device.Role, at counter: Int? = nil) async throws -> Person {
        let name = "somebody-\(world.chance.next() % 1_000_000)"
        let first = try await world.hub.administer {
            try await $0.setAccount(name: name, role: role)
        }
        let entered = try await world.hub.logIn(name: name, password: first, from: "test").session
        var (session, secret) = try await world.hub.changePassword(
            of: entered,
            from: first,
            to: "ein eigenes Wort"
        )
        if let counter { session = try await world.hub.place(session, at: counter) }
        return Person(cookie: "session=\(secret)", token: session.token)
    }

    /// Presses a button of the page, as its script does.
    func press(
        _ deed: String,
        _ form: [String: String] = [:],
        as person: Person,
        key: String? = nil
    ) async throws -> Answer {
        let key = key ?? String(world.chance.next())
        return try await ask(
            .post,
            "/desk/do",
            form.merging(["do": deed, "key": key]) { $1 },
            as: person,
            headers: [.accept: "application/json"]
        )
    }

    func ask(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ form: [String: String] = [:],
        as person: Person? = nil,
        token: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> Answer {
        var headers = headers
        headers[.cookie] = person?.cookie
        headers[.acceptLanguage] = "de"
        headers[.contentType] = "application/x-www-form-urlencoded"
        let fields = form.merging(["token": token ?? person?.token ?? ""]) { $1 }
        let body = fields.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        let application = Application(responder: application.responder(), logger: quiet)
        return try await application.test(.router) { [headers] client in
            try await client.execute(
                uri: path,
                method: method,
                headers: headers,
                body: method == .post ? ByteBuffer(string: body) : nil
            ) { response in
                Answer(
                    status: response.status.code,
                    location: response.headers[.location],
                    body: String(buffer: response.body)
                )
            }
        }
    }
}
