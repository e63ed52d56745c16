import Foundation
import JWTKit
import Lobby

/// A value of a token, whatever it is.
enum Claim: Codable, Equatable, Sendable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([Claim])
    case parts([String: Claim])
    case nothing

    init(from decoder: any Decoder) throws {
        let place = try decoder.singleValueContainer()
        if place.decodeNil() {
            self = .nothing
        } else if let flag = try? place.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? place.decode(Double.self) {
            self = .number(number)
        } else if let text = try? place.decode(String.self) {
            self = .text(text)
        } else if let list = try? place.decode([Claim].self) {
            self = .list(list)
        } else {
            self = .parts(try place.decode([String: Claim].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var place = encoder.singleValueContainer()
        switch self {
        case .text(let text): try place.encode(text)
        case .number(let number): try place.encode(number)
        case .flag(let flag): try place.encode(flag)
        case .list(let list): try place.encode(list)
        case .parts(let parts): try place.encode(parts)
        case .nothing: try place.encodeNil()
        }
    }

    /// The text, or the texts of a list.
    var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let list): list.flatMap(\.texts)
        default: []
        }
    }
}

/// What a token says, its signature proven.
struct Claims: JWTPayload {
    /// How far the provider's clock may be from this one.
    static let leeway: Duration = .seconds(60)

    let values: [String: Claim]

    init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: Claim].self)
    }

    func encode(to encoder: any Encoder) throws {
        var place = encoder.singleValueContainer()
        try place.encode(values)
    }

    /// Nothing: what is checked needs the settings, see ``check(_:nonce:at:)``.
    func verify(using algorithm: some JWTAlgorithm) {}

    /// Holds the claims against what they have to be (OpenID Connect Core 1.0, 3.1.3.7).
    func check(_ rules: LogInRules, nonce: String, at now: Instant) throws(SignOnProblem) {
        guard values["iss"] == .text(rules.issuer) else {
            throw .badToken("it is of another issuer.")
        }
        let audience = values["aud"]?.texts ?? []
        guard audience.contains(rules.client) else {
            throw .badToken("it is for another client.")
        }
        let party = values["azp"]
        guard audience.count == 1 || party != nil, party == nil || party == .text(rules.client)
        else { throw .badToken("it was made for another client.") }
        guard case .number(let end) = values["exp"], now < instant(end) + Self.leeway else {
            throw .badToken("it has expired.")
        }
        guard case .number(let made) = values["iat"], instant(made) <= now + Self.leeway else {
            throw .badToken("it was made in the future; a clock is wrong.")
        }
        guard values["nonce"] == .text(nonce) else {
            throw .badToken("it belongs to another log-in.")
        }
    }

    private func instant(_ seconds: Double) -> Instant {
        // Beyond these no clock goes, and no conversion traps.
        Instant(milliseconds: Int64(min(max(seconds, 0), 1e11) * 1000))
    }

    /// The claim of that name, or what a path with points leads to.
    func texts(of path: String) -> [String] {
        if let claim = values[path] { return claim.texts }
        var parts = values
        let steps = path.split(separator: ".").map(String.init)
        for step in steps.dropLast() {
            guard case .parts(let inner) = parts[step] else { return [] }
            parts = inner
        }
        return steps.last.flatMap { parts[$0] }?.texts ?? []
    }
}
