import Synchronization

/// Wakes those who wait until something changed: long polls and live pages.
package final class ChangeSignal: Sendable {
    private struct State {
        var version = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextTicket = 0
        var isClosed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// A number that grows with every change.
    package var version: Int {
        state.withLock { $0.version }
    }

    package func advance() {
        let waiting = state.withLock { state in
            state.version += 1
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    /// Ends all waiting for good, so that a server can stop at once.
    package func close() {
        state.withLock { $0.isClosed = true }
        advance()
    }

    /// Returns when the version is no longer the given one, or after the limit.
    package func wait(after version: Int, limit: Duration, clock: some Clock<Duration>) async {
        guard limit > .zero else { return }
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await withTaskCancellationHandler {
                    await self.enter(ticket, after: version)
                } onCancel: {
                    self.leave(ticket)
                }
            }
            group.addTask { try? await clock.sleep(for: limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func enter(_ ticket: Int, after version: Int) async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.version != version || state.isClosed || Task.isCancelled {
                    return true
                }
                state.waiting[ticket] = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
    }

    private func leave(_ ticket: Int) {
        state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
    }
}
