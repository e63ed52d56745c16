import Synchronization

/// What was last seen of a queue: the printer behind it, and the job under way.
///
/// With the printer known, a ticket goes straight there: whether CUPS is slow, hangs or was killed
/// does not matter to the visitor.
final class QueueStanding: Sendable {
    private struct State {
        var device: IPPAddress?
        var inHand: JobName?
    }

    private let state = Mutex(State())

    /// The printer of a queue that is open, where it speaks IPP.
    var device: IPPAddress? {
        get { state.withLock { $0.device } }
        set { state.withLock { $0.device = newValue } }
    }

    /// The job that this run has at the queue.
    var inHand: JobName? {
        get { state.withLock { $0.inHand } }
        set { state.withLock { $0.inHand = newValue } }
    }
}
