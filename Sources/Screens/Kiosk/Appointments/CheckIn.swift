import Lobby

/// Where somebody is who has an appointment.
enum CheckInPlace: Equatable, Sendable {
    /// With the code or without.
    case ways
    /// Typing the nine digits.
    case code(String, isShort: Bool = false)
    case checking
    /// Why there is no number for this code.
    case answer(CodeAnswer)
    /// What to have at hand, before the number.
    case documents(ShownAppointment)
    case missing(ShownAppointment)
    /// Without a code that is known: when the appointment is, and what for.
    case times(SaidAppointment, page: Int)
    case services(SaidAppointment, page: Int)
}

extension KioskDialogue {
    /// Digits of the code for checking in.
    package static let codeDigits = 9

    // MARK: Choices

    func checkInChoices(_ place: CheckInPlace) -> [KioskChoice] {
        switch place {
        case .code, .checking: []
        case .ways:
            numbered([
                (texts[.checkInCode], .go(.checkIn(.code("")))),
                (texts[.checkInNoCode], .go(.checkIn(.times(SaidAppointment(), page: 0)))),
            ])
        case .answer(.unknown), .answer(.wait):
            numbered([
                (texts[.checkInAgain], .go(.checkIn(.code("")))),
                (texts[.checkInNoCode], .go(.checkIn(.times(SaidAppointment(), page: 0)))),
                (texts[.taskDraw], .drawNumber),
            ])
        case .answer(.unchecked(let code)):
            numbered([
                (
                    texts[.checkInClaim],
                    .go(.checkIn(.services(SaidAppointment(code: code), page: 0)))
                ), (texts[.checkInAgain], .go(.checkIn(.code("")))),
                (texts[.taskDraw], .drawNumber),
            ])
        case .answer(.closed) where lobby.openness != .open: []
        case .answer: numbered([(texts[.taskDraw], .drawNumber)])
        case .documents(let appointment):
            numbered([
                (texts[.documentsAll], checkInAction(appointment)),
                (texts[.documentsMissing], .go(.checkIn(.missing(appointment)))),
            ])
        case .missing(let appointment):
            numbered([(texts[.documentsAnyway], checkInAction(appointment))])
        case .times(let said, let page):
            paged(
                onPage(page, of: lobby.expected).map { time in
                    let said = SaidAppointment(time: time, code: said.code)
                    return (timeText(time), .go(.checkIn(.services(said, page: 0))))
                }
            )
        case .services(let said, let page):
            paged(
                onPage(page, of: bookableServices).map { service in
                    (
                        service.name[language],
                        .ask(.issuing(service.id), .claim(service.id, said, language))
                    )
                }
            )
        }
    }

    /// The office as a lead has planned this day.
    private var todaysOffice: Office { office.under(lobby.plan) }

    var bookableServices: [Service] {
        office.services.all.filter(\.isBookable)
    }

    private func checkInAction(_ appointment: ShownAppointment) -> KioskChoice.Action {
        .ask(.issuing(service(of: appointment)), .checkIn(appointment, language))
    }

    func service(of appointment: ShownAppointment) -> ServiceID {
        appointment.errands.first?.service ?? ""
    }

    // MARK: Answers

    /// To the documents, straight to the number where there are none, or to why there is none.
    mutating func show(_ answer: CodeAnswer, at now: Duration) {
        switch answer {
        case .expected(let appointment) where !todaysOffice.isOpen(at: appointment.start):
            state.go(to: .checkIn(.answer(.closed(appointment))), at: now)
        case .expected(let appointment):
            if documents(of: appointment.errands).isEmpty {
                choose(checkInAction(appointment), at: now)
            } else {
                state.go(to: .checkIn(.documents(appointment)), at: now)
            }
        case .here(_, let visit?): state.go(to: .visit(visit, paper: nil), at: now)
        default: state.go(to: .checkIn(.answer(answer)), at: now)
        }
    }

    /// What to bring, each once.
    func documents(of errands: [Errand]) -> [String] {
        errands.reduce(into: []) { all, errand in
            for document in office.services[errand.service]?.documents ?? [] {
                let words = document[language]
                if !all.contains(words) { all.append(words) }
            }
        }
    }

    // MARK: Pages

    func checkInPage(_ place: CheckInPlace, at moment: Moment) -> Page {
        var page = Page()
        switch place {
        case .ways:
            page.heading(texts[.checkInQuestion])
            page.text(texts[.checkInScan], .plain, .should)
            page.add(.gap)
        case .code(let digits, let isShort):
            let hint = isShort ? TextKey.codeShort : .codeHint
            return entryPage(texts[.codeQuestion], grouped(digits), hint: texts[hint])
        case .checking: return momentPage(texts[.momentLookingUp])
        case .answer(let answer): explain(answer, on: &page, at: moment)
        case .documents(let appointment):
            page.heading(texts[.documentsQuestion])
            for document in documents(of: appointment.errands) { page.text("•  \(document)") }
            page.add(.gap)
        case .missing:
            page.heading(texts[.documentsAsk])
            page.text(texts[.documentsAskWhy])
            page.add(.gap)
        case .times:
            page.heading(texts[lobby.expected.isEmpty ? .claimNobody : .claimQuestion])
            if lobby.expected.isEmpty { page.text(texts[.claimNobodyWhere]) }
        case .services: page.heading(texts[.serviceQuestion])
        }
        if !menu.isEmpty { page.add(.choices(menu.map(\.line), isPaired: false)) }
        page.hints = hints(isBackShown: true)
        return page
    }

    private func explain(_ answer: CodeAnswer, on page: inout Page, at moment: Moment) {
        switch answer {
        case .otherDay(let appointment):
            page.heading(texts[.codeOtherDay])
            page.text(dayTimeText(appointment.start), .strong)
            if appointment.start < moment.wall {
                page.text(texts[.codeOver])
            } else if office.isOpen(at: appointment.start) {
                page.text(texts[.codeComeThen])
            } else {
                page.text(texts[.codeClosedThen])
                page.text(texts[.codeClosedWhere, ["phone": office.phone]])
            }
        case .closed(let appointment):
            page.heading(texts[.codeClosed, ["time": timeText(appointment.start)]])
            page.text(texts[.codeClosedWhere, ["phone": office.phone]])
        case .here: page.heading(texts[.codeHere])
        case .cancelled(let appointment):
            page.heading(texts[.codeCancelled, ["when": dayTimeText(appointment.start)]])
            page.text(texts[.codeWhere])
        case .expected, .unknown:
            page.heading(texts[.codeNone])
            page.text(texts[.codeWhere])
        case .unchecked:
            page.heading(texts[.codeNoneAlone])
            page.text(texts[.codeNoneAloneWhere])
        case .wait(let seconds):
            page.heading(texts[.codeWait, ["seconds": String(seconds)]])
            page.text(texts[.codeWhere])
        case .off:
            page.heading(texts[.codeOff])
            page.text(texts[.codeWhere])
        }
        page.add(.gap)
    }

    /// A question whose answer is typed in digits.
    func entryPage(_ question: String, _ digits: String, hint: String) -> Page {
        var page = Page()
        page.heading(question)
        page.add(.entry(digits))
        page.add(.gap)
        page.text(hint, .plain, .should)
        page.hints = entryHints(isHelpShown: digits.isEmpty)
        return page
    }
}
