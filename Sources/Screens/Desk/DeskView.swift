package import Lobby

/// What a clerk's counter knows now.
package struct DeskView: Equatable, Sendable {
    /// One visit that waits.
    package struct WaitingLine: Equatable, Sendable {
        package var id: VisitID
        package var label: Label
        /// Further labels of the same visit.
        package var also: [Label] = []
        package var errands: [Errand]
        package var kind: Visit.Kind
        package var arrived: Instant
        package var booked: Instant?
        /// When the visitor says to have an appointment.
        package var claimed: Instant?
        /// The hub was restored since, and cannot know.
        package var mayHaveBeenCalled: Bool
        /// Nobody knows whether its paper came.
        package var isPaperUnclear: Bool
        package var isPriority = false
        /// What colleagues should know.
        package var note: String?
        /// Why it stands where it does, and how soon it should be called.
        package var reason: CallReason?
        package var urgency: UrgencyLevel?
        /// How long it will still wait; nil when that is not known.
        package var wait: ShownWait?

        package init(
            id: VisitID,
            label: Label,
            errands: [Errand],
            kind: Visit.Kind,
            arrived: Instant,
            booked: Instant? = nil,
            claimed: Instant? = nil,
            mayHaveBeenCalled: Bool = false,
            isPaperUnclear: Bool = false,
            wait: ShownWait? = nil
        ) {
            self.isPaperUnclear = isPaperUnclear
            self.id = id
            self.wait = wait
            self.claimed = claimed
            self.label = label
            self.errands = errands
            self.kind = kind
            self.arrived = arrived
            self.booked = booked
            self.mayHaveBeenCalled = mayHaveBeenCalled
        }
    }

    /// Somebody who does not wait but is not done either.
    package struct Entry: Equatable, Sendable {
        package enum Kind: String, CaseIterable, Sendable {
            case parked, missed, atDesk, expected
        }

        package var kind: Kind
        package var id: VisitID
        /// The number; nil for who is expected.
        package var label: Label?
        /// The booked time of who is expected.
        package var start: Instant?
        package var errands: [Errand]
        package var parkedFor: ParkReason?
        /// A note, or the name of who is expected.
        package var note: String?

        package init(
            _ kind: Kind,
            id: VisitID,
            label: Label? = nil,
            start: Instant? = nil,
            errands: [Errand],
            parkedFor: ParkReason? = nil,
            note: String? = nil
        ) {
            self.kind = kind
            self.id = id
            self.label = label
            self.start = start
            self.errands = errands
            self.parkedFor = parkedFor
            self.note = note
        }
    }

    /// Somebody who asks the counters for help.
    package struct Help: Equatable, Sendable {
        package var id: VisitID
        /// The counter; nil for a kiosk.
        package var counter: Int?
        package var kiosk: String
        package var takenBy: Int?

        package init(id: VisitID, counter: Int?, kiosk: String = "", takenBy: Int? = nil) {
            self.id = id
            self.counter = counter
            self.kiosk = kiosk
            self.takenBy = takenBy
        }
    }

    /// What was finished last, until the next call.
    package struct Reopenable: Equatable, Sendable {
        package var id: VisitID
        package var label: Label

        package init(id: VisitID, label: Label) {
            self.id = id
            self.label = label
        }
    }

    /// The visit this counter holds.
    package struct HeldVisit: Equatable, Sendable {
        package var id: VisitID
        package var label: Label
        /// Further labels of the same visit.
        package var also: [Label]
        package var errands: [Errand]
        package var state: VisitState
        package var calls: Int
        package var lastCalled: Instant?
        package var note: String?

        package init(
            id: VisitID,
            label: Label,
            also: [Label] = [],
            errands: [Errand],
            state: VisitState,
            calls: Int,
            lastCalled: Instant? = nil,
            note: String? = nil
        ) {
            self.note = note
            self.id = id
            self.label = label
            self.also = also
            self.errands = errands
            self.state = state
            self.calls = calls
            self.lastCalled = lastCalled
        }
    }

    /// A kiosk's printer that somebody should see to.
    package struct Printer: Equatable, Sendable {
        package var kiosk: String
        package var reasons: Set<PrinterReason>
        /// About how many tickets its paper still gives.
        package var ticketsLeft: Int?

        package init(kiosk: String, reasons: Set<PrinterReason>, ticketsLeft: Int? = nil) {
            self.kiosk = kiosk
            self.reasons = reasons
            self.ticketsLeft = ticketsLeft
        }
    }

    /// What another counter holds.
    package struct OtherCounter: Equatable, Sendable {
        package var counter: Int
        package var label: Label
        package var state: VisitState

        package init(counter: Int, label: Label, state: VisitState) {
            self.counter = counter
            self.label = label
            self.state = state
        }
    }

    /// In the order in which they should be shown, for example the order of calls.
    package var waiting: [WaitingLine]
    package var holding: HeldVisit?
    package var others: [OtherCounter]
    package var printers: [Printer]
    /// By their kinds.
    package var entries: [Entry] = []
    package var help: [Help] = []
    /// Until when nobody is called here.
    package var pausedUntil: Instant?
    package var reopenable: Reopenable?
    /// When all this was so.
    package var asOf: Instant
    package var isOpen: Bool

    package init(
        waiting: [WaitingLine],
        holding: HeldVisit? = nil,
        others: [OtherCounter] = [],
        printers: [Printer] = [],
        asOf: Instant,
        isOpen: Bool = true
    ) {
        self.printers = printers
        self.waiting = waiting
        self.holding = holding
        self.others = others
        self.asOf = asOf
        self.isOpen = isOpen
    }
}

extension DeskView {
    /// What the list shows, one line each.
    enum Item: Equatable {
        case waiting(WaitingLine)
        case heading(Entry.Kind, count: Int)
        case entry(Entry)

        /// The visit that the line is about; a heading is about none.
        var id: VisitID? {
            switch self {
            case .waiting(let line): line.id
            case .heading: nil
            case .entry(let entry): entry.id
            }
        }
    }

    /// Who waits, and below them the others with a heading for each kind.
    var items: [Item] {
        waiting.map(Item.waiting)
            + Entry.Kind.allCases.flatMap { kind -> [Item] in
                let some = entries.filter { $0.kind == kind }
                return some.isEmpty
                    ? [] : [.heading(kind, count: some.count)] + some.map(Item.entry)
            }
    }
}
