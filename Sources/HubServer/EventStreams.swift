package import Hub
package import Hummingbird
import HTTPTypes
import Lobby
import NIOCore
import ServiceLifecycle
import Synchronization

/// Live pages: server-sent events (WHATWG HTML, 9.2) that follow the hub.
///
/// Each stream begins with the whole payload as it is now and sends it again, whole, when it has
/// changed; a page that was cut off needs nothing of what it missed. Beside it comes the event
/// `alive` with the hub's time, after each payload and at least once in each heartbeat: a page that
/// does not hear it for two of them has lost the link, and says so. Many readers of the same payload
/// cost one question to the store for each change.
///
/// The listener's idle time-out does not end a stream: Hummingbird counts only while nothing is asked.
package final class EventStreams: Sendable {
    /// Limits of all streams of a listener.
    package enum Limit {
        /// One more is refused with 503.
        package static let streams = 500
        /// Of different payloads that are kept for other readers.
        static let payloads = 64
        /// How long a stream rests after it looked, so that a burst of changes is one event.
        static let pause: Duration = .milliseconds(100)
        /// While nothing changes a payload is made anew when it is older: time goes on in it.
        static let freshness: Duration = .seconds(1)
        /// When a page that was cut off asks again.
        static let retry: Duration = .seconds(2)
    }

    private struct Kept {
        var version: Int
        var made: ContinuousClock.Instant
        var payload: Task<String, any Error>
    }

    private struct State {
        var open = 0
        var kept: [String: Kept] = [:]
    }

    private let hub: Hub
    private let state = Mutex(State())

    package init(hub: Hub) {
        self.hub = hub
    }

    /// How many are open.
    package var count: Int { state.withLock { $0.open } }

    /// Answers a request with a stream.
    ///
    /// - Parameters:
    ///   - request: What the page asked; when it goes away, the stream ends.
    ///   - subject: Names the payload; readers of one subject share it, so that it must say who may
    ///     read what where that differs. Nil for what only this reader gets: it should cost little.
    ///   - heartbeat: The page hears something at least so often.
    ///   - checkRights: Is asked before each event; what it throws ends the stream.
    ///   - payload: The content as it is now, without the present time in it, or it would always be new.
    /// - Returns: The answer, which ends with the page, with the hub, or with the right to read.
    /// - Throws: What rights and payload throw at the start; later that ends the stream, and the page
    ///   hears it as an answer when it asks again.
    package func open(
        for request: Request,
        of subject: String?,
        heartbeat: Duration = .seconds(15),
        checkRights: @escaping @Sendable () throws -> Void = {},
        payload: @escaping @Sendable () async throws -> String
    ) async throws -> Response {
        guard count < Limit.streams else {
            throw HubRefusal.unavailable("Too many live pages are open. Close some of them.")
        }
        try checkRights()
        let version = hub.changed.version
        let first = try await shared(subject, version: version, payload)
        let body = ResponseBody { [self] writer in
            state.withLock { $0.open += 1 }
            defer { state.withLock { $0.open -= 1 } }
            try? await request.body.consumeWithCancellationOnInboundClose { _ in
                var stream = Stream(heartbeat: heartbeat, version: version)
                var news = stream.news(of: first, at: hub.now())
                repeat {
                    if let news { try await writer.write(ByteBuffer(string: news)) }
                    guard try await somethingIsUp(for: stream) else { break }
                    try checkRights()
                    stream.version = hub.changed.version
                    let payload = try await shared(subject, version: stream.version, payload)
                    news = stream.news(of: payload, at: hub.now())
                } while true
            }
            // After a broken payload, too: the page asks again and hears why.
            try await writer.finish(nil)
        }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/event-stream", .cacheControl: "no-store",
                // Nothing else is asked on this connection, and it ends with the stream.
                .connection: "close",
                // Web servers in between pass each event on at once.
                .accelBuffering: "no",
            ],
            body: body
        )
    }

    /// Waits for a change or the next heartbeat.
    ///
    /// - Returns: False when the hub or the page ends.
    private func somethingIsUp(for stream: Stream) async throws -> Bool {
        try await Task.sleep(for: Limit.pause)
        await cancelWhenGracefulShutdown { [hub] in
            await hub.changed.wait(
                after: stream.version,
                limit: stream.heard + stream.heartbeat - .now,
                clock: .continuous
            )
        }
        return !Task.isShuttingDownGracefully && !Task.isCancelled
    }

    /// The payload of a version at least as new, made once for all who want it.
    private func shared(
        _ subject: String?,
        version: Int,
        _ make: @escaping @Sendable () async throws -> String
    ) async throws -> String {
        guard let subject else { return try await make() }
        let now = ContinuousClock.now
        let payload = state.withLock { state in
            if let kept = state.kept[subject], kept.version >= version,
                now - kept.made < Limit.freshness
            {
                return kept.payload
            }
            if state.kept.count >= Limit.payloads { state.kept = [:] }
            // Not of this reader alone: it goes on when its page goes away.
            let payload = Task { try await make() }
            state.kept[subject] = Kept(version: version, made: now, payload: payload)
            return payload
        }
        do {
            return try await payload.value
        } catch {
            // The next who asks tries again.
            state.withLock { state in
                if state.kept[subject]?.payload == payload { state.kept[subject] = nil }
            }
            throw error
        }
    }
}

/// One page that listens.
private struct Stream: Sendable {
    let heartbeat: Duration
    /// The hub's version when the page was last looked after.
    var version: Int
    /// When the page last heard something.
    private(set) var heard = ContinuousClock.now
    /// What it heard.
    private var payload: String?

    init(heartbeat: Duration, version: Int) {
        self.heartbeat = heartbeat
        self.version = version
    }

    /// The payload if it is new, and the time if it is or if the heartbeat is due; nil for nothing.
    mutating func news(of payload: String, at now: Instant) -> String? {
        let isNew = payload != self.payload
        guard isNew || ContinuousClock.now - heard >= heartbeat else { return nil }
        var text = ""
        if self.payload == nil {
            text += "retry: \(EventStreams.Limit.retry.components.seconds * 1000)\n"
        }
        if isNew {
            text += "id: \(version)\n"
            text += dataLines(of: payload) + "\n"
        }
        self.payload = payload
        heard = .now
        return text + "event: alive\ndata: \(now.iso8601)\n\n"
    }
}

/// The payload as the lines of an event; JSON has one.
private func dataLines(of payload: String) -> String {
    // Looking for grapheme clusters in a whole page takes as long as making it.
    guard payload.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else {
        return "data: \(payload)\n"
    }
    return payload.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map { "data: \($0)\n" }.joined()
}

extension HTTPField.Name {
    /// nginx's; others ignore it.
    fileprivate static let accelBuffering = Self("X-Accel-Buffering") ?? .cacheControl
}
