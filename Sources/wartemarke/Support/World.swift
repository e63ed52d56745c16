import Foundation
import Hub
import Lobby

extension Instant {
    /// The machine's clock.
    static var machine: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension Hub.World {
    /// The machine's clock and chance; with a start, a clock that runs on from there.
    static func real(startingAt start: Instant? = nil) -> Hub.World {
        let begin = ContinuousClock.now
        return Hub.World(
            now: {
                guard let start else { return .machine }
                return start + (ContinuousClock.now - begin)
            },
            machine: { .machine },
            chance: { UInt64.random(in: .min ... .max) }
        )
    }
}
