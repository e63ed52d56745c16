package import Hub
import HubStore
package import Lobby
package import Logging
import ServiceLifecycle
import Synchronization

/// Prints the numbers that clerks give out, one paper after the other, and tells what became of them.
package final class DeskPapers: ServiceLifecycle.Service, Sendable {
    /// What became of the paper that a counter asked for last.
    struct Latest: Equatable {
        var label: Label
        /// Nil while it is not known.
        var outcome: PrintOutcome?
    }

    private struct Wish {
        var visit: VisitID
        var counter: Int
        var isReprint: Bool
    }

    private let hub: Hub
    private let printer: any TicketPrinter
    private let logger: Logger
    private let latest = Mutex<[Int: Latest]>([:])
    private let done = Atomic(0)
    private let wishes = AsyncStream.makeStream(of: Wish.self)

    package init(hub: Hub, printer: any TicketPrinter, logger: Logger) {
        self.hub = hub
        self.printer = printer
        self.logger = logger
    }

    /// Asks for the paper of a visit, and returns at once.
    func print(_ visit: Visit, atCounter counter: Int, isReprint: Bool) {
        latest.withLock { $0[counter] = Latest(label: visit.label) }
        wishes.continuation.yield(
            Wish(visit: visit.id, counter: counter, isReprint: isReprint)
        )
    }

    /// How many papers are dealt with, their outcomes written down.
    var noted: Int { done.load(ordering: .acquiring) }

    func latest(atCounter counter: Int) -> Latest? {
        latest.withLock { $0[counter] }
    }

    package func run() async throws {
        await printer.cancelStaleJobs()
        for await wish in wishes.stream.cancelOnGracefulShutdown() {
            defer { done.add(1, ordering: .releasing) }
            do {
                try await print(wish)
            } catch {
                logger.error(
                    "paper.failed",
                    metadata: ["error": "\(String(reflecting: error))"]
                )
            }
        }
    }

    private func print(_ wish: Wish) async throws {
        let paper = try await hub.read { cases, store, now in
            try cases.paper(of: wish.visit, isReprint: wish.isReprint, in: store, at: now)
        }
        // Cancelled or handed back meanwhile: nobody needs it.
        guard let paper else {
            return latest.withLock { $0[wish.counter] = nil }
        }
        let outcome = await printer.print(paper)
        latest.withLock { $0[wish.counter]?.outcome = outcome }
        try await hub.perform { cases, store, now in
            try cases.notePaper(of: wish.visit, in: store, at: now)
        }
    }
}
