import KioskStore
import Lobby
import Screens
import Sync

// Papers, and how the printer is.
extension KioskEngine {
    /// What waits for the printer.
    enum Paper: Sendable {
        /// `file` is that of the job's number.
        case job(PrintJob, file: Int)
        case slip(Ticket, VisitID)
        case test(Ticket)
    }

    func enqueue(_ job: PrintJob) {
        wasWritten = true
        jobsInHand.insert(job.number)
        papers.continuation.yield(.job(job, file: fileNumber))
    }

    /// Prints a slip, which is of no visit and so stands in no log; its codes are on no disk here.
    func printSlip(_ slip: Ticket, of appointment: VisitID) {
        papers.continuation.yield(.slip(slip, appointment))
    }

    func printTestPage(_ language: LanguageCode) {
        let page = Ticket.testPage(
            printer: printer.summary,
            language: language,
            of: office,
            at: wall
        )
        papers.continuation.yield(.test(page))
    }

    /// Prints one job after the other: marked as started before, its outcome after.
    func printJobs() async {
        for await paper in papers.stream {
            switch paper {
            case .job(let job, let file):
                let outcome = await print(job, of: file)
                lastWork = world.elapsed()
                post(.printed(job.visit, outcome))
            case .slip(let slip, let appointment):
                post(.printed(appointment, await printUnlogged(slip)))
            case .test(let page):
                post(.testPrinted(await printUnlogged(page)))
            }
        }
    }

    private func printUnlogged(_ ticket: Ticket) async -> PrintOutcome {
        let outcome = await printer.print(ticket)
        if let used = length(of: ticket, outcome) { keep { try store.usePaper(millimetres: used) } }
        learn(outcome)
        return outcome
    }

    private func print(_ job: PrintJob, of file: Int) async -> PrintOutcome {
        guard file == fileNumber else { return .unknown([.other]) }
        do {
            try store.start(job)
        } catch {
            jobsInHand.remove(job.number)
            note(error)
            return .unknown([.other])
        }
        let outcome = await printer.print(job.ticket)
        if file == fileNumber { conclude(job, outcome) }
        learn(outcome)
        return outcome
    }

    /// Writes down what became of a paper; what the file does not take waits until it is mended.
    func conclude(_ job: PrintJob, _ outcome: PrintOutcome) {
        do {
            let head = try store.finish(
                job,
                outcome,
                at: world.now(),
                paper: length(of: job.ticket, outcome)
            )
            jobsInHand.remove(job.number)
            step(.appended(head))
        } catch {
            note(error)
            if store.trouble != nil {
                unwritten.append((job, outcome))
            } else {
                jobsInHand.remove(job.number)
            }
        }
    }

    /// The millimetres that a ticket took from the roll; nil where none came or nobody counts.
    private func length(of ticket: Ticket, _ outcome: PrintOutcome) -> Int? {
        guard rollLength != nil else { return nil }
        if case .notPrinted = outcome { return nil }
        return (paperLength(ticket) ?? PaperRoll.usualTicket) + PaperRoll.feed
    }

    // MARK: How the printer is

    /// Remembers for staff that a ticket did not come, until one comes again.
    private func learn(_ outcome: PrintOutcome) {
        switch outcome {
        case .printed: printerFailure = []
        case .notPrinted(let reasons): printerFailure = reasons.isEmpty ? [.other] : reasons
        // A printer that never answers is no news.
        case .unknown(let reasons): if !reasons.isEmpty { printerFailure = reasons }
        }
        tellPrinter()
        showLobby()
    }

    /// Asks the printer how it is.
    package func look() async {
        take(await printer.condition())
    }

    func lookAround() async {
        while !Task.isCancelled {
            await look()
            lookAfterFile()
            try? await Task.sleep(for: Self.lookInterval)
        }
    }

    private func take(_ news: PrinterCondition) {
        condition = news
        if news.isReady {
            // CUPS is back, or somebody made the queue again.
            forget(.noticeQueueSilent)
            forget(.noticeNoQueue)
        }
        let isShort = !news.reasons.isDisjoint(with: [.mediaLow, .mediaEmpty])
        if isShort != wasPaperShort {
            if isShort {
                wasPaperShort = true
                keep { try store.setPaperShort() }
            } else if news.isReady {
                // It was low or empty, and is not any more: somebody changed the roll.
                putNewRoll()
            }
        }
        tellPrinter()
        showLobby()
    }

    /// A new roll is in: its length counts from now.
    func putNewRoll() {
        wasPaperShort = false
        keep { try store.putNewRoll() }
        tellPrinter()
        showLobby()
    }

    /// The roll and what was printed from it; nil where nobody said how long it is.
    var roll: PaperRoll? {
        guard let rollLength, let use = try? store.paperUse() else { return nil }
        return PaperRoll(length: rollLength, used: use.millimetres, papers: use.papers)
    }

    func printerNotice(_ roll: PaperRoll?) -> PrinterNotice {
        guard printer.givesPaper else { return .noPrinter }
        guard condition.isReady else { return .trouble(condition.reasons) }
        let isLow = condition.reasons.contains(.mediaLow) || roll?.isLow ?? false
        return isLow ? .low : .ready
    }

    /// Lets the hub know when the printer is otherwise than it was told.
    private func tellPrinter() {
        let roll = roll
        var reasons = condition.reasons.union(printerFailure)
        if roll?.isLow ?? false { reasons.insert(.mediaLow) }
        let report = PrinterReport(
            isReady: condition.isReady,
            reasons: reasons,
            ticketsLeft: roll?.ticketsLeft(while: condition.reasons)
        )
        if report != core.memory.printer { step(.printerChanged(report)) }
    }

    // MARK: For staff

    /// The last numbers given out here.
    func listRecent() {
        let seen = (try? store.recentVisits()) ?? []
        let waiting = (try? store.waitingVisits()) ?? []
        post(.recent(seen.map { found($0.visit, among: waiting) }))
    }

    /// Prints a number again, in the language of its visitor where this kiosk knows it.
    func reprintForStaff(_ id: VisitID) {
        guard let seen = try? store.visit(id) else {
            return post(.printed(id, .notPrinted([.other])))
        }
        let language = seen.language ?? office.languages.first ?? "de"
        reprint(seen, language, most: KioskDatabase.mostStaffReprints)
    }
}
