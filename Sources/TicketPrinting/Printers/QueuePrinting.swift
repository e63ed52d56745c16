import CCups
import Lobby

/// One ticket on its way through a queue of CUPS; every call blocks.
///
/// What CUPS says of a job is no proof of paper: it calls jobs completed that the printer aborted or
/// never heard of. Where the printer behind the queue speaks IPP it is asked itself; the backend of
/// CUPS gives it the job under the same name.
struct QueuePrinting {
    /// Should this program die, CUPS itself cancels what it left, this many seconds after the start.
    private static let cancelAfterSeconds = 30
    /// How long after the end of a CUPS job its printer is asked for a job it does not know.
    private static let settling: Duration = .milliseconds(500)

    let queue: IPPLink
    let language: QueuePrinter.Language
    let connectLimit: Duration
    let renderer: TicketRenderer
    let times: PrintTimes
    /// Found again at the printer: it tells this job from all others.
    let jobName: String

    func print(_ ticket: Ticket) -> PrintOutcome {
        guard times.allowWaiting else { return .notPrinted([.timedOut]) }
        guard let facts = queue.printerFacts() else { return .notPrinted([.unreachable]) }
        if facts.isStopped { return .notPrinted([.paused]) }
        if !facts.isAccepting { return .notPrinted([.notAccepting]) }

        let device = facts.deviceURI.flatMap(IPPAddress.init).map {
            IPPLink(address: $0, connectLimit: connectLimit)
        }
        var deviceFacts = facts
        if let device {
            guard let told = device.printerFacts() else { return .notPrinted([.unreachable]) }
            if !told.hindrances.isEmpty { return .notPrinted(told.hindrances) }
            deviceFacts = told
        }
        let document: TicketDocument
        do {
            document =
                switch language {
                case .ipp:
                    try TicketDocument(ticket, renderer: renderer, to: facts, device: deviceFacts)
                case .receipt: try TicketDocument(receipt: ticket, renderer: renderer)
                }
        } catch {
            return .notPrinted([error.reason])
        }
        let submission = queue.submit(
            document,
            name: jobName,
            jobAttributes: [("job-cancel-after", .integer(Self.cancelAfterSeconds))],
            inOneStep: false,
            within: times
        )
        switch submission {
        case .accepted(let id): return follow(id, device)
        case .refused(let reasons): return .notPrinted(reasons)
        case .lost(let id?): return end(id, device, false, because: [.unreachable])
        case .lost(nil): return .unknown([.unreachable])
        }
    }

    /// Waits until queue and printer are done with the job, or ends it.
    private func follow(_ id: Int, _ device: IPPLink?) -> PrintOutcome {
        var pause = Pause()
        var wasAtDevice = false
        var trouble = Trouble(limit: times.limits.trouble)
        var leftQueue: ContinuousClock.Instant?
        while times.allowWaiting {
            let atDevice = device.flatMap { try? $0.job(named: jobName) }
            wasAtDevice = wasAtDevice || atDevice != nil
            if let outcome = atDevice?.outcome {
                // The printer aborted: CUPS must not try again.
                guard outcome != .printed else { return .printed }
                return end(id, device, wasAtDevice, because: [.aborted])
            }
            let inQueue = try? queue.job(id)
            if let outcome = inQueue?.outcome {
                guard device != nil else {
                    return outcome == .printed ? .unknown([]) : outcome
                }
                let since = leftQueue ?? .now
                leftQueue = since
                if atDevice == nil, ContinuousClock.now - since >= Self.settling {
                    guard outcome != .printed else { return .unknown([.other]) }
                    return end(id, device, wasAtDevice, because: [.aborted])
                }
            }
            if pause.isLong, let device,
                trouble.lasts(device.printerFacts()?.hindrances ?? [])
            {
                break
            }
            pause.wait()
        }
        return end(id, device, wasAtDevice, because: [.timedOut])
    }

    /// Cancels the job in the queue and at the printer and waits until it has ended at both.
    ///
    /// A printer that had the job and no longer knows it may have printed it before.
    private func end(
        _ id: Int,
        _ device: IPPLink?,
        _ wasAtDevice: Bool,
        because fallback: Set<PrinterReason>
    ) -> PrintOutcome {
        let told = device.map { $0.printerFacts() }
        let suspects: Set<PrinterReason> =
            switch told {
            case .some(.some(let facts)): facts.suspects
            case .some(.none): [.unreachable]
            case .none: []
            }
        let reasons = suspects.isEmpty ? fallback : suspects
        var pause = Pause()
        repeat {
            if let outcome = try? ended(id, device, wasAtDevice) {
                switch outcome {
                case .printed: return .printed
                case .notPrinted where device != nil: return .notPrinted(reasons)
                case .notPrinted, .unknown: return .unknown(reasons)
                }
            }
            pause.wait()
        } while times.allowCancelling
        return .unknown(reasons)
    }

    /// Cancels once more; the outcome when nothing of the job is left in the queue and at the printer.
    private func ended(
        _ id: Int,
        _ device: IPPLink?,
        _ wasAtDevice: Bool
    ) throws(IPPFailure) -> PrintOutcome? {
        try queue.cancel(id)
        guard let inQueue = try queue.job(id), inQueue.outcome != nil else { return nil }
        // A cancelled job's backend may still be at work, and give the printer its job just now.
        guard let facts = queue.printerFacts(), !facts.isPrinting else { return nil }
        guard let device else { return .notPrinted([]) }
        guard let atDevice = try device.job(named: jobName) else {
            return wasAtDevice ? .unknown([]) : .notPrinted([])
        }
        if let outcome = atDevice.outcome { return outcome }
        try device.cancel(atDevice.id)
        return nil
    }
}
