import Dispatch

/// Many seeds, one after the other on each of some workers.
package struct Campaign: Sendable {
    /// The sum of what the seeds came to.
    package struct Sum: Equatable, Sendable {
        package var seeds = 0
        package var tickets = 0
        package var kioskCrashes = 0
        package var hubCrashes = 0
        package var violations: [SeedReport] = []

        mutating func add(_ report: SeedReport) {
            seeds += 1
            tickets += report.tickets
            kioskCrashes += report.kioskCrashes
            hubCrashes += report.hubCrashes
            if report.violation != nil { violations.append(report) }
        }
    }

    /// Every so many seeds one is run twice, and must come out the same.
    static let repeatEvery: UInt64 = 50

    private let seeds: Range<UInt64>
    private let workers: Int
    private let bug: PlantedBug?

    /// - Parameters:
    ///   - first: The first seed.
    ///   - count: How many seeds, one after the other.
    ///   - workers: How many run at the same time.
    ///   - bug: A mistake put into every world; the first seed that shows it is the last one run.
    package init(first: UInt64, count: UInt64, workers: Int, bug: PlantedBug? = nil) {
        seeds = first..<(first + count)
        self.workers = max(1, workers)
        self.bug = bug
    }

    /// Runs the seeds; `onViolation` hears of each violation at once.
    ///
    /// - Throws: What the stores throw when a database cannot be made.
    package func run(
        onViolation: @escaping @Sendable (SeedReport) -> Void = { _ in }
    ) async throws -> Sum {
        try await withThrowingTaskGroup(of: SeedReport.self) { group in
            var waiting = seeds.makeIterator()
            var sum = Sum()
            for _ in 0..<workers {
                guard let seed = waiting.next() else { break }
                group.addTask { try await onOwnThread(seed) }
            }
            while let report = try await group.next() {
                sum.add(report)
                if report.violation != nil { onViolation(report) }
                let isFound = bug != nil && !sum.violations.isEmpty
                if !isFound, let seed = waiting.next() {
                    group.addTask { try await onOwnThread(seed) }
                }
            }
            sum.violations.sort { $0.seed < $1.seed }
            return sum
        }
    }

    /// Seeds compute for long; the threads that all tasks share must not wait for them.
    private func onOwnThread(_ seed: UInt64) async throws -> SeedReport {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try self.run(seed) })
            }
        }
    }

    private func run(_ seed: UInt64) throws -> SeedReport {
        var report = try Simulation(seed: seed, bug: bug).run()
        if report.violation == nil, bug == nil, seed.isMultiple(of: Self.repeatEvery) {
            let again = try Simulation(seed: seed).run()
            if again != report {
                report.violation = Violation(
                    invariant: .sameSeedSameTrace,
                    sentence: "\(report.traceHash) and \(again.traceHash)"
                )
            }
        }
        return report
    }
}
