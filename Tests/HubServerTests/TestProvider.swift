import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import JWTKit
import ServiceLifecycle
import Synchronization
import TestWorlds
import Testing

@testable import HubServer

/// A provider of the tests' own on a real port, which tells the truth until it is told not to.
final class TestProvider: Sendable {
    /// What it does; every lie is one change of it.
    struct Manner: Sendable {
        var groups: [String] = ["leads"]
        var subject = "0001"
        var name = "Ayse.Y"
        var issuer: String?
        var audience: [String] = ["wartemarke"]
        var party: String?
        /// Seconds from the test's time.
        var life: Double = 300
        var nonce: String?
        /// Which key it signs with, and which one it says it did.
        var key = "one"
        var saysKey: String?
        var published: Set<String> = ["one"]
        var tokenPath = "/token"
        var rawToken: String?
    }

    static let secret = "a secret & more"

    private struct Code: Sendable {
        var nonce: String
        var challenge: String
        var returnAddress: String
    }

    private struct State: Sendable {
        var manner = Manner()
        var port = 0
        var codes: [String: Code] = [:]
        var keyQuestions = 0
    }

    private let state = Mutex(State())
    private let keys = ["one": ES256PrivateKey(), "two": ES256PrivateKey()]
    private let now: @Sendable () -> Double

    init(now: @escaping @Sendable () -> Double) {
        self.now = now
    }

    var issuer: String { state.withLock { "http://127.0.0.1:\($0.port)/realm" } }
    var keyQuestions: Int { state.withLock { $0.keyQuestions } }

    func behave(_ change: @Sendable (inout Manner) -> Void) {
        state.withLock { state in
            state.manner = Manner()
            change(&state.manner)
        }
    }

    /// Runs it on a free port while the work runs.
    func serving(_ work: @Sendable @escaping () async throws -> Void) async throws {
        let router = Router()
        router.get("/realm/.well-known/openid-configuration") { _, _ in try self.discovery() }
        router.get("/realm/keys") { _, _ in try self.keySet() }
        router.post("/realm/token") { request, _ in try await self.token(request) }
        let port = freshPort()
        state.withLock { $0.port = port }
        let (ready, running) = AsyncStream.makeStream(of: Void.self)
        let application = Application(
            responder: router.buildResponder(),
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { _ in running.yield() },
            logger: quiet
        )
        // A group of its own: that of the test framework would handle the signals of all tests.
        let group = ServiceGroup(services: [application], logger: quiet)
        let task = Task {
            defer { running.finish() }
            try await group.run()
        }
        _ = await ready.first { _ in true }
        let result: Result<Void, any Error>
        do {
            result = .success(try await work())
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await task.value
        try result.get()
    }

    /// What its log-in page does with a person who is known: the address to go back to.
    func authorize(_ address: String) throws -> String {
        let parts = try #require(URLComponents(string: address)?.queryItems)
        let query = Dictionary(uniqueKeysWithValues: parts.map { ($0.name, $0.value ?? "") })
        #expect(query["response_type"] == "code" && query["client_id"] == "wartemarke")
        #expect(query["code_challenge_method"] == "S256")
        #expect(query["scope"]?.split(separator: " ").contains("openid") == true)
        let back = try #require(query["redirect_uri"])
        let code = UUID().uuidString
        let known = Code(
            nonce: try #require(query["nonce"]),
            challenge: try #require(query["code_challenge"]),
            returnAddress: back
        )
        state.withLock { $0.codes[code] = known }
        return "\(back)?code=\(code)&state=\(try #require(query["state"]))"
    }

    private func discovery() throws -> Response {
        let path = state.withLock { $0.manner.tokenPath }
        return try json([
            "issuer": issuer, "authorization_endpoint": issuer + "/authorize",
            "token_endpoint": path.hasPrefix("http") ? path : issuer + path,
            "jwks_uri": issuer + "/keys",
        ])
    }

    private func keySet() throws -> Response {
        let published = state.withLock { state in
            state.keyQuestions += 1
            return state.manner.published
        }
        let all = try published.sorted().map { name in
            let point = try #require(keys[name]?.publicKey.parameters)
            return [
                "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": name,
                "x": url(point.x), "y": url(point.y),
            ]
        }
        // A key of a kind that nobody here knows does no harm.
        return try json(["keys": [["kty": "oct", "k": "c2VjcmV0", "kid": "shared"]] + all])
    }

    private func token(_ request: Request) async throws -> Response {
        let fields = formFields(
            String(buffer: try await request.body.collect(upTo: 100_000))
        )
        let basic = Data("wartemarke:a%20secret%20%26%20more".utf8).base64EncodedString()
        let verifier = Data(SHA256.hash(data: Data((fields["code_verifier"] ?? "").utf8)))
        let (code, manner) = state.withLock { state in
            (state.codes.removeValue(forKey: fields["code"] ?? ""), state.manner)
        }
        guard let code, request.headers[.authorization] == "Basic \(basic)",
            url(verifier.base64EncodedString()) == code.challenge,
            fields["redirect_uri"] == code.returnAddress,
            fields["grant_type"] == "authorization_code"
        else { return Response(status: .badRequest) }
        if let raw = manner.rawToken { return try json(["id_token": raw]) }
        let id = JWKIdentifier(string: manner.saysKey ?? manner.key)
        let signer = await JWTKeyCollection().add(
            ecdsa: try #require(keys[manner.key]),
            kid: id
        )
        let words = Words(
            iss: manner.issuer ?? issuer,
            sub: manner.subject,
            aud: manner.audience,
            azp: manner.party,
            exp: now() + manner.life,
            iat: now(),
            nonce: manner.nonce ?? code.nonce,
            name: manner.name,
            groups: manner.groups
        )
        return try json([
            "access_token": "-", "token_type": "Bearer",
            "id_token":
                try await signer.sign(words, kid: id),
        ])
    }

    private func json(_ value: [String: Any]) throws -> Response {
        let data = try JSONSerialization.data(withJSONObject: value)
        return Response(
            status: .ok,
            headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Array(data)))
        )
    }

    private func url(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

private struct Words: JWTPayload {
    var iss: String
    var sub: String
    var aud: [String]
    var azp: String?
    var exp: Double
    var iat: Double
    var nonce: String
    var name: String
    var groups: [String]

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, azp, exp, iat, nonce
        case name = "preferred_username"
        case groups
    }

    func verify(using algorithm: some JWTAlgorithm) {}
}
