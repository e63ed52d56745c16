/// A calendar day, without a time zone: the office's business day.
package struct Day: Hashable, Comparable, Sendable {
    /// Days since 1 January 1970.
    package var ordinal: Int

    package init(ordinal: Int) {
        self.ordinal = ordinal
    }

    /// The day of the proleptic Gregorian calendar; nil when there is no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        // Days from civil: years begin in March, so that the leap day is the last one.
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        ordinal = era * 146_097 + dayOfEra - 719_468
        guard civil == (year, month, day) else { return nil }
    }

    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = ordinal + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    package var weekday: Weekday {
        Weekday.allCases[((ordinal + 3) % 7 + 7) % 7]
    }

    package static func < (left: Day, right: Day) -> Bool {
        left.ordinal < right.ordinal
    }

    package static func + (day: Day, days: Int) -> Day {
        Day(ordinal: day.ordinal + days)
    }
}

/// The days of the week, Monday first.
package enum Weekday: String, CaseIterable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday
}

extension Day: CustomStringConvertible, Codable {
    /// The ISO form, `2026-11-24`.
    package init?(_ text: String) {
        var text = text
        let day = text.withUTF8 { bytes -> Day? in
            let dash = UInt8(ascii: "-")
            guard bytes.count == 10, bytes[4] == dash, bytes[7] == dash,
                let year = number(bytes[..<4]), let month = number(bytes[5..<7]),
                let day = number(bytes[8...])
            else { return nil }
            return Day(year: year, month: month, day: day)
        }
        guard let day else { return nil }
        self = day
    }

    package var description: String {
        let (year, month, day) = civil
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(text) is not a day like 2026-11-24"
            )
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// The number in decimal, with leading zeros up to the width.
package func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}

extension StringProtocol {
    /// Whether it is made of the digits 0–9 only; signs are not among them.
    var isDigits: Bool {
        utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }
}

/// The number that the digits make; nil when something else is among them.
private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var number = 0
    for byte in digits {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
}
