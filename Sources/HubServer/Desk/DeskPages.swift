import Foundation
import HTTPTypes
import Hub
import HubStore
import Hummingbird
import Lobby

/// One page or deed of the clerks' page, as data: the router and the rights come from it.
struct DeskRoute: Sendable {
    var method: HTTPRequest.Method
    var path: String
    /// Who may; nil for everybody, logged in or not.
    var roles: Set<Device.Role>?
    var show: @Sendable (DeskCall) async throws -> DeskAnswer

    private static let everyone = Set(Device.Role.people)
    static let atCounters: Set<Device.Role> = [.clerk, .lead]

    static let all = [
        DeskRoute(method: .get, path: "/desk/style.css") { call in
            .file(call.desk.layouts.style, type: "text/css; charset=utf-8")
        },
        DeskRoute(method: .get, path: "/desk/desk.js") { call in
            .file(call.desk.layouts.script, type: "text/javascript; charset=utf-8")
        },
        DeskRoute(method: .get, path: "/desk/log-in") { DeskPages.logInPage($0) },
        DeskRoute(method: .post, path: "/desk/log-in", show: DeskPages.logIn),
        DeskRoute(method: .get, path: "/desk/log-in/provider", show: SignOnPages.begin),
        DeskRoute(method: .get, path: LogInRules.returnPath, show: SignOnPages.finish),
        DeskRoute(method: .post, path: "/desk/log-out", roles: everyone, show: DeskPages.logOut),
        DeskRoute(method: .get, path: "/desk/password", roles: everyone) { call in
            DeskPages.passwordPage(call)
        },
        DeskRoute(
            method: .post,
            path: "/desk/password",
            roles: everyone,
            show: DeskPages.changePassword
        ),
        DeskRoute(method: .get, path: "/desk/place", roles: atCounters, show: DeskPages.placePage),
        DeskRoute(
            method: .post,
            path: "/desk/place",
            roles: atCounters,
            show: DeskPages.choosePlace
        ),
        DeskRoute(method: .get, path: "/desk/today", roles: [.lead], show: TodayPage.show),
        DeskRoute(method: .post, path: "/desk/today", roles: [.lead], show: TodayPage.plan),
        DeskRoute(
            method: .get,
            path: "/desk/overview",
            roles: [.head, .lead],
            show: OverviewPage.show
        ),
        DeskRoute(
            method: .get,
            path: "/desk/people",
            roles: [.administrator],
            show: PeoplePage.show
        ),
        DeskRoute(
            method: .post,
            path: "/desk/people",
            roles: [.administrator],
            show: PeoplePage.act
        ),
        DeskRoute(
            method: .get,
            path: "/desk/audit",
            roles: [.auditor, .administrator],
            show: AuditPage.show
        ),
        DeskRoute(method: .get, path: "/desk", roles: everyone, show: WorkplacePages.work),
        DeskRoute(method: .get, path: "/desk/live", roles: atCounters, show: WorkplacePages.live),
        DeskRoute(method: .post, path: "/desk/do", roles: atCounters, show: WorkplacePages.act),
    ]
}

enum DeskPages {
    // MARK: Logging in

    static func logInPage(
        _ call: DeskCall,
        problem: String? = nil,
        status: Int = 200
    ) -> DeskAnswer {
        var values: [String: Any] = ["typed": call.form["name"] ?? ""]
        values["problem"] = problem
        values["hasProvider"] = call.desk.signOn != nil
        values["hasPasswords"] = call.office.logIn?.passwords != .nobody
        return call.page(.logIn, title: call.texts[.logInTitle], status: status, values)
    }

    static func logIn(_ call: DeskCall) async throws -> DeskAnswer {
        do {
            let (session, secret) = try await call.hub.logIn(
                name: String((call.form["name"] ?? "").prefix(100)),
                password: String((call.form["password"] ?? "").prefix(500)),
                from: call.network
            )
            let next = session.mustChangePassword ? "/desk/password" : "/desk"
            return .redirect(next, cookie: call.desk.cookie(secret))
        } catch HubRefusal.wrongPassword {
            return logInPage(call, problem: call.texts[.logInWrong], status: 403)
        } catch HubRefusal.passwordsOff {
            return logInPage(call, problem: call.texts[.logInPasswordsOff], status: 403)
        } catch HubRefusal.tooManyTries(let pause) {
            let values = ["seconds": String(pause.components.seconds + 1)]
            return logInPage(call, problem: call.texts[.logInPause, values], status: 429)
        }
    }

