package import Hub
import HubStore
package import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import HTTPTypes
import Lobby
package import Logging
import NIOCore

/// The server for everybody: how it is in the office now, quieter hours, pages to book on, the pages of
/// tickets, and feeds.
///
/// Nothing of the desk's API is reachable here.
package struct PublicApplication {
    let hub: Hub
    let pages: Pages
    let streams: EventStreams
    private let feeds: PublicFeeds
    private let logger: Logger
    private let certificate: HubCertificate?
    private let limits = PageLimits()
    private let tickets: TicketReadings
    private let facts: StatusFacts

    /// Limits of the pages that follow the office by themselves; they change once a second at most.
    package static let liveLimits = EventStreams.Limits(streams: 2_500, pause: .seconds(1))

    /// With a certificate all is said inside TLS; without one a web server before it does that.
    package init(
        hub: Hub,
        pages: Pages,
        logger: Logger,
        certificate: HubCertificate? = nil,
        feeds: PublicFeeds? = nil,
        live: EventStreams.Limits = Self.liveLimits,
        isStartKept: Bool = true
    ) {
        self.hub = hub
        self.pages = pages
        self.logger = logger
        self.certificate = certificate
        self.feeds = feeds ?? PublicFeeds(hub: hub, pages: pages, logger: logger)
        tickets = TicketReadings(hub: hub)
        facts = StatusFacts(pages.languages.map(\.language), isKept: isStartKept)
        streams = EventStreams(hub: hub, limits: live)
    }

    /// The server, ready to run as a service; `onRunning` gets the port it listens on.
    package func server(
        host: String,
        port: Int,
        connections: Int = HubApplication.Limit.connections,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        Application(
            responder: responder(),
            server: try HubApplication.listener(certificate),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(connections)
            ),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }

    /// The routes without a network, for tests.
    package func responder() -> some HTTPResponder<HubContext> {
        let router = Router(context: HubContext.self)
        feeds.add(to: router)
        feeds.addDescription(to: router)
        router.add(middleware: PageFrame(application: self))
        let start: @Sendable (Request) -> Response = { request in
            let language = pages.preferred(request.headers[.acceptLanguage] ?? "")
            return answer(.redirect("\(publicPath(of: hub.office))/\(language)/"))
        }
        router.get("/") { request, _ in start(request) }
        router.head("/") { request, _ in start(request).createHeadResponse() }
        add(pages.style, as: "/style.css", type: "text/css; charset=utf-8", to: router)
        for (path, script) in [
            ("/status.js", pages.script), ("/ticket.js", pages.ticketScript),
        ] {
            add(script, as: path, type: "text/javascript; charset=utf-8", to: router)
        }
        addTicketRoutes(to: router)
        router.get("/:language/live") { request, context in try await live(request, context) }
        for page in Page.all {
            router.on(RouterPath("/:language\(page.path)"), method: page.method) {
                request,
                context in
                try await handle(page, request, context)
            }
            // What GET would say, without the page itself (RFC 9110, 9.3.2).
            guard page.method == .get else { continue }
            router.head(RouterPath("/:language\(page.path)")) { request, context in
                try await handle(page, request, context).createHeadResponse()
            }
        }
        return router.buildResponder()
    }

    /// What pages load: the same for all, and kept by browsers for a while.
    private func add(_ file: String, as path: String, type: String, to router: Router<HubContext>) {
        let file = FeedAnswer(file, type: type, maxAge: .seconds(300))
        router.get(RouterPath(path)) { request, _ in
            file.response(ifNoneMatch: request.headers[.ifNoneMatch])
        }
        router.head(RouterPath(path)) { request, _ in
            file.response(ifNoneMatch: request.headers[.ifNoneMatch]).createHeadResponse()
        }
    }

    func handle(
        _ page: Page,
        _ request: Request,
        _ context: HubContext,
        in language: LanguageCode? = nil
    ) async throws -> Response {
        guard let call = try await read(request, context, in: language) else {
            throw HTTPError(.notFound)
        }
        do {
            return answer(try await page.show(call))
        } catch let refusal as HubRefusal {
            return answer(refused(refusal, call))
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            logger.error(
                "page.failed",
                metadata: ["path": "\(page.path)", "error": "\(String(reflecting: error))"]
            )
            return answer(
                call.refused(.refusedFailedTitle, .refusedFailed, status: 500)
            )
        }
    }

    /// What the start page follows.
    private func live(_ request: Request, _ context: HubContext) async throws -> Response {
        guard let call = try await read(request, context, in: nil) else {
            throw HTTPError(.notFound)
        }
        do {
            return try await streams.open(
                for: request,
                on: context.channel,
                of: call.language
            ) { try await StatusPages.live(call) }
        } catch let refusal as HubRefusal {
            // The page stays as it is, and asks again later.
            return respond(refusal)
        }
    }

    /// Nil for a language that there is not; it stands in the path, unless one is given.
    private func read(
        _ request: Request,
        _ context: HubContext,
        in given: LanguageCode?
    ) async throws -> PageCall? {
        let parameters = Dictionary(
            context.parameters.map { (String($0.key), String($0.value)) },
            uniquingKeysWith: { first, _ in first }
        )
        guard let language = given ?? parameters["language"], pages.texts(language) != nil else {
            return nil
        }
        var form: [String: String] = [:]
        if request.method == .post {
            // Forms are small; a page of another site must not send them.
            guard request.headers[.secFetchSite] != "cross-site" else {
                throw HTTPError(.forbidden)
            }
            let body = try await request.body.collect(upTo: 16 * 1024)
            form = formFields(String(buffer: body))
        }
        let query = request.uri.query
        let path = request.uri.path.split(separator: "/").dropFirst().joined(separator: "/")
        return PageCall(
            hub: hub,
            pages: pages,
            limits: limits,
            tickets: tickets,
            facts: facts,
            language: language,
            // What a form led to has no address of its own.
            rest: request.method == .post ? "" : path + (query.map { "?\($0)" } ?? ""),
            parameters: parameters,
            query: formFields(query ?? ""),
            form: form,
            range: range(of: request, context)
        )
    }

    /// The network of the browser; a web server on this machine says for whom it asks.
    private func range(of request: Request, _ context: HubContext) -> String {
        let peer = context.remoteAddress?.ipAddress ?? "127.0.0.1"
        guard isLoopback(peer), let chain = request.headers[.forwardedFor],
            let last = chain.split(separator: ",").last
        else { return addressRange(peer) }
        return addressRange(last.filter { $0 != " " })
    }

    private func refused(_ refusal: HubRefusal, _ call: PageCall) -> PageAnswer {
        switch refusal {
        case .slotTaken(let nearest):
            let errands = (try? readErrands(call.form["for"] ?? call.query["for"] ?? "")) ?? []
            return AppointmentPages.taken(call, nearest, for: errands)
        case .unknownAppointment:
            return call.refused(.refusedUnknownTitle, .refusedUnknown, status: 404)
        case .tooManyBookings:
            return call.refused(.limitTitle, .limitText, status: 409)
        case .notBookable:
            return call.refused(.refusedServiceTitle, .refusedService, status: 422)
        case .noAppointments, .badRequest:
            return call.refused(.refusedPageTitle, .refusedPage, status: 404)
        default:
            return call.refused(.refusedFailedTitle, .refusedFailed, status: 503)
        }
    }

    /// The page for what is not there.
    fileprivate func missing(_ request: Request, _ status: HTTPResponse.Status) -> Response {
        let first = request.uri.path.split(separator: "/").first.map(String.init) ?? ""
        let language =
            pages.texts(first) == nil
            ? pages.preferred(request.headers[.acceptLanguage] ?? "") : first
        let call = PageCall(
            hub: hub,
            pages: pages,
            limits: limits,
            tickets: tickets,
            facts: facts,
            language: language,
            rest: "",
            parameters: [:],
            query: [:],
            form: [:],
            range: ""
        )
        return answer(call.refused(.refusedPageTitle, .refusedPage, status: status.code))
    }
}

