import HTTPTypes
import Hub
import HubStore
import Hummingbird
import Lobby
import Logging
import NIOCore

/// One address of the board in a browser, as data: the router and the rights come from it.
struct BoardRoute: Sendable {
    var method: HTTPRequest.Method
    /// Below `/board`.
    var path: String
    /// Whose token opens it; nil for everybody, such as whoever is asked for one.
    var roles: Set<Device.Role>?
    fileprivate var show: @Sendable (BoardRoutes, Request, HubContext) async throws -> Response

    static let all = [
        BoardRoute(method: .get, path: "") { board, request, _ in try await board.page(request) },
        BoardRoute(method: .post, path: "") { board, request, context in
            try await board.enter(request, context)
        },
        BoardRoute(method: .get, path: "style.css") { board, _, _ in
            answer(board.pages.style, type: "text/css; charset=utf-8")
        },
        BoardRoute(method: .get, path: "script.js") { board, _, _ in
            answer(board.pages.script, type: "text/javascript; charset=utf-8")
        },
        BoardRoute(method: .get, path: "events", roles: [.board]) { board, request, context in
            try await board.events(request, context)
        },
        BoardRoute(method: .get, path: "announcement.wav", roles: [.board]) { board, request, _ in
            try await board.announcement(request)
        },
    ]
}

/// The board for a screen with a browser: `/board` on the staff's listener.
///
/// A browser cannot send a bearer token by itself, so the board's token is its cookie: HttpOnly, for
/// this site alone, and never part of an address, which would be logged. It is typed in once, or put
/// behind a `#`, which no browser sends; then the page's script fills in the form.
struct BoardRoutes: Sendable {
    /// The page counts the link as lost after two and a bit of these: ``BoardPages/script``.
    private static let heartbeat: Duration = .seconds(5)
    /// Browsers keep no cookie longer (RFC 6265bis, 5.5).
    private static let cookieSeconds = 400 * 24 * 60 * 60
    private static let largestForm = 4096

    let hub: Hub
    let pages: BoardPages
    let streams: EventStreams
    let logger: Logger
    /// Whether the hub speaks TLS.
    let isSecure: Bool

    /// With TLS the name makes browsers refuse it from anywhere else (RFC 6265bis, 4.1.3.2).
    private var cookie: String { isSecure ? "__Host-wartemarke-board" : "wartemarke-board" }

    func add(to router: Router<HubContext>) {
        let board = router.group("board").add(middleware: BoardFrame())
        for route in BoardRoute.all {
            board.on(RouterPath(route.path), method: route.method) { request, context in
                try await refusing {
                    if let roles = route.roles {
                        _ = try hub.device(secret: token(of: request), roles: roles)
                    }
                    return try await route.show(self, request, context)
                }
            }
        }
    }

    // MARK: Pages

    fileprivate func page(_ request: Request) async throws -> Response {
        guard let token = token(of: request), isBoard(token) else {
            return answer(
                pages.enter(wasWrong: false, of: hub.office),
                type: "text/html; charset=utf-8",
                status: .unauthorized
            )
        }
        let calls = try await calls()
        var response = answer(
            pages.page(calls, of: hub.office, at: hub.now()),
            type: "text/html; charset=utf-8"
        )
        // A board that is used never has to be signed in again.
        keep(token, in: &response)
        return response
    }

    /// Takes the key that somebody typed.
    fileprivate func enter(_ request: Request, _ context: HubContext) async throws -> Response {
        // A page of another site must not choose which board this is.
        guard request.headers[.secFetchSite] != "cross-site" else { throw HTTPError(.forbidden) }
        let body = try await request.body.collect(upTo: Self.largestForm)
        let token = formFields(String(buffer: body))["key"].map { key in
            String(key.filter { !$0.isWhitespace })
        }
        guard let token, isBoard(token) else {
            await note(token, context)
            return answer(
                pages.enter(wasWrong: true, of: hub.office),
                type: "text/html; charset=utf-8",
                status: .unauthorized
            )
        }
        var response = Response(status: .seeOther, headers: [.location: "board"])
        keep(token, in: &response)
        return response
    }

