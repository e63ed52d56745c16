package import Hub
import Synchronization

/// A second office on the same hub, for learning: a queue of its own in a file of its own, so that
/// nothing done there can reach a real number.
package final class TrainingOffice: Sendable {
    /// Its queue, and who watches it live.
    struct Opened: Sendable {
        var hub: Hub
        var streams: EventStreams
    }

    private let make: @Sendable () throws -> Hub
    private let current = Mutex<Opened?>(nil)

    /// - Parameter make: Opens the queue; done when somebody trains for the first time.
    package init(_ make: @escaping @Sendable () throws -> Hub) {
        self.make = make
    }

    /// - Throws: What opening throws.
    func open() throws -> Opened {
        try current.withLock { current in
            if let current { return current }
            let hub = try make()
            let opened = Opened(hub: hub, streams: EventStreams(hub: hub))
            current = opened
            return opened
        }
    }

    /// Its queue, when somebody trained since the start.
    var hub: Hub? { current.withLock { $0?.hub } }
}
