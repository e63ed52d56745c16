import Hub
import HubStore
import Lobby
import Sync

/// `POST /api/v1/tickets`.
struct TicketRequest: Codable {
    var service: String
    var language: String?
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

        enum CodingKeys: CodingKey {
            case id, letter, name, tickets, waiting, wait
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(letter, forKey: .letter)
            try container.encode(name, forKey: .name)
            try container.encode(tickets, forKey: .tickets)
            try container.encode(waiting, forKey: .waiting)
            try container.encode(wait, forKey: .wait)
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
        let givesTickets = view.isOpen && view.stop == nil
        open = view.isOpen
        tickets = givesTickets
        asOf = view.asOf.iso8601
        waiting = view.waiting
        services = office.services.all.map { service in
            let count = view.waitingByService[service.id] ?? 0
            return ServiceAnswer(
                id: service.id,
                letter: service.letter,
                name: service.name["de"],
                tickets: givesTickets
                    && !(view.plan?.stoppedServices.contains(service.id) ?? false),
                waiting: count < StatusView.fewestShown ? nil : count,
                // With so few waiting it would be about persons.
                wait: count < StatusView.fewestShown
                    ? nil : forecast?.newcomers[service.id].map(WaitAnswer.init)
            )
        }
        calls = view.calls.map(CallAnswer.init)
    }
}

extension CallAnswer {
    init(_ call: LatestCall) {
        self.init(label: call.label, counter: call.counter, at: call.at)
    }
}

extension CounterAnswer {
    init(_ view: CounterView, version: Int) {
        self.init(
            version: version,
            counter: view.counter,
            asOf: view.asOf,
            open: view.isOpen,
            waiting: view.waiting,
            holding: view.holding.map { VisitAnswer($0, also: view.alsoHolding) },
            others: view.others,
            unclearPapers: view.unclearPapers.sorted(),
            printers: view.printers.map(PrinterAnswer.init)
        )
    }
}

extension PrinterAnswer {
    init(_ printer: KioskPrinter) {
        self.init(kiosk: printer.kiosk, printer.report, since: printer.since)
    }
}
