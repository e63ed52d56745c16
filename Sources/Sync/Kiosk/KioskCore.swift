package import Lobby

/// The kiosk's side of the protocol as a value: what happened goes in, what to do comes out.
///
/// It decides who gives a number, what is sent when, and what an answer changes. It knows no clock, no
/// network and no database; the runtime and the simulation carry its effects out and report back.
package struct KioskCore: Equatable, Sendable {
    /// A hub that has not answered a reserve after this long is not waited for, unless told otherwise.
    package static let reserveLimit: Duration = .milliseconds(400)
    /// After one miss the hub is not asked for numbers for this long.
    package static let reservePause: Duration = .seconds(10)
    /// Back-off of a broken link: the first wait, and the longest.
    package static let firstRetry: Duration = .seconds(1)
    ///
    /// Short enough for the kiosk to have told everything a minute after the hub is back.
    package static let longestRetry: Duration = .seconds(30)
    /// Events in one message at most: so many get over a line of 16 kbit before the client gives up.
    package static let mostAtOnce = 25

    /// Whether the hub can be talked to.
    package enum Link: Equatable, Sendable {
        case broken(retryAt: Duration)
        case greeting
        case greeted
        /// The hub refused this device; a person has to act.
        case refused(Refusal)
    }

    package private(set) var link: Link
    package private(set) var memory: KioskMemory
    /// Grows whenever the link breaks: the outcome of what was asked in an earlier session is not
    /// told to the core any more, because the next hello makes up for it.
    package private(set) var session = 0
    private var misses = 0
    private var reserveAgainAt: Duration = .zero
    private var drawing: Draw?
    private var isSending = false
    private var isAsking = false
    /// How the printer was when the hub was last told.
    private var toldPrinter: PrinterReport?

    private let reserveLimit: Duration

    package init(memory: KioskMemory, reserveLimit: Duration = Self.reserveLimit) {
        self.memory = memory
        self.reserveLimit = reserveLimit
        link = .broken(retryAt: .zero)
    }

    /// Whether a number can be given at all: by the hub, or from a series of its own.
    package var canIssue: Bool {
        link == .greeted || ownLetter != nil
    }

    /// The second letter of own series.
    ///
    /// None for a device whose right was taken away, because nobody would call its numbers; and none
    /// after a fork, because another machine may be giving the same ones.
    private var ownLetter: String? {
        switch link {
        case .refused(.revoked), .refused(.fork): nil
        case .broken, .greeting, .greeted, .refused(.updateNeeded): memory.letter
        }
    }

    /// Takes one event and answers what to do, in this order.
    ///
    /// - Parameters:
    ///   - event: What happened.
    ///   - moment: When; only its elapsed time decides anything.
    ///   - chance: A number in 0..<1 that spreads retries.
    /// - Returns: What to do now, in this order.
    package mutating func step(
        _ event: Event,
        at moment: Moment,
        chance: Double
    ) -> [Effect] {
        switch event {
        case .started:
            return memory.openIntents.map { .append(.drop, $0, details: "{}") }
                + greetIfDue(at: moment)
        case .woke:
            return greetIfDue(at: moment)
        case .draw(let draw):
            guard drawing == nil else { return [.refuse(draw.visit)] }
            drawing = draw
            return [.commitIntent(draw)]
        case .intentCommitted:
            return askForNumber(at: moment)
        case .reserveAnswered(let visit, let answer):
            return reserveAnswered(visit, answer, at: moment)
        case .reserveFailed(let visit):
            guard drawing?.visit == visit else { return [] }
            reserveAgainAt = moment.elapsed + Self.reservePause
            return issueOwn()
        case .issued(let head, let own):
            drawing = nil
            if let own { memory.highest[own.series] = own.number }
            return appended(head)
        case .issueFailed(let visit):
            guard drawing?.visit == visit else { return [] }
            drawing = nil
            return [.append(.drop, visit, details: "{}")]
        case .appended(let head):
            return appended(head)
        case .helloAnswered(let answer):
            return greeted(answer, at: moment)
        case .eventsAnswered(let answer):
            return eventsAnswered(answer)
        case .changesAnswered(let answer):
            return changesAnswered(answer)
        case .linkFailed:
            return broken(at: moment, chance: chance)
        case .hubRefused(let refusal):
            endSession()
            link = .refused(refusal)
            return [.linkChanged]
        case .printerChanged(let report):
            memory.printer = report
            return sendIfDue()
        }
    }
}

// MARK: - Drawing a number

extension KioskCore {
    private mutating func askForNumber(at moment: Moment) -> [Effect] {
        guard let drawing else { return [] }
        guard link == .greeted, moment.elapsed >= reserveAgainAt else { return issueOwn() }
        let request = ReserveRequest(
            visit: drawing.visit,
            letter: drawing.letter,
            epoch: memory.epoch,
            highest: memory.highest[drawing.letter] ?? 0
        )
        return [.reserve(request, limit: reserveLimit)]
    }

