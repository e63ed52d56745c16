extension ScreenTexts {
    /// A day as people say it, without its year: `Dienstag, 24. November`.
    package func name(of day: Day) -> String {
        self[.dayName, values(of: day)]
    }

    /// The words that the name of a day is made of, by placeholder.
    package func values(of day: Day) -> [String: String] {
        let civil = day.civil
        return [
            "weekday": self[weekdayKey(day.weekday)],
            "day": String(civil.day),
            "month": self[monthKeys[civil.month - 1]],
            "monthNumber": String(civil.month),
        ]
    }
}

private func weekdayKey(_ weekday: Weekday) -> TextKey {
    switch weekday {
    case .monday: .weekdayMonday
    case .tuesday: .weekdayTuesday
    case .wednesday: .weekdayWednesday
    case .thursday: .weekdayThursday
    case .friday: .weekdayFriday
    case .saturday: .weekdaySaturday
    case .sunday: .weekdaySunday
    }
}

private let monthKeys: [TextKey] = [
    .monthJanuary, .monthFebruary, .monthMarch, .monthApril, .monthMay, .monthJune, .monthJuly,
    .monthAugust, .monthSeptember, .monthOctober, .monthNovember, .monthDecember,
]
