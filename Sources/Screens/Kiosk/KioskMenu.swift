import Lobby

/// A line that can be chosen, and what choosing it does.
struct KioskChoice: Equatable, Sendable {
    enum Action: Equatable, Sendable {
        case language(LanguageCode)
        case drawNumber
        case typeNumber
        case service(ServiceID)
        case visit(FoundVisit)
        case askHandBack(FoundVisit)
        case handBack(FoundVisit)
        case keep(FoundVisit)
        case reprint(FoundVisit)
        case listToday
        case leave
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
        case .choosing(let visits, let page): visitChoices(visits, page: page)
        case .visit(let visit, let paper): visitActions(visit, paper: paper)
        case .confirming(let visit):
            numbered([
                (texts[.handBackYes], .handBack(visit)), (texts[.handBackNo], .keep(visit)),
            ])
        case .unknownCode: numbered([(texts[.taskDraw], .drawNumber)])
        case .staff: numbered([(texts[.staffLeave], .leave), (texts[.staffList], .listToday)])
        case .today(let list, let page): listTurns(list, page: page)
        case .issuing, .number, .refused, .typing, .lookingUp, .handingBack, .handedBack, .pin,
            .checkingPIN, .listing:
            []
        }
    }

    /// What can be done here, in the order of the lines; appointments will join at the top.
    private var taskChoices: [KioskChoice] {
        numbered([(texts[.taskDraw], .drawNumber), (texts[.taskHave], .typeNumber)])
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
        let services = office.services.all
        var choices = numbered(
            onPage(page, of: services).map { ($0.name[language], .service($0.id)) }
        )
        for index in choices.indices {
            guard case .service(let id) = choices[index].action else { continue }
            choices[index].note = lobby.aheadByService[id].map(waitingNote)
        }
        let pages = pageCount(of: services.count)
        if pages > 1 {
            let values = ["page": String(page + 1), "pages": String(pages)]
            choices.append(more(texts[.serviceMore, values]))
        }
        return choices
    }

    private func visitChoices(_ visits: [FoundVisit], page: Int) -> [KioskChoice] {
        var choices = numbered(
            onPage(page, of: visits).map { visit in
                ("\(visit.label), \(serviceName(visit.service))", .visit(visit))
            }
        )
        let pages = pageCount(of: visits.count)
        if pages > 1 {
            let values = ["page": String(page + 1), "pages": String(pages)]
            choices.append(more(texts[.chooseMore, values]))
        }
        return choices
    }

    private func listTurns(_ list: StaffList, page: Int) -> [KioskChoice] {
        let pages = pageCount(of: list.lines.count)
        guard pages > 1 else { return [] }
        let values = ["page": String(page + 1), "pages": String(pages)]
        return [more(texts[.listMore, values])]
    }

    private func visitActions(_ visit: FoundVisit, paper: KioskPlace.Paper?) -> [KioskChoice] {
        var actions: [(String, KioskChoice.Action)] = []
        if visit.canHandBack { actions.append((texts[.visitHandBack], .askHandBack(visit))) }
        // Without a printer there is nothing to print again on.
        if visit.canReprint, paper == nil, lobby.printer != .noPrinter {
            actions.append((texts[.visitReprint], .reprint(visit)))
        }
        return numbered(actions)
    }

    private func waitingNote(_ count: Int) -> String {
        count == 1
            ? texts[.serviceWaitingOne] : texts[.serviceWaitingMany, ["count": String(count)]]
    }

    private func more(_ name: String) -> KioskChoice {
        KioskChoice(key: "9", name: name, action: .morePages)
    }

    private func numbered(_ lines: [(String, KioskChoice.Action)]) -> [KioskChoice] {
        zip("123456", lines).map { key, line in
            KioskChoice(key: key, name: line.0, action: line.1)
        }
    }

    private func onPage<Line>(_ page: Int, of all: [Line]) -> ArraySlice<Line> {
        all.dropFirst(page * choicesOnAPage).prefix(choicesOnAPage)
    }

    func pageCount(of count: Int) -> Int {
        max(1, (count + choicesOnAPage - 1) / choicesOnAPage)
    }
}
