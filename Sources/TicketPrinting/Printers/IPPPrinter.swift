package import Lobby

/// A printer that is asked and sent to directly, by IPP.
package struct IPPPrinter: TicketPrinter {
    /// What the time limit is exceeded by at most, where a call cannot be interrupted.
    static let grace: Duration = .seconds(1)

    private let address: IPPAddress
    private let owner: JobOwner
    private let trust: PrinterTrust
    private let renderer: TicketRenderer
    private let limits: PrintLimits
    private let prints = BlockingQueue(label: "ticket-printer.prints")
    private let questions = BlockingQueue(label: "ticket-printer.questions")

    /// Nil when the address is not `ipp://` or `ipps://` with a host.
    ///
    /// The certificates of printers are remembered in a folder; nil is the usual one of CUPS.
    package init?(
        uri: String,
        owner: JobOwner = .machine,
        certificates: String? = nil,
        renderer: TicketRenderer,
        limits: PrintLimits = PrintLimits()
    ) {
        guard let address = IPPAddress(uri) else { return nil }
        self.address = address
        self.owner = owner
        trust = PrinterTrust(folder: certificates)
        self.renderer = renderer
        self.limits = limits
    }

    package var summary: String { address.printerURI }

    package var givesPaper: Bool { true }

    package func print(_ ticket: Ticket) async -> PrintOutcome {
        let printing = DirectPrinting(
            link: link,
            owner: owner,
            renderer: renderer,
            times: PrintTimes(limits)
        )
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

    package func details() async -> PrinterDetails {
        let silent = PrinterDetails(condition: .unreachable)
        return await questions.result(within: limits.wholePrint, otherwise: silent) { [link] in
            link.printerFacts()?.details ?? silent
        }
    }

    package func cancelStaleJobs() async {
        await prints.result(within: limits.wholePrint, otherwise: ()) { [link, owner] in
            link.cancelJobs(of: owner)
        }
    }

    private var link: IPPLink {
        IPPLink(address: address, connectLimit: limits.connect, trust: trust)
    }
}
