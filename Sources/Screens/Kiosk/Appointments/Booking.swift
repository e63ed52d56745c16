import Lobby

/// Where somebody is who books, or gives an appointment another time.
enum BookingPlace: Equatable, Sendable {
    case services([Errand], page: Int)
    case persons([Errand], ServiceID, page: Int)
    /// What for, of a time that has just become free today.
    case freed(FreedTime, page: Int)
    case searching(BookingPlan)
    /// The first free time, and the days.
    case days(BookingPlan, page: Int)
    case times(BookingPlan, FreeTimes, page: Int)
    /// Somebody was quicker: other times.
    case taken(BookingPlan, nearest: [Instant])
    case confirming(BookingPlan, Instant)
    /// Typing a phone number, so that the office can reach the person.
    case phone(BookingPlan, Instant, String, isShort: Bool = false)
    case working(BookingPlan)
    case done(BookedAppointment, KioskPlace.Paper)
    case failed(BookingFailure)
}

/// What is being booked.
struct BookingPlan: Equatable, Sendable {
    var errands: [Errand]
    /// The appointment that gets another time; nil for a new one.
    var moving: BookedAppointment?
    /// How the office can reach the person; nil while none was typed.
    var phone: String?
    /// The time that was chosen before all others were asked for.
    var wanted: Instant?
    var days: [FreeTimes] = []
}

extension KioskDialogue {
    package static let longestPhone = 16
    private static let shortestPhone = 4

    // MARK: Choices

    func bookingChoices(_ place: BookingPlace) -> [KioskChoice] {
        switch place {
        case .searching, .phone, .working: return []
        case .services(let errands, let page):
            return paged(
                onPage(page, of: bookableServices(besides: errands)).map { service in
                    (service.name[language], .go(.booking(.persons(errands, service.id, page: 0))))
                }
            )
        case .persons(let errands, let service, let page):
            return personChoices(errands, service, page: page)
        case .freed(let time, let page):
            let services = time.services.compactMap { office.services[$0] }
            return paged(
                onPage(page, of: services).map { service in
                    let plan = BookingPlan(errands: [Errand(service.id)], wanted: time.start)
                    return (service.name[language], search(plan))
                }
            )
        case .days(let plan, let page): return dayChoices(plan, page: page)
        case .times(let plan, let free, let page):
            return paged(
                onPage(page, of: free.starts).map { start in
                    (timeText(start), .go(.booking(.confirming(plan, start))))
                }
            )
        case .taken(let plan, let nearest):
            let others = nearest.prefix(Self.choicesPerLargePage - 1).map { start in
                (dayTimeText(start), KioskChoice.Action.go(.booking(.confirming(plan, start))))
            }
            return numbered(others + [(texts[.bookingOtherTime], search(plan))])
        case .confirming(let plan, let start): return confirmChoices(plan, start)
        case .done: return numbered([(texts[.bookingFinish], .finish)])
        case .failed: return numbered([(texts[.taskDraw], .drawNumber)])
        }
    }

    func bookableServices(besides errands: [Errand]) -> [Service] {
        bookableServices.filter { service in !errands.contains { $0.service == service.id } }
    }

    private func personChoices(
        _ errands: [Errand],
        _ service: ServiceID,
        page: Int
    ) -> [KioskChoice] {
        paged(
            onPage(page, of: Array(1...(office.booking?.mostPersons ?? 1))).map { count in
                let plan = BookingPlan(errands: errands + [Errand(service, persons: count)])
                return (personsText(count), search(plan))
            }
        )
    }

    func search(_ plan: BookingPlan) -> KioskChoice.Action {
        .ask(.booking(.searching(plan)), .findTimes(plan.errands, isNew: plan.moving == nil))
    }

    /// The lines of ``BookingPlace/days(_:page:)``; one of the first page adds a service.
    private enum DayLine {
        case first(Instant)
        case day(FreeTimes)
        case addService
    }

    private func dayLines(_ plan: BookingPlan) -> [DayLine] {
        guard let first = plan.days.first?.starts.first else { return [] }
        var lines = [.first(first)] + plan.days.map(DayLine.day)
        let canAdd =
            plan.moving == nil && plan.errands.count < office.booking?.mostServices ?? 1
            && !bookableServices(besides: plan.errands).isEmpty
        if canAdd { lines.insert(.addService, at: min(lines.count, choicesOnAPage - 1)) }
        return lines
    }

