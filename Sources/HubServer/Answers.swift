import Hub
import HubStore
import Lobby

/// `POST /api/v1/tickets`.
struct TicketRequest: Codable {
    var service: String
    var language: String?
}

struct TicketAnswer: Encodable {
    struct Ticket: Encodable {
        var id: VisitID
        var label: Label
        var number: Int
        var waitingAhead: Int
        var wait: WaitAnswer?

        enum CodingKeys: CodingKey {
            case id, label, number, waitingAhead, wait
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(label, forKey: .label)
            try container.encode(number, forKey: .number)
            try container.encode(waitingAhead, forKey: .waitingAhead)
            // An unknown wait is said to be unknown.
            try container.encode(wait, forKey: .wait)
        }
    }

    var ticket: Ticket

    init(_ drawn: DrawnTicket) {
        ticket = Ticket(
            id: drawn.visit.id,
            label: drawn.visit.label,
            number: drawn.visit.label.number,
            waitingAhead: drawn.waitingAhead,
            wait: nil
        )
    }
}

/// Minutes; nil wherever nothing is known.
struct WaitAnswer: Encodable {
    var from: Int
    var to: Int
}

/// A visit as staff and programs see it.
struct VisitAnswer: Codable {
    var id: VisitID
    var label: Label
    var service: String
    var kind: Visit.Kind
    var state: VisitState
    var standing: Visit.Standing
    var arrived: String
    var booked: String?
    var counter: Int?
    var calls: Int
    var lastCalled: String?

    init(_ visit: Visit) {
        id = visit.id
        label = visit.label
        service = visit.service
        kind = visit.kind
        state = visit.state
        standing = visit.standing
        arrived = visit.arrived.iso8601
        booked = visit.booked?.iso8601
        counter = visit.counter
        calls = visit.calls
        lastCalled = visit.lastCalled?.iso8601
    }
}

struct VisitEnvelope: Encodable {
    var visit: VisitAnswer

    init(_ visit: Visit) {
        self.visit = VisitAnswer(visit)
    }
}

struct VisitRequest: Codable {
    var visit: VisitID
}

struct CallAnswer: Codable {
    var label: Label
    var counter: Int
    var at: String

    init(_ call: LatestCall) {
        label = call.label
        counter = call.counter
        at = call.at.iso8601
    }
}

struct StatusAnswer: Encodable {
    struct ServiceAnswer: Encodable {
        var id: String
        var letter: String
        var name: String
        var waiting: Int?
        var wait: WaitAnswer?

        enum CodingKeys: CodingKey {
            case id, letter, name, waiting, wait
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(letter, forKey: .letter)
            try container.encode(name, forKey: .name)
            try container.encode(waiting, forKey: .waiting)
            try container.encode(wait, forKey: .wait)
        }
    }

    var open: Bool
    var asOf: String
    var waiting: Int
    var services: [ServiceAnswer]
    var calls: [CallAnswer]

    init(_ view: StatusView, office: Office) {
        open = view.isOpen
        asOf = view.asOf.iso8601
        waiting = view.waiting
        services = office.services.all.map { service in
            let count = view.waitingByService[service.id] ?? 0
            return ServiceAnswer(
                id: service.id,
                letter: service.letter,
                name: service.name["de"],
                waiting: count < StatusView.fewestShown ? nil : count,
                wait: nil
            )
        }
        calls = view.calls.map(CallAnswer.init)
    }
}

/// What the desk shows; `version` changes when anything did.
struct CounterAnswer: Encodable {
    var version: Int
    var counter: Int
    var asOf: String
    var open: Bool
    var waiting: [VisitAnswer]
    var holding: VisitAnswer?
    var others: [VisitAnswer]

    init(_ view: CounterView, version: Int) {
        self.version = version
        counter = view.counter
        asOf = view.asOf.iso8601
        open = view.isOpen
        waiting = view.waiting.map(VisitAnswer.init)
        holding = view.holding.map(VisitAnswer.init)
        others = view.others.map(VisitAnswer.init)
    }
}

struct WaitingAnswer: Encodable {
    var asOf: String
    var waiting: [VisitAnswer]
}

struct CallsAnswer: Encodable {
    var version: Int
    var asOf: String
    var calls: [CallAnswer]
}

struct ErrorAnswer: Encodable {
    struct Content: Encodable {
        var code: String
        var message: String
    }

    var error: Content
    var visit: VisitAnswer?

    init(code: String, message: String, visit: Visit? = nil) {
        error = Content(code: code, message: message)
        self.visit = visit.map(VisitAnswer.init)
    }
}

struct HealthAnswer: Encodable {
    struct Kiosk: Encodable {
        var name: String
        var heard: String
        var printer: String
    }

    var status: String
    var epoch: Int
    var protocolNumber: Int
    var kiosks: [Kiosk]
    var alarms: [String]
    var parkedEvents: Int

    enum CodingKeys: String, CodingKey {
        case status, epoch, kiosks, alarms, parkedEvents
        case protocolNumber = "protocol"
    }
}
