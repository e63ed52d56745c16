import Hub
import HTTPTypes
import Hummingbird
import Lobby
import NIOCore
import Synchronization

/// A feed as it was last written, so that any number of readers costs one question to the store.
///
/// It is at most ``freshness`` old while things change, and ``renewal`` while nothing does: until then
/// every reader gets the same bytes, and whoever has them already is told so.
final class FeedCache: Sendable {
    private struct State {
        var answer: FeedAnswer?
        var version = -1
        var written: ContinuousClock.Instant?
        var isWriting = false
    }

    private let freshness: Duration
    private let renewal: Duration
    private let state = Mutex(State())

    /// - Parameters:
    ///   - freshness: While things change it is written anew when it is older.
    ///   - renewal: While nothing does.
    init(freshness: Duration, renewal: Duration) {
        self.freshness = freshness
        self.renewal = renewal
    }

    /// The feed of a version at least as new, or hardly older.
    func answer(
        version: Int,
        make: @Sendable () async throws -> FeedAnswer
    ) async throws -> FeedAnswer {
        let now = ContinuousClock.now
        let kept = state.withLock { state -> FeedAnswer? in
            guard let answer = state.answer, let written = state.written else { return nil }
            let age = now - written
            let isFresh = state.version == version ? age < renewal : age < freshness
            if isFresh || state.isWriting { return answer }
            state.isWriting = true
            return nil
        }
        if let kept { return kept }
        do {
            let answer = try await make()
            state.withLock { state in
                state = State(
                    answer: answer,
                    version: version,
                    written: ContinuousClock.now,
                    isWriting: false
                )
            }
            return answer
        } catch {
            state.withLock { $0.isWriting = false }
            throw error
        }
    }
}

/// What a feed answers, made ready for many readers: its bytes, and the head with their name.
struct FeedAnswer: Sendable {
    let text: String
    private let bytes: ByteBuffer
    private let tag: String
    private let head: HTTPFields
    private let shortHead: HTTPFields

    /// - Parameters:
    ///   - text: What is answered.
    ///   - type: Its media type.
    ///   - maxAge: How long others may keep it.
    init(_ text: String, type: String, maxAge: Duration) {
        self.text = text
        bytes = ByteBuffer(string: text)
        // A strong one (RFC 9110, 8.8.3): the same bytes, and no others.
        tag = "\"\(Secret.hash(text).prefix(22))\""
        var fields = Feed.openHead
        fields[.eTag] = tag
        fields[.cacheControl] = "public, max-age=\(maxAge.components.seconds)"
        shortHead = fields
        fields[.contentType] = type
        fields[.contentLength] = String(bytes.readableBytes)
        fields[.xContentTypeOptions] = "nosniff"
        head = fields
    }

    /// The whole, or only that the reader has it already (RFC 9110, 13.1.2).
    func response(ifNoneMatch known: String?) -> Response {
        if let known, matches(known) {
            return Response(status: .notModified, headers: shortHead)
        }
        return Response(status: .ok, headers: head, body: ResponseBody(byteBuffer: bytes))
    }

    private func matches(_ known: String) -> Bool {
        if known == tag || known == "*" { return true }
        return known.split(separator: ",").contains { other in
            let other = other.trimmingPrefix { $0 == " " }
            return other == tag || other == "W/\(tag)"
        }
    }
}
