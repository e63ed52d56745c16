import Lobby

/// A printer that does what the test wrote down for it, and keeps what it was given.
actor ScriptedPrinter: TicketPrinter {
    nonisolated let summary = "a scripted printer"
    nonisolated let givesPaper: Bool
    private(set) var papers: [Ticket] = []
    private var outcomes: [PrintOutcome]
    private var state: PrinterCondition
    private let whilePrinting: @Sendable () -> Void

    /// `outcomes` is what becomes of the first papers; all after them come out.
    init(
        _ outcomes: [PrintOutcome] = [],
        givesPaper: Bool = true,
        condition reasons: Set<PrinterReason> = [],
        whilePrinting: @escaping @Sendable () -> Void = {}
    ) {
        self.whilePrinting = whilePrinting
        self.outcomes = outcomes
        state = PrinterCondition(isReady: true, reasons: reasons)
        self.givesPaper = givesPaper
    }

    func print(_ ticket: Ticket) -> PrintOutcome {
        papers.append(ticket)
        if papers.count == 1 { whilePrinting() }
        return outcomes.isEmpty ? .printed : outcomes.removeFirst()
    }

    func condition() -> PrinterCondition { state }

    /// From now on it says this of itself.
    func set(_ reasons: Set<PrinterReason>, isReady: Bool) {
        state = PrinterCondition(isReady: isReady, reasons: reasons)
    }

    func cancelStaleJobs() {}
}
