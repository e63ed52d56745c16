package import Lobby

/// A queue of a CUPS server.
///
/// The server may be away: every ticket looks for it anew.
package struct QueuePrinter: TicketPrinter {
    /// What the printer behind the queue takes.
    package enum Language: Sendable {
        /// What the queue names in `document-format-supported`.
        case ipp
        /// ESC/POS, which a raw queue hands on as it is.
        case receipt
    }

    private let name: String
    private let language: Language
    private let server: String?
    private let renderer: TicketRenderer
    private let limits: PrintLimits
    private let prints = BlockingQueue(label: "ticket-queue.prints")
    private let questions = BlockingQueue(label: "ticket-queue.questions")

    /// The server is where CUPS listens, written as in `CUPS_SERVER`; nil means what the environment
    /// and `client.conf` say.
    package init(
        name: String,
        language: Language = .ipp,
        server: String? = nil,
        renderer: TicketRenderer,
        limits: PrintLimits = PrintLimits()
    ) {
        self.name = name
        self.language = language
        self.server = server
        self.renderer = renderer
        self.limits = limits
    }

    package var summary: String { "CUPS queue \(name)" }

    package var givesPaper: Bool { true }

    package func print(_ ticket: Ticket) async -> PrintOutcome {
        let times = PrintTimes(limits)
        return await prints.result(
            within: limits.wholePrint + IPPPrinter.grace,
            otherwise: .unknown([.timedOut])
        ) {
            QueuePrinting(
                queue: link,
                language: language,
                connectLimit: limits.connect,
                renderer: renderer,
                times: times,
                jobName: JobName(label: ticket.label).text
            ).print(ticket)
        }
    }

    package func condition() async -> PrinterCondition {
        let silent = PrinterCondition(isReady: false, reasons: [.unreachable])
        return await questions.result(within: limits.wholePrint, otherwise: silent) {
            guard let queue = link.printerFacts() else { return silent }
            if queue.isStopped { return PrinterCondition(isReady: false, reasons: [.paused]) }
            if !queue.isAccepting {
                return PrinterCondition(isReady: false, reasons: [.notAccepting])
            }
            guard let device = queue.deviceURI.flatMap(IPPAddress.init) else {
                // The reasons of a queue are those of its last job.
                return PrinterCondition(isReady: true, reasons: [])
            }
            let deviceLink = IPPLink(address: device, connectLimit: limits.connect)
            return deviceLink.printerFacts()?.condition ?? silent
        }
    }

    package func cancelStaleJobs() async {
        let times = PrintTimes(limits)
        await prints.result(within: limits.wholePrint, otherwise: ()) {
            let link = link
            // Somebody paused it by hand, or CUPS did, and nobody remembers: a kiosk that starts prints.
            if link.printerFacts()?.isStopped == true { _ = try? link.resume() }
            let stale = (try? link.jobs(ended: false, onlyMine: true)) ?? []
            for job in stale {
                _ = try? link.cancel(job.id)
            }
            if stale.isEmpty { return }
            // The backend of a cancelled job ends only after it has told the printer.
            var pause = Pause()
            while times.allowWaiting, link.printerFacts()?.isPrinting == true {
                pause.wait()
            }
        }
    }

    /// Made on the thread that uses it: libcups keeps the server per thread.
    private var link: IPPLink {
        IPPLink(address: IPPAddress(queue: name, server: server), connectLimit: limits.connect)
    }
}
