import CCups
import Lobby

/// What became of the attempt to hand a job over.
enum Submission {
    /// The printer has the whole job, by this number.
    case accepted(Int)
    /// The printer has no job of ours that could print.
    case refused(Set<PrinterReason>)
    /// The link died while the document was on its way; the number where it is known.
    case lost(Int?)
}

extension IPPLink {
    /// Hands a document over as a new job; a busy printer is asked again while there is time.
    func submit(
        _ document: TicketDocument,
        name: String,
        jobAttributes: [(String, IPPRequest.Value)] = [],
        inOneStep: Bool,
        within times: PrintTimes
    ) -> Submission {
        var pause = Pause()
        while true {
            let submission =
                inOneStep
                ? printJob(document, name, jobAttributes)
                : createJob(document, name, jobAttributes)
            guard case .refused([.busy]) = submission, times.allowWaiting else {
                return submission
            }
            pause.wait()
        }
    }

    private func createJob(
        _ document: TicketDocument,
        _ name: String,
        _ attributes: [(String, IPPRequest.Value)]
    ) -> Submission {
        let create = IPPRequest(
            operation: IPP_OP_CREATE_JOB,
            attributes: [("job-name", .name(name))],
            jobAttributes: document.jobAttributes + attributes
        )
        let created: IPPAnswer
        do {
            created = try ask(create)
        } catch {
            // A job without a document, if there is one at all, prints nothing.
            return .refused([error.reason])
        }
        guard created.isGood, let id = created.integer("job-id") else {
            return .refused([PrinterReason(created.status)])
        }
        let send = IPPRequest(
            operation: IPP_OP_SEND_DOCUMENT,
            attributes: [
                ("job-id", .integer(id)), ("document-format", .format(document.format)),
                ("last-document", .boolean(true)),
            ]
        )
        do {
            let sent = try ask(send, document: document.bytes)
            if sent.isGood { return .accepted(id) }
            _ = try? cancel(id)
            return .refused([PrinterReason(sent.status)])
        } catch {
            return .lost(id)
        }
    }

    private func printJob(
        _ document: TicketDocument,
        _ name: String,
        _ attributes: [(String, IPPRequest.Value)]
    ) -> Submission {
        let request = IPPRequest(
            operation: IPP_OP_PRINT_JOB,
            attributes: [
                ("job-name", .name(name)), ("document-format", .format(document.format)),
            ],
            jobAttributes: document.jobAttributes + attributes
        )
        do {
            let answer = try ask(request, document: document.bytes)
            guard answer.isGood, let id = answer.integer("job-id") else {
                return .refused([PrinterReason(answer.status)])
            }
            return .accepted(id)
        } catch {
            switch error {
            case .broken: return .lost(nil)
            case .unreachable, .untrusted, .forbidden: return .refused([error.reason])
            }
        }
    }

    /// The job by its number; nil when the printer knows no such job.
    func job(_ id: Int) throws(IPPFailure) -> IPPJob? {
        try ask(
            IPPRequest(
                operation: IPP_OP_GET_JOB_ATTRIBUTES,
                attributes: [
                    ("job-id", .integer(id)), ("requested-attributes", .keywords(Self.jobAsked)),
                ]
            )
        ).jobs().first
    }

    /// The jobs that have ended, or those that have not.
    func jobs(ended: Bool) throws(IPPFailure) -> [IPPJob] {
        try ask(
            IPPRequest(
                operation: IPP_OP_GET_JOBS,
                attributes: [
                    ("limit", .integer(Self.mostJobsAsked)),
                    ("requested-attributes", .keywords(Self.jobAsked)),
                    ("which-jobs", .keyword(ended ? "completed" : "not-completed")),
                ]
            )
        ).jobs()
    }

    /// The job by its name; nil when there is none.
    func job(named name: String) throws(IPPFailure) -> IPPJob? {
        // Asked in this order, a job that ends in between is found the second time.
        for ended in [false, true] {
            let jobs = try jobs(ended: ended)
            if let job = jobs.first(where: { $0.name == name }) { return job }
        }
        return nil
    }

    /// Asks to cancel the job; whether it has ended only the job's state tells.
    @discardableResult
    func cancel(_ id: Int) throws(IPPFailure) -> IPPAnswer {
        try ask(
            IPPRequest(operation: IPP_OP_CANCEL_JOB, attributes: [("job-id", .integer(id))])
        )
    }

    /// Asks to cancel the owner's jobs that have not ended, but for one in hand.
    ///
    /// - Returns: How many there were.
    @discardableResult
    func cancelJobs(of owner: JobOwner, except inHand: JobName? = nil) -> Int {
        let left = ((try? jobs(ended: false)) ?? []).filter {
            owner.named($0.name) && $0.name != inHand?.text
        }
        for job in left { _ = try? cancel(job.id) }
        return left.count
    }

    /// Asks a paused queue to go on; CUPS allows that to its administrators only.
    @discardableResult
    func resume() throws(IPPFailure) -> IPPAnswer {
        try ask(IPPRequest(operation: IPP_OP_RESUME_PRINTER, attributes: []))
    }

    private static let jobAsked = ["job-id", "job-name", "job-state", "job-state-reasons"]
    private static let mostJobsAsked = 50
}

extension IPPFailure {
    var reason: PrinterReason {
        switch self {
        case .unreachable, .broken, .untrusted: .unreachable
        case .forbidden: .notAccepting
        }
    }
}

extension IPPJob {
    /// What the end of the job means for the paper; nil while it goes on.
    var outcome: PrintOutcome? {
        switch state {
        case .completed:
            reasons.contains("job-completed-with-errors") ? .unknown([.other]) : .printed
        case .aborted, .cancelled: .notPrinted([.aborted])
        case .pending, .held, .processing, .stopped, nil: nil
        }
    }
}
