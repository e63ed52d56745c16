import Lobby

extension KioskDialogue {
    /// Who is to be called, to read out where no clerk's screen works.
    func staffListPage(_ list: StaffList, page number: Int, at moment: Moment) -> Page {
        var page = Page()
        page.heading(texts[.listTitle])
        switch list.standing {
        case .current: break
        case .asOf(let instant):
            page.text(texts[.listAsOf, ["time": timeText(instant)]], .attention)
        case .ownOnly: page.text(texts[.listOwnOnly], .attention)
        }
        page.add(.gap)
        let lines = list.lines.dropFirst(number * choicesOnAPage).prefix(choicesOnAPage)
        if lines.isEmpty {
            page.text(texts[.listEmpty])
        } else {
            page.add(.rows(lines.map { row($0, at: moment) }))
        }
        page.add(.gap)
        if !menu.isEmpty { page.add(.choices(menu.map(\.line), isPaired: false)) }
        page.hints = hints(isBackShown: true)
        return page
    }

    private func row(_ line: StaffList.Line, at moment: Moment) -> Page.Row {
        switch line {
        case .waiting(let label, let service, let arrived, let booked):
            let waited = max(0, (moment.wall - arrived).wholeMilliseconds / 60_000)
            var values = ["count": String(waited)]
            values["time"] = booked.map(timeText)
            return Page.Row(
                name: label.description,
                spokenName: label.spoken,
                text: serviceName(service),
                note: texts[booked == nil ? .listWaited : .listCheckedIn, values]
            )
        case .expected(let service, let booked):
            return Page.Row(
                name: timeText(booked),
                spokenName: timeText(booked),
                text: serviceName(service),
                note: texts[.listExpected]
            )
        }
    }
}
