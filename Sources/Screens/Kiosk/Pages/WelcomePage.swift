import Lobby

extension KioskDialogue {
    /// Nobody there: languages in their own names, and how full it is.
    func welcomePage(at moment: Moment) -> Page {
        var page = Page()
        page.heading(texts[.welcomeQuestion])
        page.text(texts[.welcomeLanguage], .plain, .should)
        page.add(.gap)
        page.add(.choices(menu.map(\.line), isPaired: true))
        page.add(.gap)
        page.add(.rule, .should)
        page.add(.gap, .may)
        for line in situation(at: moment) { page.text(line) }
        page.hints = welcomeHints
        page.footnote = (lobby.hubNotice ?? lobby.staffNotice).map { texts[$0.key, $0.values] }
        return page
    }

    /// How many wait, or why there are no numbers now.
    private func situation(at moment: Moment) -> [String] {
        switch lobby.openness {
        case .closed(let next):
            return [texts[.closedNow]] + (next.map { [openingText($0, at: moment)] } ?? [])
        case .ticketsStopped: return [texts[.stoppedNow]]
        case .open: break
        }
        if !lobby.canIssue { return [texts[.noNumberNow]] }
        guard let count = lobby.waitingNumbers else { return [] }
        return [
            count == 0
                ? texts[.waitingNone]
                : count == 1
                    ? texts[.waitingOne] : texts[.waitingMany, ["count": String(count)]]
        ]
    }

    func openingText(_ next: NextOpening, at moment: Moment) -> String {
        texts[.closedNext, ["when": openingDayText(next, at: moment)]]
    }

    /// The day of the next opening; the nearest days have names of their own.
    private func openingDayText(_ next: NextOpening, at moment: Moment) -> String {
        let today = office.time.date(at: moment.wall)
        let time = ["time": next.time.description]
        switch next.day.ordinal - today.ordinal {
        case 0: return texts[.whenToday, time]
        case 1: return texts[.whenTomorrow, time]
        default: break
        }
        let civil = next.day.civil
        return texts[
            .whenDay,
            [
                "weekday": texts[weekdayKey(next.day.weekday)],
                "day": String(civil.day),
                "month": texts[monthKeys[civil.month - 1]],
                "time": next.time.description,
            ]
        ]
    }

    /// Help in the first two languages, because none is chosen yet.
    private var welcomeHints: [Page.Hint] {
        var hints = hints(isBackShown: false)
        guard state.language == nil else { return hints }
        let names = languages.prefix(2).map { $0[.keysHelp] }
        let help = names.reduce(into: [String]()) { list, name in
            if !list.contains(name) { list.append(name) }
        }
        for index in hints.indices {
            if hints[index].key == "0" { hints[index].name = help.joined(separator: " · ") }
            if hints[index].key == "8" { hints[index].name = texts[.keysWithSpeech] }
        }
        return hints
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
