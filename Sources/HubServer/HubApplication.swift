package import Hub
import HubStore
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import HTTPTypes
package import Logging
package import NIOCore
package import SignOn
import Sync

/// The hub's HTTP server: the routes of ``Endpoint/all`` over one hub.
package struct HubApplication {
    /// Limits of the listener; a request beyond one is refused with a sentence.
    package enum Limit {
        package static let bodyBytes = 512 * 1024
        package static let headerBytes = 16 * 1024
        package static let connections = 4096
        package static let idle: Duration = .seconds(60)
    }

    private let hub: Hub
    private let logger: Logger
    private let certificate: HubCertificate?
    private let board: BoardPages?
    private let feeds: PublicFeeds
    private let desk: DeskService?
    private let streams: EventStreams

    /// With a certificate all is said inside TLS; without one nothing is.
    ///
    /// Without layouts of the desk clerks have no page, without pages of the board browsers show none,
    /// and without those for everybody the calendar of closures has no words.
    package init(
        hub: Hub,
        logger: Logger,
        certificate: HubCertificate? = nil,
        desk layouts: DeskLayouts? = nil,
        board: BoardPages? = nil,
        pages: Pages? = nil,
        signOn: SignOn? = nil,
        papers: DeskPapers? = nil,
        training: TrainingOffice? = nil
    ) {
        self.hub = hub
        self.logger = logger
        self.certificate = certificate
        self.board = board
        feeds = PublicFeeds(hub: hub, pages: pages, logger: logger)
        let streams = EventStreams(hub: hub)
        self.streams = streams
        desk = layouts.map { layouts in
            DeskService(
                hub: hub,
                layouts: layouts,
                streams: streams,
                isSecure: certificate != nil,
                signOn: signOn,
                papers: papers,
                training: training
            )
        }
    }

    /// The server, ready to run as a service; `onRunning` gets the port it listens on.
    package func server(
        host: String,
        port: Int,
        connections: Int = Limit.connections,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        Application(
            responder: responder(),
            server: try Self.listener(certificate),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(connections)
            ),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    /// HTTP within the limits, inside TLS with a certificate.
    static func listener(_ certificate: HubCertificate?) throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(
            configuration: HTTP1Channel.Configuration(
                idleTimeout: .seconds(Limit.idle.components.seconds),
                httpDecoderConfiguration: .init(
                    maxHeaderFieldSize: Limit.headerBytes,
                    maxHeaderListSize: Limit.headerBytes,
                    maxHeaderFieldCount: 100
                )
            )
        )
        return try certificate.map { try .tls(plain, tlsConfiguration: $0.configuration) } ?? plain
    }

    /// The routes without a network, for tests.
    package func responder() -> some HTTPResponder<HubContext> {
        let router = Router(context: HubContext.self)
        feeds.add(to: router)
        router.add(middleware: PlainErrors())
        for endpoint in Endpoint.all {
            guard let handle = endpoint.handle else { continue }
            router.on(
                RouterPath(endpoint.path.pattern),
                method: HTTPRequest.Method(endpoint.method)
            ) { [hub, certificate, logger] request, context in
                await answer(
                    endpoint,
                    handle,
                    request,
                    context,
                    hub: hub,
                    certificate: certificate,
                    logger: logger
                )
            }
        }
        desk?.addRoutes(to: router, logger: logger)
        if let board {
            BoardRoutes(
                hub: hub,
                pages: board,
                streams: streams,
                logger: logger,
                isSecure: certificate != nil
            ).add(to: router)
        }
        return router.buildResponder()
    }
}

/// A request with the address it came from.
package struct HubContext: RequestContext, RemoteAddressRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let remoteAddress: SocketAddress?
    /// The connection, for answers that do not end.
    package let channel: any NIOCore.Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress
        channel = source.channel
    }
}

/// Answers one request of an endpoint: rights, body, work, and every refusal as JSON.
private func answer(
    _ endpoint: Endpoint,
    _ handle: @Sendable (Call) async throws -> Reply,
    _ request: Request,
    _ context: HubContext,
    hub: Hub,
    certificate: HubCertificate?,
    logger: Logger
) async -> Response {
    do {
        var device: Device?
        if let roles = endpoint.roles {
            device = try hub.device(secret: bearer(request), roles: roles)
        }
        var body: [UInt8] = []
        if endpoint.method == .post {
            let bytes = try await request.body.collect(upTo: HubApplication.Limit.bodyBytes)
            body = Array(bytes.readableBytesView)
        }
        let call = Call(
            hub: hub,
            certificate: certificate,
            device: device,
            parameters: parameters(endpoint, context),
            query: query(request),
            body: body,
            idempotencyKey: try idempotencyKey(request)
        )
        let reply = try await handle(call)
        let isPlain = reply.status == 200
        return respond(isPlain ? endpoint.status : reply.status, reply.contentType, reply.body)
    } catch let refusal as HubRefusal {
        await note(refusal, to: bearer(request), of: endpoint, context, hub: hub, logger: logger)
        return respond(refusal)
    } catch is NIOTooManyBytesError {
        return respond(
            413,
            ErrorAnswer(code: "too_large", message: "The body is larger than 512 KiB.")
        )
    } catch {
        // Whatever this is, it is logged whole and shown as one calm sentence.
        logger.error(
            "request.failed",
            metadata: ["path": "\(endpoint.path)", "error": "\(String(reflecting: error))"]
        )
        return respond(
            500,
            ErrorAnswer(code: "internal", message: "The hub could not do this. Try it again.")
        )
    }
}

