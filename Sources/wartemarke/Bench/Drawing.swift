import Foundation
import Synchronization

/// Draws tickets at a steady pace beside a load.
final class Drawing: Sendable {
    private struct State {
        var drawn = 0
        var isEnding = false
        var hasEnded = false
    }

    private let state = Mutex(State())

    func run(port: Int, form: HTTPForm, perSecond: Int) {
        defer { state.withLock { $0.hasEnded = true } }
        guard let line = try? PlainConnection(port: port) else { return }
        var (form, key) = (form, 0)
        let begin = monotonicNow()
        while !state.withLock({ $0.isEnding }) {
            key += 1
            form.number(key)
            guard let answer = try? line.exchange(form), answer.status == 201 else { return }
            state.withLock { $0.drawn += 1 }
            let due = begin + UInt64(key) * 1_000_000_000 / UInt64(perSecond)
            let now = monotonicNow()
            if due > now { usleep(UInt32((due - now) / 1000)) }
        }
    }

    /// Stops, and says how many tickets were drawn.
    func end() -> Int {
        state.withLock { $0.isEnding = true }
        while !state.withLock({ $0.hasEnded }) { usleep(1_000) }
        return state.withLock { $0.drawn }
    }
}
