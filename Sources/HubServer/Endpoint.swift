import Hub
import HubStore

/// One route of the HTTP API, as data: the router, the rights and the description come from it.
struct Endpoint: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    var method: Method
    /// With `{name}` for parameters.
    var path: String
    /// Who may ask; nil means everybody.
    var roles: Set<Device.Role>?
    var summary: String
    /// More about it; nil where the summary and the rights say all.
    var details: String?
    var status = 200
    /// The schemas' names under `components`; nil for no body.
    var takes: String?
    var gives: String?
    /// The media type of the answer.
    var type = "application/json"
    var query: [String] = []
    /// Nil for a feed, which ``PublicFeeds`` answers.
    var handle: (@Sendable (Call) async throws -> Reply)?
}

/// A request, read and authorised.
struct Call: Sendable {
    var hub: Hub
    /// What the hub proves itself with; nil without TLS.
    var certificate: HubCertificate?
    /// Who asks; nil on public routes.
    var device: Device?
    var parameters: [String: String]
    var query: [String: String]
    var body: [UInt8]
    var idempotencyKey: String?

    func caller() throws(HubRefusal) -> Device {
        guard let device else { throw .notKnown }
        return device
    }

    /// The counter in the path.
    ///
    /// - Throws: ``HubRefusal/otherCounter(_:)`` when the token is for another one.
    func counter() throws(HubRefusal) -> Int {
        let number = try number("number")
        if let own = device?.counter, own != number { throw .otherCounter(own) }
        return number
    }

    /// A number in the path.
    func number(_ name: String) throws(HubRefusal) -> Int {
        guard let number = parameters[name].flatMap({ Int($0) }) else {
            throw .badRequest("The \(name) in the path must be a number.")
        }
        return number
    }

    /// A number in the query; the default when it is missing.
    func query(_ name: String, or usual: Int) throws(HubRefusal) -> Int {
        guard let text = query[name] else { return usual }
        guard let number = Int(text) else { throw .badRequest("\(name) must be a number.") }
        return number
    }
}

/// What is answered.
struct Reply: Sendable {
    var status: Int
    var contentType = "application/json; charset=utf-8"
    var body: String

    init(status: Int = 200, _ body: String) {
        self.status = status
        self.body = body
    }

    static func text(_ body: String) -> Reply {
        var reply = Reply(body)
        reply.contentType = "text/plain; version=0.0.4; charset=utf-8"
        return reply
    }
}