/// Logs a refusal that says that something is wrong with who asks.
private func note(
    _ refusal: HubRefusal,
    to secret: String?,
    of endpoint: Endpoint,
    _ context: HubContext,
    hub: Hub,
    logger: Logger
) async {
    do {
        let (device, count) = try await hub.note(refusal, to: secret)
        guard let count else { return }
        logger.warning(
            "request.refused",
            metadata: [
                "path": "\(endpoint.path)",
                "code": "\(refusal.code)",
                "device": "\(device?.name ?? "unknown")",
                "from": "\(context.remoteAddress?.ipAddress ?? "unknown")",
                "count": "\(count)",
                "message": "\(refusal.message)",
            ]
        )
    } catch {
        logger.error("alarm.failed", metadata: ["error": "\(error)"])
    }
}

private func bearer(_ request: Request) -> String? {
    guard let field = request.headers[.authorization], field.hasPrefix("Bearer ") else {
        return nil
    }
    return String(field.dropFirst(7))
}

private func idempotencyKey(_ request: Request) throws(HubRefusal) -> String? {
    guard let key = request.headers[.idempotencyKey] else { return nil }
    guard (1...200).contains(key.utf8.count) else {
        throw .badRequest("An Idempotency-Key has 1 to 200 characters.")
    }
    return key
}

private func parameters(_ endpoint: Endpoint, _ context: HubContext) -> [String: String] {
    guard endpoint.path.contains("{") else { return [:] }
    return Dictionary(
        context.parameters.map { (String($0.key), String($0.value)) },
        uniquingKeysWith: { first, _ in first }
    )
}

private func query(_ request: Request) -> [String: String] {
    guard request.uri.query != nil else { return [:] }
    return Dictionary(
        request.uri.queryParameters.map { (String($0.key), String($0.value)) },
        uniquingKeysWith: { first, _ in first }
    )
}

func respond(_ refusal: HubRefusal) -> Response {
    respond(
        refusal.status,
        ErrorAnswer(
            code: refusal.code,
            message: refusal.message,
            visit: refusal.visit,
            nearest: refusal.nearest
        )
    )
}

func respond(_ status: Int, _ error: ErrorAnswer) -> Response {
    respond(status, "application/json; charset=utf-8", (try? write(error)) ?? "{}")
}

private func respond(_ status: Int, _ contentType: String, _ body: String) -> Response {
    guard status != 204 else { return Response(status: .noContent) }
    var headers = HTTPFields()
    headers[.contentType] = contentType
    headers[.cacheControl] = "no-store"
    return Response(
        status: HTTPResponse.Status(code: status),
        headers: headers,
        body: ResponseBody(byteBuffer: ByteBuffer(string: body))
    )
}

/// Turns the framework's own refusals, such as an unknown path, into the API's form.
private struct PlainErrors: RouterMiddleware {
    func handle(
        _ request: Request,
        context: HubContext,
        next: (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as any HTTPResponseError {
            let isUnknown = error.status == .notFound
            return respond(
                error.status.code,
                ErrorAnswer(
                    code: isUnknown ? "unknown_path" : "bad_request",
                    message: isUnknown
                        ? "There is nothing here. /api/v1/openapi.json lists what there is."
                        : "The request cannot be read."
                )
            )
        }
    }
}

extension HTTPField.Name {
    /// Draft-ietf-httpapi-idempotency-key-header.
    fileprivate static let idempotencyKey = Self("Idempotency-Key") ?? .ifMatch
}

extension HTTPRequest.Method {
    fileprivate init(_ method: Endpoint.Method) {
        switch method {
        case .get: self = .get
        case .post: self = .post
        }
    }
}

extension String {
    /// The path as the router writes it: `{number}` becomes `:number`.
    fileprivate var pattern: String {
        replacing("{", with: ":").replacing("}", with: "")
    }
}
