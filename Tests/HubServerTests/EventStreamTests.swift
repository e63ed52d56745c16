import AsyncHTTPClient
import Hub
import HubServer
import HubStore
import Hummingbird
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import TestWorlds
import Testing

/// How many wait, as the pages of these tests show it.
@Suite struct `Live pages` {
    let world: HubWorld
    let streams: EventStreams
    private let readings = Readings()

    init() throws {
        world = try HubWorld()
        streams = EventStreams(hub: world.hub)
    }

    @Test func `begin with what is, and follow what changes`() async throws {
        try await serving { base in
            var page = try await Page(base)
            #expect(page.head.status == .ok)
            #expect(page.head.headers.first(name: "content-type") == "text/event-stream")
            #expect(page.head.headers.first(name: "cache-control") == "no-store")
            #expect(page.head.headers.first(name: "connection") == "close")
            let first = try await page.next()
            #expect(first.starts(with: ["retry: 2000", "id: 0", "data: waiting", "data: 0"]))
            #expect(try await page.next()[0] == "event: alive")
            try await world.draw()
            #expect(try await page.nextPayload() == "waiting\n1")
            try await world.draw()
            try await world.draw()
            // Both at once, or one after the other.
            var payload = try await page.nextPayload()
            if payload == "waiting\n2" { payload = try await page.nextPayload() }
            #expect(payload == "waiting\n3")
        }
    }

    @Test func `are silent about changes that do not show, but say that they live`() async throws {
        try await serving(heartbeat: .milliseconds(200)) { base in
            var page = try await Page(base)
            #expect(try await page.nextPayload() == "waiting\n0")
            #expect(try await page.next()[0] == "event: alive")
            world.hub.changed.advance()
            world.clock.advance(.seconds(61))
            #expect(try await page.next() == ["event: alive", "data: 2026-11-24T08:01:01Z"])
            try await world.draw()
            #expect(try await page.nextPayload() == "waiting\n1")
        }
    }

    @Test func `cost one question to the store for eight readers`() async throws {
        try await serving { base in
            var pages: [Page] = []
            for _ in 1...8 { pages.append(try await Page(base)) }
            for index in pages.indices {
                #expect(try await pages[index].nextPayload() == "waiting\n0")
            }
            #expect(streams.count == 8)
            let before = readings.count
            try await world.draw()
            for index in pages.indices {
                #expect(try await pages[index].nextPayload() == "waiting\n1")
            }
            #expect(readings.count == before + 1)
        }
    }

