package import AsyncHTTPClient
import Foundation
package import Lobby
import NIOCore
import NIOHTTP1
import NIOSSL
package import Sync
import Synchronization

/// Why a question to the hub has no answer.
package enum HubProblem: Error, Equatable, Sendable {
    /// Nobody answered in time, or the link broke.
    case unreachable
    /// The hub refused; the sentence is its own.
    case refused(status: Int, code: String, sentence: String, visit: VisitAnswer?)
    /// The time is not free any more; these are, near it.
    case slotTaken(nearest: [Instant])
    /// What came back is not an answer of a hub.
    case notAHub
    /// Who answers is not the hub that this machine trusts; nothing was said to it.
    case untrusted(Distrust)

    /// What a hub could not prove.
    package enum Distrust: Equatable, Sendable {
        /// Its certificate is not one of the authority's, or has ended.
        case certificate
        /// Its certificate is for another name.
        case name
        /// It does not speak TLS, or not as it should.
        case handshake
    }

    /// Whether the hub was not there, as far as this machine can tell.
    package var isAbsence: Bool {
        switch self {
        case .unreachable, .untrusted: true
        case .refused, .slotTaken, .notAHub: false
        }
    }
}

/// The hub, as kiosks, desks and boards talk to it: JSON over HTTP with a bearer secret.
package struct HubClient: Sendable {
    /// An answer may be as large as a snapshot of a busy day.
    private static let largestAnswer = 16 * 1024 * 1024
    /// Kinds of questions and how long their answers may take.
    package static let usualLimit: Duration = .seconds(10)

    /// The clients of the whole program, by what they trust; they live as long as it does.
    private static let clients = Mutex<[HubAuthority?: HTTPClient]>([:])

    private let base: String
    private let client: HTTPClient

    /// A client of the hub at `http://HOST:PORT`, with or without a slash at the end.
    ///
    /// At `https://` it talks to a hub of the authority only, and without one to none.
    package init(base: String, authority: HubAuthority? = nil) {
        self.init(base: base, client: Self.client(trusting: authority))
    }

    private static func client(trusting authority: HubAuthority?) -> HTTPClient {
        clients.withLock { clients in
            if let known = clients[authority] { return known }
            let client = makeClient(trusting: authority)
            clients[authority] = client
            return client
        }
    }

    /// A client that tells at once that a hub is not there.
    ///
    /// The library's own one keeps trying to connect until the question's time is over.
    private static func makeClient(trusting authority: HubAuthority?) -> HTTPClient {
        var security = TLSConfiguration.makeClientConfiguration()
        security.minimumTLSVersion = .tlsv12
        security.certificateVerification = .fullVerification
        security.trustRoots = .certificates(authority?.certificates ?? [])
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: security,
            redirectConfiguration: .disallow
        )
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(2)
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    package init(base: String, client: HTTPClient) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.client = client
    }

    // MARK: Kiosk

    package func enrol(_ request: EnrolRequest) async throws(HubProblem) -> EnrolAnswer {
        try await post("/api/v1/kiosk/enrol", request, secret: nil)
    }

    package func hello(
        _ request: HelloRequest,
        secret: String
    ) async throws(HubProblem) -> HelloAnswer {
        try await post("/api/v1/kiosk/hello", request, secret: secret)
    }

    package func reserve(
        _ request: ReserveRequest,
        secret: String,
        limit: Duration
    ) async throws(HubProblem) -> ReserveAnswer {
        try await post("/api/v1/kiosk/reserve", request, secret: secret, limit: limit)
    }

    package func send(
        _ request: EventsRequest,
        secret: String
    ) async throws(HubProblem) -> EventsAnswer {
        try await post("/api/v1/kiosk/events", request, secret: secret)
    }

    /// Waits until something happened since the cursor, or changed since the version seen.
    package func changes(
        since cursor: Int,
        epoch: Int,
        seen: Int,
        secret: String
    ) async throws(HubProblem) -> ChangesAnswer {
        let wait = ChangesAnswer.longestWait
        return try await get(
            "/api/v1/kiosk/changes?since=\(cursor)&epoch=\(epoch)&seen=\(seen)&wait=\(wait)",
            secret: secret,
            limit: .seconds(wait) + Self.usualLimit
        )
    }

    // MARK: For visitors at a kiosk

    /// A parked or missed visitor is there; asking twice does no harm.
    package func comeBack(_ visit: VisitID, secret: String) async throws(HubProblem) {
        let request = BackRequest(visit: visit)
        let _: VisitEnvelope = try await post("/api/v1/kiosk/back", request, secret: secret)
    }

    /// Asks the counters for somebody to come to the kiosk.
    package func callHelp(secret: String) async throws(HubProblem) {
        _ = try await ask(
            .POST,
            "/api/v1/kiosk/help",
            body: Data("{}".utf8),
            secret: secret,
            key: nil,
            limit: Self.usualLimit
        )
    }

    // MARK: Asking

    func post<Request: Encodable, Answer: Decodable>(
        _ path: String,
        _ request: Request,
        secret: String?,
        key: String? = nil,
        limit: Duration = usualLimit
    ) async throws(HubProblem) -> Answer {
        guard let body = try? JSONEncoder().encode(request) else { throw .notAHub }
        let answer = try await ask(
            .POST,
            path,
            body: body,
            secret: secret,
            key: key,
            limit: limit
        )
        return try Self.decode(Answer.self, answer)
    }

    func get<Answer: Decodable>(
        _ path: String,
        secret: String,
        limit: Duration
    ) async throws(HubProblem) -> Answer {
        let answer = try await ask(
            .GET,
            path,
            body: nil,
            secret: secret,
            key: nil,
            limit: limit
        )
        return try Self.decode(Answer.self, answer)
    }

    func ask(
        _ method: HTTPMethod,
        _ path: String,
        body: Data?,
        secret: String?,
        key: String?,
        limit: Duration
    ) async throws(HubProblem) -> Data {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let secret { request.headers.add(name: "Authorization", value: "Bearer \(secret)") }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let (status, answer) = try await carry(request, limit: limit)
        if (200..<300).contains(status) { return answer }
        guard let refusal = try? JSONDecoder().decode(ErrorAnswer.self, from: answer) else {
            throw .notAHub
        }
        if let nearest = refusal.nearest {
            throw .slotTaken(nearest: nearest.compactMap { Instant(iso8601: $0) })
        }
        throw .refused(
            status: status,
            code: refusal.error.code,
            sentence: refusal.error.message,
            visit: refusal.visit
        )
    }

    private func carry(
        _ request: HTTPClientRequest,
        limit: Duration
    ) async throws(HubProblem) -> (Int, Data) {
        do {
            let deadline = NIODeadline.now() + .milliseconds(limit.wholeMilliseconds)
            let answer = try await client.execute(request, deadline: deadline)
            let body = try await answer.body.collect(upTo: Self.largestAnswer)
            return (Int(answer.status.code), Data(body.readableBytesView))
        } catch {
            throw Self.distrust(error).map { .untrusted($0) } ?? .unreachable
        }
    }

    /// What a hub could not prove, if that is what went wrong.
    private static func distrust(_ error: any Error) -> HubProblem.Distrust? {
        let nameErrors =
            [.failedToValidateHostname, .serverHostnameImpossibleToMatch] as [NIOSSLExtraError]
        if let error = error as? NIOSSLExtraError, nameErrors.contains(error) { return .name }
        guard case .handshakeFailed(.sslError(let reasons))? = error as? NIOSSLError else {
            return nil
        }
        // The library tells the reasons apart in words only.
        let isRejected = reasons.contains { $0.description.contains("CERTIFICATE_VERIFY_FAILED") }
        return isRejected ? .certificate : .handshake
    }

    static func decode<Answer: Decodable>(
        _ type: Answer.Type,
        _ data: Data
    ) throws(HubProblem) -> Answer {
        do {
            return try JSONDecoder().decode(type, from: data)
        } catch {
            throw .notAHub
        }
    }
}
