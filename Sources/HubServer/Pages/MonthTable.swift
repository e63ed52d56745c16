import Lobby

/// A month as a table of weeks from Monday to Sunday; days that can be chosen have an address.
func monthTables(
    _ days: ClosedRange<Day>,
    free: [Day: Int],
    words: OfficeWords,
    href: (Day) -> String
) -> [[String: Any]] {
    let all = (days.lowerBound.ordinal...days.upperBound.ordinal).map(Day.init(ordinal:))
    let months = Dictionary(grouping: all) { $0.civil.year * 12 + $0.civil.month - 1 }
    return months.sorted { $0.key < $1.key }.map { month, days in
        let name = words.names?.values(of: days[0])["month"] ?? ""
        return [
            "name": "\(name) \(month / 12)",
            "weekdays": weekdays(words),
            "weeks": weeks(days).map { week in
                ["cells": week.map { cell($0, free, words, href) }]
            },
        ]
    }
}

private func weekdays(_ words: OfficeWords) -> [[String: Any]] {
    let monday = Day(ordinal: 4)
    assert(monday.weekday == .monday)
    return (0..<7).map { offset in
        let name = words.names?.values(of: monday + offset)["weekday"] ?? ""
        return ["name": name, "short": String(name.prefix(2))]
    }
}

/// Rows of seven; nil for days before and after.
private func weeks(_ days: [Day]) -> [[Day?]] {
    let before = Weekday.allCases.firstIndex(of: days[0].weekday) ?? 0
    var cells: [Day?] = Array(repeating: nil, count: before) + days
    while !cells.count.isMultiple(of: 7) { cells.append(nil) }
    return stride(from: 0, to: cells.count, by: 7).map { Array(cells[$0..<$0 + 7]) }
}

private func cell(
    _ day: Day?,
    _ free: [Day: Int],
    _ words: OfficeWords,
    _ href: (Day) -> String
) -> [String: Any] {
    guard let day else { return [:] }
    var cell: [String: Any] = ["number": day.civil.day]
    guard let count = free[day] else { return cell }
    let key: PageTextKey = count == 1 ? .daysOne : .daysMany
    cell["href"] = href(day)
    cell["count"] = count
    cell["label"] = words[key, ["day": words.day(day), "count": String(count)]]
    return cell
}
