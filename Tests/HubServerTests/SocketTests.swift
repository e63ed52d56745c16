import AsyncHTTPClient
import HubClient
import HubServer
import HubStore
import Lobby
import NIOCore
import NIOHTTP1
import Sync
import TestWorlds
import Testing

@Suite struct `The hub on a socket` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `serves a clerk through the real client`() async throws {
        let (_, secret) = try await world.device(.desk)
        let first = try await world.draw()
        try await world.serving { base in
            let hub = HubClient(base: base + "/")
            let seen = try await hub.counter(1, since: nil, secret: secret)
            #expect(seen.waiting.map(\.id) == [first.id])
            let visit = try #require(try await hub.next(counter: 1, key: "k1", secret: secret))
            #expect(visit.label == Label("A 001"))
            #expect(try await hub.next(counter: 1, key: "k1", secret: secret) == visit)
            let served = try await hub.act(
                "appear",
                VisitRequest(visit: visit.id),
                counter: 1,
                key: "k2",
                secret: secret
            )
            #expect(served.state == .serving)
            #expect(try await hub.next(counter: 3, key: "k3", secret: secret) == nil)
            let problem = await #expect(throws: HubProblem.self) {
                try await hub.next(counter: 1, key: "k4", secret: secret)
            }
            guard case .refused(409, "counter_busy", _, let held) = problem else {
                Issue.record("\(String(describing: problem))")
                return
            }
            #expect(held == served)
        }
    }

    @Test func `answers a board as soon as somebody is called`() async throws {
        let (_, secret) = try await world.device(.board)
        try await world.draw()
        try await world.serving { [world] base in
            let hub = HubClient(base: base)
            let before = try await hub.calls(since: nil, secret: secret)
            #expect(before.calls == [])
            async let after = hub.calls(since: before.version, secret: secret)
            _ = try await world.next(3)
            #expect(try await after.calls.map(\.counter) == [3])
        }
    }

    @Test func `refuses a foreign secret through the real client`() async throws {
        try await world.serving { base in
            let hub = HubClient(base: base)
            let problem = await #expect(throws: HubProblem.self) {
                try await hub.calls(since: nil, secret: "foreign")
            }
            guard case .refused(401, "not_known", _, nil) = problem else {
                Issue.record("\(String(describing: problem))")
                return
            }
        }
    }

    @Test func `is unreachable when it is gone`() async throws {
        let base = try await world.serving { $0 }
        await #expect(throws: HubProblem.unreachable) {
            try await HubClient(base: base).calls(since: nil, secret: "any")
        }
    }

    @Test func `refuses 3 MB with a sentence and goes on`() async throws {
        let (_, secret) = try await world.device(.program)
        let answer = try await world.serving { base in
            let body = [UInt8](repeating: UInt8(ascii: "x"), count: 3 << 20)
            let head = """
                POST /api/v1/tickets HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer \(secret)\r\n\
                Content-Length: \(body.count)\r\nConnection: close\r\n\r\n
                """
            let answer = try await exchange(base, Array(head.utf8) + body)
            #expect(try await exchange(base, status).hasPrefix("HTTP/1.1 200 OK"))
            return answer
        }
        #expect(answer.hasPrefix("HTTP/1.1 413"))
        #expect(answer.contains("The body is larger than 512 KiB."))
    }

    @Test(arguments: [
        "GET /api/v1/status HTTP/1.1\r\nHost: hub\r\nX-Long: \(String(repeating: "x", count: 100_000))\r\n\r\n",
        "GET /api/v1/status HTTP/1.1\r\nHost: hub\r\n"
            + String(repeating: "X-Many: 1\r\n", count: 5000) + "\r\n",
        "GET \(String(repeating: "/x", count: 100_000)) HTTP/1.1\r\nHost: hub\r\n\r\n",
        "NONSENSE\r\n\r\n",
        "\u{0}\u{1}\u{2}\u{3}\r\n\r\n",
        "POST /api/v1/tickets HTTP/1.1\r\nHost: hub\r\nContent-Length: -5\r\n\r\n",
        "POST /api/v1/tickets HTTP/1.1\r\nHost: hub\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ])
    func `refuses what is no proper request and goes on`(request: String) async throws {
        try await world.serving { base in
            let answer = try await exchange(base, Array(request.utf8), patience: 2)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer.prefix(200))")
            #expect(try await exchange(base, status).hasPrefix("HTTP/1.1 200 OK"))
        }
    }

    @Test func `draws for sixteen clients at once without a gap`() async throws {
        let (_, secret) = try await world.device(.program)
        let labels = try await world.serving { base in
            try await withThrowingTaskGroup(of: [String].self) { group in
                for _ in 1...16 {
                    group.addTask { try await draw(20, base, secret) }
                }
                return try await group.reduce([], +)
            }
        }
        let all = (1...320).map { Label(series: "A", number: $0).description }
        #expect(labels.sorted() == all)
    }

    private let status = Array(
        "GET /api/v1/status HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n\r\n".utf8
    )
}

private func draw(_ count: Int, _ base: String, _ secret: String) async throws -> [String] {
    var labels: [String] = []
    for _ in 1...count {
        var request = HTTPClientRequest(url: base + "/api/v1/tickets")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(secret)")
        request.body = .bytes(Array(#"{"service":"passport"}"#.utf8))
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let text = String(buffer: try await answer.body.collect(upTo: 65_536))
        labels += text.matches(of: /"label":"(A \d+)"/).map { String($0.1) }
    }
    return labels
}
