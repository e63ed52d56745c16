import Lobby
import Synchronization

/// How often the addresses of one network may do what costs the office something, and how often anybody
/// may try the second code of one appointment.
package final class PageLimits: Sendable {
    enum Deed: Hashable {
        /// Having a time held.
        case hold
        /// Typing codes that no appointment has.
        case miss
        /// Typing nine digits with a wrong second code, from wherever.
        case guess
        /// Opening tickets that there are not: somebody's of yesterday, or a guess.
        case ticket

        /// So often in each ``PageLimits/window``.
        var most: Int {
            switch self {
            case .hold, .miss, .guess: 10
            // Many phones share an address, and hours later some show their tickets again.
            case .ticket: 30
            }
        }
    }

    /// Counts begin anew after so long.
    static let window: Duration = .minutes(10)
    /// More counts than this are not kept: the oldest are forgotten.
    private static let mostCounts = 50_000

    private struct Key: Hashable {
        var deed: Deed
        var subject: String
    }

    private struct Count {
        var since: Instant
        var count: Int
    }

    private let counts = Mutex<[Key: Count]>([:])

    package init() {}

    /// How many minutes to wait, when it was too often.
    ///
    /// - Parameters:
    ///   - deed: What is done.
    ///   - subject: The network, or the nine digits.
    ///   - now: The present.
    /// - Returns: Nil when it may be done.
    func wait(_ deed: Deed, _ subject: String, at now: Instant) -> Int? {
        counts.withLock { counts in
            guard let count = counts[Key(deed: deed, subject: subject)], count.count >= deed.most
            else { return nil }
            let left = count.since + Self.window - now
            guard left > .zero, left <= Self.window else { return nil }
            return Int(left.components.seconds / 60) + 1
        }
    }

    func count(_ deed: Deed, _ subject: String, at now: Instant) {
        counts.withLock { counts in
            if counts.count >= Self.mostCounts {
                counts = counts.filter { now - $0.value.since < Self.window }
                if counts.count >= Self.mostCounts { counts = [:] }
            }
            let key = Key(deed: deed, subject: subject)
            if let count = counts[key], now - count.since < Self.window, now >= count.since {
                counts[key] = Count(since: count.since, count: count.count + 1)
            } else {
                counts[key] = Count(since: now, count: 1)
            }
        }
    }
}
