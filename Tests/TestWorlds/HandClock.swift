import Glibc
package import Lobby
import Synchronization

/// A clock that goes only when it is told to.
package final class HandClock: Sendable {
    private let time: Mutex<Instant>

    package init(_ start: Instant) {
        time = Mutex(start)
    }

    package var now: Instant {
        time.withLock { $0 }
    }

    package func advance(_ duration: Duration) {
        time.withLock { $0 = $0 + duration }
    }

    package func set(_ instant: Instant) {
        time.withLock { $0 = instant }
    }
}

/// Chance that comes out the same on every run (SplitMix64), for many tasks.
package final class SeededChance: Sendable {
    private let state: Mutex<UInt64>

    package init(seed: UInt64 = 1) {
        state = Mutex(seed)
    }

    package func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}

/// A value that many tasks change.
package final class Shared<Value: Sendable>: Sendable {
    private let kept: Mutex<Value>

    package init(_ value: Value) {
        kept = Mutex(value)
    }

    package var value: Value {
        kept.withLock { $0 }
    }

    package func change(_ work: (inout Value) -> Void) {
        kept.withLock { work(&$0) }
    }
}

/// A door that work waits at until the test opens it.
package final class Gate: Sendable {
    private let isOpen = Mutex(false)
    private let hasArrived = Mutex(false)

    package init() {}

    package func open() {
        isOpen.withLock { $0 = true }
    }

    /// Blocks the calling thread; for work on a queue of its own.
    package func pass() {
        hasArrived.withLock { $0 = true }
        while !isOpen.withLock({ $0 }) { sched_yield() }
    }

    /// Returns when somebody stands at the door.
    package func arrived() async {
        while !hasArrived.withLock({ $0 }) { await Task.yield() }
    }
}