    func dayLineCount(_ plan: BookingPlan) -> Int {
        dayLines(plan).count
    }

    private func dayChoices(_ plan: BookingPlan, page: Int) -> [KioskChoice] {
        let lines = onPage(page, of: dayLines(plan))
        var choices = paged(
            lines.map { line in
                switch line {
                case .first(let start):
                    return (
                        texts[.bookingFirst, dayTimeValues(start)],
                        .go(.booking(.confirming(plan, start)))
                    )
                case .day(let free):
                    return (texts.name(of: free.day), .go(.booking(.times(plan, free, page: 0))))
                case .addService:
                    return (
                        texts[.bookingAddService],
                        .go(.booking(.services(plan.errands, page: 0)))
                    )
                }
            }
        )
        for (index, line) in zip(choices.indices, lines) {
            guard case .day(let free) = line else { continue }
            let count = free.starts.count
            choices[index].note =
                count == 1
                ? texts[.bookingTimesOne] : texts[.bookingTimesMany, ["count": String(count)]]
        }
        return choices
    }

    private func confirmChoices(_ plan: BookingPlan, _ start: Instant) -> [KioskChoice] {
        if let moving = plan.moving {
            return numbered([
                (
                    texts[.moveYes],
                    .ask(.booking(.working(plan)), .move(moving, start, language))
                ), (texts[.bookingOtherTime], .go(.booking(.days(plan, page: 0)))),
            ])
        }
        return numbered([
            (texts[.bookingYes], book(plan, start)),
            (texts[.bookingYesPhone], .go(.booking(.phone(plan, start, plan.phone ?? "")))),
            (texts[.bookingOtherTime], .go(.booking(.days(plan, page: 0)))),
        ])
    }

    private func book(_ plan: BookingPlan, _ start: Instant) -> KioskChoice.Action {
        .ask(.booking(.working(plan)), .book(plan.errands, start, phone: plan.phone, language))
    }

    /// Enter after a phone number; one that is too short is said to be, and gone on typing.
    mutating func submitPhone(
        _ digits: String,
        _ plan: BookingPlan,
        _ start: Instant,
        at now: Duration
    ) {
        guard digits.count >= Self.shortestPhone else {
            return state.go(to: .booking(.phone(plan, start, digits, isShort: true)), at: now)
        }
        // Kept for another time, too, when somebody was quicker.
        var plan = plan
        plan.phone = digits
        choose(book(plan, start), at: now)
    }

    // MARK: Answers

    mutating func show(_ answer: TimesAnswer, for plan: BookingPlan, at now: Duration) {
        var plan = plan
        let wanted = plan.wanted
        switch answer {
        case .free(let free):
            plan.days = free.without(plan.moving?.appointment.start)
            plan.wanted = nil
            state.go(to: .booking(place(for: plan, wanting: wanted)), at: now)
        case .failed(let failure): state.go(to: .booking(.failed(failure)), at: now)
        }
    }

    /// To a time that was chosen before, if it is still free; else to those that are.
    private func place(for plan: BookingPlan, wanting wanted: Instant?) -> BookingPlace {
        guard let wanted else { return .days(plan, page: 0) }
        let starts = plan.days.flatMap(\.starts)
        if starts.contains(wanted) { return .confirming(plan, wanted) }
        return starts.isEmpty
            ? .days(plan, page: 0)
            : .taken(plan, nearest: Array(starts.prefix(Self.choicesPerLargePage)))
    }

    mutating func show(_ answer: BookingAnswer, for plan: BookingPlan, at now: Duration) {
        switch answer {
        case .done(let booked): state.go(to: .booking(.done(booked, .running)), at: now)
        case .taken(let nearest):
            state.go(to: .booking(.taken(plan, nearest: nearest)), at: now)
        case .failed(let failure): state.go(to: .booking(.failed(failure)), at: now)
        }
    }

    // MARK: Pages

