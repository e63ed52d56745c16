package import Lobby

/// A queue of a CUPS server.
///
/// Where its printer speaks IPP the queue is no more than the printer's name: the ticket goes to the
/// printer itself. CUPS prints a job again after it was killed, and nothing can call that back in
/// time; and what it says of a job is no proof of paper. Other printers get the ticket from CUPS, and
/// nobody knows what became of it.
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
    private let owner: JobOwner
    private let trust: PrinterTrust
    private let renderer: TicketRenderer
    private let limits: PrintLimits
    private let standing = QueueStanding()
    private let named = NamedPrinter()
    private let prints = BlockingQueue(label: "ticket-queue.prints")
    private let questions = BlockingQueue(label: "ticket-queue.questions")

    /// The server is where CUPS listens, written as in `CUPS_SERVER`.
    ///
    /// Nil means what the environment and `client.conf` say. The certificates of printers are remembered in a folder; nil is the
    /// usual one of CUPS.
    package init(
        name: String,
        language: Language = .ipp,
        server: String? = nil,
        owner: JobOwner = .machine,
        certificates: String? = nil,
        renderer: TicketRenderer,
        limits: PrintLimits = PrintLimits()
    ) {
        self.name = name
        self.language = language
        self.server = server
        self.owner = owner
        trust = PrinterTrust(folder: certificates)
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
            print(ticket, within: times)
        }
    }

    package func condition() async -> PrinterCondition {
        await details().condition
    }

    package func details() async -> PrinterDetails {
        let silent = PrinterDetails(condition: .unreachable)
        return await questions.result(within: limits.wholePrint, otherwise: silent) {
            look(within: PrintTimes(limits)) ?? silent
        }
    }

    package func cancelStaleJobs() async {
        let times = PrintTimes(limits)
        await prints.result(within: limits.wholePrint, otherwise: ()) {
            let queue = queueLink
            let facts = openedFacts(of: queue)
            if let device = device(of: facts, at: queue, within: times) {
                link(to: device).cancelJobs(of: owner)
            }
            guard queue.cancelJobs(of: owner) > 0 else { return }
            // The backend of a cancelled job ends only after it has told the printer.
            var pause = Pause()
            while times.allowWaiting, queue.printerFacts()?.isPrinting == true {
                pause.wait()
            }
        }
    }

    // MARK: - Everything from here on blocks

    private func print(_ ticket: Ticket, within times: PrintTimes) -> PrintOutcome {
        let known = standing.device
        if let known, let facts = link(to: known).printerFacts() {
            return printing(on: known, within: times).print(ticket, knowing: facts)
        }
        // One that does not answer may have moved, or another has taken its place: CUPS knows.
        if known != nil { named.doubt() }
        let queue = queueLink
        guard let facts = openedFacts(of: queue) else { return .notPrinted([.unreachable]) }
        if facts.isStopped { return .notPrinted([.paused]) }
        if !facts.isAccepting { return .notPrinted([.notAccepting]) }
        if !isRight(facts) { return .notPrinted([.formatNotSupported]) }
        if let device = device(of: facts, at: queue, within: times) {
            if device == known { return .notPrinted([.unreachable]) }
            return printing(on: device, within: times).print(ticket)
        }
        let job = JobName(label: ticket.label, of: owner)
        standing.inHand = job
        defer { standing.inHand = nil }
        return QueuePrinting(
            queue: queue,
            facts: facts,
            language: language,
            renderer: renderer,
            times: times,
            jobName: job.text
        ).print(ticket)
    }

    /// Whether the queue hands on what the printer takes: what is not raw makes rubbish of ESC/POS.
    private func isRight(_ facts: PrinterFacts) -> Bool {
        facts.isRaw == (language == .receipt)
    }

    private func printing(on device: IPPAddress, within times: PrintTimes) -> DirectPrinting {
        DirectPrinting(link: link(to: device), owner: owner, renderer: renderer, times: times)
    }

    /// How queue and printer are; nil when neither answers.
    private func look(within times: PrintTimes) -> PrinterDetails? {
        let queue = queueLink
        guard let facts = openedFacts(of: queue) else {
            // Without CUPS tickets go on to the printer that was there.
            return standing.device.flatMap { link(to: $0).printerFacts() }?.details
        }
        let device = device(of: facts, at: queue, within: times)
        if facts.isStopped { return facts.details(notReady: .paused) }
        if !facts.isAccepting { return facts.details(notReady: .notAccepting) }
        if !isRight(facts) { return facts.details(notReady: .formatNotSupported) }
        if let device {
            if let answer = link(to: device).printerFacts() { return answer.details }
            named.doubt()
            return facts.details(notReady: .unreachable)
        }
        // What CUPS took up again after it was killed is no longer anybody's.
        queue.cancelJobs(of: owner, except: standing.inHand)
        // The reasons of a queue are those of its last job.
        return facts.details(PrinterCondition(isReady: true, reasons: []))
    }

    /// What the queue says of itself, once it goes on in case it was paused; nil without an answer.
    ///
    /// Somebody paused it by hand, or CUPS did, and nobody remembers. CUPS lets its administrators
    /// resume it, which this user may be or not.
    private func openedFacts(of queue: IPPLink) -> PrinterFacts? {
        guard let answer = try? queue.facts() else { return nil }
        guard answer.isGood else {
            // Deleted or renamed: nobody said that tickets still belong to that printer.
            standing.device = nil
            return nil
        }
        let facts = PrinterFacts(answer)
        guard facts.isStopped, (try? queue.resume())?.isGood == true else { return facts }
        return queue.printerFacts()
    }

    /// The printer behind the queue where it can be asked itself; it is remembered.
    private func device(
        of facts: PrinterFacts?,
        at queue: IPPLink,
        within times: PrintTimes
    ) -> IPPAddress? {
        guard let facts, language == .ipp, !facts.isStopped, facts.isAccepting, !facts.isRaw else {
            if facts != nil { standing.device = nil }
            return nil
        }
        let device = facts.deviceURI.flatMap { uri in
            IPPAddress(uri)
                ?? ServiceName(uri).flatMap { named.address(of: $0, until: times.endOfWaiting) }
        }
        // What another machine calls its own is not on this one.
        let isHere = device?.isOnThisMachine != true || queue.address.isOnThisMachine
        standing.device = isHere ? device : nil
        return standing.device
    }

    /// Made on the thread that uses it: libcups keeps the server per thread.
    private var queueLink: IPPLink { link(to: IPPAddress(queue: name, server: server)) }

    private func link(to address: IPPAddress) -> IPPLink {
        IPPLink(address: address, connectLimit: limits.connect, trust: trust)
    }
}

extension PrinterCondition {
    /// Nobody answers there.
    static let unreachable = PrinterCondition(isReady: false, reasons: [.unreachable])
}
