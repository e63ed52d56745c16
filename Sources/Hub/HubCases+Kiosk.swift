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
        if rules.isFork(request, head) { throw HubRefusal.fork }
        guard let letter = try store.letter(of: incarnation, used: request.letter) else {
            throw HubRefusal.fork
        }
        let day = try today(store, at: now)
        try noteClock(of: device, request, in: store, at: now)
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
            letter: letter,
            spareLetter: try store.spareLetter(of: device.id),
            day: day,
            now: now,
            staffPIN: try staffPIN(store),
            codeKey: try store.fact("codeKey")
        )
    }

    /// A clock that is far off spoils waiting times, though never a number.
    private func noteClock(
        of device: Device,
        _ request: HelloRequest,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        let offset = Duration.milliseconds(now.milliseconds - request.clock.milliseconds)
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
        case .fork, .staleHub, .updateNeeded:
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
        let letters = office.services.all.map(\.letter) + [Label.appointmentLetter]
        guard letters.contains(request.letter) else {
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
            let verdict = rules.judge(event, head, known)
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
        let changes = rules.apply(event, facts)
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
        let reserved = try store.reservation(of: event.visit).map(DayLabel.init)
        let draw = drawn(by: event, today: today, reserved: reserved, time: office.time, now: now)
        let owner = try draw.flatMap { try store.owner(of: $0.place.label, on: $0.place.day) }
        let visit = try store.mainVisit(event.visit)
        return KioskEventFacts(
            visit: visit,
            hasSecondLabel: try visit.map { try !store.secondLabels(of: $0.id).isEmpty } ?? false,
            reserved: reserved,
            letters: letters,
            labelOwner: owner,
            isOwnerStub: try owner.map(store.isStub) ?? false,
            appointment: try draw?.details.appointment.flatMap { claim in
                try claim.appointment.map(store.appointment) ?? store.appointment(code: claim.code)
            },
            epoch: try store.epoch(),
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
            try add(visit, details, on: day, in: store, by: actor)
        case .attach(let place, let main):
            try store.addSecondLabel(
                place.label,
                day: place.day,
                of: main,
                from: event.visit
            )
            try attach(event.visit, to: main, .attachLabel, in: store, by: actor, at: now)
        case .adopt(let stub, let visit, let details):
            try store.adopt(
                stub,
                visit,
                language: details.language,
                key: details.key,
                origin: actor
            )
            try attach(event.visit, to: stub, .note, in: store, by: actor, at: now)
        case .learn(let appointment):
            try store.add(appointment, day: office.time.day(at: appointment.booked))
        case .checkedIn(let appointment):
            try store.checkIn(appointment, as: event.visit)
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

    private func add(
        _ visit: Visit,
        _ details: DrawDetails,
        on day: Day,
        in store: HubTransaction,
        by actor: String
    ) throws {
        try store.useLabel(visit.label, day: day, visit: visit.id)
        try store.insert(
            visit,
            day: day,
            language: details.language,
            key: details.key,
            origin: actor
        )
        let happening: Happening = visit.kind == .appointment ? .checkIn : .draw
        try store.record(
            HubEvent(
                day: day,
                visit: visit.id,
                happening: happening.rawValue,
                state: visit.state,
                at: visit.arrived,
                actor: actor
            )
        )
    }

    /// Makes an id mean a visit that is here already, and tells those who follow.
    private func attach(
        _ id: VisitID,
        to main: VisitID,
        _ happening: Happening,
        in store: HubTransaction,
        by actor: String,
        at now: Instant
    ) throws {
        try store.attach(id, to: main)
        guard let known = try store.known(main) else { return }
        try store.record(
            HubEvent(
                day: known.day,
                visit: main,
                happening: happening.rawValue,
                state: known.visit.state,
                at: now,
                actor: actor
            )
        )
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
        let last = day + ChangesAnswer.appointmentDays
        let latest = try store.latestEvent()
        let isResync = known != epoch || cursor <= 0 || cursor > latest
        let (end, visits, appointments) =
            if isResync {
                (
                    latest, try store.visits(on: day), try store.appointments(from: day, to: last)
                )
            } else {
                try changed(since: cursor, from: day, to: last, in: store)
            }
        return ChangesAnswer(
            epoch: epoch,
            cursor: end,
            resync: isResync,
            day: day,
            now: now,
            changes: try visits.map { known in
                VisitChange(
                    known.visit,
                    key: known.key,
                    attached: try store.attached(to: known.visit.id)
                )
            },
            appointments: appointments
        )
    }

    private func changed(
        since cursor: Int,
        from day: Day,
        to last: Day,
        in store: HubReading
    ) throws -> (Int, [KnownVisit], [AppointmentChange]) {
        let (end, visits) = try store.changes(since: cursor, most: ChangesAnswer.mostChanges)
        let appointments = try store.changedAppointments(
            since: cursor,
            until: end,
            from: day,
            to: last
        )
        return (end, visits.filter { $0.day == day }, appointments)
    }

    // MARK: The staff PIN

    private func staffPIN(_ store: HubTransaction) throws -> PINDigest? {
        guard let salt = try store.fact("staffPINSalt"),
            let digest = try store.fact("staffPINDigest")
        else { return nil }
        return PINDigest(salt: salt, digest: digest)
    }
}
