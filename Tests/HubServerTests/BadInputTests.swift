import HubStore
import Lobby
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `A bad request` {
    let asking: Asking

    init() async throws {
        asking = try await Asking()
    }

    @Test func `of 3 MB of JSON is refused with a sentence`() async throws {
        let service = String(repeating: "x", count: 3 << 20)
        let answer = try await asking.ask(
            .post,
            "/api/v1/tickets",
            #"{"service":"\#(service)"}"#,
            as: .program
        )
        #expect(answer.status == 413)
        #expect(answer.code == "too_large")
        #expect(answer.message == "The body is larger than 512 KiB.")
    }

    @Test(arguments: [
        ("", "The body is not JSON."),
        ("{", "The body is not JSON."),
        (#"{"service":"passport"} x"#, "The body is not JSON."),
        (String(repeating: "[", count: 100_000), "The body is not JSON."),
        ("{}", "The body lacks service."),
        (#"{"Service":"passport"}"#, "The body lacks service."),
        (#"{"service":7}"#, "In the body, service has the wrong type."),
        (#"{"service":null}"#, "In the body, service has the wrong type."),
        (#"{"service":"passport","language":[]}"#, "In the body, language has the wrong type."),
        ("[]", "In the body, the whole has the wrong type."),
    ])
    func `is refused with a sentence that names the key`(
        body: String,
        sentence: String
    ) async throws {
        let answer = try await asking.ask(.post, "/api/v1/tickets", body, as: .program)
        #expect(answer.status == 400)
        #expect(answer.code == "bad_request")
        #expect(answer.message == sentence)
    }

    @Test func `of invalid UTF-8 is refused with a sentence`() async throws {
        let answer = try await asking.ask(
            .post,
            "/api/v1/tickets",
            bytes: Array(#"{"service":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8),
            secret: asking.secrets[.program]
        )
        #expect(answer.status == 400)
        #expect(answer.message == "The body is not valid UTF-8.")
    }

    @Test func `names the place in a nested body`() async throws {
        let hello = #"{"incarnation":"a","epoch":1,"events":[{"seq":1},{}]}"#
        let answer = try await asking.ask(.post, "/api/v1/kiosk/events", hello, as: .kiosk)
        #expect(answer.status == 400)
        #expect(answer.message == "The body lacks events[0].previous.")
    }

    @Test(arguments: ["-9223372036854775808", "-1", "9223372036854775807"])
    func `with an instant that nobody believes is refused`(clock: String) async throws {
        let hello = """
            {"incarnation":"a","protocol":1,"lastSeq":0,"head":"","epochSeen":0,"highest":{},
            "printer":"","clock":\(clock)}
            """
        let answer = try await asking.ask(.post, "/api/v1/kiosk/hello", hello, as: .kiosk)
        #expect(answer.status == 400)
        #expect(answer.message == "In the body, clock cannot be read.")
    }

    @Test(arguments: ["", "not-a-uuid", "0190aaaa-0000-7000-8000-00000000000g"])
    func `with a visit that is no UUID is refused`(visit: String) async throws {
        let body = #"{"visit":"\#(visit)"}"#
        let answer = try await asking.ask(.post, "/api/v1/counters/1/appear", body, as: .desk)
        #expect(answer.status == 400)
        #expect(answer.message == "In the body, visit cannot be read.")
    }

    @Test func `for an unknown service is refused with where they are listed`() async throws {
        let answer = try await asking.ask(
            .post,
            "/api/v1/tickets",
            #"{"service":"fishing"}"#,
            as: .program
        )
        #expect(answer.status == 422)
        #expect(answer.code == "unknown_service")
        #expect(answer.message?.contains("fishing") == true)
    }

    @Test func `for a number is refused while the office is closed`() async throws {
        asking.world.clock.set(at(7, 59))
        let body = #"{"service":"passport"}"#
        let answer = try await asking.ask(.post, "/api/v1/tickets", body, as: .program)
        #expect(answer.status == 409)
        #expect(answer.code == "closed")
        asking.world.clock.set(at(8))
        #expect(try await asking.ask(.post, "/api/v1/tickets", body, as: .program).status == 201)
    }

    @Test func `for a counter that does not exist is refused with those that do`() async throws {
        for (method, path) in [("GET", ""), ("POST", "/next")] {
            let answer = try await asking.ask(
                method == "GET" ? .get : .post,
                "/api/v1/counters/99\(path)",
                as: .desk
            )
            #expect(answer.status == 404)
            #expect(answer.message == "There is no counter 99. The counters are 1, 2, 3.")
        }
        let answer = try await asking.ask(.get, "/api/v1/counters/three", as: .desk)
        #expect(answer.status == 400)
        #expect(answer.message == "The number in the path must be a number.")
    }

    @Test(arguments: ["/", "/api", "/api/v1/nothing", "/api/v2/status", "/..%2f..%2fetc/passwd"])
    func `for an unknown path is refused as JSON`(path: String) async throws {
        let answer = try await asking.ask(.get, path)
        #expect(answer.status == 404)
        #expect(answer.code == "unknown_path")
        #expect(answer.contentType?.hasPrefix("application/json") == true)
    }

    @Test(arguments: ["wait=soon", "since=now&wait=1", "wait=99999999999999999999"])
    func `with a query that is no number is refused`(query: String) async throws {
        let answer = try await asking.ask(.get, "/api/v1/calls?\(query)", as: .board)
        #expect(answer.status == 400)
        #expect(answer.message?.hasSuffix("must be a number.") == true)
    }

    @Test(arguments: ["", String(repeating: "k", count: 201)])
    func `with an Idempotency-Key of a wrong length is refused`(key: String) async throws {
        let answer = try await asking.ask(
            .post,
            "/api/v1/tickets",
            #"{"service":"passport"}"#,
            as: .program,
            key: key
        )
        #expect(answer.status == 400)
        #expect(answer.message == "An Idempotency-Key has 1 to 200 characters.")
    }

    @Test func `with a language that is none is refused`() async throws {
        for language in ["", "x y", String(repeating: "d", count: 40)] {
            let answer = try await asking.ask(
                .post,
                "/api/v1/tickets",
                #"{"service":"passport","language":"\#(language)"}"#,
                as: .program
            )
            #expect(answer.status == 400)
            #expect(answer.message == "The language must be one of the office's: de, en.")
        }
    }
}