    func bookingPage(_ place: BookingPlace) -> Page {
        var page = Page()
        switch place {
        case .services: page.heading(texts[.serviceQuestion])
        case .persons: page.heading(texts[.personsQuestion])
        case .freed(let time, _):
            page.heading(texts[.freedQuestion, ["time": timeText(time.start)]])
        case .searching: return momentPage(texts[.momentTimes])
        case .working: return momentPage(texts[.momentWorking])
        case .phone(_, _, let digits, let isShort):
            let hint = isShort ? TextKey.phoneShort : .phoneHint
            return entryPage(texts[.phoneQuestion], digits, hint: texts[hint])
        case .days(let plan, _):
            page.heading(texts[plan.days.isEmpty ? .bookingNoTimes : .bookingWhen])
            if plan.days.isEmpty {
                page.text(texts[.bookingNoTimesWhere, ["phone": office.phone]])
            }
        case .times(_, let free, _): page.heading(texts.name(of: free.day))
        case .taken:
            page.heading(texts[.bookingTaken])
        case .confirming(let plan, let start):
            page.heading(texts[plan.moving == nil ? .bookingConfirm : .moveConfirm])
            page.text(dayTimeText(start), .strong)
            page.text(errandsText(plan.errands))
            addDocuments(for: plan.errands, to: &page)
            page.add(.gap)
        case .done(let booked, let paper): describe(booked, paper, on: &page)
        case .failed(let failure): explain(failure, on: &page)
        }
        if !menu.isEmpty { page.add(.choices(menu.map(\.line), isPaired: false)) }
        if case .done = place {
            page.hints = hints(isBackShown: false)
        } else {
            page.hints = hints(isBackShown: true)
        }
        return page
    }

    /// What to bring, where there is room for it; it stands on the slip, too.
    private func addDocuments(for errands: [Errand], to page: inout Page) {
        let documents = documents(of: errands)
        guard !documents.isEmpty else { return }
        page.text(texts[.frontBring] + " " + documents.joined(separator: "; "), .plain, .may)
    }

    private func describe(
        _ booked: BookedAppointment,
        _ paper: KioskPlace.Paper,
        on page: inout Page
    ) {
        page.heading(texts[.bookedTitle])
        page.text(dayTimeText(booked.appointment.start), .strong)
        page.text(errandsText(booked.appointment.errands), .plain, .may)
        page.text(texts[.bookedCode, ["code": grouped(booked.code)]], .strong)
        page.text(texts[.bookedChange, ["code": grouped(booked.change)]])
        page.add(.gap)
        if lobby.printer == .noPrinter {
            page.text(texts[.printNoPaper])
            page.text(texts[.bookedRemember], .strong)
            addDocuments(for: booked.appointment.errands, to: &page)
        } else {
            switch paper {
            case .running: page.text(texts[.printRunning])
            case .printed: page.text(texts[.printDone], .strong)
            case .notPrinted, .unknown:
                page.text(texts[paper == .unknown ? .printUnknown : .printTrouble], .attention)
                page.text(texts[.bookedRemember], .strong)
            }
        }
        page.add(.gap)
    }

    func explain(_ failure: BookingFailure, on page: inout Page) {
        switch failure {
        case .noConnection:
            page.heading(texts[.bookingNoConnection])
            page.text(texts[.bookingNoConnectionWhere, ["phone": office.phone]])
        case .gone:
            page.heading(texts[.bookingGone])
            page.text(texts[.bookingRefusedWhere, ["phone": office.phone]])
        case .tooMany, .refused:
            page.heading(texts[.bookingRefused])
            page.text(texts[.bookingRefusedWhere, ["phone": office.phone]])
        }
        page.add(.gap)
    }

    // MARK: Words

    func errandsText(_ errands: [Errand]) -> String {
        errands.map { errand in
            let name = serviceName(errand.service)
            return errand.persons == 1 ? name : "\(name), \(personsText(errand.persons))"
        }.joined(separator: " + ")
    }

    private func personsText(_ count: Int) -> String {
        count == 1 ? texts[.personsOne] : texts[.personsMany, ["count": String(count)]]
    }

    func dayTimeText(_ instant: Instant) -> String {
        texts[.dayTime, dayTimeValues(instant)]
    }

    private func dayTimeValues(_ instant: Instant) -> [String: String] {
        var values = texts.values(of: office.time.date(at: instant))
        values["time"] = timeText(instant)
        return values
    }
}
