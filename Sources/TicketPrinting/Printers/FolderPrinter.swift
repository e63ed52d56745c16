package import Lobby

/// Writes each ticket as a PDF file into a folder, for where there is no printer.
package struct FolderPrinter: TicketPrinter {
    private let directory: String
    private let renderer: TicketRenderer

    package init(directory: String, renderer: TicketRenderer) {
        self.directory = directory
        self.renderer = renderer
    }

    package var summary: String { "PDF files in \(directory)" }
    package var givesPaper: Bool { false }
    package func print(_ ticket: Ticket) async -> PrintOutcome { .notPrinted([.other]) }
    package func condition() async -> PrinterCondition { .init(isReady: false, reasons: []) }
    package func cancelStaleJobs() async {}
}
