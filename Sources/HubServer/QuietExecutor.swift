import Dispatch

/// Runs tasks one after the other and behind all others: live pages, made anew for everybody after each
/// change, keep nobody waiting who has pressed a key.
final class QuietExecutor: TaskExecutor {
    static let shared = QuietExecutor()

    private let queue = DispatchQueue(label: "live-pages", qos: .utility)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
