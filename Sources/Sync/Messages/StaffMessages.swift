package import Lobby

/// A visit as staff and programs see it.
package struct VisitAnswer: Codable, Equatable, Sendable {
    package var id: VisitID
    package var label: Label
    package var service: ServiceID
    package var kind: Visit.Kind
    package var state: VisitState
    package var standing: Visit.Standing
    package var arrived: String
    package var booked: String?
    package var counter: Int?
    package var calls: Int
    package var lastCalled: String?
    /// Further labels of the same visit: one call is for all of them.
    package var also: [Label]
    /// When the visitor says to have an appointment, until a clerk finds it.
    package var claimed: String?
    /// Whether it may have been called before the hub was restored.
    package var mayHaveBeenCalled: Bool
    package var errands: [Errand]
    package var parkedFor: ParkReason?
    package var onlyCounter: Int?
    /// What colleagues should know; only in the answer to a desk.
    package var note: String?
    /// Why it stands where it does in the order of calls, and how soon; only in the answer to a desk.
    package var reason: CallReason?
    package var urgency: UrgencyLevel?
    /// How long it will still wait, in minutes; nil where that is not known, or it does not wait.
    package var wait: ShownWait?

    package init(_ visit: Visit, also labels: [Label] = [], wait: ShownWait? = nil) {
        self.wait = wait
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
        also = labels
        claimed = visit.claimed?.iso8601
        mayHaveBeenCalled = visit.mayHaveBeenCalled
        errands = visit.errands
        parkedFor = visit.parkedFor
        onlyCounter = visit.onlyCounter
    }
}

/// `GET /api/v1/waiting`: everybody who waits, in the order of calls.
package struct WaitingAnswer: Codable, Equatable, Sendable {
    package var asOf: String
    package var waiting: [VisitAnswer]

    package init(asOf: Instant, waiting: [Visit]) {
        self.asOf = asOf.iso8601
        self.waiting = waiting.map { VisitAnswer($0) }
    }
}

package struct VisitEnvelope: Codable, Equatable, Sendable {
    package var visit: VisitAnswer

    package init(_ visit: Visit, also labels: [Label] = []) {
        self.visit = VisitAnswer(visit, also: labels)
    }
}

/// `POST /api/v1/counters/{n}/{action}`: what is to be done with a visit.
package struct VisitRequest: Codable, Equatable, Sendable {
    package var visit: VisitID
    /// Why it is parked: a ``ParkReason``.
    package var reason: String?
    /// Where it is transferred to, or what is added.
    package var service: ServiceID?
    package var counter: Int?
    package var note: String?
    /// The visit that becomes part of this one.
    package var other: VisitID?
    /// Where the visitor belongs: an id under `elsewhere` in office.yaml.
    package var elsewhere: String?
    /// Whether it shall have priority; it shall when nothing is said.
    package var priority: Bool?

    package init(
        visit: VisitID,
        reason: String? = nil,
        service: ServiceID? = nil,
        counter: Int? = nil,
        note: String? = nil,
        other: VisitID? = nil,
        elsewhere: String? = nil,
        priority: Bool? = nil
    ) {
        self.priority = priority
        self.elsewhere = elsewhere
        self.visit = visit
        self.reason = reason
        self.service = service
        self.counter = counter
        self.note = note
        self.other = other
    }
}

/// `POST /api/v1/counters/{n}/call`: calls one visit, or one number that the hub may not know yet.
package struct CallRequest: Codable, Equatable, Sendable {
    package var label: Label?
    package var visit: VisitID?

    package init(label: Label) {
        self.label = label
    }

    package init(visit: VisitID) {
        self.visit = visit
    }
}

/// A number and the counter it was called to.
package struct CallAnswer: Codable, Equatable, Sendable {
    package var label: Label
    package var counter: Int
    package var at: String

    package init(label: Label, counter: Int, at: Instant) {
        self.label = label
        self.counter = counter
        self.at = at.iso8601
    }
}

