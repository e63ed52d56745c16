import CCups
import Lobby

/// One ticket on its way through a queue of CUPS to a printer that nobody can ask; every call blocks.
///
/// What CUPS says of a job is no proof of paper: it calls jobs completed that the printer never heard
/// of, and aborted ones may have come out.
struct QueuePrinting {
    /// Should this program die, CUPS itself cancels what it left, this many seconds after the start.
    private static let cancelAfterSeconds = 30

    let queue: IPPLink
    let facts: PrinterFacts
    let language: QueuePrinter.Language
    let renderer: TicketRenderer
    let times: PrintTimes
    /// It tells this job from all others.
    let jobName: String

    func print(_ ticket: Ticket) -> PrintOutcome {
        guard times.allowWaiting else { return .notPrinted([.timedOut]) }
        let document: TicketDocument
        do {
            document =
                switch language {
                case .ipp: try TicketDocument(ticket, renderer: renderer, to: facts, device: facts)
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
        case .accepted(let id): return follow(id)
        case .refused(let reasons): return .notPrinted(reasons)
        case .lost(let id?): return end(id, because: [.unreachable])
        case .lost(nil): return .unknown([.unreachable])
        }
    }

    /// Waits until CUPS is done with the job, or ends it.
    private func follow(_ id: Int) -> PrintOutcome {
        var pause = Pause()
        while times.allowWaiting {
            switch (try? queue.job(id))?.outcome {
            case .printed: return .unknown([])
            case .notPrinted(let reasons), .unknown(let reasons): return .unknown(reasons)
            case nil: pause.wait()
            }
        }
        return end(id, because: [.timedOut])
    }

    /// Cancels the job and waits until CUPS has ended it; how much of it came out nobody knows.
    private func end(_ id: Int, because reasons: Set<PrinterReason>) -> PrintOutcome {
        var pause = Pause()
        repeat {
            _ = try? queue.cancel(id)
            let hasEnded = (try? queue.job(id))?.outcome != nil
            // A cancelled job's backend may still be at work.
            if hasEnded, queue.printerFacts()?.isPrinting == false { return .unknown(reasons) }
            pause.wait()
        } while times.allowCancelling
        return .unknown(reasons)
    }
}
