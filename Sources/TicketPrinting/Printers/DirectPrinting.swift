import Lobby

/// One ticket on its way through a printer that is spoken to directly; every call blocks.
struct DirectPrinting {
    let link: IPPLink
    let owner: JobOwner
    let renderer: TicketRenderer
    let times: PrintTimes

    /// Asks the printer first, unless somebody just did.
    func print(_ ticket: Ticket, knowing known: PrinterFacts? = nil) -> PrintOutcome {
        // It waited behind other tickets until the visitor was told that nobody knows.
        guard times.allowWaiting else { return .notPrinted([.timedOut]) }
        guard let facts = known ?? link.printerFacts() else { return .notPrinted([.unreachable]) }
        if !facts.hindrances.isEmpty { return .notPrinted(facts.hindrances) }

        let document: TicketDocument
        do {
            document = try TicketDocument(ticket, renderer: renderer, to: facts, device: facts)
        } catch {
            return .notPrinted([error.reason])
        }
        let name = JobName(label: ticket.label, of: owner).text
        let outcome = send(document, named: name, to: facts)
        // Behind this address is no printer but a queue of CUPS, which calls jobs completed that
        // nobody has seen.
        return facts.deviceURI != nil && outcome == .printed ? .unknown([]) : outcome
    }

    private func send(
        _ document: TicketDocument,
        named name: String,
        to facts: PrinterFacts
    ) -> PrintOutcome {
        let submission = link.submit(
            document,
            name: name,
            inOneStep: !facts.takesCreateJob,
            within: times
        )
        switch submission {
        case .accepted(let id): return follow(id)
        case .refused(let reasons): return .notPrinted(reasons)
        case .lost(let id?): return end(id, because: [.unreachable])
        case .lost(nil): return endUnnumbered(name)
        }
    }

    /// The answer that would have brought the job's number never came: looks for the job by its name,
    /// so that it does not print late.
    private func endUnnumbered(_ name: String) -> PrintOutcome {
        var pause = Pause()
        repeat {
            // The printer may still be reading what was sent.
            if let job = try? link.job(named: name) {
                return job.outcome ?? end(job.id, because: [.unreachable])
            }
            pause.wait()
        } while times.allowWaiting
        return .unknown([.unreachable])
    }

    /// Waits until the job has ended, or ends it.
    private func follow(_ id: Int) -> PrintOutcome {
        var pause = Pause()
        var trouble = Trouble(limit: times.limits.trouble)
        var answers = true
        while times.allowWaiting {
            do {
                guard let job = try link.job(id) else { return .unknown([.other]) }
                answers = true
                if let outcome = job.outcome { return explained(outcome) }
                if pause.isLong, trouble.lasts(link.printerFacts()?.hindrances ?? []) { break }
            } catch {
                answers = false
            }
            pause.wait()
        }
        return end(id, because: answers ? [.timedOut] : [.unreachable])
    }

    /// Cancels the job and waits until it has ended, so that no paper comes late.
    private func end(_ id: Int, because fallback: Set<PrinterReason>) -> PrintOutcome {
        let suspects = link.printerFacts()?.suspects ?? []
        let reasons = suspects.isEmpty ? fallback : suspects
        var pause = Pause()
        repeat {
            do {
                try link.cancel(id)
                // A printer that forgot the job may have printed it before.
                guard let job = try link.job(id) else { return .unknown(reasons) }
                switch job.outcome {
                case .notPrinted: return .notPrinted(reasons)
                case .printed: return .printed
                case .unknown: return .unknown(reasons)
                case nil: break
                }
            } catch {
                // The link may come back in time.
            }
            pause.wait()
        } while times.allowCancelling
        return .unknown(reasons)
    }

    /// The outcome with the printer's own words for why it aborted.
    private func explained(_ outcome: PrintOutcome) -> PrintOutcome {
        guard case .notPrinted(let reasons) = outcome else { return outcome }
        return .notPrinted(reasons.union(link.printerFacts()?.suspects ?? []))
    }
}

/// Notices a trouble that does not pass.
struct Trouble {
    let limit: Duration
    private var since: ContinuousClock.Instant?

    init(limit: Duration) {
        self.limit = limit
    }

    /// Whether there have been hindrances without a break for the limit.
    mutating func lasts(_ hindrances: Set<PrinterReason>) -> Bool {
        guard !hindrances.isEmpty else {
            since = nil
            return false
        }
        let start = since ?? .now
        since = start
        return ContinuousClock.now - start >= limit
    }
}

extension IPPLink {
    /// How the printer is; nil when it does not answer, or answers that there is no such printer.
    func printerFacts() -> PrinterFacts? {
        guard let answer = try? facts(), answer.isGood else { return nil }
        return PrinterFacts(answer)
    }
}
