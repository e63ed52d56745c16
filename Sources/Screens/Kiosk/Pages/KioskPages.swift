import Lobby

extension KioskDialogue {
    /// The page for now: what lies on top of the place, or the place itself.
    func page(at moment: Moment) -> Page {
        var page =
            if state.isWarning { idlePage(at: moment) } else if state.isHelpShown {
                helpPage()
            } else {
                placePage(at: moment)
            }
        page.title = office.name[language]
        page.clock = office.time.timeOfDay(at: moment.wall).description
        page.isLarge = state.isLarge
        page.isRightToLeft = texts.isRightToLeft
        page.selected = state.selected
        if let deadline = state.deadline, !state.isHelpShown, !state.isWarning {
            page.countdown = secondsLeft(until: deadline, at: moment.elapsed)
        }
        if state.place.isWaiting, !state.isWarning, !state.isHelpShown,
            moment.elapsed - state.since >= Self.answerLimit
        {
            page.items = slowItems
            page.hints = hints(isBackShown: true)
        }
        return page
    }

    private func placePage(at moment: Moment) -> Page {
        switch state.place {
        case .welcome: welcomePage(at: moment)
        case .task: menuPage(texts[.taskQuestion])
        case .services: servicesPage(at: moment)
        case .lastTicket(let service): lastTicketPage(of: service, at: moment)
        case .issuing: momentPage(texts[.momentIssuing])
        case .number(let ticket, let paper): numberPage(ticket, paper: paper)
        case .code(let ticket, let code): codePage(ticket, code)
        case .refused(let refusal): refusalPage(refusal, at: moment)
        case .typing(let digits, let notFound): typingPage(digits, notFound: notFound)
        case .lookingUp: momentPage(texts[.momentLookingUp])
        case .choosing: menuPage(texts[.chooseQuestion])
        case .visit(let visit, let paper): visitPage(visit, paper: paper)
        case .confirming(let visit): confirmingPage(visit)
        case .handingBack, .comingBack, .checkingPIN, .listing: momentPage(texts[.momentWorking])
        case .handedBack(let label, let isDone): handedBackPage(label, isDone: isDone)
        case .cameBack(let visit, let isDone): cameBackPage(visit, isDone: isDone)
        case .unknownCode: unknownCodePage()
        case .pin(let digits, let answer): pinPage(digits, answer: answer)
        case .staff: staffPage()
        case .today(let list, let number): staffListPage(list, page: number, at: moment)
        case .printer: printerPage()
        case .recent(let visits): recentPage(visits)
        case .staffPaper(let paper, let outcome): staffPaperPage(paper, outcome)
        case .rollNoted: rollNotedPage()
        case .checkIn(let place): warned(checkInPage(place, at: moment), before: place)
        case .booking(let place): warned(bookingPage(place), before: place)
        case .managing(let place): managingPage(place, at: moment)
        }
    }

    /// That no paper comes now, told before somebody waits for one.
    private var printerRemark: String? {
        guard case .trouble = lobby.printer else { return nil }
        return texts[.printerOutNow]
    }

    /// The page with the remark below its heading, where the choice on it leads to a number.
    private func warned(_ page: Page, before place: CheckInPlace) -> Page {
        switch place {
        case .ways, .documents, .services: warned(page, printerRemark)
        case .code, .checking, .answer, .missing, .times: page
        }
    }

    /// The same where it leads to a slip.
    private func warned(_ page: Page, before place: BookingPlace) -> Page {
        guard printerRemark != nil else { return page }
        switch place {
        case .services, .confirming: return warned(page, texts[.printerOutBooking])
        default: return page
        }
    }

    private func warned(_ page: Page, _ remark: String?) -> Page {
        guard let remark else { return page }
        var page = page
        // After the heading and the gap below it.
        let place = min(2, page.items.count)
        page.items.insert(Page.Item(block: .text(remark, .attention), importance: .must), at: place)
        return page
    }

    /// What for, and how long each takes: said before a number is drawn.
    private func servicesPage(at moment: Moment) -> Page {
        var page = Page()
        page.heading(texts[.serviceQuestion])
        if let remark = printerRemark { page.text(remark, .attention) }
        if lobby.waitByService.isEmpty, lobby.tooLate.isEmpty {
            page.text(texts.sentence(of: .unknown, asOf: moment.wall, in: office), .plain, .should)
        } else {
            page.text(texts[.serviceWaits, ["time": timeText(moment.wall)]], .plain, .may)
        }
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }

    /// That it may be too late for another number, said before one is drawn.
    private func lastTicketPage(of service: ServiceID, at moment: Moment) -> Page {
        var page = Page()
        page.heading(texts[isTooLate(service) ? .stoppedNow : .lateTitle])
        if let closing = office.closing(from: moment.wall) {
            page.text(texts[.lateWhy, ["time": timeText(closing)]])
            page.add(.gap)
        }
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }

    /// A question and what can be chosen.
    private func menuPage(_ question: String) -> Page {
        var page = Page()
        page.heading(question)
        page.add(.choices(menu.map(\.line), isPaired: false))
        page.hints = hints(isBackShown: true)
        return page
    }

    func momentPage(_ text: String) -> Page {
        var page = Page()
        page.heading(text)
        page.hints = hints(isBackShown: false)
        return page
    }

    private var slowItems: [Page.Item] {
        var page = Page()
        page.heading(texts[.momentSlow])
        page.text(texts[.momentSlowWhere])
        return page.items
    }

    /// What the keys do on a screen of choices; always in the same order.
    func hints(isBackShown: Bool) -> [Page.Hint] {
        var hints: [Page.Hint] = []
        if isBackShown { hints.append(Page.Hint(key: "*", name: texts[.keysBack], weight: 3)) }
        let size = texts[state.isLarge ? .keysSmaller : .keysLarger]
        hints.append(Page.Hint(key: "7", name: size, weight: 1))
        if speechAvailable {
            hints.append(Page.Hint(key: "8", name: texts[.keysReadAloud], weight: 2))
        }
        hints.append(Page.Hint(key: "0", name: texts[.keysHelp], weight: 4))
        return hints
    }

    var anyKeyHints: [Page.Hint] {
        [
            Page.Hint(key: "", name: texts[.keysAnyKey], weight: 2),
            Page.Hint(key: "0", name: texts[.keysHelp], weight: 1),
        ]
    }

    func serviceName(_ id: ServiceID) -> String {
        // A service may have gone since it was booked; its name in files is no word for visitors.
        office.services[id]?.name[language] ?? texts[.serviceGone]
    }

    func numbersAhead(_ count: Int?) -> String {
        switch count {
        case .none: texts[.aheadUnknown]
        case .some(0): texts[.aheadNone]
        case .some(1): texts[.aheadOne]
        case .some(let count): texts[.aheadMany, ["count": String(count)]]
        }
    }

    func timeText(_ instant: Instant) -> String {
        office.time.timeOfDay(at: instant).description
    }
}