/// What the board shows; `version` changes when anything did.
package struct CallsAnswer: Codable, Equatable, Sendable {
    package var version: Int
    package var asOf: String
    package var calls: [CallAnswer]
    /// Times of appointments whose holders should check in now.
    package var due: [String]?

    /// What a lead has planned otherwise for today.
    package var plan: DayPlan?
    /// The numbers that will probably be called next; nil when nobody waits.
    package var soon: SoonCalled?

    package init(
        version: Int,
        asOf: Instant,
        calls: [CallAnswer],
        due: [Instant] = [],
        plan: DayPlan? = nil,
        soon: SoonCalled? = nil
    ) {
        self.soon = soon
        self.plan = plan
        self.due = due.map(\.iso8601)
        self.version = version
        self.asOf = asOf.iso8601
        self.calls = calls
    }
}

/// What the desk shows; `version` changes when anything did.
package struct CounterAnswer: Codable, Equatable, Sendable {
    package var version: Int
    package var counter: Int
    package var asOf: String
    package var open: Bool
    /// In the order in which they would be called at this counter.
    package var waiting: [VisitAnswer]
    package var holding: VisitAnswer?
    package var others: [VisitAnswer]
    /// Visits of which nobody knows whether their paper came.
    package var unclearPapers: [VisitID]?
    /// The kiosks' printers that somebody should see to.
    package var printers: [PrinterAnswer]?
    package var parked: [VisitAnswer]
    package var missed: [VisitAnswer]
    /// To be clarified by a clerk.
    package var atDesk: [VisitAnswer]
    package var expected: [ExpectedAnswer]
    package var help: [HelpAnswer]
    /// Until when nobody is called here.
    package var pausedUntil: String?
    /// The number about which something can be taken back now.
    package var undoable: Label?
    package var reopenable: ReopenableAnswer?

    package init(
        version: Int,
        counter: Int,
        asOf: Instant,
        open: Bool,
        waiting: [VisitAnswer],
        holding: VisitAnswer?,
        others: [VisitAnswer],
        unclearPapers: [VisitID] = [],
        printers: [PrinterAnswer] = [],
        parked: [VisitAnswer],
        missed: [VisitAnswer],
        atDesk: [VisitAnswer],
        expected: [ExpectedAnswer],
        help: [HelpAnswer],
        pausedUntil: Instant?,
        undoable: Label?,
        reopenable: ReopenableAnswer?
    ) {
        self.unclearPapers = unclearPapers
        self.printers = printers
        self.version = version
        self.counter = counter
        self.asOf = asOf.iso8601
        self.open = open
        self.waiting = waiting
        self.holding = holding
        self.others = others
        self.parked = parked
        self.missed = missed
        self.atDesk = atDesk
        self.expected = expected
        self.help = help
        self.pausedUntil = pausedUntil?.iso8601
        self.undoable = undoable
        self.reopenable = reopenable
    }
}

/// A kiosk's printer, as staff and health see it.
package struct PrinterAnswer: Codable, Equatable, Sendable {
    package var kiosk: String
    package var ready: Bool
    /// IPP keywords.
    package var reasons: [String]
    package var ticketsLeft: Int?
    /// When the hub first heard that it is so.
    package var since: String

    package init(kiosk: String, _ report: PrinterReport, since: Instant) {
        self.kiosk = kiosk
        ready = report.isReady
        reasons = report.reasons
        ticketsLeft = report.ticketsLeft
        self.since = since.iso8601
    }
}

/// A refusal: a code for programs, a sentence for people, and what is now true of the visit.
package struct ErrorAnswer: Codable, Equatable, Sendable {
    package struct Content: Codable, Equatable, Sendable {
        package var code: String
        package var message: String
    }

    package var error: Content
    package var visit: VisitAnswer?
    /// Free times near one that is taken.
    package var nearest: [String]?

    package init(
        code: String,
        message: String,
        visit: Visit? = nil,
        nearest: [Instant]? = nil
    ) {
        error = Content(code: code, message: message)
        self.visit = visit.map { VisitAnswer($0) }
        self.nearest = nearest?.map(\.iso8601)
    }
}
