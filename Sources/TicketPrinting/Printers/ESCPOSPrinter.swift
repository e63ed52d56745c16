package import Lobby

/// A receipt printer that takes ESC/POS, spoken to directly.
///
/// It is asked with DLE EOT before and while it prints, and says with GS ( H when the paper is out; one
/// whose link carries nothing back leaves every outcome unknown.
package struct ESCPOSPrinter: TicketPrinter {
    private let address: ESCPOSAddress
    private let renderer: TicketRenderer
    private let limits: PrintLimits
    /// Most printers listen to one program at a time, so questions wait for tickets.
    private let turns = BlockingQueue(label: "ticket-escpos")

    package init(
        address: ESCPOSAddress,
        renderer: TicketRenderer,
        limits: PrintLimits = PrintLimits()
    ) {
        self.address = address
        self.renderer = renderer
        self.limits = limits
    }

    package var summary: String {
        "ESC/POS printer \(address.text)"
    }

    package var givesPaper: Bool { true }

    package func print(_ ticket: Ticket) async -> PrintOutcome {
        let printing = printing
        return await turns.result(
            within: limits.wholePrint + IPPPrinter.grace,
            otherwise: .unknown([.timedOut])
        ) {
            printing.print(ticket)
        }
    }

    package func condition() async -> PrinterCondition {
        // Nobody can ask it.
        if address.isOneWay { return PrinterCondition(isReady: true, reasons: []) }
        let silent = PrinterCondition(isReady: false, reasons: [.unreachable])
        let printing = printing
        return await turns.result(within: limits.wholePrint, otherwise: silent) {
            printing.status()?.condition ?? silent
        }
    }

    package func cancelStaleJobs() async {
        if address.isOneWay { return }
        let printing = printing
        await turns.result(within: limits.wholePrint, otherwise: ()) { printing.forget() }
    }

    private var printing: ESCPOSPrinting {
        ESCPOSPrinting(address: address, renderer: renderer, times: PrintTimes(limits))
    }
}
