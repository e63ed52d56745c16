import Foundation
import Lobby

/// Chance that comes out the same on every run (SplitMix64).
struct SeededChance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension Day: ExpressibleByStringLiteral {
    /// Ends the test run when the text is wrong.
    public init(stringLiteral text: String) {
        guard let day = Day(text) else { fatalError("\(text) is not a day") }
        self = day
    }
}

extension TimeOfDay: ExpressibleByStringLiteral {
    /// Ends the test run when the text is wrong.
    public init(stringLiteral text: String) {
        guard let time = TimeOfDay(text) else { fatalError("\(text) is not a time") }
        self = time
    }
}

extension OfficeTime {
    /// The time in a zone by its name; that of Greenwich when there is no such zone.
    init(_ zone: String) {
        self.init(zone: TimeZone(identifier: zone) ?? .gmt)
    }
}

let berlin = OfficeTime("Europe/Berlin")

/// An instant by the wall clock in Berlin.
func at(_ time: TimeOfDay, on day: Day = "2026-11-24") -> Instant {
    berlin.instant(of: time, on: day)
}

/// An instant by its text in UTC, `2026-11-24T07:30:00Z`.
func instant(_ text: String) throws -> Instant {
    let date = try Date(text, strategy: .iso8601)
    return Instant(milliseconds: Int64(date.timeIntervalSince1970 * 1000))
}
