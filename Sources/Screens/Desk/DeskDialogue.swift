package import Lobby

/// The clerk's call-up at one counter, as a value; the shell works as with ``KioskDialogue``.
///
/// Send the view again every few seconds even when nothing changed: one older than
/// ``staleAfter`` is shown as old.
package struct DeskDialogue: Equatable, Sendable {
    package enum Message: Equatable, Sendable {
        case key(Key)
        case tick
        case resized(Size)
        case view(DeskView)
        /// The action is done; a text and its values are the sentence to show.
        case done(TextKey, [String: String])
        /// The visit was called again and now counts so many calls.
        case calledAgain(Label, calls: Int)
        /// The action was refused; the sentence says why.
        case refused(String)
        /// The hub does not answer; also the end of an action under way.
        case linkLost
    }

    package enum Effect: Equatable, Sendable {
        case next
        case again(VisitID)
        case appear(VisitID)
        case missed(VisitID)
        case finish(VisitID)
        case putBack(VisitID)
        case finishAndNext(VisitID)
        case park(VisitID, ParkReason)
        case undo
        case quit
        /// Send a tick after this time; replaces the wake before.
        case wake(after: Duration)
    }

    /// A view that came longer ago is shown as old.
    package static let staleAfter: Duration = .seconds(15)
    /// An action without an answer is given up after so long.
    package static let answerLimit: Duration = .seconds(10)

    /// The sentence above the keys.
    enum Sentence: Equatable, Sendable {
        case nothing
        case text(TextKey, [String: String])
        case refused(String)

        static let nobody = Sentence.text(.deskDoneNobody, [:])
    }

    let office: Office
    let counter: Int
    let texts: ScreenTexts
    private(set) var view: DeskView?
    private(set) var sentence = Sentence.nothing
    /// The view that the sentence is about; nil until the first one after it.
    private var viewOfSentence: DeskView?
    /// What the counter held when the action under way, or the last one, began.
    private var heldAtPress: DeskView.HeldVisit?
    private var size = Size.smallest
    /// The first line of the list that is shown.
    private(set) var firstLine = 0
    /// When the action under way began; nil when none is.
    private(set) var workingSince: Duration?
    private var viewCame: Duration = .zero
    private var isLinkLost = false

    package init(office: Office, counter: Int, texts: ScreenTexts) {
        self.office = office
        self.counter = counter
        self.texts = texts
    }

    package mutating func update(_ message: Message, at moment: Moment) -> [Effect] {
        let now = moment.elapsed
        if let since = workingSince, now - since >= Self.answerLimit {
            endInDoubt()
        }
        var effects: [Effect] = []
        switch message {
        case .tick, .key(.resize): break
        case .resized(let size): self.size = size
        case .key(let key): effects = press(key, at: moment)
        case .view(let view): show(view, at: now)
        case .done(let key, let values): end(with: .text(key, values))
        case .calledAgain(let label, let calls):
            let isCounted = calls > heldAtPress?.calls ?? 0
            end(
                with: .text(
                    isCounted ? .deskDoneAgain : .deskDoneAgainSoon,
                    ["label": label.description]
                )
            )
        case .refused(let sentence): end(with: .refused(sentence))
        case .linkLost:
            isLinkLost = true
            if workingSince != nil { endInDoubt() }
        }
        effects.append(.wake(after: nextWake(at: moment)))
        return effects
    }

    /// Whether what is shown may be old.
    func isStale(at moment: Moment) -> Bool {
        isLinkLost || view != nil && moment.elapsed - viewCame > Self.staleAfter
    }

    /// The hub's time of day, so that waiting times are right whatever the clock here says.
    func hubTime(at moment: Moment) -> Instant {
        view.map { $0.asOf + (moment.elapsed - viewCame) } ?? moment.wall
    }

    private mutating func end(with sentence: Sentence) {
        workingSince = nil
        self.sentence = sentence
        // That nobody can be called is about the list as it was; the rest, as it becomes.
        viewOfSentence = sentence == .nobody ? view : nil
    }

    /// Nobody knows whether the action was done, unless the view already shows it.
    private mutating func endInDoubt() {
        workingSince = nil
        sentence = view?.holding == heldAtPress ? .text(.deskNoAnswer, [:]) : .nothing
        viewOfSentence = view
    }

    /// Takes the sentence away when the view shows that it is no longer so.
    private mutating func compareSentence(with new: DeskView) {
        guard workingSince == nil else { return }
        guard let old = viewOfSentence else {
            viewOfSentence = new
            return
        }
        if new.holding != old.holding || sentence == .nobody && new.waiting != old.waiting {
            sentence = .nothing
            viewOfSentence = new
        }
    }

    /// Takes a new view; the list stays where it is: the first line shown is still the first one.
    private mutating func show(_ new: DeskView, at now: Duration) {
        if firstLine > 0, let old = view {
            let kept = old.waiting.dropFirst(firstLine).lazy.compactMap { line in
                new.waiting.firstIndex { $0.label == line.label }
            }
            firstLine = kept.first ?? max(0, min(firstLine, new.waiting.count - 1))
        }
        compareSentence(with: new)
        view = new
        viewCame = now
        isLinkLost = false
    }

    private func nextWake(at moment: Moment) -> Duration {
        var waits: [Duration] = [
            .milliseconds(60_000 - hubTime(at: moment).milliseconds % 60_000)
        ]
        if let since = workingSince { waits.append(since + Self.answerLimit - moment.elapsed) }
        if view != nil {
            waits.append(viewCame + Self.staleAfter + .milliseconds(1) - moment.elapsed)
        }
        return waits.filter { $0 > .zero }.min() ?? .seconds(1)
    }
}

