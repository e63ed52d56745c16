import Lobby

/// One ticket on its way to an ESC/POS printer; every call blocks.
struct ESCPOSPrinting {
    /// A printer answers a question of status at once, also while it prints.
    private static let answerTime: Duration = .milliseconds(500)
    /// How often it is asked while it prints.
    private static let lookTime: Duration = .milliseconds(250)

    let address: ESCPOSAddress
    let renderer: TicketRenderer
    let times: PrintTimes

    func print(_ ticket: Ticket) -> PrintOutcome {
        guard times.allowWaiting else { return .notPrinted([.timedOut]) }
        let number = address.isOneWay ? nil : Self.freshNumber()
        guard let pages = try? renderer.pages(for: ticket),
            let document = ESCPOSDocument(pages, number: number)
        else { return .notPrinted([.documentUnprintable]) }
        guard let number else { return sendBlindly(document) }
        guard let (line, status) = reach() else { return .notPrinted([.unreachable]) }
        if !status.hindrances.isEmpty { return .notPrinted(status.hindrances) }
        do {
            try line.send(document.bytes, until: times.endOfWaiting)
            return try follow(number, on: line)
        } catch .stuck {
            // A printer that stands still takes no more; it may go on with what it has.
            return .unknown(troubles(on: line) ?? [.timedOut])
        } catch {
            return .unknown([.unreachable])
        }
    }

    /// How the printer is; nil when it does not answer.
    func status() -> ESCPOSStatus? {
        guard let line = try? ByteLine(to: address, within: times.limits.connect) else {
            return nil
        }
        return try? Self.status(on: line)
    }

    /// Has the printer forget what an earlier run has sent.
    func forget() {
        guard let line = try? ByteLine(to: address, within: times.limits.connect),
            (try? Self.status(on: line)) != nil
        else { return }
        _ = clear(line, number: nil)
    }

    // MARK: -

    /// A line on which the printer answers; most printers listen to one program at a time.
    private func reach() -> (ByteLine, ESCPOSStatus)? {
        var pause = Pause()
        let end = ContinuousClock.now + times.limits.trouble
        repeat {
            if let line = try? ByteLine(to: address, within: times.limits.connect),
                let status = try? Self.status(on: line)
            {
                return (line, status)
            }
            pause.wait()
        } while times.allowWaiting && ContinuousClock.now < end
        return nil
    }

    private static func status(on line: ByteLine) throws(LineFailure) -> ESCPOSStatus? {
        var answers: [UInt8] = []
        for question in ESCPOSStatus.questions {
            let end = ContinuousClock.now + answerTime
            try line.send(ESCPOSCommand.status(question), until: end)
            guard let answer = try statusByte(on: line, until: end) else { return nil }
            answers.append(answer)
        }
        return ESCPOSStatus(answers)
    }

    private static func statusByte(
        on line: ByteLine,
        until end: ContinuousClock.Instant
    ) throws(LineFailure) -> UInt8? {
        while let answer = try line.answer(until: end) {
            if case .status(let byte) = answer { return byte }
        }
        return nil
    }

    /// Waits until the printer says that the paper is out, or has it forget the ticket.
    private func follow(_ number: [UInt8], on line: ByteLine) throws(LineFailure) -> PrintOutcome {
        var trouble = Trouble(limit: times.limits.trouble)
        var reasons: Set<PrinterReason> = []
        // A device file keeps answers for whoever opens it next, who would take them for his own.
        var unanswered = 0
        defer { skip(unanswered, on: line) }
        while times.allowWaiting, !trouble.lasts(reasons) {
            for question in ESCPOSStatus.questions {
                try line.send(ESCPOSCommand.status(question), until: times.endOfWaiting)
                unanswered += 1
            }
            let look = min(ContinuousClock.now + Self.lookTime, times.endOfWaiting)
            var answers: [UInt8] = []
            while let answer = try line.answer(until: look) {
                if answer == .finished(number: number) { return .printed }
                if case .status(let byte) = answer {
                    answers.append(byte)
                    unanswered -= 1
                }
            }
            if answers.count == ESCPOSStatus.questions.count {
                reasons = ESCPOSStatus(answers).hindrances
            } else if answers.isEmpty {
                reasons = [.unreachable]
            }
        }
        let because = reasons.isEmpty ? [.timedOut] : reasons
        let isExplained = because.isDisjoint(with: [.timedOut, .unreachable])
        switch clear(line, number: number) {
        case .printed: return .printed
        // A printer that keeps silent about its papers may have printed this one before it forgot.
        case .notPrinted where !isExplained: return .unknown([.timedOut])
        case .notPrinted: return .notPrinted(because)
        case .unknown: return .unknown(because)
        }
    }

    /// Waits for answers that nobody needs any more.
    private func skip(_ count: Int, on line: ByteLine) {
        guard case .device = address.way else { return }
        let end = ContinuousClock.now + Self.answerTime
        for _ in 0..<max(0, count) {
            guard case .some(.some) = try? Self.statusByte(on: line, until: end) else { return }
        }
    }

    /// Has the printer forget everything; only its own word tells that it did.
    private func clear(_ line: ByteLine, number: [UInt8]?) -> PrintOutcome {
        do {
            try line.send(ESCPOSCommand.forget, until: times.endOfCancelling)
            while let answer = try line.answer(until: times.endOfCancelling) {
                if let number, answer == .finished(number: number) { return .printed }
                if answer == .cleared { return .notPrinted([]) }
            }
        } catch {
            // Whether it forgot anything nobody will know.
        }
        return .unknown([])
    }

    private func troubles(on line: ByteLine) -> Set<PrinterReason>? {
        let reasons = (try? Self.status(on: line))??.hindrances ?? []
        return reasons.isEmpty ? nil : reasons
    }

    private func sendBlindly(_ document: ESCPOSDocument) -> PrintOutcome {
        guard let line = try? ByteLine(to: address, within: times.limits.connect) else {
            return .notPrinted([.unreachable])
        }
        do {
            try line.send(document.bytes, until: times.endOfWaiting)
            return .unknown([])
        } catch .stuck {
            return .unknown([.timedOut])
        } catch {
            return .unknown([.unreachable])
        }
    }

    private static func freshNumber() -> [UInt8] {
        (0..<4).map { _ in UInt8.random(in: 0x21...0x7E) }
    }
}
