extension Instant {
    /// The form of RFC 3339 in UTC with whole seconds: `2026-11-24T07:30:00Z`.
    package var iso8601: String {
        let seconds = floorDivide(Int(milliseconds), 1000)
        let day = Day(ordinal: floorDivide(seconds, 86_400))
        let rest = seconds - day.ordinal * 86_400
        let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0, 2) }
        return "\(day)T\(clock.joined(separator: ":"))Z"
    }

    /// Reads RFC 3339: a date, `T`, a time with seconds, and `Z` or an offset such as `+01:00`.
    package init?(iso8601 text: some StringProtocol) {
        let parts = text.uppercased().split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(String(parts[0])), parts[1].count >= 9 else {
            return nil
        }
        let clock = parts[1].prefix(8).split(separator: ":", omittingEmptySubsequences: false)
        let numbers = clock.compactMap { $0.count == 2 ? Int($0) : nil }
        guard numbers.count == 3, (0..<24).contains(numbers[0]), (0..<60).contains(numbers[1]),
            (0..<60).contains(numbers[2])
        else { return nil }
        var zone = parts[1].dropFirst(8)
        if zone.first == "." { zone = zone.dropFirst().drop(while: \.isNumber) }
        guard let offset = Self.offset(zone) else { return nil }
        let seconds = numbers[0] * 3600 + numbers[1] * 60 + numbers[2] - offset
        self.init(milliseconds: Int64(day.ordinal * 86_400 + seconds) * 1000)
    }

    private static func offset(_ zone: Substring) -> Int? {
        if zone == "Z" { return 0 }
        guard let sign = zone.first, "+-".contains(sign),
            let time = TimeOfDay(zone.dropFirst())
        else { return nil }
        return (sign == "-" ? -60 : 60) * time.minutes
    }
}