// MARK: Keys

extension DeskDialogue {
    /// One key for each action; the letters are the same in every language.
    package enum Action: Character, CaseIterable, Sendable {
        case next = "n"
        case again = "a"
        case appear = "p"
        case missed = "m"
        case finish = "f"
        case finishAndNext = "e"
        case park = "k"
        case putBack = "z"
        case undo = "u"
        case quit = "q"
    }

    /// Whether the action can be done now.
    func isPossible(_ action: Action) -> Bool {
        guard workingSince == nil, view != nil else { return action == .quit }
        return isOffered(action)
    }

    /// Whether it fits to what the counter holds.
    func isOffered(_ action: Action) -> Bool {
        switch action {
        case .next: view?.holding == nil
        case .again, .appear, .missed, .putBack: view?.holding?.state == .called
        case .finish, .finishAndNext, .park: view?.holding?.state == .serving
        case .undo, .quit: true
        }
    }

    /// Whether quitting was asked once and waits for its second key.
    var isQuitAsked: Bool {
        if case .text(.deskQuitHolding, _) = sentence { true } else { false }
    }

    private mutating func press(_ key: Key, at moment: Moment) -> [Effect] {
        let wasQuitAsked = isQuitAsked
        let isParking = sentence == .text(.deskParkWhy, [:])
        // What was said answered the key before.
        sentence = workingSince == nil ? .nothing : .text(.deskWorking, [:])
        // One line stays to read on from.
        let page = max(1, listRows(in: size, at: moment) - 1)
        switch key {
        case .up: scroll(by: -1, at: moment)
        case .down: scroll(by: 1, at: moment)
        case .pageUp: scroll(by: -page, at: moment)
        case .pageDown: scroll(by: page, at: moment)
        case .character(let character):
            if isParking, let reason = parkReason(of: character), let id = view?.holding?.id {
                return begin(.park(id, reason), at: moment.elapsed)
            }
            let small = Character(character.lowercased())
            guard let action = Action(rawValue: small) else { break }
            return action == .quit ? quit(isSure: wasQuitAsked) : act(action, at: moment.elapsed)
        case .enter, .backspace, .left, .right, .f10, .escape, .resize, .tab, .other: break
        }
        return []
    }

    /// Scrolls, but not beyond the page that ends with the last line.
    private mutating func scroll(by lines: Int, at moment: Moment) {
        let last = (view?.waiting.count ?? 0) - listRows(in: size, at: moment)
        firstLine = max(0, min(firstLine + lines, max(last, lines < 0 ? firstLine : 0)))
    }

    private mutating func act(_ action: Action, at now: Duration) -> [Effect] {
        guard workingSince == nil else { return [] }
        guard isPossible(action) else {
            sentence = whyNot
            viewOfSentence = view
            return []
        }
        if action == .park {
            // Why is the next key.
            sentence = .text(.deskParkWhy, [:])
            viewOfSentence = view
            return []
        }
        return effect(of: action).map { begin($0, at: now) } ?? []
    }

    private mutating func begin(_ effect: Effect, at now: Duration) -> [Effect] {
        workingSince = now
        heldAtPress = view?.holding
        sentence = .text(.deskWorking, [:])
        return [effect]
    }

    /// 1 to 4, in the order in which the sentence names them.
    private func parkReason(of key: Character) -> ParkReason? {
        guard let place = key.wholeNumberValue, ParkReason.allCases.indices.contains(place - 1)
        else { return nil }
        return ParkReason.allCases[place - 1]
    }

    private func effect(of action: Action) -> Effect? {
        if action == .next { return .next }
        if action == .undo { return .undo }
        guard let id = view?.holding?.id else { return nil }
        return switch action {
        case .again: .again(id)
        case .appear: .appear(id)
        case .missed: .missed(id)
        case .finish: .finish(id)
        case .finishAndNext: .finishAndNext(id)
        case .putBack: .putBack(id)
        case .next, .park, .undo, .quit: nil
        }
    }

    private mutating func quit(isSure: Bool) -> [Effect] {
        if let holding = view?.holding, !isSure {
            viewOfSentence = view
            sentence = .text(.deskQuitHolding, ["label": holding.label.description])
            return []
        }
        return [.quit]
    }

    /// What comes first instead.
    private var whyNot: Sentence {
        guard let view else { return .text(.deskStarting, [:]) }
        guard let holding = view.holding else { return .text(.deskCallFirst, [:]) }
        let values = ["label": holding.label.description]
        return .text(holding.state == .called ? .deskCalledFirst : .deskServingFirst, values)
    }
}
