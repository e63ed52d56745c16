package import HubStore
package import Lobby
package import Sync

extension HubCases {
    /// Answers a kiosk's hello: what the hub has of its log, and what it may use.
    ///
    /// - Throws: ``HubRefusal/fork`` when the log contradicts the hub's.
    package func hello(
        _ request: HelloRequest,
        from device: Device,
        in store: HubTransaction,
        at now: Instant
    ) throws -> HelloAnswer {
        guard request.protocol == protocolNumber else {
            throw HubRefusal.updateNeeded(spoken: protocolNumber)
        }
        let incarnation = Incarnation(device: device.id, number: request.incarnation)
        let head = try store.logHead(of: incarnation)
        if request.lastSeq == head.seq, request.head != head.hash { throw HubRefusal.fork }
        if request.lastSeq < head.seq {
            // The kiosk has forgotten events that the hub has: an old image, or a copy.
            throw HubRefusal.fork
        }
        let day = try today(store, at: now)
        try store.heard(
            incarnation,
            clockOffset: now.milliseconds - request.clock.milliseconds,
            printer: request.printer,
            at: now
        )
        return HelloAnswer(
            epoch: try store.epoch(),
            haveSeq: head.seq,
            haveHead: head.hash,
            letter: try store.letter(of: device.id, incarnation: request.incarnation),
            spareLetter: try store.spareLetter(of: device.id),
            day: day,
            now: now,
            staffPIN: try staffPIN(store)
        )
    }

    /// Gives the next number of a letter to a kiosk's visit; the same visit always gets the same.
    package func reserve(
        _ request: ReserveRequest,
        in store: HubTransaction,
        at now: Instant
    ) throws -> ReserveAnswer {
        guard office.services.all.contains(where: { $0.letter == request.letter }) else {
            throw HubRefusal.badRequest("There is no queue letter \(request.letter).")
        }
        let day = try today(store, at: now)
        let epoch = try store.epoch()
        // A question that was long on its way must not take a number nobody waits for.
        let isSettled = try store.isSettled(request.visit)
        if try isSettled || store.visit(request.visit) != nil {
            return ReserveAnswer(number: nil, gone: true, day: day, epoch: epoch)
        }
        if let had = try store.reservation(of: request.visit), had.label.series == request.letter {
            return ReserveAnswer(number: had.label.number, gone: false, day: had.day, epoch: epoch)
        }
        let highest = try store.highestNumber(series: request.letter, day: day)
        guard highest >= request.highest else { throw HubRefusal.staleHub }
        let label = try store.giveNumber(
            series: request.letter,
            day: day,
            to: request.visit,
            reserved: true
        )
        return ReserveAnswer(number: label.number, gone: false, day: day, epoch: epoch)
    }

    /// Takes a batch of a kiosk's log, event by event, as far as it fits.
    ///
    /// A gap ends the batch without an error: the answer tells what the hub has, and the kiosk goes
    /// on from there.
    ///
    /// - Throws: ``HubRefusal/fork`` when an event contradicts what the hub has; nothing of the batch
    ///   is taken then.
    package func receive(
        _ request: EventsRequest,
        from device: Device,
        in store: HubTransaction,
        at now: Instant
    ) throws -> EventsAnswer {
        guard request.events.count <= EventsRequest.mostEvents else {
            throw HubRefusal.badRequest(
                "At most \(EventsRequest.mostEvents) events go into one message."
            )
        }
        let incarnation = Incarnation(device: device.id, number: request.incarnation)
        let today = try today(store, at: now)
        var head = try store.logHead(of: incarnation)
        let verdicts = try request.events.map { event in
            let known = try store.hash(of: incarnation, seq: event.seq)
            let verdict = ChainVerdict(of: event, after: head, knownHash: known)
            if verdict == .next { head = LogHead(seq: event.seq, hash: event.hash) }
            return verdict
        }
        // Judged before anything is written, so that a refusal refuses the whole message.
        if verdicts.contains(.fork) { throw HubRefusal.fork }
        let letters = try store.letters(of: device.id)
        for (event, verdict) in zip(request.events, verdicts) where verdict == .next {
            try take(
                event,
                from: incarnation,
                device: device,
                letters: letters,
                in: store,
                today: today,
                at: now
            )
        }
        let now = try store.logHead(of: incarnation)
        return EventsAnswer(
            haveSeq: now.seq,
            haveHead: now.hash,
            epoch: try store.epoch(),
            day: today
        )
    }

