import Hub
import HubStore
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `Every route` {
    /// What each route answers to those who may ask it, when the body is an empty object.
    private static let answers: [String: Int] = [
        "GET /api/v1/status": 200, "GET /api/v1/status.xml": 200,
        "GET /api/v1/history.csv": 200, "GET /api/v1/closures.ics": 200,
        "GET /healthz": 200, "GET /metrics": 200,
        "GET /api/v1/openapi.json": 200, "POST /api/v1/tickets": 400,
        "GET /api/v1/waiting": 200, "GET /api/v1/calls": 200,
        "GET /api/v1/counters/{number}": 200, "POST /api/v1/counters/{number}/next": 204,
        "POST /api/v1/counters/{number}/call": 400,
        "POST /api/v1/counters/{number}/again": 400,
        "POST /api/v1/counters/{number}/appear": 400,
        "POST /api/v1/counters/{number}/missed": 400,
        "POST /api/v1/counters/{number}/finish": 400,
        "POST /api/v1/counters/{number}/undo": 409,
        "POST /api/v1/counters/{number}/finish-and-next": 400,
        "POST /api/v1/counters/{number}/park": 400,
        "POST /api/v1/counters/{number}/transfer": 400,
        "POST /api/v1/counters/{number}/redirect": 400,
        "POST /api/v1/counters/{number}/put-back": 400,
        "POST /api/v1/counters/{number}/resume": 400,
        "POST /api/v1/counters/{number}/reinstate": 400,
        "POST /api/v1/counters/{number}/admit": 400,
        "POST /api/v1/counters/{number}/cancel": 400,
        "POST /api/v1/counters/{number}/left": 400,
        "POST /api/v1/counters/{number}/prioritise": 400,
        "POST /api/v1/counters/{number}/add": 400,
        "POST /api/v1/counters/{number}/note": 400,
        "POST /api/v1/counters/{number}/merge": 400,
        "POST /api/v1/counters/{number}/reopen": 400,
        "POST /api/v1/counters/{number}/pause": 400, "POST /api/v1/counters/{number}/help": 204,
        "POST /api/v1/counters/{number}/help-take": 400,
        "POST /api/v1/counters/{number}/help-done": 400,
        "POST /api/v1/kiosk/enrol": 400, "POST /api/v1/kiosk/hello": 400,
        "POST /api/v1/kiosk/reserve": 400, "POST /api/v1/kiosk/events": 400,
        "GET /api/v1/kiosk/changes": 200, "POST /api/v1/kiosk/back": 400,
        "POST /api/v1/kiosk/help": 204,
        "GET /api/v1/slots": 422, "GET /api/v1/appointments": 200,
        "POST /api/v1/appointments": 400, "POST /api/v1/appointments/find": 400,
        "POST /api/v1/appointments/{id}/move": 404,
        "POST /api/v1/appointments/{id}/cancel": 404,
        "GET /api/v1/appointments/{id}": 404, "POST /api/v1/appointments/{id}/check-in": 404,
        "GET /api/v1/access": 200, "GET /api/v1/forecasts": 200, "GET /api/v1/callbacks": 200,
        "POST /api/v1/callbacks": 400,
        "POST /api/v1/callbacks/{id}/done": 200,
    ]

    /// Who may do what, written down a second time: a slip in the routes shows here.
    private static let rights: [String: Set<Device.Role>] = [
        "POST /api/v1/tickets": [.program, .desk],
        "GET /api/v1/waiting": [.desk, .program],
        "GET /api/v1/calls": [.board, .desk],
        "GET /api/v1/counters/{number}": [.desk],
        "POST /api/v1/counters/{number}/next": [.desk],
        "POST /api/v1/counters/{number}/call": [.desk],
        "POST /api/v1/counters/{number}/again": [.desk],
        "POST /api/v1/counters/{number}/appear": [.desk],
        "POST /api/v1/counters/{number}/missed": [.desk],
        "POST /api/v1/counters/{number}/finish": [.desk],
        "POST /api/v1/counters/{number}/undo": [.desk],
        "POST /api/v1/counters/{number}/finish-and-next": [.desk],
        "POST /api/v1/counters/{number}/park": [.desk],
        "POST /api/v1/counters/{number}/transfer": [.desk],
        "POST /api/v1/counters/{number}/redirect": [.desk],
        "POST /api/v1/counters/{number}/put-back": [.desk],
        "POST /api/v1/counters/{number}/resume": [.desk],
        "POST /api/v1/counters/{number}/reinstate": [.desk],
        "POST /api/v1/counters/{number}/admit": [.desk],
        "POST /api/v1/counters/{number}/cancel": [.desk],
        "POST /api/v1/counters/{number}/left": [.desk],
        "POST /api/v1/counters/{number}/prioritise": [.desk],
        "POST /api/v1/counters/{number}/add": [.desk],
        "POST /api/v1/counters/{number}/note": [.desk],
        "POST /api/v1/counters/{number}/merge": [.desk],
        "POST /api/v1/counters/{number}/reopen": [.desk],
        "POST /api/v1/counters/{number}/pause": [.desk],
        "POST /api/v1/counters/{number}/help": [.desk],
        "POST /api/v1/counters/{number}/help-take": [.desk],
        "POST /api/v1/counters/{number}/help-done": [.desk],
        "POST /api/v1/kiosk/hello": [.kiosk],
        "POST /api/v1/kiosk/reserve": [.kiosk],
        "POST /api/v1/kiosk/events": [.kiosk],
        "GET /api/v1/kiosk/changes": [.kiosk],
        "POST /api/v1/kiosk/back": [.kiosk], "POST /api/v1/kiosk/help": [.kiosk],
        "GET /api/v1/slots": [.desk, .program, .kiosk],
        "GET /api/v1/appointments": [.desk],
        "POST /api/v1/appointments": [.desk, .program, .kiosk],
        "POST /api/v1/appointments/find": [.desk, .program, .kiosk],
        "POST /api/v1/appointments/{id}/move": [.desk, .program, .kiosk],
        "POST /api/v1/appointments/{id}/cancel": [.desk, .program, .kiosk],
        "GET /api/v1/appointments/{id}": [.desk],
        "POST /api/v1/appointments/{id}/check-in": [.desk],
        "GET /api/v1/access": [.desk, .program], "GET /api/v1/forecasts": [.desk, .program],
        "GET /api/v1/callbacks": [.desk],
        "POST /api/v1/callbacks": [.desk],
        "POST /api/v1/callbacks/{id}/done": [.desk],
    ]

    @Test func `stands in both tables`() {
        #expect(Set(Endpoint.all.map(\.title)) == Set(Self.answers.keys))
        for endpoint in Endpoint.all {
            #expect(endpoint.roles == Self.rights[endpoint.title], "\(endpoint.title)")
        }
    }

    @Test func `answers everybody who may ask, and nobody else`() async throws {
        let asking = try await Asking()
        let secrets: [(Device.Role?, String?)] =
            [(nil, nil), (nil, ""), (nil, String(repeating: "0", count: 64))]
            + asking.secrets.map { (Optional($0.key), Optional($0.value)) }
        for endpoint in Endpoint.all {
            for (role, secret) in secrets {
                let answer = try await asking.ask(
                    endpoint.method,
                    endpoint.anyPath,
                    bytes: endpoint.method == .post ? Array("{}".utf8) : nil,
                    secret: secret
                )
                let expected: Int? =
                    switch (Self.rights[endpoint.title], role) {
                    case (nil, _): Self.answers[endpoint.title]
                    case (_, nil): 401
                    case (let rights?, let role?):
                        rights.contains(role) ? Self.answers[endpoint.title] : 403
                    }
                #expect(answer.status == expected, "\(endpoint.title) by \(role as Any)")
                if answer.status >= 400 {
                    #expect(answer.message?.hasSuffix(".") == true, "\(endpoint.title)")
                }
            }
        }
    }

    @Test func `is closed to a device that was revoked, at once`() async throws {
        let asking = try await Asking()
        #expect(try await asking.ask(.get, "/api/v1/waiting", as: .desk).status == 200)
        for role in [Device.Role.desk, .board] {
            _ = try await asking.world.hub.administer {
                try await $0.revoke(name: "one", role: role)
            }
        }
        for (role, path) in [(Device.Role.desk, "waiting"), (.board, "calls")] {
            let answer = try await asking.ask(.get, "/api/v1/\(path)", as: role)
            #expect(answer.status == 401)
            #expect(answer.code == "not_known")
        }
    }
}
