/// A point in time in UTC, in whole milliseconds since 1970.
///
/// The rules never read a clock: an instant is always an argument.
package struct Instant: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    /// What is believed of instants that others send: the years 1970 to 9999.
    ///
    /// Within these, no sum or difference the rules make can overflow.
    package static let believed =
        Instant(milliseconds: 0)...Instant(milliseconds: 253_402_300_799_999)

    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool {
        left.milliseconds < right.milliseconds
    }

    package static func + (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds + duration.wholeMilliseconds)
    }

    package static func - (instant: Instant, duration: Duration) -> Instant {
        Instant(milliseconds: instant.milliseconds - duration.wholeMilliseconds)
    }

    package static func - (later: Instant, earlier: Instant) -> Duration {
        .milliseconds(later.milliseconds - earlier.milliseconds)
    }
}

extension Instant {
    /// The last multiple of five minutes, as times are told that are not exact.
    package var wholeFiveMinutes: Instant {
        Instant(milliseconds: milliseconds / 300_000 * 300_000)
    }
}

extension Instant: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        milliseconds = try container.decode(Int64.self)
        guard Self.believed.contains(self) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "this is not an instant between the years 1970 and 9999"
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}

extension Duration {
    /// The duration in milliseconds, cut towards zero.
    package var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }

    package static func minutes(_ minutes: Int) -> Duration {
        .seconds(minutes * 60)
    }
}
