import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `A desk's token` {
    private let asking: Asking

    init() async throws {
        asking = try await Asking()
    }

    @Test func `is for every counter, or for one`() async throws {
        let own = try await token(counter: 3)
        for (counter, action) in [(2, "next"), (1, "undo")] {
            let answer = try await asking.ask(
                .post,
                "/api/v1/counters/\(counter)/\(action)",
                secret: own
            )
            #expect(answer.status == 403 && answer.code == "other_counter")
            #expect(answer.message == "This token is for counter 3 only.")
        }
        #expect(try await asking.ask(.get, "/api/v1/counters/2", secret: own).status == 403)
        #expect(try await asking.ask(.get, "/api/v1/counters/3", secret: own).status == 200)
        #expect(try await asking.ask(.post, "/api/v1/counters/3/next", secret: own).status == 204)
        #expect(try await asking.ask(.get, "/api/v1/waiting", secret: own).status == 200)
        for counter in 1...3 {
            let path = "/api/v1/counters/\(counter)"
            #expect(try await asking.ask(.get, path, as: .desk).status == 200)
        }
    }

    @Test func `calls nobody before their turn, unless it was made to`() async throws {
        try await asking.world.draw()
        let second = try await asking.world.draw()
        let path = "/api/v1/counters/1/call"
        for body in [#"{"visit":"\#(second.id)"}"#, #"{"label":"A 002"}"#] {
            let answer = try await asking.ask(.post, path, body, as: .desk)
            #expect(answer.status == 403 && answer.code == "out_of_turn", "\(answer.text)")
            #expect(answer["visit.label"] as? String == "A 002")
        }
        let free = try await token(callsAnybody: true)
        let answer = try await asking.ask(
            .post,
            path,
            bytes: Array(#"{"label":"A 002"}"#.utf8),
            secret: free
        )
        #expect(answer.status == 200 && answer["visit.counter"] as? Int == 1)
    }

    @Test func `is listed with what it may, and only desks have such rights`() async throws {
        _ = try await token(counter: 3, callsAnybody: true)
        let list = try await asking.world.hub.administer {
            try await AdminRequest(wish: .list, text: "").carryOut($0)
        }
        #expect(list.contains("desk\tmade\tcounter 3\tcalls anybody"))
        await #expect(throws: HubRefusal.self) {
            try await asking.world.hub.administer {
                try await $0.makeToken(role: .board, name: "wall", counter: 3)
            }
        }
    }

    private func token(counter: Int? = nil, callsAnybody: Bool = false) async throws -> String {
        try await asking.world.hub.administer { admin in
            try await admin.makeToken(
                role: .desk,
                name: "made",
                counter: counter,
                callsAnybody: callsAnybody
            )
        }
    }
}
