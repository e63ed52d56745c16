import Lobby

extension KioskDialogue {
    /// "I have a number already": the digits on the ticket.
    func typingPage(_ digits: String, notFound: String?) -> Page {
        var page = Page()
        page.heading(texts[.entryQuestion])
        if let notFound {
            page.text(texts[.entryNotFound, ["number": notFound]], .attention)
            page.text(texts[.entryNotFoundWhere])
            page.add(.gap)
        }
        page.add(.entry(digits))
        page.add(.gap)
        let example = Label(series: office.services.all.first?.letter ?? "A", number: 47)
        page.text(texts[.entryHint, ["example": example.description]], .plain, .should)
        page.hints = entryHints(isHelpShown: digits.isEmpty)
        return page
    }

    /// On entry screens all digits are digits, so Enter on nothing is help.
    func entryHints(isHelpShown: Bool) -> [Page.Hint] {
        [
            Page.Hint(key: "*", name: texts[.keysBack], weight: 2),
            Page.Hint(
                key: texts[.keysEnter],
                name: texts[isHelpShown ? .keysHelp : .keysConfirm],
                weight: 3
            ),
        ]
    }

    func visitPage(_ visit: FoundVisit, paper: KioskPlace.Paper?) -> Page {
        var page = Page()
        page.heading(texts[.visitTitle, ["label": visit.label.description]])
        page.text(serviceName(visit.service), .plain, .may)
        page.add(.gap)
        page.text(stateText(visit), visit.state == .called ? .attention : .strong)
        if let paper {
            for line in paperLines(paper, label: visit.label) { page.text(line.text, line.tone) }
        }
        page.add(.gap)
        if !menu.isEmpty { page.add(.choices(menu.map(\.line), isPaired: false)) }
        page.add(.gap)
        if visit.state == .waiting { page.text(texts[.numberOrder], .plain, .may) }
        page.hints = hints(isBackShown: true)
        return page
    }

    /// Where the visit stands, and what the visitor does next.
    private func stateText(_ visit: FoundVisit) -> String {
        let counter = visit.counter.map { ["counter": String($0)] }
        switch visit.state {
        case .waiting: return numbersAhead(visit.ahead)
        case .called:
            return counter.map { texts[.stateCalled, $0] } ?? texts[.stateCalledSomewhere]
        case .serving:
            return counter.map { texts[.stateServing, $0] } ?? texts[.stateServingSomewhere]
        case .parked: return texts[visit.canComeBack ? .stateParkedBack : .stateParked]
        case .missed: return texts[visit.canComeBack ? .stateMissedBack : .stateMissed]
        case .atDesk: return texts[.stateAtDesk]
        case .held, .booked: return texts[.stateBooked]
        case .finished: return texts[.stateFinished]
        case .merged: return texts[.stateMerged]
        case .left: return texts[.stateLeft]
        case .cancelled, .notServed, .expired: return texts[.stateEnded]
        }
    }

    func confirmingPage(_ visit: FoundVisit) -> Page {
        var page = Page()
        page.heading(texts[.handBackQuestion, ["label": visit.label.description]])
        page.text(texts[.handBackConsequence])
        if visit.label.series == Label.appointmentLetter {
            page.text(texts[.handBackAppointment], .strong)
        }
        page.add(.gap)
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }

    func handedBackPage(_ label: Label, isDone: Bool) -> Page {
        var page = Page()
        let values = ["label": label.description]
        page.heading(texts[isDone ? .handBackDone : .handBackNotDone, values])
        if !isDone { page.text(texts[.handBackNotDoneWhere]) }
        page.hints = anyKeyHints
        return page
    }

    func cameBackPage(_ visit: FoundVisit, isDone: Bool) -> Page {
        var page = Page()
        let values = ["label": visit.label.description]
        page.heading(texts[isDone ? .backDone : .backNotDone, values])
        if isDone {
            page.text(numbersAhead(visit.ahead), .strong)
            page.add(.gap)
            page.text(texts[.numberOrder], .plain, .should)
        } else {
            page.text(texts[.backNotDoneWhere])
        }
        page.hints = anyKeyHints
        return page
    }

    func unknownCodePage() -> Page {
        var page = Page()
        page.heading(texts[.codeUnknown])
        page.text(texts[.codeWhere])
        page.add(.gap)
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }
}
