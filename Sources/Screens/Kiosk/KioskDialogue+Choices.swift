import Lobby

extension KioskDialogue {
    mutating func choose(_ action: KioskChoice.Action, at now: Duration) {
        switch action {
        case .language(let code):
            state.language = code
            state.go(to: .task, at: now)
        case .drawNumber: drawNumber(at: now)
        case .book: beginBooking(at: now)
        case .go(let place): state.go(to: place, at: now)
        case .ask(let place, let effect):
            state.go(to: place, at: now)
            hold(effect, at: now)
        case .perform(let effect): hold(effect, at: now)
        case .finish: state = KioskState(at: now)
        case .morePages: turnPage(by: 1)
        }
    }

    /// One step back; from the first screens to the welcome.
    mutating func goBack(at now: Duration) {
        if let pages, pages.page > 0 {
            state.turn(to: pages.turned(pages.page - 1))
        } else if state.place.isWaiting {
            if now - state.since >= Self.answerLimit { state = KioskState(at: now) }
        } else if state.place.isResult {
            if now - state.since >= Self.firstLook { state = KioskState(at: now) }
        } else if let place = placeBefore {
            state.go(to: place, at: now)
        } else if !state.place.isWelcome {
            state = KioskState(at: now)
        }
    }

    /// Where one step back leads; nil for the welcome.
    private var placeBefore: KioskPlace? {
        switch state.place {
        case .services, .typing, .visit, .unknownCode: .task
        case .lastTicket(let service): .services(page: page(of: service))
        case .choosing: .typing("", notFound: nil)
        case .today, .printer: .staff
        case .recent, .staffPaper, .rollNoted: .printer
        case .confirming(let visit): .visit(visit, paper: nil)
        case .checkIn(let place): placeBefore(place)
        case .booking(let place): placeBefore(place)
        case .managing(let place): placeBefore(place)
        default: nil
        }
    }

    /// The page of the list on which a service stands.
    private func page(of service: ServiceID) -> Int {
        (office.services.all.firstIndex { $0.id == service } ?? 0) / choicesOnAPage
    }

    private func placeBefore(_ place: CheckInPlace) -> KioskPlace {
        switch place {
        case .code, .times, .answer: .checkIn(.ways)
        case .missing(let appointment): .checkIn(.documents(appointment))
        case .services(let said, _):
            said.time == nil
                ? .checkIn(said.code.map { .answer(.unchecked($0)) } ?? .ways)
                : .checkIn(.times(said, page: 0))
        case .ways, .documents, .checking: .task
        }
    }

    private func placeBefore(_ place: BookingPlace) -> KioskPlace? {
        switch place {
        case .services, .freed, .searching, .working, .failed: .task
        case .persons(let errands, _, _): .booking(.services(errands, page: 0))
        case .days(let plan, _):
            plan.moving.map { .managing(.shown($0)) }
                ?? .booking(.services(plan.errands.dropLast(), page: 0))
        case .times(let plan, _, _), .confirming(let plan, _), .taken(let plan, _):
            .booking(.days(plan, page: 0))
        case .phone(let plan, let start, _, _): .booking(.confirming(plan, start))
        case .done: nil
        }
    }

    private func placeBefore(_ place: ManagingPlace) -> KioskPlace {
        switch place {
        case .change: .managing(.code(""))
        case .cancelling(let booked): .managing(.shown(booked))
        default: .task
        }
    }

    /// To the services that can be booked, or straight to why there are none.
    private mutating func beginBooking(at now: Duration) {
        let place: BookingPlace =
            lobby.isConnected ? .services([], page: 0) : .failed(.noConnection)
        state.go(to: .booking(place), at: now)
    }

    /// To the services, or straight to why there is no number now.
    private mutating func drawNumber(at now: Duration) {
        let refusal: IssueRefusal? =
            switch lobby.openness {
            case .closed(let next): .closed(next: next)
            case .noTickets(let stop): .noTickets(stop)
            case .open: lobby.canIssue ? nil : .noNumber
            }
        if let refusal {
            state.go(to: .refused(refusal), at: now, deadline: now + settings.resultShown)
        } else {
            state.go(to: .services(page: 0), at: now)
        }
    }

    /// A list that goes over several pages.
    struct Pages {
        var page: Int
        var count: Int
        /// The place at another page.
        var turned: (Int) -> KioskPlace
    }

    /// The pages of the place now; nil where there is one only.
    var pages: Pages? {
        switch state.place {
        case .welcome(let page):
            Pages(page: page, count: languages.count) { .welcome(page: $0) }
        case .services(let page):
            Pages(page: page, count: office.services.all.count) { .services(page: $0) }
        case .choosing(let visits, let page):
            Pages(page: page, count: visits.count) { .choosing(visits, page: $0) }
        case .today(let list, let page):
            Pages(page: page, count: list.lines.count) { .today(list, page: $0) }
        case .checkIn(.times(let said, let page)):
            Pages(page: page, count: lobby.expected.count) {
                .checkIn(.times(said, page: $0))
            }
        case .checkIn(.services(let said, let page)):
            Pages(page: page, count: bookableServices.count) {
                .checkIn(.services(said, page: $0))
            }
        case .booking(.services(let errands, let page)):
            Pages(page: page, count: bookableServices(besides: errands).count) {
                .booking(.services(errands, page: $0))
            }
        case .booking(.freed(let time, let page)):
            Pages(page: page, count: time.services.count) { .booking(.freed(time, page: $0)) }
        case .booking(.persons(let errands, let service, let page)):
            Pages(page: page, count: office.booking?.mostPersons ?? 1) {
                .booking(.persons(errands, service, page: $0))
            }
        case .booking(.days(let plan, let page)):
            Pages(page: page, count: dayLineCount(plan)) { .booking(.days(plan, page: $0)) }
        case .booking(.times(let plan, let free, let page)):
            Pages(page: page, count: free.starts.count) {
                .booking(.times(plan, free, page: $0))
            }
        default: nil
        }
    }

    mutating func turnPage(by step: Int) {
        guard let pages else { return }
        let count = pageCount(of: pages.count)
        state.turn(to: pages.turned((pages.page + step + count) % count))
    }

    /// In the middle of what may be a scan the next key may come as late as a scanner's can.
    var holdTime: Duration {
        burst.isFast ? KeyBurst.longestGap + .milliseconds(1) : Self.holdBack
    }

    /// Keeps an effect back until it is sure that its key was no part of a scan.
    mutating func hold(_ effect: Effect, at now: Duration) {
        held.append(effect)
        heldUntil = now + holdTime
    }
}
