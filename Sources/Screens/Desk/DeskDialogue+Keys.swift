import Lobby

extension DeskDialogue {
    /// One key for each action; the letters are the same in every language, and on the page.
    package enum Action: Character, CaseIterable, Sendable {
        case next = "n"
        case again = "a"
        case appear = "p"
        case missed = "m"
        case finish = "f"
        case finishAndNext = "e"
        case park = "k"
        case transfer = "w"
        case putBack = "z"
        // With the line that is chosen.
        case call = "c"
        case back = "r"
        case priority = "v"
        case left = "g"
        case cancel = "x"
        // About the counter.
        case reopen = "o"
        case undo = "u"
        case draw = "y"
        case pause = "b"
        case help = "h"
        case goThere = "i"
        case helpDone = "0"
        case quit = "q"
    }

    /// Whether the action can be done now.
    func isPossible(_ action: Action) -> Bool {
        guard workingSince == nil, view != nil else { return action == .quit }
        return isOffered(action)
    }

    /// Whether it fits to what the counter holds, to the chosen line, and to who calls for help.
    func isOffered(_ action: Action) -> Bool {
        let held = view?.holding?.state
        return switch action {
        case .next: held == nil
        case .again, .appear, .missed, .putBack: held == .called
        case .finish, .finishAndNext, .park, .transfer: held == .serving
        case .call: held == nil && (chosenLine != nil || chosenEntry?.kind == .parked)
        case .priority, .left: chosenLine != nil
        case .back: chosenEntry != nil
        case .cancel: chosenEntry?.kind == .atDesk
        case .reopen: held == nil && view?.reopenable != nil
        case .pause: held == nil
        case .goThere: helpToTake != nil
        case .helpDone: helpToEnd != nil
        case .undo, .draw, .help, .quit: true
        }
    }

    /// Who waits and is chosen.
    var chosenLine: DeskView.WaitingLine? {
        chosen.flatMap { id in view?.waiting.first { $0.id == id } }
    }

    /// Who does not wait and is chosen.
    var chosenEntry: DeskView.Entry? {
        chosen.flatMap { id in view?.entries.first { $0.id == id } }
    }

    /// The first call for help to which nobody goes yet.
    private var helpToTake: DeskView.Help? {
        view?.help.first { $0.takenBy == nil && $0.counter != counter }
    }

    /// The own call for help, or the one to which this counter goes.
    private var helpToEnd: DeskView.Help? {
        view?.help.first { $0.takenBy == counter || $0.counter == counter }
    }

    private var isPaused: Bool { view?.pausedUntil != nil }

    /// Whether quitting was asked once and waits for its second key.
    var isQuitAsked: Bool {
        if case .text(.deskQuitHolding, _) = sentence { true } else { false }
    }

    mutating func press(_ key: Key, at moment: Moment) -> [Effect] {
        if picker != nil { return pick(key, at: moment) }
        let wasQuitAsked = isQuitAsked
        let question = sentence
        // What was said answered the key before.
        sentence = workingSince == nil ? .nothing : .text(.deskWorking, [:])
        // One line stays to read on from.
        let page = max(1, listRows(in: size, at: moment) - 1)
        switch key {
        case .up: choose(-1, at: moment)
        case .down: choose(1, at: moment)
        case .pageUp: scroll(by: -page, at: moment)
        case .pageDown: scroll(by: page, at: moment)
        case .escape: chosen = nil
        case .character(let character):
            if let effect = answer(to: question, character) {
                return begin(effect, at: moment.elapsed)
            }
            let small = Character(character.lowercased())
            guard let action = Action(rawValue: small) else { break }
            return action == .quit ? quit(isSure: wasQuitAsked) : act(action, at: moment.elapsed)
        case .enter, .backspace, .left, .right, .f10, .resize, .tab, .other: break
        }
        return []
    }

    /// What a digit means while a question is asked: why it is parked, or how long the pause is.
    private func answer(to question: Sentence, _ character: Character) -> Effect? {
        guard let place = character.wholeNumberValue.map({ $0 - 1 }) else { return nil }
        if question == .text(.deskParkWhy, [:]), let id = view?.holding?.id,
            ParkReason.allCases.indices.contains(place)
        {
            return .park(id, ParkReason.allCases[place])
        }
        if question == .text(.deskPauseHow, [:]), Self.pauses.indices.contains(place) {
            return .pause(minutes: Self.pauses[place])
        }
        return nil
    }

    /// In minutes, in the order in which the sentence names them.
    private static let pauses = [5, 15, 30, 60]

    // MARK: The list

