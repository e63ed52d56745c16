package import Lobby

/// A queue of a CUPS server.
package struct QueuePrinter: TicketPrinter {
    private let name: String
    private let renderer: TicketRenderer
    private let limits: PrintLimits

    /// - Parameter server: where CUPS listens, as in `CUPS_SERVER`; nil means what the environment
    ///   and `client.conf` say.
    package init(
        name: String,
        server: String? = nil,
        renderer: TicketRenderer,
        limits: PrintLimits = PrintLimits()
    ) {
        self.name = name
        self.renderer = renderer
        self.limits = limits
    }

    package var summary: String { "CUPS queue \(name)" }
    package var givesPaper: Bool { true }
    package func print(_ ticket: Ticket) async -> PrintOutcome { .notPrinted([.other]) }
    package func condition() async -> PrinterCondition { .init(isReady: false, reasons: []) }
    package func cancelStaleJobs() async {}
}
