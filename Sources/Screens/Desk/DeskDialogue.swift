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
        case transfer(VisitID, service: ServiceID?, counter: Int?)
        case undo
        case call(VisitID)
        case prioritise(VisitID, Bool)
        case left(VisitID)
        /// Back from where it was parked, missed after all, or clarified.
        case resume(VisitID)
        case reinstate(VisitID)
        case admit(VisitID)
        case cancel(VisitID)
        /// The holder of an appointment is here.
        case checkIn(VisitID)
        case reopen(VisitID)
        /// For so many minutes; 0 ends it.
        case pause(minutes: Int)
        case help
        case takeHelp(VisitID)
        case endHelp(VisitID)
        case draw(ServiceID, persons: Int, isPriority: Bool)
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
    var sentence = Sentence.nothing
    /// The view that the sentence is about; nil until the first one after it.
    var viewOfSentence: DeskView?
    /// What the counter held when the action under way, or the last one, began.
    var heldAtPress: DeskView.HeldVisit?
    private(set) var size = Size.smallest
    /// The first line of the list that is shown.
    var firstLine = 0
    /// The visit of the line that is chosen; nil for none.
    var chosen: VisitID?
    /// What is chosen in place of the list; nil while the list is shown.
    var picker: DeskPicker?
    /// When the action under way began; nil when none is.
    var workingSince: Duration?
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
        let items = new.items
        if firstLine > 0, let old = view {
            let kept = old.items.dropFirst(firstLine).lazy.compactMap { item in
                item.id.flatMap { id in items.firstIndex { $0.id == id } }
            }
            firstLine = kept.first ?? max(0, min(firstLine, items.count - 1))
        }
        compareSentence(with: new)
        view = new
        // Nobody else is meant when the one who was chosen has gone.
        if let chosen, !items.contains(where: { $0.id == chosen }) { self.chosen = nil }
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