    fileprivate func events(_ request: Request, _ context: HubContext) async throws -> Response {
        let token = token(of: request)
        return try await streams.open(
            for: request,
            on: context.channel,
            of: "board",
            heartbeat: Self.heartbeat,
            checkRights: { _ = try hub.device(secret: token, roles: [.board]) },
            payload: { try await calls() }
        )
    }

    private func calls() async throws -> String {
        let (calls, due, soon) = try await hub.read { cases, store, now in
            (
                try cases.todaysCalls(in: store, at: now), try cases.dueTimes(in: store, at: now),
                try cases.soonCalled(in: store, at: now)
            )
        }
        return pages.calls(calls, due: due, soon: soon, of: hub.office, at: hub.now())
    }

    /// The sound of a call; without one, the gong.
    fileprivate func announcement(_ request: Request) async throws -> Response {
        let query = formFields(request.uri.query ?? "")
        let sound: [UInt8]
        do {
            if let call = query["call"] {
                guard let label = Label(call), let counter = query["counter"].flatMap({ Int($0) }),
                    hub.office.counters.contains(where: { $0.number == counter })
                else { throw HubRefusal.badRequest("Name a call and its counter.") }
                sound = try await pages.sound(of: label, to: counter)
            } else {
                sound = try await pages.gong()
            }
        } catch let refusal as HubRefusal {
            throw refusal
        } catch {
            // Its sentence is for the office, and says what to install.
            logger.error("board.noVoice", metadata: ["reason": "\(error)"])
            throw HubRefusal.unavailable("The voice is missing. The hub's log says why.")
        }
        return Response(
            status: .ok,
            headers: [.contentType: "audio/wav"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: sound))
        )
    }

    // MARK: Rights

    private func isBoard(_ token: String) -> Bool {
        (try? hub.device(secret: token, roles: [.board])) != nil
    }

    private func token(of request: Request) -> String? {
        request.cookies[cookie]?.value
    }

    private func keep(_ token: String, in response: inout Response) {
        response.setCookie(
            Cookie(
                name: cookie,
                value: token,
                maxAge: Self.cookieSeconds,
                path: "/",
                secure: isSecure,
                httpOnly: true,
                sameSite: .strict
            )
        )
    }

    /// Wrong keys count as wrong tokens of the API do.
    private func note(_ token: String?, _ context: HubContext) async {
        do {
            let (device, count) = try await hub.note(.notKnown, to: token)
            guard let count else { return }
            logger.warning(
                "request.refused",
                metadata: [
                    "path": "/board", "code": "\(HubRefusal.notKnown.code)",
                    "device": "\(device?.name ?? "unknown")",
                    "from": "\(context.remoteAddress?.ipAddress ?? "unknown")",
                    "count": "\(count)",
                ]
            )
        } catch {
            logger.error("alarm.failed", metadata: ["error": "\(error)"])
        }
    }

    private func refusing(_ work: () async throws -> Response) async throws -> Response {
        do {
            return try await work()
        } catch let refusal as HubRefusal {
            return respond(refusal)
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        } catch let error as any HTTPResponseError {
            throw error
        } catch {
            logger.error("board.failed", metadata: ["error": "\(String(reflecting: error))"])
            return respond(.unavailable("The hub could not do this. Try it again."))
        }
    }
}

private func answer(
    _ body: String,
    type: String,
    status: HTTPResponse.Status = .ok
) -> Response {
    Response(
        status: status,
        headers: [.contentType: type],
        body: ResponseBody(byteBuffer: ByteBuffer(string: body))
    )
}

/// What every answer of the board has: the rules for what its pages may load.
private struct BoardFrame: RouterMiddleware {
    func handle(
        _ request: Request,
        context: HubContext,
        next: (Request, HubContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.guardPage(media: true)
        return response
    }
}