    static func logOut(_ call: DeskCall) async throws -> DeskAnswer {
        try await call.hub.logOut(try call.person())
        return .redirect("/desk/log-in", cookie: call.desk.noCookie)
    }

    static func passwordPage(
        _ call: DeskCall,
        problem: String? = nil,
        status: Int = 200
    ) -> DeskAnswer {
        var values: [String: Any] = [:]
        values["problem"] = problem
        return call.page(.password, title: call.texts[.passwordTitle], status: status, values)
    }

    static func changePassword(_ call: DeskCall) async throws -> DeskAnswer {
        do {
            let (_, secret) = try await call.hub.changePassword(
                of: try call.person(),
                from: call.form["old"] ?? "",
                to: call.form["new"] ?? ""
            )
            return .redirect("/desk", cookie: call.desk.cookie(secret))
        } catch HubRefusal.wrongPassword {
            return passwordPage(call, problem: call.texts[.passwordWrongOld], status: 403)
        } catch HubRefusal.badPassword(let mistake) {
            return passwordPage(call, problem: words(mistake, call), status: 422)
        } catch HubRefusal.tooManyTries(let pause) {
            let values = ["seconds": String(pause.components.seconds + 1)]
            return passwordPage(call, problem: call.texts[.logInPause, values], status: 429)
        }
    }

    private static func words(_ mistake: PasswordMistake, _ call: DeskCall) -> String {
        switch mistake {
        case .tooShort(let least): call.texts[.passwordTooShort, ["count": String(least)]]
        case .tooLong(let most): call.texts[.passwordTooLong, ["count": String(most)]]
        case .holdsName: call.texts[.passwordHoldsName]
        case .fewDifferent: call.texts[.passwordFewDifferent]
        case .same: call.texts[.passwordSame]
        }
    }

    // MARK: The counter

    static func placePage(_ call: DeskCall) async throws -> DeskAnswer {
        try await placePage(call, isRefused: false)
    }

    private static func placePage(_ call: DeskCall, isRefused: Bool) async throws -> DeskAnswer {
        let desks = try await call.hub.read { _, store, _ in try store.desks() }
        let taken = call.hub.takenCounters(besides: try call.person())
        let counters = call.office.counters.map { counter -> [String: Any] in
            let given = call.office.duty(ofCounter: counter.number)?.services ?? []
            let chosen = desks.first { $0.counter == counter.number }?.services ?? []
            return [
                "number": counter.number,
                "name": call.texts[.placeCounter, ["counter": String(counter.number)]],
                "isTaken": taken.contains(counter.number),
                "services": call.office.services.all.filter { given.contains($0.id) }.map {
                    [
                        "id": $0.id, "name": $0.name[call.texts.language],
                        "isChosen": chosen.contains($0.id),
                    ] as [String: Any]
                },
            ]
        }
        var values: [String: Any] = ["counters": counters]
        if isRefused { values["problem"] = call.texts[.placeUnknown] }
        if call.desk.training != nil { values["hasTraining"] = ["counters": counters] }
        return call.page(
            .place,
            title: call.texts[.placeTitle],
            status: isRefused ? 422 : 200,
            values
        )
    }

    static func choosePlace(_ call: DeskCall) async throws -> DeskAnswer {
        let services = Set(
            call.form.keys.filter { $0.hasPrefix("s-") }.map { String($0.dropFirst(2)) }
        )
        guard let number = call.form["counter"].flatMap({ Int($0) }) else {
            return try await placePage(call, isRefused: true)
        }
        let isTraining = call.form["training"] == "1" && call.desk.training != nil
        let queue = isTraining ? try call.desk.training?.open().hub ?? call.hub : call.hub
        do {
            try await queue.perform { cases, store, now in
                try cases.setServices(services, counter: number, in: store, at: now)
            }
        } catch let refusal as HubRefusal
            where ["unknown_counter", "unknown_service"].contains(refusal.code)
        {
            return try await placePage(call, isRefused: true)
        }
        _ = try await call.hub.place(
            try call.person(),
            at: number,
            isTraining: isTraining
        )
        return .redirect("/desk")
    }
}
