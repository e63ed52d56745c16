package import HubStore
package import Lobby
package import Sync

extension HubCases {
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
        for (event, verdict) in zip(request.events, verdicts) where verdict == .next {
            try take(
                event,
                from: incarnation,
                device: device,
                in: store,
                today: today,
                at: now
            )
        }
        if let report = request.printer { try note(report, of: device, in: store, at: now) }
        let reached = try store.logHead(of: incarnation)
        return EventsAnswer(
            haveSeq: reached.seq,
            haveHead: reached.hash,
            epoch: try store.epoch(),
            day: today
        )
    }

    private func take(
        _ event: KioskEvent,
        from incarnation: Incarnation,
        device: Device,
        in store: HubTransaction,
        today: Day,
        at now: Instant
    ) throws {
        let facts = try facts(about: event, from: device, in: store, today: today, at: now)
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
        from device: Device,
        in store: HubTransaction,
        today: Day,
        at now: Instant
    ) throws -> KioskEventFacts {
        let reserved = try store.reservation(of: event.visit).map(DayLabel.init)
        let draw = drawn(by: event, today: today, reserved: reserved, time: office.time, now: now)
        let owner = try draw.flatMap { draw in
            try store.owner(of: draw.place.label, on: draw.place.day).map { owner in
                try store.mergedStub(draw.place.label, in: owner) ?? owner
            }
        }
        let visit = try store.mainVisit(event.visit)
        return KioskEventFacts(
            visit: visit,
            isMerged: try store.visit(event.visit)?.state == .merged,
            hasSecondLabel: try visit.map { try !store.secondLabels(of: $0.id).isEmpty } ?? false,
            reserved: reserved,
            letterOwner: try draw.map { draw in
                try letterOwner(of: draw.details.label, for: device, in: store)
            } ?? .hub,
            labelOwner: owner,
            isOwnerStub: try owner.map(store.isStub) ?? false,
            appointment: try draw?.details.appointment.flatMap { claim in
                if let id = claim.appointment { return try store.appointment(id) }
                return claim.code.isEmpty ? nil : try store.appointment(code: claim.code)
            },
            epoch: try store.epoch(),
            today: today,
            time: office.time,
            now: now
        )
    }

    private func letterOwner(
        of label: Label,
        for device: Device,
        in store: HubTransaction
    ) throws -> LetterOwner {
        let letter = label.secondLetter
        if letter.isEmpty { return .hub }
        guard Label.isSecondLetter(letter) else { return .another }
        switch try store.owner(ofLetter: letter) {
        case nil: return .nobody
        case device.id: return .kiosk
        default: return .another
        }
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
        case .attach(let place, let main, let arrived):
            try store.addSecondLabel(place.label, day: place.day, of: main, from: event.visit)
            try backdate(main, to: arrived, on: facts.today, in: store)
            try attach(event.visit, to: main, .attachLabel, in: store, by: actor, at: now)
        case .adopt(let stub, let visit, let details):
            try store.adopt(
                stub,
                visit,
                language: details.language,
                key: details.key,
                origin: actor
            )
            let main = try store.mainVisit(stub)?.id ?? stub
            try attach(event.visit, to: main, .note, in: store, by: actor, at: now)
        case .own(let letter):
            try store.own(letter: letter, of: device.id)
        case .learn(let appointment):
            // A hub that was restored to before its confirmation has it still as held or expired.
            if let known = try store.booking(appointment.appointment) {
                let day = office.time.day(at: known.start)
                try store.setState(.booked, of: known.id, day: day)
            } else {
                try add(appointment, in: store)
            }
        case .checkedIn(let appointment):
            try store.checkIn(appointment, as: event.visit)
            // Other kiosks learn of it.
            let day = facts.today
            try record(appointment, .checkIn, .waiting, on: day, by: actor, in: store, at: now)
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
        case .paper(let visit, let result, let isUnclear):
            try notePaper(result, of: visit, isUnclear: isUnclear, from: device.id, in: store)
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
        // What the kiosk told, and not what is known now: it may have been cut off for hours.
        if let wait = details.wait { try announce(wait, to: visit, on: day, in: store) }
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

    /// Who checked in twice, or was checked in by hand meanwhile, is here since the first time.
    private func backdate(
        _ main: VisitID,
        to arrived: Instant,
        on day: Day,
        in store: HubTransaction
    ) throws {
        guard var visit = try store.visit(main), visit.state == .waiting,
            arrived < visit.arrived, office.time.day(at: arrived) == day
        else { return }
        visit.arrived = arrived
        _ = try store.update(visit, from: .waiting)
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
}
