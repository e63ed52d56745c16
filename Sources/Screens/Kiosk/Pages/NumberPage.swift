import Lobby

extension KioskDialogue {
    /// The number, large, before the paper is out; the paper is a copy.
    func numberPage(_ ticket: IssuedTicket, paper: KioskPlace.Paper) -> Page {
        var page = Page()
        page.heading(texts[.numberTitle])
        page.add(.label(ticket.label))
        page.add(.gap)
        page.text(serviceName(ticket.service), .strong, .may)
        page.add(.gap)
        page.text(aheadText(ticket), .strong)
        for line in paperLines(paper, label: ticket.label) { page.text(line.text, line.tone) }
        page.add(.gap)
        page.text(texts[.numberOrder], .plain, .should)
        page.text(texts[.numberBoard], .plain, .may)
        page.hints = anyKeyHints
        return page
    }

    private func aheadText(_ ticket: IssuedTicket) -> String {
        let ahead = numbersAhead(ticket.ahead)
        guard ticket.ahead != nil else { return ahead }
        return texts[.aheadAsOf, ["ahead": ahead, "time": timeText(ticket.asOf)]]
    }

    /// What is to be said about the paper: first what holds, then what to do.
    func paperLines(_ paper: KioskPlace.Paper, label: Label) -> [(text: String, tone: Page.Tone)] {
        let values = ["label": label.description]
        if lobby.printer == .noPrinter {
            return [(texts[.printNoPaper, values], .plain), (texts[.printRemember], .strong)]
        }
        switch paper {
        case .running: return [(texts[.printRunning], .plain)]
        case .printed: return [(texts[.printDone], .strong)]
        case .notPrinted:
            return [(texts[.printTrouble, values], .attention), (texts[.printRemember], .strong)]
        case .unknown:
            return [(texts[.printUnknown, values], .attention), (texts[.printRemember], .strong)]
        }
    }

    /// Why there is no number, and where to go.
    func refusalPage(_ refusal: IssueRefusal, at moment: Moment) -> Page {
        var page = Page()
        switch refusal {
        case .closed(let next):
            page.heading(texts[.closedNow])
            if let next { page.text(openingText(next, at: moment), .strong) }
            page.add(.gap)
            page.text(texts[.closedWhere, ["phone": office.phone]])
        case .stopped:
            page.heading(texts[.stoppedNow])
            page.text(texts[.stoppedWhere])
        case .noNumber:
            page.heading(texts[.noNumberNow])
            page.text(texts[.noNumberWhere])
        }
        page.hints = anyKeyHints
        return page
    }
}
