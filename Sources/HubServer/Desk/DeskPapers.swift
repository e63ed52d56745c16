package import Hub
import HubStore
package import Lobby
package import Logging
import ServiceLifecycle
import Synchronization

/// Prints the numbers that clerks give out, one paper after the other, and tells what became of them.
///
/// What waits is in memory: after a restart of the hub nothing prints late. But each paper asked for
/// stands in the database until its outcome is known, so that its counter is told that it never came.
package final class DeskPapers: ServiceLifecycle.Service, Sendable {
    /// What became of the paper that a counter asked for last.
    struct Latest: Equatable {
        var label: Label
        var stage: Stage
    }

    /// How far a paper is.
    enum Stage: Equatable {
        case running
        case ended(PrintOutcome)
        /// The hub was started anew before its outcome was known.
        case lost
    }

    private struct Wish {
        var visit: VisitID
        var counter: Int
        var isReprint: Bool
    }

    private let hub: Hub
    private let printer: any TicketPrinter
    private let texts: [ScreenTexts]
    private let logger: Logger
    private let latest = Mutex<[Int: Latest]>([:])
    private let done = Atomic(0)
    private let wishes = AsyncStream.makeStream(of: Wish.self)

    package init(
        hub: Hub,
        printer: any TicketPrinter,
        texts: [ScreenTexts] = [],
        logger: Logger
    ) {
        self.texts = texts
        self.hub = hub
        self.printer = printer
        self.logger = logger
    }

    /// Asks for the paper of a visit; returns when that is written down, and before it is printed.
    func print(_ visit: Visit, atCounter counter: Int, isReprint: Bool) async throws {
        try await hub.perform { cases, store, now in
            try cases.askPaper(of: visit.id, atCounter: counter, in: store, at: now)
        }
        latest.withLock { $0[counter] = Latest(label: visit.label, stage: .running) }
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
        do {
            try await tellLost()
        } catch {
            logger.error("paper.failed", metadata: ["error": "\(String(reflecting: error))"])
        }
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

    /// Tells each counter of the last paper that an earlier run did not finish.
    ///
    /// They are not printed now: nobody knows whether they came, or whether anybody still needs them.
    private func tellLost() async throws {
        let lost = try await hub.read { _, store, _ in
            try store.counterPapers().map { ($0, try store.visit($0.visit)?.label) }
        }
        for (paper, label) in lost {
            guard let label else { continue }
            latest.withLock { latest in
                // What was asked for since the start comes first.
                if latest[paper.counter]?.stage == .running { return }
                latest[paper.counter] = Latest(label: label, stage: .lost)
            }
        }
    }

    private func print(_ wish: Wish) async throws {
        let texts = texts
        let paper = try await hub.read { cases, store, now in
            try cases.paper(
                of: wish.visit,
                isReprint: wish.isReprint,
                texts: texts,
                in: store,
                at: now
            )
        }
        guard let paper else {
            // Cancelled or handed back meanwhile: nobody needs it.
            latest.withLock { $0[wish.counter] = nil }
            return try await note(wish, nil)
        }
        let outcome = await printer.print(paper)
        latest.withLock { $0[wish.counter]?.stage = .ended(outcome) }
        try await note(wish, outcome)
    }

    private func note(_ wish: Wish, _ outcome: PrintOutcome?) async throws {
        try await hub.perform { cases, store, now in
            try cases.notePaper(
                of: wish.visit,
                outcome,
                isReprint: wish.isReprint,
                atCounter: wish.counter,
                in: store,
                at: now
            )
        }
    }
}
