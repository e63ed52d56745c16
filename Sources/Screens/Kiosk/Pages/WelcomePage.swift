import Lobby

extension KioskDialogue {
    /// Nobody there: languages in their own names, and how full it is.
    func welcomePage(at moment: Moment) -> Page {
        var page = Page()
        page.heading(texts[office.booking == nil ? .welcomeQuestion : .welcomeQuestionBoth])
        page.text(texts[.welcomeLanguage], .plain, .should)
        page.add(.gap)
        page.add(.choices(menu.map(\.line), isPaired: true))
        page.add(.gap)
        page.add(.rule, .should)
        page.add(.gap, .may)
        for line in situation(at: moment) { page.text(line) }
        if case .noTickets = lobby.openness {} else { addNotices(to: &page, at: moment) }
        if let due = dueText(at: moment) { page.text(due, .strong) }
        page.hints = welcomeHints
        // One line, the most pressing: somebody waits for paper now.
        let notice = lobby.hubNotice ?? lobby.staffNotice
        page.footnote = printerAlarm ?? notice.map { texts[$0.key, $0.values] }
        return page
    }

    /// How many wait, or why there are no numbers now.
    private func situation(at moment: Moment) -> [String] {
        switch lobby.openness {
        case .closed(let next):
            return [texts[.closedNow]] + (next.map { [openingText($0, at: moment)] } ?? [])
        case .noTickets(let stop): return [stopText(stop)]
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

    /// What is otherwise today; the first sentences, as far as there is room.
    private func addNotices(to page: inout Page, at moment: Moment) {
        guard let plan = lobby.plan else { return }
        for line in texts.sentences(of: plan, in: office, at: moment.wall) {
            page.text(line, .attention, .should)
        }
    }

    /// Why there is no number now, in a sentence.
    func stopText(_ stop: TicketStop) -> String {
        switch stop {
        case .stopped: texts[.stoppedNow]
        case .service(let id): texts[.todayNoService, ["service": serviceName(id)]]
        case .notBefore(let time): texts[.todayTicketsFrom, ["time": time.description]]
        case .full: texts[.todayFull]
        case .tooLate(let id): texts[.todayLate, ["service": serviceName(id)]]
        }
    }

    /// The appointments whose holders should check in now; nil when there are none.
    private func dueText(at moment: Moment) -> String? {
        let due = lobby.expected.filter { time in
            time <= moment.wall && moment.wall < time + office.policy.grace
        }
        if due.isEmpty { return nil }
        let times = due.map(timeText).joined(separator: ", ")
        return texts[.welcomeDue, ["times": times]]
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
        return texts[.whenDay, texts.values(of: next.day).merging(time) { $1 }]
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
