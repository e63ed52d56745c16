package import Lobby

/// What a clerk's counter knows now.
package struct DeskView: Equatable, Sendable {
    /// One visit that waits.
    package struct WaitingLine: Equatable, Sendable {
        package var label: Label
        package var service: ServiceID
        package var kind: Visit.Kind
        package var arrived: Instant
        package var booked: Instant?
        /// When the visitor says to have an appointment.
        package var claimed: Instant?
        /// The hub was restored since, and cannot know.
        package var mayHaveBeenCalled: Bool
        /// Nobody knows whether its paper came.
        package var isPaperUnclear: Bool

        package init(
            label: Label,
            service: ServiceID,
            kind: Visit.Kind,
            arrived: Instant,
            booked: Instant? = nil,
            claimed: Instant? = nil,
            mayHaveBeenCalled: Bool = false,
            isPaperUnclear: Bool = false
        ) {
            self.isPaperUnclear = isPaperUnclear
            self.claimed = claimed
            self.label = label
            self.service = service
            self.kind = kind
            self.arrived = arrived
            self.booked = booked
            self.mayHaveBeenCalled = mayHaveBeenCalled
        }
    }

    /// The visit this counter holds.
    package struct HeldVisit: Equatable, Sendable {
        package var id: VisitID
        package var label: Label
        /// Further labels of the same visit.
        package var also: [Label]
        package var service: ServiceID
        package var state: VisitState
        package var calls: Int
        package var lastCalled: Instant?

        package init(
            id: VisitID,
            label: Label,
            also: [Label] = [],
            service: ServiceID,
            state: VisitState,
            calls: Int,
            lastCalled: Instant? = nil
        ) {
            self.id = id
            self.label = label
            self.also = also
            self.service = service
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
