/// A time on the wall, in minutes after midnight; 24:00 is allowed as an end.
package struct TimeOfDay: Hashable, Comparable, Sendable, CustomStringConvertible {
    package var minutes: Int

    package init(minutes: Int) {
        self.minutes = minutes
    }

    /// The form `08:00`; nil for anything else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.isDigits }),
            let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<60).contains(minute), (0...1440).contains(hour * 60 + minute)
        else { return nil }
        minutes = hour * 60 + minute
    }

    package var description: String {
        "\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
    }

    package static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        left.minutes < right.minutes
    }
}
