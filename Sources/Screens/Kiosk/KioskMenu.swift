import Lobby

/// A line that can be chosen, and what choosing it does.
struct KioskChoice: Equatable, Sendable {
    enum Action: Equatable, Sendable {
        case language(LanguageCode)
        case drawNumber
        case book
        case go(KioskPlace)
        /// Goes to a place that waits for the answer to an effect.
        case ask(KioskPlace, KioskDialogue.Effect)
        case perform(KioskDialogue.Effect)
        /// The visitor is done.
        case finish
        case morePages
    }

    var key: Character
    var name: String
    var note: String?
    var action: Action

    var line: Page.Choice {
        Page.Choice(key: String(key), name: name, note: note)
    }
}

extension KioskDialogue {
    /// Choices a page holds; fewer in large mode.
    ///
    /// Letters are as large as the terminal's font makes them; a larger font gives the 40 × 14 cells
    /// that every screen also fits. What a grid of cells can do by itself, large mode does: three
    /// choices a page, everything bold, more room between lines, and large digits before the choices
    /// and a larger number where the window has the rows.
    static let choicesPerPage = 6
    static let choicesPerLargePage = 3

    var choicesOnAPage: Int {
        state.isLarge ? Self.choicesPerLargePage : Self.choicesPerPage
    }

    /// The choices of the screen now: the one source for drawing, speech and keys.
    var menu: [KioskChoice] {
        switch state.place {
        case .welcome(let page): languageChoices(page: page)
        case .task: taskChoices
        case .services(let page): serviceChoices(page: page)
        case .lastTicket(let service): lastTicketChoices(service)
        case .choosing(let visits, let page): visitChoices(visits, page: page)
        case .visit(let visit, let paper): visitActions(visit, paper: paper)
        case .confirming(let visit):
            numbered([
                (texts[.handBackYes], .ask(.handingBack(visit), .handBack(visit.id))),
                (texts[.handBackNo], .go(.visit(visit, paper: nil))),
            ])
        case .unknownCode: numbered([(texts[.taskDraw], .drawNumber)])
        case .staff:
            numbered([
                (texts[.staffLeave], .perform(.leave)),
                (texts[.staffList], .ask(.listing, .listToday)),
                (texts[.staffPrinter], .go(.printer)),
            ])
        case .printer: printerChoices
        case .recent(let visits): recentChoices(visits)
        case .today: paged([])
        case .checkIn(let place): checkInChoices(place)
        case .booking(let place): bookingChoices(place)
        case .managing(let place): managingChoices(place)
        case .number(let ticket, let paper):
            if paper != .running, paper != .printed || lobby.printer == .noPrinter,
                let code = ticket.code
            {
                numbered([(texts[.printCode], .go(.code(ticket, code)))])
            } else {
                []
            }
        case .issuing, .code, .refused, .typing, .lookingUp, .handingBack, .handedBack,
            .comingBack, .cameBack, .pin, .checkingPIN, .listing, .staffPaper, .rollNoted:
            []
        }
    }

    /// What can be done here, in the order of the lines.
    private var taskChoices: [KioskChoice] {
        let have = (texts[.taskHave], KioskChoice.Action.go(.typing("", notFound: nil)))
        guard office.booking != nil else {
            return numbered([(texts[.taskDraw], .drawNumber), have])
        }
        let start: ManagingPlace =
            lobby.isConnected ? .code("") : .answer(.failed(.noConnection))
        var lines: [(String, KioskChoice.Action)] = [
            (texts[.taskAppointment], .go(.checkIn(.ways))), (texts[.taskDraw], .drawNumber),
            (texts[.taskBook], .book), (texts[.taskChange], .go(.managing(start))), have,
        ]
        if let first = lobby.freed.first, lobby.isConnected {
            let time = ["time": timeText(first.start)]
            lines.append((texts[.taskFreed, time], .go(.booking(.freed(first, page: 0)))))
        }
        return numbered(lines)
    }

    private func languageChoices(page: Int) -> [KioskChoice] {
        let all = languages.map {
            (name: $0.name, action: KioskChoice.Action.language($0.language))
        }
        let pages = pageCount(of: all.count)
        var choices = numbered(onPage(page, of: all).map { ($0.name, $0.action) })
        if pages > 1 { choices.append(more(texts[.welcomeMore])) }
        return choices
    }

    private func serviceChoices(page: Int) -> [KioskChoice] {
        let services = onPage(page, of: office.services.all)
        var choices = paged(services.map { ($0.name[language], choosing($0.id)) })
        for (index, service) in zip(choices.indices, services) {
            choices[index].note =
                isOff(service.id)
                ? texts[.todayServiceOff]
                : waitNote(service.id) ?? lobby.aheadByService[service.id].map(waitingNote)
        }
        return choices
    }

