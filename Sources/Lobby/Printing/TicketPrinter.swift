/// What became of a ticket, as the printer itself says.
package enum PrintOutcome: Equatable, Sendable {
    /// The paper is out.
    case printed
    /// No paper came and none will: the job was refused or cancelled.
    case notPrinted(Set<PrinterReason>)
    /// Nobody can know, for example because the link to the printer died.
    case unknown(Set<PrinterReason>)
}

/// Why a printer does not print; the raw values mirror the IPP keywords without their severity.
package enum PrinterReason: String, CaseIterable, Sendable, Codable {
    case mediaEmpty = "media-empty"
    case mediaLow = "media-low"
    case mediaJam = "media-jam"
    case mediaNeeded = "media-needed"
    case coverOpen = "cover-open"
    case doorOpen = "door-open"
    case paused = "paused"
    case offline = "offline"
    case shutdown = "shutdown"
    case notAccepting = "not-accepting-jobs"
    case aborted = "aborted-by-system"
    case busy = "busy"
    case timedOut = "timed-out"
    case unreachable = "unreachable"
    case formatNotSupported = "document-format-not-supported"
    /// The ticket itself cannot be drawn: it is too long, or a font lacks a character.
    case documentUnprintable = "document-unprintable"
    case other = "other"
}

/// How a printer is, at the moment it was asked.
package struct PrinterCondition: Equatable, Sendable {
    package var isReady: Bool
    package var reasons: Set<PrinterReason>

    package init(isReady: Bool, reasons: Set<PrinterReason>) {
        self.isReady = isReady
        self.reasons = reasons
    }
}

/// A printer as it tells of itself when it is asked at length.
package struct PrinterDetails: Equatable, Sendable {
    package var condition: PrinterCondition
    /// Its make and model; nil where it tells none.
    package var model: String?
    /// The formats it takes, as MIME types; none where it tells none.
    package var formats: [String]
    /// Whether it is a queue that hands everything on as it comes.
    package var isRaw: Bool
    /// What it says of its state in words that are not known here, as it writes them.
    package var unknownReasons: [String]

    package init(
        condition: PrinterCondition,
        model: String? = nil,
        formats: [String] = [],
        isRaw: Bool = false,
        unknownReasons: [String] = []
    ) {
        self.unknownReasons = unknownReasons
        self.condition = condition
        self.model = model
        self.formats = formats
        self.isRaw = isRaw
    }
}

/// A device that puts tickets on paper.
package protocol TicketPrinter: Sendable {
    /// One plain line for staff: what prints where.
    var summary: String { get }

    /// Whether what is printed comes out as paper here; a folder of PDF files does not.
    var givesPaper: Bool { get }

    /// Prints one ticket and asks the printer what became of it.
    ///
    /// Returns within the printer's time limit. After ``PrintOutcome/notPrinted(_:)`` no paper comes
    /// late: the job was cancelled first.
    func print(_ ticket: Ticket) async -> PrintOutcome

    func condition() async -> PrinterCondition

    /// What it tells of itself at length, for whoever sets it up.
    func details() async -> PrinterDetails

    /// Cancels what an earlier run left behind, so that no stranger's ticket comes out.
    func cancelStaleJobs() async
}

extension TicketPrinter {
    /// Its state alone, where it has no more to tell.
    package func details() async -> PrinterDetails {
        PrinterDetails(condition: await condition())
    }
}
