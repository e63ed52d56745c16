import Hub
import HubStore
import Hummingbird
import Lobby
import Logging
import SignOn

/// Log-in by the provider: the way there, and the way back.
enum SignOnPages {
    static func begin(_ call: DeskCall) async throws -> DeskAnswer {
        guard let signOn = call.desk.signOn else {
            throw HubRefusal.badRequest("This office has no provider to log in with.")
        }
        do {
            let (address, browser) = try await signOn.begin()
            return .redirect(address, cookie: call.desk.wayBack(browser))
        } catch let problem as SignOnProblem {
            return refused(call, problem)
        }
    }

    static func finish(_ call: DeskCall) async throws -> DeskAnswer {
        guard let signOn = call.desk.signOn else {
            throw HubRefusal.badRequest("This office has no provider to log in with.")
        }
        let query = call.request.uri.queryParameters
        do {
            let person = try await signOn.finish(
                state: query["state"].map(String.init) ?? "",
                code: query["code"].map(String.init),
                browser: call.desk.wayBack(in: call.request.headers[.cookie] ?? "")
            )
            guard let role = Device.Role(rawValue: person.role.rawValue) else {
                throw SignOnProblem.noRole(name: person.name)
            }
            let (_, secret) = try await call.hub.logIn(
                provided: person.id,
                name: person.name,
                role: role
            )
            // A browser that comes from another site keeps the session to itself until a page of this
            // hub leads on (RFC 6265bis, 5.2.1): so this is a page and no redirect.
            let page = call.page(.signedOn, title: call.texts[.logInTitle], ["isOnTheWay": true])
            return .withCookie(page, call.desk.cookie(secret))
        } catch let problem as SignOnProblem {
            return refused(call, problem)
        } catch HubRefusal.nameTaken(let name) {
            return DeskPages.logInPage(
                call,
                problem: call.texts[.logInNameTaken, ["name": name]],
                status: 409
            )
        }
    }

    /// The log-in page with a sentence; what exactly was wrong stands in the hub's log.
    private static func refused(_ call: DeskCall, _ problem: SignOnProblem) -> DeskAnswer {
        call.logger.warning("desk.signOn.refused", metadata: ["problem": "\(problem.sentence)"])
        let (sentence, status): (String, Int) =
            switch problem {
            case .unreachable: (call.texts[.logInNoProvider], 503)
            case .notAProvider, .refused, .badToken: (call.texts[.logInBadProvider], 502)
            case .notBegun: (call.texts[.logInNotBegun], 403)
            case .noRole(let name): (call.texts[.logInNoRole, ["name": name]], 403)
            }
        return DeskPages.logInPage(call, problem: sentence, status: status)
    }
}

extension DeskService {
    private var wayBackName: String { isSecure ? "__Host-log-in" : "log-in" }

    /// A cookie that comes along from the provider's site, for the way back only.
    func wayBack(_ secret: String) -> String {
        "\(wayBackName)=\(secret); Path=/; HttpOnly; SameSite=Lax; "
            + "Max-Age=\(SignOn.patience.components.seconds)" + (isSecure ? "; Secure" : "")
    }

    func wayBack(in cookies: String) -> String? {
        cookie(wayBackName, in: cookies)
    }
}