/// One page, as data.
struct Page: Sendable {
    var method: HTTPRequest.Method
    /// After the language.
    var path: String
    var show: @Sendable (PageCall) async throws -> PageAnswer

    static let all = [
        Page(method: .get, path: "", show: StatusPages.start),
        Page(method: .get, path: "/quiet", show: QuietPage.show),
        Page(method: .get, path: "/book", show: BookingPages.services),
        Page(method: .get, path: "/book/days", show: BookingPages.days),
        Page(method: .get, path: "/book/times", show: BookingPages.times),
        Page(method: .get, path: "/book/contact", show: BookingPages.contact),
        Page(method: .post, path: "/book/hold", show: BookingPages.hold),
        Page(method: .get, path: "/book/sent", show: BookingPages.sent),
        Page(method: .get, path: "/code", show: AppointmentPages.code),
        Page(method: .post, path: "/code", show: AppointmentPages.openByCode),
        Page(method: .get, path: "/a/:link", show: AppointmentPages.show),
        Page(method: .get, path: "/a/:link/calendar.ics", show: AppointmentPages.calendar),
        Page(method: .post, path: "/a/:link/confirm", show: AppointmentPages.confirm),
        Page(method: .get, path: "/a/:link/cancel", show: AppointmentPages.askToCancel),
        Page(method: .post, path: "/a/:link/cancel", show: AppointmentPages.cancel),
        Page(method: .get, path: "/a/:link/days", show: AppointmentPages.days),
        Page(method: .get, path: "/a/:link/times", show: AppointmentPages.times),
        Page(method: .get, path: "/a/:link/move", show: AppointmentPages.askToMove),
        Page(method: .post, path: "/a/:link/move", show: AppointmentPages.move),
        Page(method: .get, path: "/t/:key", show: TicketPages.show),
        Page(method: .get, path: "/t/:key/leave", show: TicketPages.askToLeave),
        Page(method: .post, path: "/t/:key/leave", show: TicketPages.leave),
    ]
}

private func answer(_ answer: PageAnswer) -> Response {
    var headers = HTTPFields()
    switch answer {
    case .html(let body, let status):
        headers[.contentType] = "text/html; charset=utf-8"
        return Response(
            status: HTTPResponse.Status(code: status),
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    case .redirect(let path):
        headers[.location] = path
        return Response(status: .seeOther, headers: headers)
    case .file(let body, let type):
        headers[.contentType] = type
        return Response(
            status: .ok,
            headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(string: body))
        )
    case .stream(let response): return response
    }
}

/// What every answer to a browser has: the rules for what a page may load, and pages for what the
/// framework refuses.
private struct PageFrame: RouterMiddleware {
    let application: PublicApplication

    func handle(
        _ request: Request,
        context: HubContext,
        next: (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as any HTTPResponseError {
            response = application.missing(request, error.status)
        } catch is NIOTooManyBytesError {
            response = application.missing(request, .contentTooLarge)
        }
        response.guardPage()
        return response
    }
}

extension HTTPField.Name {
    fileprivate static let forwardedFor = Self("X-Forwarded-For") ?? .from
}
