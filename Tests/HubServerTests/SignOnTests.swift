import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import HummingbirdTesting
import Lobby
import OfficeFiles
import SignOn
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `Log-in by a provider` {
    @Test func `lets a lead in and sends the browser on`() async throws {
        try await SignOnWorld.run { world async throws in
            let came = try await world.logIn()
            #expect(came.status == 200 && came.body.contains(#"content="0;url=/desk""#))
            let session = try await world.session(came)
            #expect(session.name == "ayse.y" && session.role == .lead)
            #expect(!session.mustChangePassword)
            let acts = try await world.world.store.read { try $0.audit(most: 5) }
            #expect(acts.map(\.act) == ["account ayse.y: lead, by the provider"])
            // A second log-in ends nothing and is no act of administration.
            let again = try await world.logIn()
            #expect(try await world.session(again).account == session.account)
            #expect(try await world.session(came).account == session.account)
            #expect(try await world.world.store.read { try $0.audit(most: 5) }.count == 1)
        }
    }

    @Test func `goes along with another role, which ends the sessions of the first`()
        async throws
    {
        try await SignOnWorld.run { world async throws in
            let lead = try await world.logIn()
            world.provider.behave { $0.groups = ["clerks", "leads"] }
            #expect(try await world.session(try await world.logIn()).role == .lead)
            world.provider.behave { $0.groups = ["clerks"] }
            #expect(try await world.session(try await world.logIn()).role == .clerk)
            await #expect(throws: HubRefusal.notLoggedIn) { try await world.session(lead) }
        }
    }

    /// One lie each, and what the log-in page says with which status.
    static let lies: [(String, Int, @Sendable (inout TestProvider.Manner) -> Void)] = [
        ("signed with a key that is not published", 502, { $0.key = "two" }),
        (
            "signed with another key than it says", 502,
            {
                $0.key = "two"; $0.saysKey = "one"
            }
        ),
        ("of another issuer", 502, { $0.issuer = "http://127.0.0.1:1/realm" }),
        ("for another client", 502, { $0.audience = ["payroll"] }),
        (
            "for two clients, made for the other", 502,
            {
                $0.audience = ["wartemarke", "payroll"]
                $0.party = "payroll"
            }
        ),
        ("expired", 502, { $0.life = -61 }),
        ("of another log-in", 502, { $0.nonce = "0123" }),
        ("of nobody", 502, { $0.subject = "" }),
        ("without a name", 502, { $0.name = " " }),
        ("without a role", 403, { $0.groups = ["gardeners"] }),
        (
            "not signed at all", 502,
            {
                $0.rawToken = "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwMDAxIn0."
            }
        ),
        ("no token", 502, { $0.rawToken = "hello" }),
    ]

    @Test(arguments: lies.indices)
    func `is refused for a token that is wrong`(index: Int) async throws {
        let (what, status, lie) = Self.lies[index]
        try await SignOnWorld.run { world async throws in
            world.provider.behave(lie)
            let came = try await world.logIn()
            #expect(came.status == status, "\(what)")
            #expect(came.cookie("session") == nil, "\(what)")
            #expect(try await world.world.store.read { try $0.accounts() }.isEmpty)
            // The same with the truth goes through: nothing else was in the way.
            world.provider.behave { _ in }
            #expect(try await world.logIn().status == 200, "\(what)")
        }
    }

    @Test func `takes each return once, in the browser that began, for ten minutes`()
        async throws
    {
        try await SignOnWorld.run { world async throws in
            let begun = try await world.begin()
            let back = try world.provider.authorize(try #require(begun.location))
            let own = begun.cookie("log-in")
            #expect(try await world.ask(back).status == 403)
            #expect(try await world.ask(back, cookie: "log-in=0000").status == 403)
            #expect(try await world.ask(back, cookie: own).status == 200)
            let replayed = try await world.ask(back, cookie: own)
            #expect(replayed.status == 403 && replayed.body.contains("Bitte beginnen Sie neu."))

            let late = try await world.begin()
            let lateBack = try world.provider.authorize(try #require(late.location))
            world.world.clock.advance(.minutes(10))
            #expect(try await world.ask(lateBack, cookie: late.cookie("log-in")).status == 403)
        }
    }

    @Test func `follows a provider that changes its keys`() async throws {
        try await SignOnWorld.run { world async throws in
            #expect(try await world.logIn().status == 200)
            #expect(try await world.logIn().status == 200)
            #expect(world.provider.keyQuestions == 1)
            world.provider.behave {
                $0.key = "two"
                $0.published = ["two"]
            }
            // Who asks with made-up keys does not make the hub ask the provider each time.
            #expect(try await world.logIn().status == 502)
            #expect(world.provider.keyQuestions == 1)
            world.world.clock.advance(.seconds(10))
            #expect(try await world.logIn().status == 200)
            #expect(world.provider.keyQuestions == 2)
        }
    }

    @Test func `says so when the provider is not there, and lets administrators in by password`()
        async throws
    {
        try await SignOnWorld.run(isUp: false) { world async throws in
            let page = try await world.begin()
            #expect(page.status == 503)
            #expect(page.body.contains("Die Anmeldestelle antwortet nicht."))
            for (role, mayCome) in [(Device.Role.administrator, true), (.clerk, false)] {
                let hub = world.world.hub
                let name = "by-password-\(role.rawValue)"
                let first = try await hub.administer {
                    try await $0.setAccount(name: name, role: role)
                }
                if mayCome {
                    _ = try await hub.logIn(name: name, password: first, from: "test")
                } else {
                    await #expect(throws: HubRefusal.passwordsOff) {
                        try await hub.logIn(name: name, password: first, from: "test")
                    }
                }
            }
        }
    }

    @Test func `never takes over an account with a password`() async throws {
        try await SignOnWorld.run { world async throws in
            let hub = world.world.hub
            _ = try await hub.administer {
                try await $0.setAccount(name: "ayse.y", role: .administrator)
            }
            let came = try await world.logIn()
            #expect(came.status == 409 && came.cookie("session") == nil)
        }
    }

    @Test func `sends no secret over an open line`() async throws {
        try await SignOnWorld.run { world async throws in
            world.provider.behave { $0.tokenPath = "http://login.example/token" }
            #expect(try await world.begin().status == 502)
        }
    }
}

/// A hub whose staff log in at the tests' provider.
private struct SignOnWorld: Sendable {
    struct Answer: Sendable {
        var status: Int
        var location: String?
        var cookies: String?
        var body: String

        /// `name=value`, if it is set.
        func cookie(_ name: String) -> String? {
            guard let cookies, cookies.hasPrefix(name + "=") else { return nil }
            return String(cookies.prefix { $0 != ";" })
        }
    }

    let world: HubWorld
    let provider: TestProvider
    private let application: HubApplication

    static func run(
        isUp: Bool = true,
        _ work: @escaping @Sendable (SignOnWorld) async throws -> Void
    ) async throws {
        let clock = HandClock(at(9))
        let provider = TestProvider { Double(clock.now.milliseconds) / 1000 }
        guard isUp else { return try await work(try SignOnWorld(provider, clock)) }
        try await provider.serving { try await work(try SignOnWorld(provider, clock)) }
    }

    private init(_ provider: TestProvider, _ clock: HandClock) throws {
        self.provider = provider
        let folder = try TemporaryFolder()
        let secret = folder.file("secret")
        try Data((TestProvider.secret + "\n").utf8).write(to: URL(filePath: secret))
        let rules = LogInRules(
            issuer: provider.issuer,
            client: "wartemarke",
            secretFile: secret,
            address: "http://127.0.0.1:9",
            roles: [
                .init(role: .lead, values: ["leads"]), .init(role: .clerk, values: ["clerks"]),
            ]
        )
        var office = smallOffice()
        office.logIn = rules
        let world = try HubWorld(office: office, in: folder)
        self.world = world
        application = HubApplication(
            hub: world.hub,
            logger: quiet,
            desk: try DeskLayouts(
                layouts: layouts,
                languages: try #require(readDeskTexts(in: layouts).value),
                screens: try #require(readScreenTexts(in: layouts).value)
            ),
            signOn: SignOn(
                rules: rules,
                now: { world.clock.now },
                secret: { world.hub.newSecret() }
            )
        )
    }

    func begin() async throws -> Answer { try await ask("/desk/log-in/provider") }

    /// The whole way: to the provider and back.
    func logIn() async throws -> Answer {
        let begun = try await begin()
        let back = try provider.authorize(try #require(begun.location))
        return try await ask(back, cookie: begun.cookie("log-in"))
    }

    func session(_ answer: Answer) async throws -> Session {
        let cookie = try #require(answer.cookie("session"))
        return try await world.hub.session(secret: String(cookie.dropFirst("session=".count)))
    }

    func ask(_ address: String, cookie: String? = nil) async throws -> Answer {
        let path = address.replacing("http://127.0.0.1:9", with: "")
        var headers: HTTPFields = [.acceptLanguage: "de"]
        headers[.cookie] = cookie
        let server = Application(responder: application.responder(), logger: quiet)
        return try await server.test(.router) { [headers] client in
            try await client.execute(uri: path, method: .get, headers: headers) { response in
                Answer(
                    status: response.status.code,
                    location: response.headers[.location],
                    cookies: response.headers[.setCookie],
                    body: String(buffer: response.body)
                )
            }
        }
    }
}
