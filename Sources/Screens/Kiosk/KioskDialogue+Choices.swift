import Lobby

extension KioskDialogue {
    mutating func choose(_ action: KioskChoice.Action, at now: Duration) {
        switch action {
        case .language(let code):
            state.language = code
            state.go(to: .task, at: now)
        case .drawNumber: drawNumber(at: now)
        case .typeNumber: state.go(to: .typing("", notFound: nil), at: now)
        case .service(let id):
            state.go(to: .issuing(id), at: now)
            hold(.issue(id, language), at: now)
        case .visit(let visit): state.go(to: .visit(visit, paper: nil), at: now)
        case .askHandBack(let visit): state.go(to: .confirming(visit), at: now)
        case .handBack(let visit):
            state.go(to: .handingBack(visit), at: now)
            hold(.handBack(visit.id), at: now)
        case .keep(let visit): state.go(to: .visit(visit, paper: nil), at: now)
        case .reprint(let visit):
            state.go(to: .visit(visit, paper: .running), at: now)
            hold(.reprint(visit.id, language), at: now)
        case .listToday:
            state.go(to: .listing, at: now)
            hold(.listToday, at: now)
        case .leave: hold(.leave, at: now)
        case .morePages: turnPage()
        }
    }

    /// One step back; from the first screens to the welcome.
    mutating func goBack(at now: Duration) {
        switch state.place {
        case .welcome(let page):
            if page > 0 { state.turn(to: .welcome(page: page - 1)) }
        case .services(let page):
            if page > 0 {
                state.turn(to: .services(page: page - 1))
            } else {
                state.go(to: .task, at: now)
            }
        case .choosing(let visits, let page):
            if page > 0 {
                state.turn(to: .choosing(visits, page: page - 1))
            } else {
                state.go(to: .typing("", notFound: nil), at: now)
            }
        case .today(let list, let page):
            if page > 0 {
                state.turn(to: .today(list, page: page - 1))
            } else {
                state.go(to: .staff, at: now)
            }
        case .typing, .visit, .unknownCode: state.go(to: .task, at: now)
        case .confirming(let visit): state.go(to: .visit(visit, paper: nil), at: now)
        case .task, .pin, .staff: state = KioskState(at: now)
        case .number, .refused, .handedBack:
            if now - state.since >= Self.firstLook { state = KioskState(at: now) }
        case .issuing, .lookingUp, .handingBack, .checkingPIN, .listing:
            if now - state.since >= Self.answerLimit { state = KioskState(at: now) }
        }
    }

    /// To the services, or straight to why there is no number now.
    private mutating func drawNumber(at now: Duration) {
        let refusal: IssueRefusal? =
            switch lobby.openness {
            case .closed(let next): .closed(next: next)
            case .ticketsStopped: .stopped
            case .open: lobby.canIssue ? nil : .noNumber
            }
        if let refusal {
            state.go(to: .refused(refusal), at: now, deadline: now + settings.resultShown)
        } else {
            state.go(to: .services(page: 0), at: now)
        }
    }

    /// Turns the pages of a list that has no lines to choose.
    mutating func turnList(_ list: StaffList, to page: Int) {
        let pages = pageCount(of: list.lines.count)
        state.turn(to: .today(list, page: (page + pages) % pages))
    }

    private mutating func turnPage() {
        switch state.place {
        case .welcome(let page):
            state.turn(to: .welcome(page: (page + 1) % pageCount(of: languages.count)))
        case .services(let page):
            let pages = pageCount(of: office.services.all.count)
            state.turn(to: .services(page: (page + 1) % pages))
        case .choosing(let visits, let page):
            state.turn(to: .choosing(visits, page: (page + 1) % pageCount(of: visits.count)))
        case .today(let list, let page): turnList(list, to: page + 1)
        default: break
        }
    }

    /// Keeps an effect back until it is sure that its key was no part of a scan.
    private mutating func hold(_ effect: Effect, at now: Duration) {
        held.append(effect)
        heldUntil = now + Self.holdBack
    }
}