    /// Draws a number, or first says that it may be too late for one.
    private func choosing(_ service: ServiceID) -> KioskChoice.Action {
        guard lobby.tooLate.contains(service), !isStopped(service) else { return issuing(service) }
        let isAnythingElse = !isTooLate(service) || booking(service) != nil
        return isAnythingElse ? .go(.lastTicket(service)) : issuing(service)
    }

    private func issuing(_ service: ServiceID) -> KioskChoice.Action {
        .ask(.issuing(service), .issue(service, language))
    }

    /// Whether numbers of a service are given today.
    private func isOff(_ service: ServiceID) -> Bool {
        isStopped(service) || isTooLate(service)
    }

    private func isStopped(_ service: ServiceID) -> Bool {
        lobby.plan?.stoppedServices.contains(service) ?? false
    }

    /// Whether the office gives no number when it may be too late for one.
    func isTooLate(_ service: ServiceID) -> Bool {
        office.lateStop(for: service, tooLate: lobby.tooLate) != nil
    }

    /// An appointment first, where there are any; a number all the same, where the office gives it.
    private func lastTicketChoices(_ service: ServiceID) -> [KioskChoice] {
        let number = isTooLate(service) ? nil : (texts[.lateNumber], issuing(service))
        return numbered([booking(service), number].compactMap(\.self))
    }

    /// The line that looks for an appointment for the service; nil where there is none.
    private func booking(_ service: ServiceID) -> (String, KioskChoice.Action)? {
        guard office.booking != nil, lobby.isConnected,
            bookableServices.contains(where: { $0.id == service })
        else { return nil }
        return (texts[.taskBook], search(BookingPlan(errands: [Errand(service)])))
    }

    private func visitChoices(_ visits: [FoundVisit], page: Int) -> [KioskChoice] {
        paged(
            onPage(page, of: visits).map { visit in
                let line = "\(visit.label), \(serviceName(visit.service))"
                return (line, .go(.visit(visit, paper: nil)))
            }
        )
    }

    /// The lines of a page, and one more that turns it where there are several.
    func paged(_ lines: [(String, KioskChoice.Action)]) -> [KioskChoice] {
        guard let pages, pageCount(of: pages.count) > 1 else { return numbered(lines) }
        let values = [
            "page": String(pages.page + 1), "pages": String(pageCount(of: pages.count)),
        ]
        return numbered(lines) + [more(texts[moreKey, values])]
    }

    /// What the line that turns the page says.
    private var moreKey: TextKey {
        switch state.place {
        case .services, .checkIn(.services), .booking(.services), .booking(.freed): .serviceMore
        case .choosing: .chooseMore
        case .booking(.days): .bookingMoreDays
        case .booking(.times), .checkIn(.times): .bookingMoreTimes
        default: .listMore
        }
    }

    private func visitActions(_ visit: FoundVisit, paper: KioskPlace.Paper?) -> [KioskChoice] {
        var actions: [(String, KioskChoice.Action)] = []
        if visit.canComeBack {
            actions.append((texts[.visitBack], .ask(.comingBack(visit), .comeBack(visit))))
        }
        if visit.canHandBack { actions.append((texts[.visitHandBack], .go(.confirming(visit)))) }
        // Without a printer there is nothing to print again on.
        if visit.canReprint, paper == nil, lobby.printer != .noPrinter {
            let running = KioskPlace.visit(visit, paper: .running)
            actions.append((texts[.visitReprint], .ask(running, .reprint(visit.id, language))))
        }
        return numbered(actions)
    }

    /// How long it takes, in a few words; nil when that is not known.
    private func waitNote(_ service: ServiceID) -> String? {
        if lobby.tooLate.contains(service) { return texts.short(of: .tooLate) }
        return lobby.waitByService[service].map { texts.short(of: .about($0)) }
    }

    private func waitingNote(_ count: Int) -> String {
        count == 1
            ? texts[.serviceWaitingOne] : texts[.serviceWaitingMany, ["count": String(count)]]
    }

    private func more(_ name: String) -> KioskChoice {
        KioskChoice(key: "9", name: name, action: .morePages)
    }

    func numbered(_ lines: [(String, KioskChoice.Action)]) -> [KioskChoice] {
        zip("123456", lines).map { key, line in
            KioskChoice(key: key, name: line.0, action: line.1)
        }
    }

    func onPage<Line>(_ page: Int, of all: [Line]) -> ArraySlice<Line> {
        all.dropFirst(page * choicesOnAPage).prefix(choicesOnAPage)
    }

    func pageCount(of count: Int) -> Int {
        max(1, (count + choicesOnAPage - 1) / choicesOnAPage)
    }
}
