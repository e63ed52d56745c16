import Lobby

extension KioskDialogue {
    /// The number, large, before the paper is out; the paper is a copy.
    func numberPage(_ ticket: IssuedTicket, paper: KioskPlace.Paper) -> Page {
        var page = Page()
        page.heading(texts[.numberTitle])
        page.add(.label(ticket.label))
        page.add(.gap)
        let lines = paperLines(paper, label: ticket.label)
        // Beside something unusual to read, one thing less.
        let isUsual = lines.count == 1
        page.text(serviceName(ticket.service), .strong, isUsual ? .may : .should)
        page.add(.gap)
        if let words = appointmentText(ticket) { page.text(words, .strong) }
        if let wait = ticket.wait {
            page.text(aheadText(ticket), .plain, .should)
            page.text(texts.sentence(of: wait, asOf: ticket.asOf, in: office), .strong)
        } else {
            page.text(aheadText(ticket), .strong)
        }
        for line in lines { page.text(line.text, line.tone) }
        if !menu.isEmpty { page.add(.choices(menu.map(\.line), isPaired: false)) }
        page.add(.gap)
        page.text(texts[.numberOrder], .plain, isUsual ? .should : .may)
        if isUsual { page.text(texts[.numberBoard], .plain, .may) }
        page.hints = anyKeyHints
        return page
    }

    /// The code that takes the place of the paper; where it has no room, the number to remember.
    func codePage(_ ticket: IssuedTicket, _ code: CodePicture) -> Page {
        var page = Page()
        let label = ["label": ticket.label.description]
        page.add(.heading(texts[.codeTitle, label]), .should)
        page.text(texts[.codeHow], .plain, .may)
        let remember = "\(texts[.printValid, label]) \(texts[.printRemember])"
        page.add(.code(code, otherwise: remember))
        page.hints = anyKeyHints
        return page
    }

    /// What becomes of the appointment; nil for a number without one.
    private func appointmentText(_ ticket: IssuedTicket) -> String? {
        guard let booked = ticket.booked else {
            return ticket.isClaim ? texts[.numberClaimCode] : nil
        }
        let time = timeText(booked)
        if ticket.isClaim { return texts[.numberClaim, ["time": time]] }
        if ticket.asOf > booked + office.policy.grace {
            return texts[.numberLate, ["time": time]]
        }
        let from = booked - office.policy.lead
        guard from > ticket.asOf else { return texts[.numberBookedNow, ["time": time]] }
        return texts[.numberBooked, ["time": time, "from": timeText(from)]]
    }

    private func aheadText(_ ticket: IssuedTicket) -> String {
        let ahead = numbersAhead(ticket.ahead)
        // The wait has its own time of day.
        if case .about = ticket.wait { return ahead }
        guard ticket.ahead != nil else { return ahead }
        return texts[.aheadAsOf, ["ahead": ahead, "time": timeText(ticket.asOf)]]
    }

    /// What is to be said about the paper: first what holds, then what to do.
    func paperLines(_ paper: KioskPlace.Paper, label: Label) -> [(text: String, tone: Page.Tone)] {
        let lasting: [(String, Page.Tone)] = [
            (texts[.printValid, ["label": label.description]], .plain),
            (texts[.printRemember], .strong),
        ]
        if lobby.printer == .noPrinter { return [(texts[.printNoPaper], .plain)] + lasting }
        switch paper {
        case .running: return [(texts[.printRunning], .plain)]
        case .printed: return [(texts[.printDone], .strong)]
        case .notPrinted: return [(texts[.printTrouble], .attention)] + lasting
        case .unknown: return [(texts[.printUnknown], .attention)] + lasting
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
        case .noTickets(let stop):
            page.heading(stopText(stop))
            switch stop {
            case .service, .tooLate: page.text(texts[.todayServiceWhere])
            default: page.text(texts[.stoppedWhere])
            }
        case .noNumber:
            page.heading(texts[.noNumberNow])
            page.text(texts[.noNumberWhere])
        }
        page.hints = anyKeyHints
        return page
    }
}
