import Dispatch

/// Times that something took, in nanoseconds.
struct Samples {
    private(set) var times: [UInt64] = []

    mutating func add(_ nanoseconds: UInt64) {
        times.append(nanoseconds)
    }

    mutating func reserve(_ count: Int) {
        times.reserveCapacity(count)
    }

    var count: Int { times.count }

    var median: Double { milliseconds(ofShare: 0.5) }
    var p99: Double { milliseconds(ofShare: 0.99) }
    var longest: Double { milliseconds(ofShare: 1) }

    /// The nearest-rank percentile in milliseconds; of few samples the 99th is the longest.
    private func milliseconds(ofShare share: Double) -> Double {
        guard !times.isEmpty else { return .infinity }
        let sorted = times.sorted()
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        return Double(sorted[max(0, rank - 1)]) / 1e6
    }
}

/// Nanoseconds since the machine started.
func monotonicNow() -> UInt64 {
    DispatchTime.now().uptimeNanoseconds
}
