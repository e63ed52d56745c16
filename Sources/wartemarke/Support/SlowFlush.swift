import ArgumentParser
import CFaultDisk
import Statements

/// How much longer every flush of a disk takes, as `--slow-flush` takes it: `5ms` or `500us`.
struct SlowFlush: Encodable {
    /// A disk that takes longer than this is broken rather than slow.
    private static let longestMicroseconds: UInt32 = 1_000_000

    let microseconds: UInt32

    init(argument: String) throws {
        let factor: UInt32 = argument.hasSuffix("ms") ? 1_000 : 1
        guard argument.hasSuffix("ms") || argument.hasSuffix("us"),
            let number = UInt32(argument.dropLast(2))
        else { throw ValidationError("A time is written like 5ms or 500us.") }
        let (time, isTooLarge) = number.multipliedReportingOverflow(by: factor)
        guard !isTooLarge, (1...Self.longestMicroseconds).contains(time) else {
            throw ValidationError("A flush can be made slower by 1us to 1000ms.")
        }
        microseconds = time
    }

    /// As the option takes it.
    var argument: String {
        microseconds % 1_000 == 0 ? "\(microseconds / 1_000)ms" : "\(microseconds)us"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }

    /// Slows the flushes of every database that this process opens from now on.
    func begin() throws {
        configureMemory()
        guard faultdisk_slow_real_flushes(microseconds) == 0 else {
            throw end(.internalTrouble, "SQLite does not take a disk with slower flushes.")
        }
    }
}
