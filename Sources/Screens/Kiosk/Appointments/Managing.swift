import Lobby

/// Where somebody is who moves or cancels an appointment.
enum ManagingPlace: Equatable, Sendable {
    /// Typing the nine digits.
    case code(String, isShort: Bool = false)
    /// Typing the six digits after them.
    case change(code: String, String, isShort: Bool = false)
    case searching(code: String, change: String)
    case answer(ManagedAnswer)
    case shown(BookedAppointment)
    case cancelling(BookedAppointment)
    case working(BookedAppointment)
    /// What became of cancelling.
    case cancelled(ShownAppointment, isDone: Bool)
}

extension KioskDialogue {
    /// Digits of the code for moving and cancelling.
    package static let changeDigits = 6

    func managingChoices(_ place: ManagingPlace) -> [KioskChoice] {
        switch place {
        case .code, .change, .searching, .working, .cancelled: return []
        case .answer(.unknown), .answer(.wait):
            return numbered([(texts[.checkInAgain], .go(.managing(.code(""))))])
        case .answer(.failed): return numbered([(texts[.taskDraw], .drawNumber)])
        case .answer: return []
        case .shown(let booked):
            let plan = BookingPlan(errands: booked.appointment.errands, moving: booked)
            return numbered([
                (
                    texts[.manageMove],
                    search(plan)
                ), (texts[.manageCancel], .go(.managing(.cancelling(booked)))),
            ])
        case .cancelling(let booked):
            return numbered([
                (
                    texts[.cancelYes],
                    .ask(
                        .managing(.working(booked)),
                        .cancelAppointment(booked.appointment.id)
                    )
                ), (texts[.cancelNo], .go(.managing(.shown(booked)))),
            ])
        }
    }

    mutating func show(
        _ answer: ManagedAnswer,
        code: String,
        change: String,
        at now: Duration
    ) {
        if case .found(let appointment) = answer {
            let booked = BookedAppointment(appointment: appointment, code: code, change: change)
            state.go(to: .managing(.shown(booked)), at: now)
        } else {
            state.go(to: .managing(.answer(answer)), at: now)
        }
    }

    func managingPage(_ place: ManagingPlace, at moment: Moment) -> Page {
        var page = Page()
        switch place {
        case .code(let digits, let isShort):
            let hint = isShort ? TextKey.codeShort : .codeHint
            return entryPage(texts[.codeQuestion], grouped(digits), hint: texts[hint])
        case .change(_, let digits, let isShort):
            let hint = isShort ? TextKey.changeShort : .changeHint
            return entryPage(texts[.changeQuestion], grouped(digits), hint: texts[hint])
        case .searching: return momentPage(texts[.momentLookingUp])
        case .working: return momentPage(texts[.momentWorking])
        case .answer(let answer): explain(answer, on: &page)
        case .shown(let booked):
            page.heading(texts[.manageTitle])
            page.text(dayTimeText(booked.appointment.start), .strong)
            page.text(errandsText(booked.appointment.errands))
            if !office.isOpen(at: booked.appointment.start) { page.text(texts[.codeClosedThen]) }
            page.add(.gap)
        case .cancelling(let booked):
            page.heading(texts[.cancelQuestion])
            page.text(dayTimeText(booked.appointment.start), .strong)
            page.add(.gap)
        case .cancelled(let appointment, let isDone):
            let when = ["when": dayTimeText(appointment.start)]
            page.heading(texts[isDone ? .cancelDone : .cancelNotDone, when])
            if !isDone { page.text(texts[.cancelNotDoneWhere, ["phone": office.phone]]) }
            page.hints = anyKeyHints
            return page
        }
        if !menu.isEmpty { page.add(.choices(menu.map(\.line), isPaired: false)) }
        page.hints = hints(isBackShown: true)
        return page
    }

    private func explain(_ answer: ManagedAnswer, on page: inout Page) {
        switch answer {
        case .failed(let failure): return explain(failure, on: &page)
        case .wait(let seconds): page.heading(texts[.codeWait, ["seconds": String(seconds)]])
        case .off: page.heading(texts[.codeOff])
        case .over(let appointment):
            page.heading(texts[.manageOver, ["when": dayTimeText(appointment.start)]])
        case .found, .unknown: page.heading(texts[.manageUnknown])
        }
        page.text(texts[.manageWhere, ["phone": office.phone]])
        page.add(.gap)
    }
}
