import Hub
import Lobby

/// All that one ticket's page tells of its visit, in no language.
struct TicketFacts: Equatable, Sendable {
    var view: TicketView
    /// How long its visitor will wait; nil when that is not known.
    var wait: ShownWait?
    /// When that was found out, to the minute.
    var asOf: TimeOfDay?
    /// Before its booked time: when it is called while others wait.
    var calledFrom: TimeOfDay?
    /// Whether it came so long after its booked time that it waits like a walk-in.
    var isLate: Bool
    /// What a long wait leaves time for.
    var backAt: TimeOfDay?
    /// When the office closes, where the visit may well not be called before.
    var closesAt: TimeOfDay?
    /// When the office opens again today, while it is closed.
    var opensAt: TimeOfDay?
    /// Whether the office has closed for today.
    var isOver = false
    /// Until when a visitor who was missed can say at a kiosk to be there.
    var comeBackUntil: TimeOfDay?

    init(_ view: TicketView, of office: Office, forecast: Forecast?, at now: Instant) {
        self.view = view
        let visit = view.visit
        isLate = visit.booked.map { visit.arrived > $0 + office.policy.grace } ?? false
        if let until = view.comeBackUntil, until > now, office.isOpen(at: now) {
            comeBackUntil = office.time.timeOfDay(at: until)
        }
        guard visit.state == .waiting else { return }
        if !office.isOpen(at: now) {
            let next = office.openSpans(from: now).first
            opensAt = next.map { office.time.timeOfDay(at: $0.lowerBound) }
            isOver = opensAt == nil
        }
        if let booked = visit.booked, now < booked - office.policy.lead {
            calledFrom = office.time.timeOfDay(at: booked - office.policy.lead)
        }
        if let forecast, forecast.lateVisits.contains(visit.id) {
            closesAt = office.closing(from: now).map(office.time.timeOfDay)
        }
        guard let forecast, let wait = forecast.waits[visit.id]?.shown else { return }
        self.wait = wait
        asOf = office.time.timeOfDay(at: forecast.asOf)
        if wait.isLong {
            let back = office.returnTime(for: wait, asOf: forecast.asOf)
            backAt = office.time.timeOfDay(at: back)
        }
    }
}

/// What one ticket's page says of its visit, in one language.
struct TicketSentences {
    private let facts: TicketFacts
    private let words: OfficeWords

    init(_ facts: TicketFacts, _ words: OfficeWords) {
        self.facts = facts
        self.words = words
    }

    private var visit: Visit { facts.view.visit }

    /// Where the visitor is to go now: the largest thing on the page; nil when it is nowhere.
    var call: String? {
        guard visit.state == .called else { return nil }
        return words[.ticketCalled, ["counter": counter]]
    }

    /// The most important sentence: read out when it changes.
    var first: String {
        call ?? lines.first ?? ""
    }

    /// The rest, each sentence by itself.
    var lines: [String] {
        switch visit.state {
        case .waiting: waiting
        case .called: [words[.ticketCalledAt, ["time": time(visit.lastCalled)]]]
        case .serving: [words[.ticketServing, ["counter": counter]]]
        case .parked: [words[.ticketParked]]
        case .missed: [missed]
        case .atDesk: [words[.ticketAtDesk]]
        case .finished: [sentOn ?? words[.ticketFinished]]
        case .left: [words[.ticketLeft]]
        case .notServed: [words[.ticketNotServed]]
        case .held, .booked, .cancelled, .expired, .merged: [words[.ticketEnded]]
        }
    }

    private var waiting: [String] {
        if facts.isOver { return [words[.ticketOver]] }
        let claim = visit.claimed.map { words[.ticketClaim, ["time": time($0)]] }
        let pause = facts.opensAt.map { words[.ticketBreak, ["time": $0.description]] }
        let own = [pause, claim].compactMap { $0 } + [ahead] + appointment
        return own + [wait, words[.ticketOrder], words[.ticketBoard]]
    }

    private var ahead: String {
        switch facts.view.ahead ?? 0 {
        case 0: words[.ticketAheadNone]
        case 1: words[.ticketAheadOne]
        case let count: words[.ticketAheadMany, ["count": String(count)]]
        }
    }

    private var appointment: [String] {
        guard let booked = visit.booked else { return [] }
        if facts.isLate { return [words[.ticketLate, ["time": time(booked)]]] }
        guard let from = facts.calledFrom else {
            return [words[.ticketBookedNow, ["time": time(booked)]]]
        }
        return [words[.ticketBooked, ["time": time(booked), "from": from.description]]]
    }

    private var wait: String {
        if let closing = facts.closesAt {
            return words[.ticketWaitTooLate, ["time": closing.description]]
        }
        guard let wait = facts.wait, let asOf = facts.asOf?.description else {
            return words[.ticketWaitUnknown]
        }
        if let backAt = facts.backAt {
            return words[.ticketWaitLong, ["time": backAt.description, "asOf": asOf]]
        }
        guard wait.from > 0 else {
            return words[.ticketWaitUpTo, ["to": String(wait.to), "asOf": asOf]]
        }
        return words[
            .ticketWait,
            ["from": String(wait.from), "to": String(wait.to), "asOf": asOf]
        ]
    }

    private var missed: String {
        guard let until = facts.comeBackUntil else { return words[.ticketMissed] }
        return words[.ticketMissedBack, ["time": until.description]]
    }

    private var sentOn: String? {
        facts.view.sentOn.map { office in
            let language = words.language
            let values = ["name": office.name[language], "place": office.place[language]]
            return words[.ticketSentOn, values]
        }
    }

    private var counter: String { visit.counter.map(String.init) ?? "" }

    private func time(_ instant: Instant?) -> String {
        instant.map(words.time) ?? ""
    }
}
