import Lobby

extension KioskDialogue {
    /// The keys, and how to get a person; the same on every screen.
    func helpPage() -> Page {
        var page = Page()
        page.heading(texts[.helpTitle])
        page.text(texts[state.place.isEntry ? .helpType : .helpChoose])
        page.text(texts[.helpBack])
        if !state.place.isEntry {
            page.text(texts[.helpMore], .plain, .should)
            page.text(texts[.helpLarger], .plain, .should)
            if speechAvailable { page.text(texts[.helpSpeech]) }
        }
        page.add(.gap)
        switch state.helpCall {
        case .called: page.text(texts[.helpCalled], .strong)
        case .failed: page.text(texts[.helpNotCalled], .attention)
        case .asking, nil: break
        }
        if !helpChoices.isEmpty {
            page.add(.choices(helpChoices.map(\.line), isPaired: false))
        }
        if lobby.isConnected || state.helpCall != nil { page.add(.gap) }
        page.text(texts[.helpPerson, ["phone": office.phone]], .strong)
        page.hints = [Page.Hint(key: "*", name: texts[.keysBack], weight: 1)]
        return page
    }

    /// Whoever needs a person can have one come, once and while the hub can tell the counters.
    var helpChoices: [KioskChoice] {
        guard lobby.isConnected, state.helpCall == nil else { return [] }
        return numbered([(texts[.helpCall], .perform(.callHelp))])
    }

    /// Nothing was pressed for long, so perhaps nobody is there.
    func idlePage(at moment: Moment) -> Page {
        var page = Page()
        let end = state.lastActivity + settings.idle + settings.idleWarning
        let seconds = secondsLeft(until: end, at: moment.elapsed)
        page.heading(texts[.idleQuestion])
        page.text(texts[.idleAnyKey], .strong)
        page.hints = [
            Page.Hint(
                key: "",
                name: seconds == 1
                    ? texts[.idleOne] : texts[.idleMany, ["count": String(seconds)]],
                weight: 1
            )
        ]
        return page
    }
}
