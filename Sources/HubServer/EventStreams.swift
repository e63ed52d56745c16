package import Hub
package import Hummingbird
import HTTPTypes
import Lobby
package import NIOCore
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
/// A page that does not take what was sent gets nothing more, so that it fills no memory; what it gets
/// once it reads again is the newest. One that does not read for long is cut off.
///
/// The listener's idle time-out does not end a stream: Hummingbird counts only while nothing is asked.
package final class EventStreams: Sendable {
    /// Limits that differ between listeners.
    package struct Limits: Sendable {
        /// One more is refused with 503.
        package var streams: Int
        /// How long a stream rests after it looked, so that a burst of changes is one event.
        package var pause: Duration
        /// A page that took nothing for so long is cut off.
        package var stall: Duration

        package init(
            streams: Int = 500,
            pause: Duration = .milliseconds(150),
            stall: Duration = .seconds(30)
        ) {
            self.streams = streams
            self.pause = pause
            self.stall = stall
        }
    }

    /// Limits of all streams.
    enum Limit {
        /// Of different payloads that are kept for other readers.
        static let payloads = 64
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
    private let limits: Limits
    private let state = Mutex(State())

    package init(hub: Hub, limits: Limits = Limits()) {
        self.hub = hub
        self.limits = limits
    }

    /// How many are open.
    package var count: Int { state.withLock { $0.open } }

    /// Answers a request with a stream.
    ///
    /// - Parameters:
    ///   - request: What the page asked; when it goes away, the stream ends.
    ///   - channel: Its connection, to see whether it reads.
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
        on channel: any NIOCore.Channel,
        of subject: String?,
        heartbeat: Duration = .seconds(15),
        checkRights: @escaping @Sendable () async throws -> Void = {},
        payload: @escaping @Sendable () async throws -> String
    ) async throws -> Response {
        let seat = try seat()
        try await checkRights()
        let version = hub.changed.version
        let first = try await shared(subject, version: version, payload)
        let body = ResponseBody { [self] writer in
            defer { seat.leave() }
            try? await request.body.consumeWithCancellationOnInboundClose { _ in
                var stream = Stream(heartbeat: heartbeat, version: version)
                var current = first
                while true {
                    if channel.isWritable {
                        stream.stuckSince = nil
                        let news = stream.news(of: current, at: hub.now())
                        if let news { try await writer.write(ByteBuffer(string: news)) }
                    } else if stream.isStuck(for: limits.stall) {
                        // What is on its way to it is dropped; to wait for it would be for ever.
                        channel.close(mode: .all, promise: nil)
                        break
                    }
                    guard try await somethingIsUp(for: stream) else { break }
                    try await checkRights()
                    stream.version = hub.changed.version
                    current = try await shared(subject, version: stream.version, payload)
                }
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

    private func seat() throws(HubRefusal) -> Seat {
        let isFree = state.withLock { state in
            guard state.open < limits.streams else { return false }
            state.open += 1
            return true
        }
        guard isFree else {
            throw .unavailable("Too many live pages are open. Close some of them.")
        }
        return Seat { [self] in state.withLock { $0.open -= 1 } }
    }

    /// Waits for a change or the next heartbeat.
    ///
    /// - Returns: False when the hub or the page ends.
    private func somethingIsUp(for stream: Stream) async throws -> Bool {
        try await Task.sleep(for: limits.pause)
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
            let payload = Task(executorPreference: QuietExecutor.shared) { try await make() }
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

/// A place among the streams, from the request on; given back once, also by an answer that nobody took.
private final class Seat: Sendable {
    private let isTaken = Mutex(true)
    private let giveBack: @Sendable () -> Void

    init(_ giveBack: @escaping @Sendable () -> Void) {
        self.giveBack = giveBack
    }

    deinit { leave() }

    func leave() {
        let wasTaken = isTaken.withLock { isTaken in
            defer { isTaken = false }
            return isTaken
        }
        if wasTaken { giveBack() }
    }
}

/// One page that listens.
private struct Stream: Sendable {
    let heartbeat: Duration
    /// The hub's version when the page was last looked after.
    var version: Int
    /// When the page last heard something.
    private(set) var heard = ContinuousClock.now
    /// Since when it does not take what was sent; nil for one that does.
    var stuckSince: ContinuousClock.Instant?
    /// What it heard.
    private var payload: String?

    init(heartbeat: Duration, version: Int) {
        self.heartbeat = heartbeat
        self.version = version
    }

    mutating func isStuck(for limit: Duration) -> Bool {
        let since = stuckSince ?? .now
        stuckSince = since
        return .now - since >= limit
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
    guard hasLineBreak(payload) else { return "data: \(payload)\n" }
    return payload.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        .map { "data: \($0)\n" }.joined()
}

private func hasLineBreak(_ text: String) -> Bool {
    let found = text.utf8.withContiguousStorageIfAvailable { bytes in
        bytes.contains(0x0A) || bytes.contains(0x0D)
    }
    return found ?? text.utf8.contains { $0 == 0x0A || $0 == 0x0D }
}

extension HTTPField.Name {
    /// nginx's; others ignore it.
    fileprivate static let accelBuffering = Self("X-Accel-Buffering") ?? .cacheControl
}
