/// The German states, by their codes of ISO 3166-2.
package enum GermanState: String, CaseIterable, Sendable {
    case badenWürttemberg = "BW"
    case bavaria = "BY"
    case berlin = "BE"
    case brandenburg = "BB"
    case bremen = "HB"
    case hamburg = "HH"
    case hesse = "HE"
    case lowerSaxony = "NI"
    case mecklenburgWesternPomerania = "MV"
    case northRhineWestphalia = "NW"
    case rhinelandPalatinate = "RP"
    case saarland = "SL"
    case saxony = "SN"
    case saxonyAnhalt = "ST"
    case schleswigHolstein = "SH"
    case thuringia = "TH"
}

/// A public holiday of at least one whole German state.
///
/// Days that only some towns of a state keep (Assumption Day in Bavaria, Corpus Christi in parts of
/// Saxony and Thuringia, the Peace Festival of Augsburg) are not among them: an office there writes
/// them into its closures. Source: the holiday laws of the states as of 2026.
package enum Holiday: String, CaseIterable, Sendable {
    case newYear, epiphany, womensDay, goodFriday, easterSunday, easterMonday, labourDay
    case ascension, whitSunday, whitMonday, corpusChristi, assumption, childrensDay, unity
    case reformation, allSaints, repentance, christmas, secondChristmas

    /// The day in a year; nil when that year has it on none of its days.
    package func day(in year: Int) -> Day? {
        let easter = easterDay(of: year)
        return switch self {
        case .newYear: Day(year: year, month: 1, day: 1)
        case .epiphany: Day(year: year, month: 1, day: 6)
        case .womensDay: Day(year: year, month: 3, day: 8)
        case .goodFriday: easter.map { $0 + -2 }
        case .easterSunday: easter
        case .easterMonday: easter.map { $0 + 1 }
        case .labourDay: Day(year: year, month: 5, day: 1)
        case .ascension: easter.map { $0 + 39 }
        case .whitSunday: easter.map { $0 + 49 }
        case .whitMonday: easter.map { $0 + 50 }
        case .corpusChristi: easter.map { $0 + 60 }
        case .assumption: Day(year: year, month: 8, day: 15)
        case .childrensDay: Day(year: year, month: 9, day: 20)
        case .unity: Day(year: year, month: 10, day: 3)
        case .reformation: Day(year: year, month: 10, day: 31)
        case .allSaints: Day(year: year, month: 11, day: 1)
        case .repentance: repentanceDay(of: year)
        case .christmas: Day(year: year, month: 12, day: 25)
        case .secondChristmas: Day(year: year, month: 12, day: 26)
        }
    }

    /// Whether the whole state keeps it, by the law of 2026.
    package func isKept(in state: GermanState) -> Bool {
        typealias States = Set<GermanState>
        let some: States? =
            switch self {
            case .epiphany: [.badenWürttemberg, .bavaria, .saxonyAnhalt]
            case .womensDay: [.berlin, .mecklenburgWesternPomerania]
            case .easterSunday, .whitSunday: [.brandenburg]
            case .corpusChristi:
                [
                    .badenWürttemberg, .bavaria, .hesse, .northRhineWestphalia,
                    .rhinelandPalatinate, .saarland,
                ]
            case .assumption: [.saarland]
            case .childrensDay: [.thuringia]
            case .reformation:
                [
                    .brandenburg, .bremen, .hamburg, .lowerSaxony, .mecklenburgWesternPomerania,
                    .saxony, .saxonyAnhalt, .schleswigHolstein, .thuringia,
                ]
            case .allSaints:
                [
                    .badenWürttemberg, .bavaria, .northRhineWestphalia, .rhinelandPalatinate,
                    .saarland,
                ]
            case .repentance: [.saxony]
            default: nil
            }
        return some?.contains(state) ?? true
    }
}

extension GermanState {
    /// The holiday that the whole state keeps on a day.
    package func holiday(on day: Day) -> Holiday? {
        let year = day.civil.year
        return Holiday.allCases.first { $0.isKept(in: self) && $0.day(in: year) == day }
    }
}

/// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
private func easterDay(of year: Int) -> Day? {
    let (golden, century, yearOfCentury) = (year % 19, year / 100, year % 100)
    let moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30
    let weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - moon - yearOfCentury % 4) % 7
    let late = (golden + 11 * moon + 22 * weekday) / 451
    let date = moon + weekday - 7 * late + 114
    return Day(year: year, month: date / 31, day: date % 31 + 1)
}

/// The Wednesday before 23 November.
private func repentanceDay(of year: Int) -> Day? {
    guard let last = Day(year: year, month: 11, day: 22) else { return nil }
    return (0..<7).map { last + -$0 }.first { $0.weekday == .wednesday }
}