    private func take(
        _ event: KioskEvent,
        from incarnation: Incarnation,
        device: Device,
        letters: Set<String>,
        in store: HubTransaction,
        today: Day,
        at now: Instant
    ) throws {
        let facts = try facts(
            about: event,
            letters: letters,
            in: store,
            today: today,
            at: now
        )
        let changes = apply(event, facts: facts)
        var parked: String?
        for change in changes {
            if case .park(let reason) = change { parked = reason }
        }
        try store.receive(event, from: incarnation, at: now, parked: parked)
        if let parked {
            try store.raise(Alarm(at: now, source: device.name, sentence: "Put aside: \(parked)."))
        }
        for change in changes {
            try carryOut(
                change,
                of: event,
                device: device,
                facts: facts,
                in: store,
                at: now
            )
        }
    }

    private func facts(
        about event: KioskEvent,
        letters: Set<String>,
        in store: HubTransaction,
        today: Day,
        at now: Instant
    ) throws -> KioskEventFacts {
        let reserved = try store.reservation(of: event.visit).map {
            DayLabel(day: $0.day, label: $0.label)
        }
        let draw = drawn(by: event, today: today, reserved: reserved, time: office.time, now: now)
        return KioskEventFacts(
            visit: try store.visit(event.visit),
            reserved: reserved,
            letters: letters,
            labelOwner: try draw.flatMap { try store.owner(of: $0.place.label, on: $0.place.day) },
            today: today,
            time: office.time,
            now: now
        )
    }

    private func carryOut(
        _ change: HubChange,
        of event: KioskEvent,
        device: Device,
        facts: KioskEventFacts,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        let actor = "kiosk:\(device.name)"
        switch change {
        case .add(let visit, let day, let details):
            try store.useLabel(visit.label, day: day, visit: visit.id)
            try store.insert(
                visit,
                day: day,
                language: details.language,
                key: details.key,
                origin: actor
            )
            try store.record(
                HubEvent(
                    day: day,
                    visit: visit.id,
                    happening: Happening.draw.rawValue,
                    state: visit.state,
                    at: visit.arrived,
                    actor: actor
                )
            )
        case .void(let place):
            try store.voidLabel(place.label, day: place.day)
        case .move(_, let happening):
            guard let visit = facts.visit else { return }
            try move(visit, happening, in: store, on: facts.today, by: actor, at: now)
        case .record(let id, let happening):
            try store.record(
                HubEvent(
                    day: facts.today,
                    visit: id,
                    happening: happening.rawValue,
                    state: facts.visit?.state,
                    at: now,
                    actor: actor,
                    details: event.details
                )
            )
        case .alarm(let sentence):
            try store.raise(Alarm(at: now, source: device.name, sentence: sentence))
        case .park:
            break
        }
    }

    /// What happened since a kiosk's cursor; everything of today when the cursor is of another epoch.
    package func changes(
        since cursor: Int,
        epoch known: Int,
        in store: HubReading,
        at now: Instant
    ) throws -> ChangesAnswer {
        let epoch = try store.epoch()
        let day = try store.fact("day").flatMap { Day($0) } ?? office.time.day(at: now)
        guard known == epoch, cursor > 0, cursor <= (try store.latestEvent()) else {
            let all = try store.visits(on: day)
            return ChangesAnswer(
                epoch: epoch,
                cursor: try store.latestEvent(),
                resync: true,
                day: day,
                now: now,
                changes: all.map { VisitChange($0.visit, key: $0.key) }
            )
        }
        let (end, changed) = try store.changes(since: cursor, most: ChangesAnswer.mostChanges)
        return ChangesAnswer(
            epoch: epoch,
            cursor: end,
            resync: false,
            day: day,
            now: now,
            changes: changed.filter { $0.day == day }.map { VisitChange($0.visit, key: $0.key) }
        )
    }

    // MARK: The staff PIN

    private func staffPIN(_ store: HubTransaction) throws -> PINDigest? {
        guard let salt = try store.fact("staffPINSalt"),
            let digest = try store.fact("staffPINDigest")
        else { return nil }
        return PINDigest(salt: salt, digest: digest)
    }
}
