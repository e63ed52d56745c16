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
        page.text(texts[.helpPerson, ["phone": office.phone]], .strong)
        page.hints = [Page.Hint(key: "*", name: texts[.keysBack], weight: 1)]
        return page
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
