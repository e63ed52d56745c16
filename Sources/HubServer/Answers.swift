import Hub
import HubStore
import Lobby
import Sync

/// `POST /api/v1/tickets`.
struct TicketRequest: Codable {
    var service: String
    var language: String?
    /// How many come; one when nothing is said.
    var persons: Int?
    /// Whether they pass others, at a clerk's word.
    var priority: Bool?
}

/// The answer to a drawn number, written by hand: it is the busiest of all answers.
///
/// Nothing in it needs escaping: a UUID, a label, numbers. An unknown wait is said to be unknown.
func ticketAnswer(_ drawn: DrawnTicket) -> String {
    let visit = drawn.visit
    let wait = drawn.wait.map { "{\"from\":\($0.from),\"to\":\($0.to)}" } ?? "null"
    return """
        {"ticket":{"id":"\(visit.id)","label":"\(visit.label)","number":\(visit.label.number),\
        "wait":\(wait),"waitingAhead":\(drawn.waitingAhead)}}
        """
}

/// Minutes; nil wherever nothing is known.
struct WaitAnswer: Encodable {
    var from: Int
    var to: Int

    init(_ wait: Wait) {
        (from, to) = (wait.shown.from, wait.shown.to)
    }
}

struct StatusAnswer: Encodable {
    struct ServiceAnswer: Encodable {
        var id: String
        var letter: String
        var name: String
        /// Whether walk-in numbers of it are given now.
        var tickets: Bool
        var waiting: Int?
        var wait: WaitAnswer?
        /// Why there is no wait, or that it is told.
        var told: ToldAnswer

        enum CodingKeys: CodingKey {
            case id, letter, name, tickets, waiting, wait, told
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(letter, forKey: .letter)
            try container.encode(name, forKey: .name)
            try container.encode(tickets, forKey: .tickets)
            try container.encode(waiting, forKey: .waiting)
            try container.encode(wait, forKey: .wait)
            try container.encode(told, forKey: .told)
        }
    }

    /// What visitors are told of a wait.
    enum ToldAnswer: String, Encodable, CaseIterable {
        case wait, hardlyAny, tooLate, unknown, noTickets

        init(_ said: SaidWait) {
            self =
                switch said {
                case .between, .long: .wait
                case .hardlyAny: .hardlyAny
                case .tooLate: .tooLate
                case .unknown: .unknown
                }
        }
    }

    var open: Bool
    /// Whether walk-in numbers are given now.
    var tickets: Bool
    var asOf: String
    var waiting: Int
    var services: [ServiceAnswer]
    var calls: [CallAnswer]

    init(_ view: StatusView, office: Office, forecast: Forecast?) {
        open = view.isOpen
        asOf = view.asOf.iso8601
        waiting = view.waiting
        services = office.services.all.map { service in
            let count = view.waitingByService[service.id] ?? 0
            let isGiven = view.gives(service.id, of: office, forecast: forecast)
            // The same words as on the page; without a number nobody waits.
            let said = SaidWait(
                forecast?.newcomers[service.id],
                waiting: count,
                asOf: view.asOf,
                isTooLate: view.isOpen && forecast?.tooLate.contains(service.id) == true
            )
            let isSaid = isGiven && ToldAnswer(said) == .wait
            return ServiceAnswer(
                id: service.id,
                letter: service.letter,
                name: service.name["de"],
                tickets: isGiven,
                waiting: count < StatusView.fewestShown ? nil : count,
                wait: isSaid ? forecast?.newcomers[service.id].map(WaitAnswer.init) : nil,
                told: isGiven || said == .tooLate ? ToldAnswer(said) : .noTickets
            )
        }
        tickets = services.contains(where: \.tickets)
        calls = view.calls.map(CallAnswer.init)
    }
}

extension CallAnswer {
    init(_ call: LatestCall) {
        self.init(label: call.label, counter: call.counter, at: call.at)
    }
}

extension CounterAnswer {
    init(_ view: Workplace, version: Int) {
        let reopenable = view.reopenable.flatMap { label in
            view.desk.reopenable.map { ReopenableAnswer(visit: $0, label: label) }
        }
        let unclear = (view.waiting + [view.holding].compactMap(\.self)).filter(\.isPaperUnclear)
        self.init(
            version: version,
            counter: view.desk.counter,
            asOf: view.asOf,
            open: view.isOpen,
            waiting: view.waiting.map(VisitAnswer.init),
            holding: view.holding.map(VisitAnswer.init),
            others: view.others.map(VisitAnswer.init),
            unclearPapers: unclear.map(\.visit.id).sorted(),
            printers: view.printers.map(PrinterAnswer.init),
            parked: view.parked.map(VisitAnswer.init),
            missed: view.missed.map(VisitAnswer.init),
            atDesk: view.atDesk.map(VisitAnswer.init),
            expected: view.expected.map { one in
                ExpectedAnswer(
                    id: one.appointment.id,
                    start: one.appointment.start,
                    errands: one.appointment.errands,
                    name: one.name,
                    isDue: one.isDue
                )
            },
            help: view.helpCalls.map(HelpAnswer.init),
            pausedUntil: view.desk.pausedUntil.flatMap { $0 > view.asOf ? $0 : nil },
            undoable: view.undoable,
            reopenable: reopenable
        )
    }
}

extension VisitAnswer {
    fileprivate init(_ line: Workplace.Line) {
        self.init(line.visit, also: line.also, wait: line.wait)
        note = line.note
        reason = line.reason
        urgency = line.urgency
    }
}

extension HelpAnswer {
    fileprivate init(_ call: HelpCall) {
        var (counter, kiosk): (Int?, String?) = (nil, nil)
        switch call.place {
        case .counter(let number): counter = number
        case .kiosk(let name): kiosk = name
        }
        self.init(
            id: call.id,
            at: call.at,
            counter: counter,
            kiosk: kiosk,
            takenBy: call.takenBy
        )
    }
}

extension PrinterAnswer {
    init(_ printer: KioskPrinter) {
        self.init(kiosk: printer.kiosk, printer.report, since: printer.since)
    }
}
