package import Lobby

/// A printer that is asked and sent to directly, by IPP.
package struct IPPPrinter: TicketPrinter {
    private let uri: String
    private let renderer: TicketRenderer
    private let limits: PrintLimits

    package init(uri: String, renderer: TicketRenderer, limits: PrintLimits = PrintLimits()) {
        self.uri = uri
        self.renderer = renderer
        self.limits = limits
    }

    package var summary: String { "Printer \(uri)" }
    package var givesPaper: Bool { true }
    package func print(_ ticket: Ticket) async -> PrintOutcome { .notPrinted([.other]) }
    package func condition() async -> PrinterCondition { .init(isReady: false, reasons: []) }
    package func cancelStaleJobs() async {}
}
