package import Lobby

/// What the kiosk knows now; sent whenever it changes.
package struct LobbyView: Equatable, Sendable {
    /// All numbers that wait; nil when unknown.
    package var waitingNumbers: Int?
    package var openness: Openness
    /// How many would be ahead of a number drawn now; a service left out is unknown.
    package var aheadByService: [ServiceID: Int]
    /// Whether the hub answers.
    package var isConnected: Bool
    package var printer: PrinterNotice
    /// Why the last ticket did not come, or may not have; empty once one came again.
    package var printerFailure: Set<PrinterReason>
    /// About how many tickets the paper still gives; nil when nobody knows.
    package var ticketsLeft: Int?
    /// Whether it is counted how far the roll of paper goes.
    package var countsPaper: Bool
    /// Why a hub that answers does not serve this kiosk, and what to do; nil when nobody answers.
    package var hubNotice: StaffNotice?
    /// One plain line for staff at the bottom, for example where PDF files go instead of paper.
    package var staffNotice: StaffNotice?
    /// False when this kiosk has no letters of its own and the hub does not answer.
    package var canIssue: Bool
    /// Today's times at which somebody has an appointment and is not here yet, each once, in order.
    package var expected: [Instant]
    /// Today's slots that somebody gave back and nobody took yet, in order.
    package var freed: [FreedTime]
    /// What a lead has changed for today.
    package var plan: DayPlan?
    /// How long somebody waits who draws a number now; a service left out is unknown.
    package var waitByService: [ServiceID: ShownWait]
    /// Services of which whoever draws a number now may well not be called today.
    package var tooLate: Set<ServiceID>

    package init(
        waitingNumbers: Int? = nil,
        openness: Openness = .open,
        aheadByService: [ServiceID: Int] = [:],
        isConnected: Bool = true,
        printer: PrinterNotice = .ready,
        printerFailure: Set<PrinterReason> = [],
        ticketsLeft: Int? = nil,
        countsPaper: Bool = false,
        hubNotice: StaffNotice? = nil,
        staffNotice: StaffNotice? = nil,
        canIssue: Bool = true,
        expected: [Instant] = [],
        freed: [FreedTime] = [],
        plan: DayPlan? = nil,
        waitByService: [ServiceID: ShownWait] = [:],
        tooLate: Set<ServiceID> = []
    ) {
        self.tooLate = tooLate
        self.waitByService = waitByService
        self.waitingNumbers = waitingNumbers
        self.openness = openness
        self.aheadByService = aheadByService
        self.isConnected = isConnected
        self.printer = printer
        self.printerFailure = printerFailure
        self.ticketsLeft = ticketsLeft
        self.countsPaper = countsPaper
        self.hubNotice = hubNotice
        self.staffNotice = staffNotice
        self.canIssue = canIssue
        self.expected = expected
        self.freed = freed
        self.plan = plan
    }
}

/// Whether numbers are given now.
package enum Openness: Equatable, Sendable {
    case open
    /// `next` is nil when it is not known when the office opens again.
    case closed(next: NextOpening?)
    /// Open, but no numbers are given without an appointment.
    case noTickets(TicketStop)
}

/// When the office opens again.
package struct NextOpening: Equatable, Sendable {
    package var day: Day
    package var time: TimeOfDay

    package init(day: Day, time: TimeOfDay) {
        self.day = day
        self.time = time
    }
}

/// How the printer is, for staff and for what visitors are told.
package enum PrinterNotice: Equatable, Sendable {
    case ready
    /// It prints, and its paper goes to its end.
    case low
    /// Tickets become files in a folder: nobody gets paper here.
    case noPrinter
    case trouble(Set<PrinterReason>)
}

/// A number that was just given.
package struct IssuedTicket: Equatable, Sendable {
    package var id: VisitID
    package var label: Label
    package var service: ServiceID
    /// Numbers ahead of it; nil when unknown.
    package var ahead: Int?
    /// When `ahead` was counted.
    package var asOf: Instant
    /// The time of its appointment, checked in for with this number.
    package var booked: Instant?
    /// What its holder is told of the wait; nil for nothing, as with an appointment.
    package var wait: ToldWait?
    /// Whether its holder is only believed to have the appointment.
    package var isClaim: Bool
    /// The code of its page, for where no paper comes; nil when there is none.
    package var code: CodePicture?

    package init(
        id: VisitID,
        label: Label,
        service: ServiceID,
        ahead: Int?,
        asOf: Instant,
        booked: Instant? = nil,
        wait: ToldWait? = nil,
        isClaim: Bool = false,
        code: CodePicture? = nil
    ) {
        self.code = code
        self.wait = wait
        self.booked = booked
        self.isClaim = isClaim
        self.id = id
        self.label = label
        self.service = service
        self.ahead = ahead
        self.asOf = asOf
    }
}

/// Why no number was given.
package enum IssueRefusal: Equatable, Sendable {
    case closed(next: NextOpening?)
    case noTickets(TicketStop)
    /// The kiosk cannot make a number now: go to the front desk.
    case noNumber
}

/// A visit that matches what was typed or scanned.
package struct FoundVisit: Equatable, Sendable {
    package var id: VisitID
    package var label: Label
    package var service: ServiceID
    package var state: VisitState
    /// Numbers ahead of it; nil when unknown or when it does not wait.
    package var ahead: Int?
    /// Where it was called to.
    package var counter: Int?
    package var canReprint: Bool
    package var canHandBack: Bool
    /// Whether its visitor can say here to be there again.
    package var canComeBack: Bool

    package init(
        id: VisitID,
        label: Label,
        service: ServiceID,
        state: VisitState,
        ahead: Int? = nil,
        counter: Int? = nil,
        canReprint: Bool = false,
        canHandBack: Bool = false,
        canComeBack: Bool = false
    ) {
        self.canComeBack = canComeBack
        self.id = id
        self.label = label
        self.service = service
        self.state = state
        self.ahead = ahead
        self.counter = counter
        self.canReprint = canReprint
        self.canHandBack = canHandBack
    }
}

/// The answer to a staff PIN.
package enum PINAnswer: Equatable, Sendable {
    case right
    case wrong
    /// No PIN was ever set: the staff screen is off.
    case notSet
    /// Too many wrong ones: none is looked at for so long.
    case wait(seconds: Int)
}
