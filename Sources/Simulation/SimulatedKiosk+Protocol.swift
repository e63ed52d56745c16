import Hub
import HubStore
import KioskStore
import Lobby
import Sync

extension SimulatedKiosk {
    /// How long the client waits for most answers, in milliseconds.
    private static let usualLimit: Int64 = 10_000

    /// Feeds the protocol and carries out what it answers.
    func step(_ event: KioskCore.Event) throws {
        let chance = world.chance.fraction()
        let moment = Moment(elapsed: elapsed, wall: wall)
        world.note("\(name) ← \(event)")
        for effect in core.step(event, at: moment, chance: chance) {
            try boundary()
            world.note("\(name) → \(words(of: effect))")
            try carryOut(effect)
        }
    }

    /// The effect as a line of the trace; a dictionary would print in another order in every run.
    private func words(of effect: KioskCore.Effect) -> String {
        guard case .hello(let request) = effect else { return "\(effect)" }
        let highest = request.highest.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return "hello(up to \(request.lastSeq), highest \(highest))"
    }

    private func carryOut(_ effect: KioskCore.Effect) throws {
        switch effect {
        case .commitIntent(let draw):
            try store.commitIntent(draw.visit, at: draw.at)
            try boundary()
            try step(.intentCommitted(draw.visit))
        case .issue(let draw, let source):
            try issue(draw, source)
        case .refuse(let visit):
            world.witness.refused(visit)
        case .append(let kind, let visit, let details):
            let head = try store.append(kind, visit, details: details, at: wall)
            try boundary()
            try step(.appended(head))
        case .adopt(let answer):
            errorKnown += clockDrift
            try store.adopt(answer, clockOffset: core.memory.clockOffset)
            try boundary()
            identity.spareLetter = answer.spareLetter
            isBeingTried = false
        case .acknowledge(let seq, let day):
            try store.acknowledge(seq, day: day)
        case .mirror(let answer):
            try store.mirror(answer)
        case .linkChanged:
            break
        case .wake(let time):
            later((time - elapsed).wholeMilliseconds) { try self.step(.woke) }
        case .reserve, .hello, .send, .askChanges:
            try talk(effect)
        }
    }

    private func issue(_ draw: KioskCore.Draw, _ source: KioskCore.NumberSource) throws {
        let paper = { (label: Label) in
            Ticket(language: "de", values: [.label: label.description, .link: draw.key])
        }
        let isPrintedEarly = world.bug == .printBeforeCommit && source.day != nil
        if isPrintedEarly, case .hub(let place) = source {
            printer.print(paper(place.label)) { _ in }
            try boundary(5)
        }
        let issued = try store.issue(
            draw,
            from: loose(source),
            clockOffset: core.memory.clockOffset,
            ticket: paper
        )
        world.witness.committed(draw, issued.label, of: source, at: name, clockDays: clockDays)
        // Until its print job is in hand, a crash may cost the visitor the paper.
        if !isPrintedEarly { jobs.append(issued.job) }
        try boundary(5)
        world.witness.showed(issued.label, to: draw.visit)
        shown.append(draw.visit)
        try boundary(5)
        if world.bug == .counterOutsideCommit, issued.label.series.count > 1 {
            looseCounters[issued.label.series] = issued.label.number
        }
        try printNext()
        let isOwn = issued.label.series.count > 1
        try step(.issued(issued.head, own: isOwn ? issued.label : nil))
    }

    /// The day it is here; the hub's word on the time may have been long on its way.
    private var clockDays: ClosedRange<Day> {
        let latest = world.now + .milliseconds(clockDrift)
        let time = world.office.time
        return time.day(at: latest - .milliseconds(Link.longestDelay))...time.day(at: latest)
    }

    /// With the bugs that concern it, the own counter lies outside the database.
    private func loose(_ source: KioskCore.NumberSource) throws -> KioskCore.NumberSource {
        guard case .own(let series) = source else { return source }
        let day = world.office.time.day(at: wall)
        switch world.bug {
        case .counterOutsideCommit:
            let label = Label(series: series, number: (looseCounters[series] ?? 0) + 1)
            return .hub(DayLabel(day: day, label: label))
        case .counterResetByClock:
            let place = "\(series) \(day)"
            looseCounters[place, default: 0] += 1
            let label = Label(series: series, number: looseCounters[place] ?? 1)
            return .hub(DayLabel(day: day, label: label))
        default: return source
        }
    }

    private func talk(_ effect: KioskCore.Effect) throws {
        let session = core.session
        // As the runtime does: an outcome counts only while the link has not broken since.
        let inSession = { (answer: Answer?) in
            if self.core.session == session { try self.outcome(answer) }
        }
        switch effect {
        case .reserve(let request, let limit):
            ask(.reserve(request), limit: limit.wholeMilliseconds) { answer in
                if case .reserve(let answer) = answer {
                    return try self.step(.reserveAnswered(request.visit, answer))
                }
                try self.step(.reserveFailed(request.visit))
                if answer == nil, self.core.session == session { try self.step(.linkFailed) }
            }
        case .hello(let request):
            ask(.hello(request), limit: Self.usualLimit, done: inSession)
        case .send(let seq, let most):
            let request = EventsRequest(
                incarnation: core.memory.incarnation,
                epoch: core.memory.epoch,
                events: try store.events(after: seq, most: most)
            )
            ask(.events(request), limit: Self.usualLimit, done: inSession)
        case .askChanges(let cursor, let epoch):
            let limit = Int64(ChangesAnswer.longestWait) * 1000 + Self.usualLimit
            ask(.changes(since: cursor, epoch: epoch), limit: limit, done: inSession)
        default: break
        }
    }

    private func ask(
        _ request: Request,
        limit: Int64,
        done: @escaping (Answer?) throws -> Void
    ) {
        let life = life
        link.ask(request, limit: limit) { answer in
            guard self.isUp, self.life == life else { return }
            self.guarded { try done(answer) }
        }
    }

    private func outcome(_ answer: Answer?) throws {
        switch answer {
        case .hello(var answer):
            if world.bug == .noRewind {
                answer.haveSeq = max(answer.haveSeq, core.memory.acknowledged)
            }
            try step(.helloAnswered(answer))
        case .events(var answer):
            if world.bug == .noRewind {
                answer.haveSeq = max(answer.haveSeq, core.memory.acknowledged)
            }
            try step(.eventsAnswered(answer))
            if world.bug == .prunedOnAnswer {
                try store.forgetOld(at: wall + .seconds(30 * 86_400))
            }
        case .changes(let answer): try step(.changesAnswered(answer))
        case .refused(.fork):
            try step(.hubRefused(.fork))
            world.witness.refusedForFork(device.name)
            world.after(20_000) {
                if case .refused = self.core.link { self.enrolAgain() }
            }
        case .refused(let refusal) where [401, 403, 410].contains(refusal.status):
            try step(.hubRefused(.revoked))
        case .refused(.updateNeeded): try step(.hubRefused(.updateNeeded))
        case .reserve, .refused, nil: try step(.linkFailed)
        }
    }
}
