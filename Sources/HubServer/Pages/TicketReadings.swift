import Hub
import Lobby
import Synchronization

/// The tickets of today as their pages show them: read once for each change, however many look.
final class TicketReadings: Sendable {
    private enum Limit {
        /// While nothing changes a reading is made anew when it is older: time goes on in it.
        static let freshness: Duration = .seconds(1)
        /// Keys that are known to open something, and parts of pages that are kept.
        static let kept = 5_000
    }

    private struct Reading {
        var version: Int
        var at: Instant
        var queue: Task<TicketQueue, any Error>
    }

    private struct Part {
        var facts: TicketFacts
        var html: String
    }

    private struct State {
        var reading: Reading?
        var opened: Set<String> = []
        var parts: [String: Part] = [:]
    }

    private let hub: Hub
    private let state = Mutex(State())

    init(hub: Hub) {
        self.hub = hub
    }

    /// What the page of a ticket tells now; nil for a key that no ticket of today has.
    func view(_ key: String) async throws -> TicketView? {
        guard isTicketKey(key) else { return nil }
        let view: TicketView?
        if let open = try await queue()[key] {
            view = open
        } else {
            // Over, merged, or never there.
            view = try await hub.read { try $0.ticket(key: key, in: $1, at: $2) }
        }
        state.withLock { state in
            if view == nil {
                state.opened.remove(key)
            } else {
                if state.opened.count >= Limit.kept { state.opened = [] }
                state.opened.insert(key)
            }
        }
        return view
    }

    /// Whether the key opened a ticket when it was last tried: who has it need not guess.
    func hasOpened(_ key: String) -> Bool {
        state.withLock { $0.opened.contains(key) }
    }

    /// A part of a page, made anew only where something in it has changed.
    func part(_ name: String, of facts: TicketFacts, make: () -> String) -> String {
        let kept = state.withLock { $0.parts[name] }
        if let kept, kept.facts == facts { return kept.html }
        let html = make()
        state.withLock { state in
            if state.parts.count >= Limit.kept { state.parts = [:] }
            state.parts[name] = Part(facts: facts, html: html)
        }
        return html
    }

    /// The tickets that are not over; of the hub's version now or a later one.
    private func queue() async throws -> TicketQueue {
        let (version, now) = (hub.changed.version, hub.now())
        let queue = state.withLock { state in
            if let reading = state.reading, reading.version >= version, now >= reading.at,
                now - reading.at < Limit.freshness
            {
                return reading.queue
            }
            // Not of this reader alone: it goes on when its page goes away.
            let queue = Task { [hub] in try await hub.read { try $0.ticketQueue(in: $1, at: $2) } }
            state.reading = Reading(version: version, at: now, queue: queue)
            return queue
        }
        do {
            return try await queue.value
        } catch {
            // The next who asks tries again.
            state.withLock { state in
                if state.reading?.queue == queue { state.reading = nil }
            }
            throw error
        }
    }
}

/// Whether digits could be those of a ticket's code.
func isTicketKey(_ key: String) -> Bool {
    key.utf8.count == TicketKey.length && key.utf8.allSatisfy { (0x30...0x39).contains($0) }
}