    @Test func `end when the page goes away`() async throws {
        try await serving { base in
            do {
                var page = try await Page(base)
                #expect(try await page.nextPayload() == "waiting\n0")
                #expect(streams.count == 1)
            }
            // Nothing is held any more, so the client lets go of the connection.
            while streams.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test func `end when the hub does`() async throws {
        let reader = try await serving { base in
            let reader = Task {
                var page = try await Page(base)
                while try await page.line() != nil {}
            }
            while streams.count == 0 { try await Task.sleep(for: .milliseconds(5)) }
            return reader
        }
        // Ended in good order, or the client would throw.
        try await reader.value
        #expect(streams.count == 0)
    }

    @Test func `end when the right to read is taken`() async throws {
        try await serving { base in
            var page = try await Page(base)
            #expect(try await page.nextPayload() == "waiting\n0")
            readings.isAllowed.withLock { $0 = false }
            try await world.draw()
            while try await page.line() != nil {}
            #expect(try await Page(base).head.status == .unauthorized)
        }
    }

    @Test func `are refused when there are too many, until one is closed`() async throws {
        let few = EventStreams(hub: world.hub, limits: EventStreams.Limits(streams: 2))
        try await serving(few) { base in
            var pages = [try await Page(base), try await Page(base)]
            #expect(try await Page(base).head.status == .serviceUnavailable)
            #expect(try await pages[1].nextPayload() == "waiting\n0")
            pages = []
            while few.count > 0 { try await Task.sleep(for: .milliseconds(5)) }
            #expect(try await Page(base).head.status == .ok)
        }
    }

    @Test func `go on for others while one never reads, and cut that one off`() async throws {
        let quick = EventStreams(
            hub: world.hub,
            limits: EventStreams.Limits(pause: .milliseconds(1), stall: .seconds(1))
        )
        readings.padding.withLock { $0 = String(repeating: "x", count: 400_000) }
        try await serving(quick) { base in
            let deaf = try DeafReader(base)
            var page = try await Page(base)
            _ = try await page.nextPayload()
            while quick.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
            var waiting = 0
            // More than any buffer on the way holds.
            while quick.count > 1 {
                try await world.draw()
                waiting += 1
                let end = "waiting\n\(waiting)"
                while try await !page.nextPayload().hasPrefix(end) {}
            }
            #expect(waiting > 0)
            withExtendedLifetime(deaf) {}
        }
    }

    @Test func `ask again after a reading that failed`() async throws {
        try await serving { base in
            readings.isBroken.withLock { $0 = true }
            #expect(try await Page(base).head.status == .serviceUnavailable)
            readings.isBroken.withLock { $0 = false }
            var page = try await Page(base)
            #expect(try await page.nextPayload() == "waiting\n0")
        }
    }
}

extension `Live pages` {
    /// A server with one live page on it.
    private func serving<Value: Sendable>(
        _ other: EventStreams? = nil,
        heartbeat: Duration = .seconds(15),
        _ work: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let streams = other ?? streams
        let router = Router(context: HubContext.self)
        router.get("/live") { [readings, hub = world.hub] request, context in
            do {
                return try await streams.open(
                    for: request,
                    on: context.channel,
                    of: "waiting",
                    heartbeat: heartbeat,
                    checkRights: { try readings.checkRights() },
                    payload: { try await readings.read(hub) }
                )
            } catch let refusal as HubRefusal {
                return Response(status: HTTPResponse.Status(code: refusal.status))
            }
        }
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let server = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { running.yield($0.localAddress?.port ?? 0) },
            logger: quiet
        )
        let group = ServiceGroup(services: [server], logger: quiet)
        let task = Task { try await group.run() }
        let port = await ports.first { _ in true } ?? 0
        let result = await Result { try await work("http://127.0.0.1:\(port)/live") }
        // No long poll is woken: the streams end by themselves.
        await group.triggerGracefulShutdown()
        try await task.value
        return try result.get()
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}

/// The payload, and how often it was read.
private final class Readings: Sendable {
    let isAllowed = Mutex(true)
    let isBroken = Mutex(false)
    /// Makes the payload longer.
    let padding = Mutex("")
    private let counted = Mutex(0)

    var count: Int { counted.withLock { $0 } }

    func checkRights() throws {
        guard isAllowed.withLock({ $0 }) else { throw HubRefusal.notKnown }
    }

    func read(_ hub: Hub) async throws -> String {
        counted.withLock { $0 += 1 }
        guard !isBroken.withLock({ $0 }) else { throw HubRefusal.unavailable("Broken.") }
        let count = try await hub.read { _, store, _ in try store.waitingVisits().count }
        return "waiting\n\(count)" + padding.withLock { $0.isEmpty ? "" : "\n\($0)" }
    }
}

/// A page that listens: lines, and events of several lines.
private struct Page {
    let head: HTTPClientResponse
    private var body: HTTPClientResponse.Body.AsyncIterator
    private var text = ""

    init(_ base: String) async throws {
        head = try await HTTPClient.shared.execute(
            HTTPClientRequest(url: base),
            timeout: .seconds(60)
        )
        body = head.body.makeAsyncIterator()
    }

    /// Nil at the end.
    mutating func line() async throws -> String? {
        while true {
            if let end = text.firstIndex(of: "\n") {
                defer { text = String(text[text.index(after: end)...]) }
                return String(text[..<end])
            }
            guard let part = try await body.next() else { return nil }
            text += String(buffer: part)
        }
    }

    mutating func next() async throws -> [String] {
        var lines: [String] = []
        while let line = try await line() {
            if line.isEmpty { return lines }
            lines.append(line)
        }
        throw CancellationError()
    }

    mutating func nextPayload() async throws -> String {
        while true {
            let event = try await next()
            guard event[0] != "event: alive" else { continue }
            return event.filter { $0.hasPrefix("data: ") }.map { $0.dropFirst(6) }
                .joined(separator: "\n")
        }
    }
}