    private mutating func reserveAnswered(
        _ visit: VisitID,
        _ answer: ReserveAnswer,
        at moment: Moment
    ) -> [Effect] {
        // An answer after the limit finds the visit numbered already; the hub voids that number when
        // the visit's event arrives with its own.
        guard let drawing, drawing.visit == visit else { return [] }
        var effects = learnEpoch(answer.epoch)
        guard let number = answer.number, !answer.gone else { return effects + issueOwn() }
        let label = Label(series: drawing.letter, number: number)
        memory.saw(label, on: answer.day)
        effects.append(.issue(drawing, .hub(DayLabel(day: answer.day, label: label))))
        return effects
    }

    private mutating func issueOwn() -> [Effect] {
        guard let drawing else { return [] }
        guard let letter = ownLetter else {
            self.drawing = nil
            return [.refuse(drawing.visit), .append(.drop, drawing.visit, details: "{}")]
        }
        return [.issue(drawing, .own(series: drawing.letter + letter))]
    }
}

// MARK: - The link

extension KioskCore {
    private mutating func greetIfDue(at moment: Moment) -> [Effect] {
        guard case .broken(let retryAt) = link else { return [] }
        guard moment.elapsed >= retryAt else { return [.wake(at: retryAt)] }
        link = .greeting
        toldPrinter = memory.printer
        return [.hello(memory.hello(at: moment.wall))]
    }

    private mutating func greeted(_ answer: HelloAnswer, at moment: Moment) -> [Effect] {
        guard link == .greeting else { return [] }
        link = .greeted
        misses = 0
        reserveAgainAt = .zero
        memory.adopt(answer, at: moment.wall)
        var effects: [Effect] = [.adopt(answer), .linkChanged]
        effects += sendIfDue()
        effects += askIfDue()
        return effects
    }

    private mutating func broken(at moment: Moment, chance: Double) -> [Effect] {
        if case .refused = link { return [] }
        if case .broken(let retryAt) = link, retryAt > moment.elapsed { return [] }
        endSession()
        misses = min(misses + 1, 10)
        let longest = min(Self.longestRetry, Self.firstRetry * (1 << (misses - 1)))
        // Whole milliseconds: a clock that counts in them must be able to reach the instant.
        let wait = Int64((Double(longest.wholeMilliseconds) * (0.5 + chance / 2)).rounded(.up))
        let retryAt = moment.elapsed + .milliseconds(wait)
        link = .broken(retryAt: retryAt)
        return [.linkChanged, .wake(at: retryAt)]
    }
}

// MARK: - The log and the changes

extension KioskCore {
    private mutating func appended(_ head: LogHead) -> [Effect] {
        memory.head = head
        return sendIfDue()
    }

    private mutating func sendIfDue() -> [Effect] {
        let hasNews = memory.acknowledged < memory.head.seq || memory.printer != toldPrinter
        guard link == .greeted, !isSending, hasNews else { return [] }
        isSending = true
        toldPrinter = memory.printer
        return [.send(after: memory.acknowledged, most: min(memory.maxBatch, Self.mostAtOnce))]
    }

    /// What was asked and not yet answered is forgotten; the next hello tells how things stand.
    private mutating func endSession() {
        session += 1
        isSending = false
        isAsking = false
    }

    private mutating func eventsAnswered(_ answer: EventsAnswer) -> [Effect] {
        isSending = false
        var effects = learnEpoch(answer.epoch)
        // The hub's word counts, also when it has less than before: it was restored.
        memory.acknowledged = min(answer.haveSeq, memory.head.seq)
        effects.append(.acknowledge(memory.acknowledged, day: answer.day))
        return effects + sendIfDue()
    }

    private mutating func changesAnswered(_ answer: ChangesAnswer) -> [Effect] {
        isAsking = false
        let effects = learnEpoch(answer.epoch)
        memory.cursor = answer.cursor
        memory.open(answer.day)
        for change in answer.changes where change.label.secondLetter.isEmpty {
            memory.saw(change.label, on: answer.day)
        }
        return effects + [.mirror(answer)] + askIfDue()
    }

    private mutating func askIfDue() -> [Effect] {
        guard link == .greeted, !isAsking else { return [] }
        isAsking = true
        return [.askChanges(since: memory.cursor, epoch: memory.epoch)]
    }

    /// A newer epoch means that the hub was restored: what it has must be asked for again.
    private mutating func learnEpoch(_ epoch: Int) -> [Effect] {
        guard epoch > memory.epoch, link == .greeted else { return [] }
        endSession()
        link = .broken(retryAt: .zero)
        return [.linkChanged, .wake(at: .zero)]
    }
}
