import Hub
import Lobby
import Synchronization

/// The status as it was last written, so that any number of readers costs one question to the store.
///
/// It is at most ``freshness`` old while things change; while nothing does, `asOf` is renewed each
/// second.
package final class StatusCache: Sendable {
    private static let freshness: Duration = .milliseconds(20)
    private static let renewal: Duration = .seconds(1)

    private struct State {
        var body: String?
        var version = -1
        var written: ContinuousClock.Instant?
        var isWriting = false
    }

    private let state = Mutex(State())

    package init() {}

    func body(
        version: Int,
        make: @Sendable () async throws -> String
    ) async throws -> String {
        let now = ContinuousClock.now
        let kept = state.withLock { state -> String? in
            guard let body = state.body, let written = state.written else { return nil }
            let age = now - written
            let isFresh = state.version == version ? age < Self.renewal : age < Self.freshness
            if isFresh || state.isWriting { return body }
            state.isWriting = true
            return nil
        }
        if let kept { return kept }
        do {
            let body = try await make()
            state.withLock { state in
                state = State(
                    body: body,
                    version: version,
                    written: ContinuousClock.now,
                    isWriting: false
                )
            }
            return body
        } catch {
            state.withLock { $0.isWriting = false }
            throw error
        }
    }
}
