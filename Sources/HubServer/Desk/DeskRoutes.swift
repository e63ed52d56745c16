import HTTPTypes
import Hub
import HubStore
import Hummingbird
import Lobby
import Logging
import NIOCore

extension DeskService {
    /// Adds the clerks' page to the routes of the staff listener.
    func addRoutes(to router: Router<HubContext>, logger: Logger) {
        for route in DeskRoute.all {
            router.on(RouterPath(route.path), method: route.method) { request, context in
                await self.answer(route, request, context, logger)
            }
        }
    }

    private func answer(
        _ route: DeskRoute,
        _ request: Request,
        _ context: HubContext,
        _ logger: Logger
    ) async -> Response {
        var call = ask(request, context, logger)
        do {
            try await read(route, into: &call)
            // A first password opens nothing but the page that replaces it.
            if call.session?.mustChangePassword == true, !route.isOfLogIn {
                return respond(.redirect("/desk/password"))
            }
            return respond(try await route.show(call))
        } catch HubRefusal.notLoggedIn {
            return respond(.redirect("/desk/log-in", cookie: noCookie))
        } catch let refusal as HubRefusal {
            let words = call.texts[refusal.status == 403 ? .refusedPage : .refusedOther]
            return respond(call.refused(words, status: refusal.status))
        } catch is NIOTooManyBytesError {
            return respond(call.refused(call.texts[.refusedTooLong], status: 413))
        } catch {
            logger.error(
                "desk.failed",
                metadata: ["path": "\(route.path)", "error": "\(String(reflecting: error))"]
            )
            return respond(call.refused(call.texts[.refusedFailed], status: 500))
        }
    }

    /// A form at most: a long note whose every letter is written as four bytes fits, and is refused
    /// with its own sentence.
    static let largestForm = 256 * 1024

    private func ask(
        _ request: Request,
        _ context: HubContext,
        _ logger: Logger
    ) -> DeskCall {
        DeskCall(
            desk: self,
            request: request,
            channel: context.channel,
            texts: layouts.texts(for: request.headers[.acceptLanguage] ?? ""),
            form: [:],
            network: addressRange(context.remoteAddress?.ipAddress ?? "127.0.0.1"),
            isScript: request.headers[.accept]?.contains("application/json") ?? false,
            logger: logger
        )
    }

    /// Who asks, and whether it may be.
    private func read(_ route: DeskRoute, into call: inout DeskCall) async throws {
        let request = call.request
        if let roles = route.roles {
            let secret = self.secret(in: request.headers[.cookie] ?? "")
            let session = try await hub.session(secret: secret)
            call.session = session
            if session.isTraining { call.training = try training?.open() }
            guard roles.contains(session.role) else {
                throw HubRefusal.notAllowed(role: session.role.rawValue)
            }
        }
        guard route.method == .post else { return }
        guard isFromHere(request) else {
            throw HubRefusal.badRequest("This form was sent by another site.")
        }
        let body = try await request.body.collect(upTo: Self.largestForm)
        call.form = formFields(String(buffer: body))
        if let session = call.session, call.form["token"] != session.token {
            throw HubRefusal.notLoggedIn
        }
    }

    /// Whether a form comes from a page of this hub; a browser says so itself.
    private func isFromHere(_ request: Request) -> Bool {
        if let site = request.headers[.secFetchSite], site != "same-origin", site != "none" {
            return false
        }
        guard let origin = request.headers[.origin], origin != "null" else { return true }
        let host = request.head.authority ?? ""
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    private func respond(_ answer: DeskAnswer, status: Int = 200) -> Response {
        var response = Response(status: HTTPResponse.Status(code: status))
        switch answer {
        case .stream(let stream): response = stream
        case .withCookie(let inner, let cookie):
            response = respond(inner)
            response.headers[.setCookie] = cookie
        case .html(let text, let code):
            response.status = HTTPResponse.Status(code: code)
            response.headers[.contentType] = "text/html; charset=utf-8"
            response.body = ResponseBody(byteBuffer: ByteBuffer(string: text))
        case .json(let values, let code):
            response.status = HTTPResponse.Status(code: code)
            response.headers[.contentType] = "application/json; charset=utf-8"
            let text = (try? write(values)) ?? "{}"
            response.body = ResponseBody(byteBuffer: ByteBuffer(string: text))
        case .file(let text, let type):
            response.headers[.contentType] = type
            response.body = ResponseBody(byteBuffer: ByteBuffer(string: text))
        case .redirect(let path, let cookie):
            response.status = .seeOther
            response.headers[.location] = path
            response.headers[.setCookie] = cookie
        }
        response.guardPage()
        return response
    }
}

extension DeskRoute {
    /// Whether it is there before somebody is logged in for good.
    fileprivate var isOfLogIn: Bool {
        roles == nil || ["/desk/password", "/desk/log-out"].contains(path)
    }
}
