package import Lobby

/// A printer that is asked and sent to directly, by IPP.
package struct IPPPrinter: TicketPrinter {
    /// What the time limit is exceeded by at most, where a call cannot be interrupted.
    static let grace: Duration = .seconds(1)

    private let address: IPPAddress
    private let renderer: TicketRenderer
    private let limits: PrintLimits
    private let prints = BlockingQueue(label: "ticket-printer.prints")
    private let questions = BlockingQueue(label: "ticket-printer.questions")

    /// Nil when the address is not `ipp://` or `ipps://` with a host.
    package init?(uri: String, renderer: TicketRenderer, limits: PrintLimits = PrintLimits()) {
        guard let address = IPPAddress(uri) else { return nil }
        self.address = address
        self.renderer = renderer
        self.limits = limits
    }

    package var summary: String { "Printer \(address.printerURI)" }

    package var givesPaper: Bool { true }

    package func print(_ ticket: Ticket) async -> PrintOutcome {
        let printing = DirectPrinting(link: link, renderer: renderer, times: PrintTimes(limits))
        return await prints.result(
            within: limits.wholePrint + Self.grace,
            otherwise: .unknown([.timedOut])
        ) {
            printing.print(ticket)
        }
    }

    package func condition() async -> PrinterCondition {
        let silent = PrinterCondition(isReady: false, reasons: [.unreachable])
        return await questions.result(within: limits.wholePrint, otherwise: silent) { [link] in
            link.printerFacts()?.condition ?? silent
        }
    }

    package func cancelStaleJobs() async {
        await prints.result(within: limits.wholePrint, otherwise: ()) { [link] in
            let jobs = (try? link.jobs(ended: false, onlyMine: true)) ?? []
            for job in jobs where JobName.isOurs(job.name) {
                _ = try? link.cancel(job.id)
            }
        }
    }

    private var link: IPPLink {
        IPPLink(address: address, connectLimit: limits.connect)
    }
}