    /// Chooses the line above or below, and shows it; the first key chooses the first that is shown.
    private mutating func choose(_ step: Int, at moment: Moment) {
        guard let items = view?.items else { return }
        let rows = listRows(in: size, at: moment)
        let places = items.indices.filter { items[$0].id != nil }
        guard rows > 0, !places.isEmpty else { return }
        let next: Int?
        if let place = items.firstIndex(where: { $0.id == chosen && chosen != nil }) {
            next = step > 0 ? places.first { $0 > place } : places.last { $0 < place }
        } else {
            next = places.first { $0 >= firstLine }
        }
        guard let next else { return }
        chosen = items[next].id
        firstLine = min(max(firstLine, next - rows + 1), next)
    }

    /// Scrolls, but not beyond the page that ends with the last line.
    private mutating func scroll(by lines: Int, at moment: Moment) {
        let last = (view?.items.count ?? 0) - listRows(in: size, at: moment)
        firstLine = max(0, min(firstLine + lines, max(last, lines < 0 ? firstLine : 0)))
    }

    // MARK: Actions

    private mutating func act(_ action: Action, at now: Duration) -> [Effect] {
        guard workingSince == nil else { return [] }
        guard isPossible(action) else {
            sentence = whyNot(action)
            viewOfSentence = view
            return []
        }
        switch action {
        case .park: return ask(.deskParkWhy)
        case .pause where !isPaused: return ask(.deskPauseHow)
        case .draw:
            picker = DeskPicker(drawingFrom: office)
            return []
        case .transfer:
            picker = view?.holding.map { held in
                DeskPicker(transferring: held.id, held.label, from: counter, in: office)
            }
            return []
        default: return effect(of: action).map { begin($0, at: now) } ?? []
        }
    }

    /// The answer is the next key.
    private mutating func ask(_ question: TextKey) -> [Effect] {
        sentence = .text(question, [:])
        viewOfSentence = view
        return []
    }

    private mutating func begin(_ effect: Effect, at now: Duration) -> [Effect] {
        workingSince = now
        heldAtPress = view?.holding
        sentence = .text(.deskWorking, [:])
        return [effect]
    }

    private mutating func pick(_ key: Key, at moment: Moment) -> [Effect] {
        guard var picker else { return [] }
        let outcome = picker.press(key)
        self.picker = picker
        guard outcome != .goesOn else { return [] }
        self.picker = nil
        guard case .chosen(let choice) = outcome, workingSince == nil,
            let effect = picker.effect(of: choice)
        else { return [] }
        return begin(effect, at: moment.elapsed)
    }

    private func effect(of action: Action) -> Effect? {
        switch action {
        case .next: .next
        case .undo: .undo
        case .help: .help
        case .pause: .pause(minutes: 0)
        case .reopen: view?.reopenable.map { .reopen($0.id) }
        case .goThere: helpToTake.map { .takeHelp($0.id) }
        case .helpDone: helpToEnd.map { .endHelp($0.id) }
        case .call: chosen.map { .call($0) }
        case .priority: chosenLine.map { .prioritise($0.id, !$0.isPriority) }
        case .left: chosen.map { .left($0) }
        case .cancel: chosen.map { .cancel($0) }
        case .back: chosenEntry.map(bringingBack)
        case .again, .appear, .missed, .finish, .finishAndNext, .putBack:
            (view?.holding?.id).flatMap { effect(of: action, with: $0) }
        case .park, .transfer, .draw, .quit: nil
        }
    }

    private func effect(of action: Action, with held: VisitID) -> Effect? {
        switch action {
        case .again: .again(held)
        case .appear: .appear(held)
        case .missed: .missed(held)
        case .finish: .finish(held)
        case .finishAndNext: .finishAndNext(held)
        case .putBack: .putBack(held)
        default: nil
        }
    }

    private func bringingBack(_ entry: DeskView.Entry) -> Effect {
        switch entry.kind {
        case .parked: .resume(entry.id)
        case .missed: .reinstate(entry.id)
        case .atDesk: .admit(entry.id)
        case .expected: .checkIn(entry.id)
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
    private func whyNot(_ action: Action) -> Sentence {
        guard let view else { return .text(.deskStarting, [:]) }
        switch action {
        case .goThere, .helpDone: return .text(.deskNoHelp, [:])
        case .reopen where view.holding == nil: return .text(.deskNothingToReopen, [:])
        case .priority, .left, .back, .cancel: return .text(.deskChooseFirst, [:])
        case .call where view.holding == nil: return .text(.deskChooseFirst, [:])
        default: break
        }
        guard let holding = view.holding else { return .text(.deskCallFirst, [:]) }
        let values = ["label": holding.label.description]
        return .text(holding.state == .called ? .deskCalledFirst : .deskServingFirst, values)
    }
}
