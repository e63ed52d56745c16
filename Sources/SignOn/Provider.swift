import AsyncHTTPClient
import Foundation
import JWTKit
import Lobby
import NIOCore
import NIOHTTP1

/// What a provider says of itself (OpenID Connect Discovery 1.0).
struct Discovery: Codable, Sendable {
    var issuer: String
    var authorization: String
    var token: String
    var keys: String

    enum CodingKeys: String, CodingKey {
        case issuer
        case authorization = "authorization_endpoint"
        case token = "token_endpoint"
        case keys = "jwks_uri"
    }
}

/// The keys that a provider signs with, by their ids.
struct ProviderKeys: Sendable {
    /// Digits of a modulus of 2,048 bits in base64; a shorter one can be broken.
    private static let shortestModulus = 342
    private static let mostKeys = 100

    private var known: [String: JWK] = [:]

    /// Reads a key set; keys of kinds that sign nothing here are passed over.
    init(json: Data) throws(SignOnProblem) {
        guard let set = try? JSONDecoder().decode([String: [Claim]].self, from: json),
            let keys = set["keys"]
        else { throw .notAProvider("its keys are no key set.") }
        for key in keys.prefix(Self.mostKeys) {
            guard case .parts(let parts) = key, parts["use"] != .text("enc"),
                let data = try? JSONEncoder().encode(key),
                let jwk = try? JSONDecoder().decode(JWK.self, from: data)
            else { continue }
            if let modulus = jwk.modulus, modulus.utf8.count < Self.shortestModulus { continue }
            known[jwk.keyIdentifier?.string ?? ""] = jwk
        }
    }

    /// The key that a token names; one without a name may be meant where there is no other.
    func key(_ id: String?) -> JWK? {
        if let id { return known[id] }
        return known.count == 1 ? known.values.first : nil
    }
}

/// A provider, as HTTP shows it.
struct Provider: Sendable {
    private static let limit: TimeAmount = .seconds(5)
    private static let largestAnswer = 256 * 1024

    let rules: LogInRules

    func discovery() async throws -> Discovery {
        let base = rules.issuer.hasSuffix("/") ? String(rules.issuer.dropLast()) : rules.issuer
        let body = try await get(base + "/.well-known/openid-configuration")
        guard let found = try? JSONDecoder().decode(Discovery.self, from: body) else {
            throw SignOnProblem.notAProvider("it does not say where to log in.")
        }
        guard found.issuer == rules.issuer else {
            throw SignOnProblem.notAProvider(
                "it calls itself \(found.issuer), but issuer in office.yaml is \(rules.issuer)."
            )
        }
        for address in [found.authorization, found.token, found.keys]
        where !isSafeAddress(address) {
            throw SignOnProblem.notAProvider("\(address) is not inside TLS.")
        }
        return found
    }

    func keys(at address: String) async throws -> ProviderKeys {
        try ProviderKeys(json: try await get(address))
    }

    /// Changes the code for the token about the person (RFC 6749, 4.1.3; RFC 7636, 4.5).
    func token(for code: String, verifier: String, at address: String) async throws -> String {
        let secret: String
        do {
            secret = try String(contentsOfFile: rules.secretFile, encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        } catch {
            throw SignOnProblem.notAProvider("\(rules.secretFile) cannot be read.")
        }
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        let pair = "\(formEscaped(rules.client)):\(formEscaped(secret))"
        request.headers.add(
            name: "Authorization",
            value: "Basic " + Data(pair.utf8).base64EncodedString()
        )
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let fields = [
            ("grant_type", "authorization_code"), ("code", code),
            ("redirect_uri", rules.returnAddress), ("code_verifier", verifier),
        ]
        let form = fields.map { "\($0)=\(formEscaped($1))" }.joined(separator: "&")
        request.body = .bytes(ByteBuffer(string: form))
        struct Answer: Codable {
            var id_token: String
        }
        let body = try await send(request, refusing: [400, 401])
        guard let answer = try? JSONDecoder().decode(Answer.self, from: body) else {
            throw SignOnProblem.notAProvider("there is no token about the person in it.")
        }
        return answer.id_token
    }

    private func get(_ address: String) async throws -> Data {
        try await send(HTTPClientRequest(url: address))
    }

    private func send(
        _ request: HTTPClientRequest,
        refusing refusals: Set<UInt> = []
    ) async throws -> Data {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(2)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let found: Result<(UInt, Data), any Error>
        do {
            let answer = try await client.execute(request, timeout: Self.limit)
            let body = try await answer.body.collect(upTo: Self.largestAnswer)
            found = .success((answer.status.code, Data(body.readableBytesView)))
        } catch {
            found = .failure(error)
        }
        try? await client.shutdown()
        switch found {
        case .failure(let error):
            throw SignOnProblem.unreachable("\(request.url): \(error)")
        case .success((200, let body)): return body
        case .success((let status, _)) where refusals.contains(status):
            throw SignOnProblem.refused("it answered \(status).")
        case .success((let status, _)):
            throw SignOnProblem.unreachable("\(request.url) answered \(status).")
        }
    }
}

/// A value as forms write it (RFC 6749, appendix B); everything but letters and digits as %XX.
func formEscaped(_ text: String) -> String {
    text.utf8.map { byte in
        let isPlain =
            byte < 0x80
            && (Character(UnicodeScalar(byte)).isLetter
                || Character(UnicodeScalar(byte)).isNumber || "-._~".utf8.contains(byte))
        let digits = String(byte, radix: 16, uppercase: true)
        return isPlain
            ? String(UnicodeScalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
}
