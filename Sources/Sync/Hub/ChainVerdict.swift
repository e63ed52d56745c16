/// How an event that arrives at the hub fits the log it already has of that kiosk.
package enum ChainVerdict: Equatable, Sendable {
    /// The next one: apply it.
    case next
    /// Had before: nothing to do.
    case known
    /// Events are missing before it: ask again from the head.
    case gap
    /// It contradicts what the hub has, or its hash is wrong: two writers, or an altered log.
    case fork

    /// Judges an event against the head of the log, and against the hash stored for its own sequence
    /// number, nil when there is none.
    package init(of event: KioskEvent, after head: LogHead, knownHash: String?) {
        if event.hash != event.chainHash() {
            self = .fork
        } else if event.seq <= head.seq {
            self = knownHash == event.hash ? .known : .fork
        } else if event.seq > head.seq + 1 {
            self = .gap
        } else {
            self = event.previous == head.hash ? .next : .fork
        }
    }
}
