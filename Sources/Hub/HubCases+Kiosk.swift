package import HubStore
package import Lobby
package import Sync

extension HubCases {
    /// Answers a kiosk's hello: what the hub has of its log, and what it may use.
    ///
    /// - Parameters:
    ///   - request: What the kiosk says.
    ///   - device: Who it is.
    ///   - machine: The clock of the hub's machine, by which the kiosk's own is judged; nil where
    ///     the office goes by it, too.
    ///   - store: The hub's database.
    ///   - now: The office's time.
    /// - Returns: The answer.
    /// - Throws: ``HubRefusal/fork`` when the log contradicts the hub's.
    package func hello(
        _ request: HelloRequest,
        from device: Device,
        machine: Instant? = nil,
        in store: HubTransaction,
        at now: Instant
    ) throws -> HelloAnswer {
        guard request.protocol >= protocolNumber else {
            throw HubRefusal.updateNeeded(spoken: protocolNumber)
        }
        guard request.protocol == protocolNumber else {
            throw HubRefusal.hubTooOld(spoken: protocolNumber, wanted: request.protocol)
        }
        let incarnation = Incarnation(device: device.id, number: request.incarnation)
        let head = try store.logHead(of: incarnation)
        if rules.isFork(request, head) { throw HubRefusal.fork }
        guard let letter = try store.letter(of: incarnation, used: request.letter) else {
            throw HubRefusal.fork
        }
        let day = try today(store, at: now)
        try noteClock(of: device, request, machine: machine ?? now, in: store, at: now)
        try store.heard(
            incarnation,
            clockOffset: now.milliseconds - request.clock.milliseconds,
            printer: request.printer,
            at: now
        )
        if let report = request.printerReport {
            try note(report, of: device, in: store, at: now)
        }
        return HelloAnswer(
            epoch: try store.epoch(),
            haveSeq: head.seq,
            haveHead: head.hash,
            letter: letter,
            spareLetter: try store.spareLetter(of: device.id),
            day: day,
            now: now,
            machine: machine,
            staffPIN: try staffPIN(store),
            codeKey: try store.fact("codeKey")
        )
    }

    /// A clock that is far off spoils waiting times, though never a number.
    private func noteClock(
        of device: Device,
        _ request: HelloRequest,
        machine: Instant,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        let offset = Duration.milliseconds(machine.milliseconds - request.clock.milliseconds)
        guard abs(offset.components.seconds) > HelloRequest.clockTolerance.components.seconds
        else { return }
        let sentence = "The clock is wrong by more than five minutes. Set it, or its time server."
        try store.raise(Alarm(at: now, source: device.name, sentence: sentence))
    }

    /// Writes down that a kiosk was refused, so that a person learns of it.
    package func report(
        _ refusal: HubRefusal,
        of device: Device,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        switch refusal {
        case .fork, .staleHub, .updateNeeded, .hubTooOld:
            try store.raise(Alarm(at: now, source: device.name, sentence: refusal.message))
        default: break
        }
    }

    /// Gives the next number of a letter to a kiosk's visit; the same visit always gets the same.
    ///
    /// - Throws: ``HubRefusal/staleHub`` when the kiosk has seen higher numbers.
    package func reserve(
        _ request: ReserveRequest,
        in store: HubTransaction,
        at now: Instant
    ) throws -> ReserveAnswer {
        guard office.hubSeries.contains(request.letter) else {
            throw HubRefusal.badRequest("There is no queue letter \(request.letter).")
        }
        let day = try today(store, at: now)
        let epoch = try store.epoch()
        let facts = ReserveFacts(
            isSettled: try store.isSettled(request.visit)
                || store.mainVisit(request.visit) != nil,
            reserved: try store.reservation(of: request.visit).map(DayLabel.init),
            highest: try store.highestNumber(series: request.letter, day: day)
        )
        switch rules.answer(request, facts) {
        case .gone:
            return ReserveAnswer(number: nil, gone: true, day: day, epoch: epoch)
        case .again(let had):
            return ReserveAnswer(
                number: had.label.number,
                gone: false,
                day: had.day,
                epoch: epoch
            )
        case .staleHub:
            throw HubRefusal.staleHub
        case .next:
            let label = try store.giveNumber(
                series: request.letter,
                day: day,
                to: request.visit,
                reserved: true
            )
            return ReserveAnswer(number: label.number, gone: false, day: day, epoch: epoch)
        }
    }

    // MARK: The staff PIN

    private func staffPIN(_ store: HubTransaction) throws -> PINDigest? {
        guard let salt = try store.fact("staffPINSalt"),
            let digest = try store.fact("staffPINDigest")
        else { return nil }
        return PINDigest(salt: salt, digest: digest)
    }
}
