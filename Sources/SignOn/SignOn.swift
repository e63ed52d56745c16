import Crypto
import Foundation
import JWTKit
package import Lobby
import Synchronization

/// Somebody whom the provider has vouched for.
package struct SignedOn: Equatable, Sendable {
    /// The same for one person for ever: the provider and its name for the person, hashed.
    package var id: String
    package var name: String
    package var role: LogInRules.Role
}

/// Log-in by an OpenID Connect provider: the authorization code flow with PKCE.
package final class SignOn: Sendable {
    /// How long somebody may take at the provider.
    package static let patience: Duration = .minutes(10)
    private static let mostBegun = 1_000
    private static let longestName = 60
    /// How long what the provider says of itself is believed.
    private static let freshness: Duration = .minutes(60)
    /// A token with an unknown key asks for the keys anew, but not more often than this.
    private static let keyPause: Duration = .seconds(10)
    /// What a provider's keys may sign with; none of them is a shared secret.
    private static let algorithms: Set<String> = [
        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    ]

    private struct Begun {
        var browser: String
        var nonce: String
        var verifier: String
        var at: Instant
    }

    private struct Known {
        var discovery: (value: Discovery, at: Instant)?
        var keys: (value: ProviderKeys, at: Instant)?
    }

    package let rules: LogInRules
    private let provider: Provider
    private let now: @Sendable () -> Instant
    private let secret: @Sendable () -> String
    private let begun = Mutex<[String: Begun]>([:])
    private let known = Mutex(Known())

    /// - Parameters:
    ///   - rules: The settings.
    ///   - now: The machine's time, by which tokens expire.
    ///   - secret: A new one of 256 bits, in letters and digits.
    package init(
        rules: LogInRules,
        now: @escaping @Sendable () -> Instant,
        secret: @escaping @Sendable () -> String
    ) {
        self.rules = rules
        provider = Provider(rules: rules)
        self.now = now
        self.secret = secret
    }

    /// Where a browser goes to log in, and what it has to bring back in a cookie.
    ///
    /// - Throws: ``SignOnProblem/unreachable(_:)`` or ``SignOnProblem/notAProvider(_:)``.
    package func begin() async throws -> (address: String, browser: String) {
        let discovery = try await discovery()
        let (state, browser, nonce, verifier) = (secret(), secret(), secret(), secret())
        let now = now()
        begun.withLock { begun in
            begun = begun.filter { now - $0.value.at < Self.patience }
            if begun.count >= Self.mostBegun,
                let oldest = begun.min(by: { $0.value.at < $1.value.at })
            {
                begun[oldest.key] = nil
            }
            begun[state] = Begun(browser: browser, nonce: nonce, verifier: verifier, at: now)
        }
        let challenge = base64URL(SHA256.hash(data: Data(verifier.utf8)))
        let fields = [
            ("response_type", "code"), ("client_id", rules.client),
            ("redirect_uri", rules.returnAddress), ("scope", "openid profile"),
            ("state", state), ("nonce", nonce), ("code_challenge", challenge),
            ("code_challenge_method", "S256"),
        ]
        let query = fields.map { "\($0)=\(formEscaped($1))" }.joined(separator: "&")
        let joint = discovery.authorization.contains("?") ? "&" : "?"
        return (discovery.authorization + joint + query, browser)
    }

    /// Who came back; each state counts once, and in the browser that began only.
    ///
    /// - Parameters:
    ///   - state: What came back in the address.
    ///   - code: The provider's code; nil where it sent the person back without one.
    ///   - browser: What the cookie holds.
    /// - Returns: The person.
    /// - Throws: ``SignOnProblem``.
    package func finish(state: String, code: String?, browser: String?) async throws -> SignedOn {
        let now = now()
        let mine = begun.withLock { begun -> Begun? in
            // Somebody else's try must not use the state up.
            guard let found = begun[state], found.browser == browser else { return nil }
            begun[state] = nil
            return found
        }
        guard let mine, now - mine.at < Self.patience else { throw SignOnProblem.notBegun }
        guard let code else { throw SignOnProblem.refused("it sent no code.") }
        let discovery = try await discovery()
        let token = try await provider.token(
            for: code,
            verifier: mine.verifier,
            at: discovery.token
        )
        let claims = try await proven(token, discovery)
        try claims.check(rules, nonce: mine.nonce, at: now)
        return try person(claims)
    }

    private func person(_ claims: Claims) throws(SignOnProblem) -> SignedOn {
        guard case .text(let subject) = claims.values["sub"], !subject.isEmpty else {
            throw .badToken("it names nobody.")
        }
        let typed = claims.texts(of: rules.nameClaim).first ?? ""
        let name = typed.lowercased().filter { character in
            character.isLetter || character.isNumber || ".@_-".contains(character)
        }
        guard (1...Self.longestName).contains(name.count) else {
            throw .badToken("its claim \(rules.nameClaim) holds no name.")
        }
        guard let role = rules.role(for: claims.texts(of: rules.roleClaim)) else {
            throw .noRole(name: name)
        }
        let digest = SHA256.hash(data: Data("\(rules.issuer)\n\(subject)".utf8))
        return SignedOn(id: "provider-" + base64URL(digest), name: name, role: role)
    }

    // MARK: What the provider says of itself

    private func discovery() async throws -> Discovery {
        let now = now()
        if let kept = known.withLock({ $0.discovery }), now - kept.at < Self.freshness {
            return kept.value
        }
        let fresh = try await provider.discovery()
        known.withLock { $0.discovery = (fresh, now) }
        return fresh
    }

    /// What a token says, once a key of the provider has proven it.
    private func proven(_ token: String, _ discovery: Discovery) async throws -> Claims {
        let head = token.split(separator: ".").first.map(String.init) ?? ""
        guard let data = base64Decoded(head),
            let header = try? JSONDecoder().decode([String: Claim].self, from: data),
            case .text(let algorithm) = header["alg"], Self.algorithms.contains(algorithm)
        else { throw SignOnProblem.badToken("it is not signed as it should be.") }
        let id = header["kid"]?.texts.first
        guard let key = try await key(id, discovery) else {
            throw SignOnProblem.badToken("nobody knows the key that it names.")
        }
        if let own = key.algorithm, own.rawValue != algorithm {
            throw SignOnProblem.badToken("it is not signed as its key says.")
        }
        do {
            return try await JWTKeyCollection().add(jwk: key, isDefault: true)
                .verify(token, as: Claims.self)
        } catch {
            throw SignOnProblem.badToken("its signature is wrong.")
        }
    }

    /// A key by its id; the provider may have changed its keys.
    private func key(_ id: String?, _ discovery: Discovery) async throws -> JWK? {
        let now = now()
        let kept = known.withLock { $0.keys }
        if let kept {
            let age = now - kept.at
            if age < Self.freshness, let key = kept.value.key(id) { return key }
            if age < Self.keyPause { return nil }
        }
        let fresh = try await provider.keys(at: discovery.keys)
        known.withLock { $0.keys = (fresh, now) }
        return fresh.key(id)
    }
}

private func base64URL(_ bytes: some Sequence<UInt8>) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        .replacing("=", with: "")
}

private func base64Decoded(_ text: String) -> Data? {
    let plain = text.replacing("-", with: "+").replacing("_", with: "/")
    return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.count % 4) % 4))
}
