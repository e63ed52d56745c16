import Lobby

extension KioskDialogue {
    /// Takes an answer; one that nobody waits for any more changes nothing.
    mutating func answer(_ message: Message, at now: Duration) {
        switch (message, state.place) {
        case (.issued(let ticket), .issuing(let service)) where ticket.service == service:
            showResult(.number(ticket, .running), at: now)
        case (.issueRefused(let refusal), .issuing):
            showResult(.refused(refusal), at: now)
        case (.printed(let id, let outcome), .number(let ticket, .running)) where ticket.id == id:
            state.turn(to: .number(ticket, KioskPlace.Paper(outcome)))
            // There is something new to read.
            state.deadline = state.place.staysUntilKey ? nil : now + settings.resultShown
        case (.printed(let id, let outcome), .visit(let visit, .running)) where visit.id == id:
            state.turn(to: .visit(visit, paper: KioskPlace.Paper(outcome)))
        case (.found(let visits), .lookingUp(let lookUp)):
            show(visits, for: lookUp, at: now)
        case (.handedBack(let id, let isDone), .handingBack(let visit)) where visit.id == id:
            showResult(.handedBack(visit.label, isDone: isDone), at: now)
        case (.cameBack(let visit, let isDone), .comingBack(let before))
        where visit.id == before.id:
            showResult(.cameBack(visit, isDone: isDone), at: now)
        case (.helpCalled(let isDone), _):
            if state.helpCall == .asking { state.helpCall = isDone ? .called : .failed }
        case (.pin(.right), .checkingPIN):
            state.go(to: .staff, at: now)
        case (.pin(let answer), .checkingPIN):
            state.go(to: .pin("", answer), at: now)
        case (.recent(let visits), .listing):
            state.go(to: .recent(visits), at: now)
        case (.printed(let id, let outcome), .staffPaper(.ticket(let asked, let label), nil))
        where asked == id:
            state.turn(to: .staffPaper(.ticket(id, label), outcome))
        case (.testPrinted(let outcome), .staffPaper(.testPage, nil)):
            state.turn(to: .staffPaper(.testPage, outcome))
        case (.listed(let list), .listing):
            state.go(to: .today(list, page: 0), at: now)
        case (.listed(let list), .today(_, let page)):
            let last = pageCount(of: list.lines.count) - 1
            state.turn(to: .today(list, page: min(page, last)))
        case (.code(let answer), .checkIn(.checking)), (.code(let answer), .lookingUp):
            show(answer, at: now)
        case (.times(let answer), .booking(.searching(let plan))):
            show(answer, for: plan, at: now)
        case (.booked(let answer), .booking(.working(let plan))):
            show(answer, for: plan, at: now)
        case (.printed(let id, let outcome), .booking(.done(let booked, .running)))
        where booked.appointment.id == id:
            state.turn(to: .booking(.done(booked, KioskPlace.Paper(outcome))))
        case (.managed(let answer), .managing(.searching(let code, let change))):
            show(answer, code: code, change: change, at: now)
        case (.appointmentCancelled(let isDone), .managing(.working(let booked))):
            showResult(.managing(.cancelled(booked.appointment, isDone: isDone)), at: now)
        default: break
        }
    }

    private mutating func show(
        _ visits: [FoundVisit],
        for lookUp: KioskPlace.LookUp,
        at now: Duration
    ) {
        switch (visits.count, lookUp) {
        case (0, .scanned): state.go(to: .unknownCode, at: now)
        case (0, .typed(let number)): state.go(to: .typing("", notFound: number), at: now)
        case (1, _): state.go(to: .visit(visits[0], paper: nil), at: now)
        default: state.go(to: .choosing(visits, page: 0), at: now)
        }
    }

    private mutating func showResult(_ place: KioskPlace, at now: Duration) {
        state.go(to: place, at: now, deadline: now + settings.resultShown)
    }
}
