import Dispatch
import Synchronization

/// Carries out calls that block, one after the other, on a thread that nobody else waits for.
///
/// libcups keeps its server and last error per thread: a piece of work runs from its first to its last
/// line on one thread.
actor BlockingQueue {
    private final class Executor: SerialExecutor {
        private let queue: DispatchQueue

        init(label: String) {
            queue = DispatchQueue(label: label)
        }

        func enqueue(_ job: consuming ExecutorJob) {
            let job = UnownedJob(job)
            queue.async { @Sendable [self] in
                job.runSynchronously(on: asUnownedSerialExecutor())
            }
        }
    }

    private let executor: Executor

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    init(label: String) {
        executor = Executor(label: label)
    }

    private func run<Result: Sendable>(_ work: @Sendable () -> Result) -> Result {
        work()
    }

    /// The result of the work, or the other answer when the work takes longer than the limit.
    ///
    /// Work that takes too long goes on, and its result is dropped: a name that does not resolve, for
    /// example, cannot be interrupted.
    nonisolated func result<Result: Sendable>(
        within limit: Duration,
        otherwise: Result,
        of work: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            let first = FirstAnswer(continuation)
            let timer = Task {
                try await Task.sleep(for: limit)
                first.give(otherwise)
            }
            Task {
                first.give(await run(work))
                timer.cancel()
            }
        }
    }
}

/// Lets the first of several answers through.
private final class FirstAnswer<Answer: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Answer, Never>?>

    init(_ continuation: CheckedContinuation<Answer, Never>) {
        waiting = Mutex(continuation)
    }

    func give(_ answer: Answer) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(returning: answer)
    }
}
