/// What a lead has changed for one day only; the next day is again as the office's files say.
package struct DayPlan: Codable, Equatable, Sendable {
    /// Walk-in numbers of a day that a quota may allow.
    package static let quotas = 0...9_999

    package var day: Day
    /// Grows with each change, so that two who change it at once do not overwrite each other.
    package var version: Int
    /// The office opens then, in place of its first opening.
    package var opens: TimeOfDay?
    /// The office closes then, in place of its last closing.
    package var closes: TimeOfDay?
    package var ticketsFrom: TimeOfDay?
    package var ticketsUntil: TimeOfDay?
    /// Whether no walk-in numbers are given at all.
    package var isStopped = false
    /// Services of which no walk-in numbers are given, and no slots of the day.
    package var stoppedServices: Set<ServiceID> = []
    /// Walk-in numbers of the day at most.
    package var quota: Int?
    /// The counters that work today; nil for all that are planned.
    package var counters: Set<Int>?
    package var notices: Set<DayNotice> = []

    package init(day: Day, version: Int = 0) {
        self.day = day
        self.version = version
    }

    /// Whether the day is as the office's files say.
    package var isPlain: Bool { self == DayPlan(day: day, version: version) }
}

/// A ready-made sentence for visitors, in every language of the screens.
package enum DayNotice: String, Codable, CaseIterable, Sendable {
    case longer, fewCounters, photoBooth, cardPayment, cashPayment, computers, lift, noise

    package var text: TextKey {
        switch self {
        case .longer: .todayLonger
        case .fewCounters: .todayFewCounters
        case .photoBooth: .todayPhotoBooth
        case .cardPayment: .todayCardPayment
        case .cashPayment: .todayCashPayment
        case .computers: .todayComputers
        case .lift: .todayLift
        case .noise: .todayNoise
        }
    }
}

/// Why no walk-in number is given although the office is open.
package enum TicketStop: Equatable, Sendable {
    /// None are given any more today.
    case stopped
    /// None of this service are given today.
    case service(ServiceID)
    case notBefore(TimeOfDay)
    /// As many were given as shall be.
    case full
    /// Whoever drew one of this service now might well not be called before closing.
    case tooLate(ServiceID)
}

/// Why a day cannot be planned so.
package enum DayPlanMistake: Error, Equatable, Sendable {
    /// The calendar says that the office is closed that day.
    case closedDay
    /// It would close before it opens, or give no number after the first.
    case order
    case unknownService(ServiceID)
    case unknownCounter(Int)
    case quota(Int)
}

extension Office {
    /// The office as it is on the day of the plan; on every other day it is as before.
    package func under(_ plan: DayPlan?) -> Office {
        var office = self
        office.plan = plan
        guard let plan else { return office }
        let open = hours.spans(on: plan.day).sorted { $0.lowerBound < $1.lowerBound }
        if let first = open.first, let last = open.last, plan.opens != nil || plan.closes != nil {
            let opens = plan.opens ?? first.lowerBound
            let closes = plan.closes ?? last.upperBound
            var spans = open
            spans[0] = min(opens, first.lowerBound)..<first.upperBound
            let end = spans.count - 1
            spans[end] = spans[end].lowerBound..<max(closes, last.upperBound)
            office.hours.exceptions[plan.day] =
                opens < closes
                ? spans.map { $0.clamped(to: opens..<closes) }.filter { !$0.isEmpty } : []
            // The spans are already without them.
            office.hours.partClosures[plan.day] = nil
        }
        if let counters = plan.counters, let booking {
            office.booking?.plan.exceptions[plan.day] = booking.plan.shifts(on: plan.day).map {
                var shift = $0
                shift.counters.formIntersection(counters)
                return shift
            }
        }
        return office
    }

    /// The plan, on its day.
    package func plan(at now: Instant) -> DayPlan? {
        plan.flatMap { $0.day == time.day(at: now) ? $0 : nil }
    }

    /// Whether a walk-in number is given now in an open office.
    ///
    /// - Parameters:
    ///   - service: What for; nil asks whether there are any at all.
    ///   - now: The present.
    ///   - isFull: Whether as many were given as the plan allows.
    /// - Returns: Why none is given; nil when one is.
    package func ticketStop(
        for service: ServiceID? = nil,
        at now: Instant,
        isFull: Bool
    ) -> TicketStop? {
        guard let plan = plan(at: now) else { return nil }
        let clock = time.timeOfDay(at: now)
        if plan.isStopped || plan.ticketsUntil.map({ clock >= $0 }) ?? false { return .stopped }
        if let service, plan.stoppedServices.contains(service) { return .service(service) }
        if let from = plan.ticketsFrom, clock < from { return .notBefore(from) }
        return isFull && plan.quota != nil ? .full : nil
    }

    /// Why no number is given although the lead stopped none: the time until closing is not enough, and
    /// the office wants it so.
    package func lateStop(for service: ServiceID, tooLate: Set<ServiceID>) -> TicketStop? {
        policy.lastTicket == .stop && tooLate.contains(service) ? .tooLate(service) : nil
    }

    /// - Throws: ``DayPlanMistake`` when the day cannot be planned so.
    package func check(_ plan: DayPlan) throws(DayPlanMistake) {
        let open = hours.spans(on: plan.day).sorted { $0.lowerBound < $1.lowerBound }
        if plan.opens != nil || plan.closes != nil {
            guard let first = open.first, let last = open.last else { throw .closedDay }
            guard plan.opens ?? first.lowerBound < plan.closes ?? last.upperBound else {
                throw .order
            }
        }
        if let from = plan.ticketsFrom, let until = plan.ticketsUntil, from >= until {
            throw .order
        }
        if let stranger = plan.stoppedServices.filter({ services[$0] == nil }).min() {
            throw .unknownService(stranger)
        }
        let known = Set(counters.map(\.number))
        if let stranger = plan.counters?.subtracting(known).min() {
            throw .unknownCounter(stranger)
        }
        if let quota = plan.quota, !DayPlan.quotas.contains(quota) { throw .quota(quota) }
    }
}

extension ScreenTexts {
    /// What visitors are told of the plan, in this language, each sentence by itself.
    package func sentences(of plan: DayPlan, in office: Office, at now: Instant) -> [String] {
        guard office.time.day(at: now) == plan.day else { return [] }
        let clock = office.time.timeOfDay(at: now)
        func timed(_ key: TextKey, _ time: TimeOfDay?) -> [String] {
            time.map { [self[key, ["time": $0.description]]] } ?? []
        }
        var said = timed(.todayOpens, plan.opens.flatMap { clock < $0 ? $0 : nil })
        said += timed(.todayCloses, plan.closes)
        if !plan.isStopped {
            said += timed(.todayTicketsFrom, plan.ticketsFrom.flatMap { clock < $0 ? $0 : nil })
            said += timed(.todayTicketsUntil, plan.ticketsUntil.flatMap { clock < $0 ? $0 : nil })
        }
        let isOver = plan.ticketsUntil.map { clock >= $0 } ?? false
        if plan.isStopped || isOver { said.append(self[.stoppedNow]) }
        for service in office.services.all where plan.stoppedServices.contains(service.id) {
            said.append(self[.todayNoService, ["service": service.name[language]]])
        }
        said += DayNotice.allCases.filter(plan.notices.contains).map { self[$0.text] }
        return said
    }
}

extension TimeOfDay: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let time = TimeOfDay(text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\(text) is not a time like 08:00"
            )
        }
        self = time
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
