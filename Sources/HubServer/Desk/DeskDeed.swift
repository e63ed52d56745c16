import HTTPTypes
import Hub
import HubStore
import Hummingbird
import Lobby

extension DeskCall {
    /// Whether this person may call somebody before their turn.
    var mayCall: Bool {
        office.policy.clerksChoose || session?.role == .lead
    }
}

/// What a button of the clerks' page does: its value is a word, and the visit it is about.
enum DeskDeed {
    /// What became of it.
    struct Outcome: Sendable {
        /// What to say to the clerk.
        var words: String
        var isRefused = false
    }

    /// The words of all there are.
    ///
    /// Whoever is at a counter may do them; ``HubCases/call(_:counter:mayChoose:in:at:)``
    /// says who may let somebody pass others.
    static let all =
        ["next", "finish-and-next", "call", "undo", "pause", "work", "draw", "reprint", "check-in"]
        + ["help", "help-take", "help-done", "unprioritise", "train-come", "train-clear"]
        + ParkReason.allCases.map { "park-\($0.rawValue)" }
        + CounterAction.allCases.filter { $0 != .park }.map(\.rawValue)

    /// Does what the form wants, once for each key.
    ///
    /// - Returns: What became of it, also when the hub refuses.
    /// - Throws: What is no answer for a clerk, such as a hub that is ending.
    static func carryOut(_ call: DeskCall, counter: Int) async throws -> Outcome {
        let words = (call.form["do"] ?? "").split(separator: ":", maxSplits: 1).map(String.init)
        // A field's Enter key without script.
        guard let deed = words.first else { return Outcome(words: "", isRefused: true) }
        let id = words.count > 1 ? VisitID(words[1]) : nil
        let request =
            "\(counter) \(call.form.filter { $0.key != "key" }.sorted { $0.key < $1.key })"
        let fresh = call.queue.newIdentity()
        do {
            let said = try await call.queue.answer(
                request,
                of: try call.caller(),
                key: String((call.form["key"] ?? "").prefix(100))
            ) { cases, store, now in
                let worker = Worker(
                    call: call,
                    counter: counter,
                    cases: cases,
                    store: store,
                    now: now
                )
                try worker.keepTypedNote()
                return try worker.carryOut(deed, on: id, fresh: fresh)
            }
            if deed == "draw" || deed == "reprint" {
                try await print(deed == "draw" ? fresh.id : id, call, counter: counter)
            }
            return Outcome(words: said)
        } catch let unknown as UnknownLabel {
            let words =
                unknown.text.isEmpty
                ? call.texts[.refusedNoLabel] : call.texts[.refusedLabel, ["label": unknown.text]]
            return Outcome(words: words, isRefused: true)
        } catch let same as SameLabel {
            let words = call.texts[.refusedSameLabel, ["label": same.text]]
            return Outcome(words: words, isRefused: true)
        } catch let refusal as HubRefusal {
            guard let sentence = call.words(refusal) else { throw refusal }
            return Outcome(words: sentence, isRefused: true)
        }
    }
}

extension DeskDeed {
    /// Has the paper of a number printed, where the counters have a printer.
    ///
    /// A form that came twice drew nothing the second time, and so there is nothing to print.
    private static func print(_ id: VisitID?, _ call: DeskCall, counter: Int) async throws {
        guard let id, let papers = call.papers else { return }
        let visit = try await call.queue.read { _, store, _ in try store.visit(id) }
        guard let visit else { return }
        try await papers.print(visit, atCounter: counter, isReprint: call.form["do"] != "draw")
    }
}

/// One deed inside its transaction.
private struct Worker {
    let call: DeskCall
    let counter: Int
    let cases: HubCases
    let store: HubTransaction
    let now: Instant

    private var texts: DeskTexts { call.texts }

    /// Keeps the note that was typed beside what is now done, so that it is not lost.
    func keepTypedNote() throws {
        guard let id = field("typed").flatMap({ VisitID($0) }) else { return }
        var wish = CounterWish(.note, on: id)
        wish.note = call.form["typedNote"] ?? ""
        try cases.act(wish, counter: counter, in: store, at: now)
    }

    func carryOut(
        _ deed: String,
        on id: VisitID?,
        fresh: (id: VisitID, key: String)
    ) throws -> String {
        switch deed {
        case "next": return said(try cases.next(counter: counter, in: store, at: now))
        case "undo":
            let before = try cases.undo(counter: counter, in: store, at: now)
            return said(before.state == .cancelled ? .saidTakenBack : .saidUndone, before)
        case "pause": return try pause()
        case "work":
            try cases.pause(counter: counter, until: nil, in: store, at: now)
            return texts[.saidWorking]
        case "help":
            let place = HelpCall.Place.counter(counter)
            try cases.callForHelp(from: place, id: fresh.id, in: store, at: now)
            return texts[.saidHelp]
        case "draw": return try draw(fresh)
        case "train-come" where call.training != nil: return try bringVisitors()
        case "train-clear" where call.training != nil:
            try cases.sendEverybodyHome(in: store, at: now)
            return texts[.saidTrainingOver]
        case "reopen":
            guard let last = try store.desk(counter).reopenable else {
                throw HubRefusal.nothingToUndo
            }
            return try act(.reopen, on: last)
        default:
            guard let id else { throw HubRefusal.badRequest("There is no deed \(deed).") }
            return try carryOut(deed, with: id, fresh: fresh)
        }
    }

    private func carryOut(
        _ deed: String,
        with id: VisitID,
        fresh: (id: VisitID, key: String)
    ) throws -> String {
        switch deed {
        case "finish-and-next":
            return said(try cases.finishAndNext(id, counter: counter, in: store, at: now))
        case "call":
            let mayChoose = call.session?.role == .lead
            return said(
                try cases.call(id, counter: counter, mayChoose: mayChoose, in: store, at: now)
            )
        case "reprint":
            guard let visit = try store.mainVisit(id) else { throw HubRefusal.unknownVisit }
            return said(.saidReprint, visit)
        case "check-in":
            return said(.saidCheckedIn, try checkIn(id, as: nil, fresh))
        case let match where match.hasPrefix("match-"):
            guard let drawn = VisitID(String(match.dropFirst(6))) else {
                throw HubRefusal.unknownVisit
            }
            return said(.saidMatched, try checkIn(id, as: drawn, fresh))
        case "help-take":
            try cases.takeHelp(id, by: counter, in: store, at: now)
            return texts[.saidHelpTaken]
        case "help-done":
            try cases.endHelp(id, in: store, at: now)
            return texts[.saidHelpDone]
        case "unprioritise":
            return try act(.prioritise, on: id, isPriority: false)
        case let park where park.hasPrefix("park-"):
            return try act(.park, on: id, reason: ParkReason(rawValue: String(park.dropFirst(5))))
        default:
            guard let action = CounterAction(rawValue: deed) else {
                throw HubRefusal.badRequest("There is no deed \(deed).")
            }
            return try act(action, on: id)
        }
    }

    private func act(
        _ action: CounterAction,
        on id: VisitID,
        reason: ParkReason? = nil,
        isPriority: Bool = true
    ) throws -> String {
        var wish = CounterWish(action, on: id, reason: reason, isPriority: isPriority)
        switch action {
        case .transfer:
            wish.service = field("service")
            wish.counter = field("counter").flatMap { Int($0) }
            // The note stands beside it; an empty one is none.
            wish.note = field("note")
        case .add: wish.service = field("more")
        case .note: wish.note = call.form["note"] ?? ""
        case .redirect: wish.elsewhere = field("elsewhere")
        case .merge:
            let text = field("merge") ?? ""
            if try store.visit(id)?.label == Label(text) { throw SameLabel(text: text) }
            wish.other = try visit(labelled: text)
        default: break
        }
        let visit = try cases.act(wish, counter: counter, in: store, at: now)
        if action == .redirect,
            let other = call.office.elsewhere.first(where: { $0.id == wish.elsewhere })
        {
            let language = texts.language
            let values = [
                "label": visit.label.description, "name": other.name[language],
                "place": other.place[language],
            ]
            return texts[.saidRedirected, values]
        }
        if action == .merge, let label = Label(field("merge") ?? "") {
            let values = ["label": visit.label.description, "other": label.description]
            return texts[.saidMerged, values]
        }
        return said(action.said(of: visit), visit)
    }

    private func field(_ name: String) -> String? {
        call.form[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    private func visit(labelled text: String) throws -> VisitID {
        let day = try cases.today(store, at: now)
        guard let label = Label(text), let owner = try store.owner(of: label, on: day) else {
            throw UnknownLabel(text: String(text.prefix(12)))
        }
        return owner
    }

    private func pause() throws -> String {
        let minutes = Int(call.form["minutes"] ?? "") ?? 15
        let end = now + .minutes(min(max(1, minutes), 240))
        try cases.pause(counter: counter, until: end, in: store, at: now)
        return texts[.saidPaused, ["time": call.time(end)]]
    }

    private func draw(_ fresh: (id: VisitID, key: String)) throws -> String {
        let drawn = try cases.drawTicket(
            service: call.form["draw"] ?? "",
            persons: field("persons").map { Int($0) ?? 0 } ?? 1,
            isPriority: field("priority") != nil,
            language: call.texts.language,
            visit: fresh.id,
            key: fresh.key,
            actor: "desk",
            in: store,
            at: now
        )
        try cases.remember(drawn: drawn.visit, atCounter: counter, in: store, at: now)
        return said(.saidDrawn, drawn.visit)
    }

    private func bringVisitors() throws -> String {
        let fresh = (0...HubCases.trainingVisitors).map { _ in call.queue.newIdentity() }
        try cases.bringVisitors(
            fresh,
            from: Int(now.milliseconds / 1000),
            language: texts.language,
            in: store,
            at: now
        )
        return texts[.saidTrainingCame]
    }

    /// Not to be taken back, because the kiosks know of it at once; nor is what was done before.
    private func checkIn(
        _ id: VisitID,
        as drawn: VisitID?,
        _ fresh: (id: VisitID, key: String)
    ) throws -> Visit {
        try store.forgetLastAction(at: counter)
        return try cases.checkIn(id, drawn: drawn, fresh: fresh, by: "desk", in: store, at: now)
    }

    private func said(_ next: Visit?) -> String {
        next.map { said(.saidCalled, $0) } ?? texts[.saidNobody]
    }

    private func said(_ key: DeskTextKey, _ visit: Visit) -> String {
        texts[key, ["label": visit.label.description]]
    }
}

/// A number that nobody has.
private struct UnknownLabel: Error {
    var text: String
}

/// A number that shall be put together with itself.
private struct SameLabel: Error {
    var text: String
}

extension CounterAction {
    fileprivate func said(of visit: Visit) -> DeskTextKey {
        switch self {
        case .again: .saidAgain
        case .appear: .saidAppeared
        case .missed: .saidMissed
        case .finish, .redirect: .saidFinished
        case .park: .saidParked
        case .transfer: .saidTransferred
        case .putBack: .saidPutBack
        case .resume, .reinstate: .saidBack
        case .admit: .saidAdmitted
        case .cancel: .saidCancelled
        case .left: .saidLeft
        case .prioritise: visit.standing == .priority ? .saidPriority : .saidNoPriority
        case .add: .saidAdded
        case .note: .saidNoted
        case .merge: .saidMerged
        case .reopen: .saidReopened
        }
    }
}

extension DeskCall {
    /// Whose answers are kept for a repeated form: one log-in at one browser, which nobody can trace to
    /// a person, because the browser's secret is stored nowhere.
    fileprivate func caller() throws(HubRefusal) -> String {
        guard let secret = desk.secret(in: request.headers[.cookie] ?? "") else {
            throw .notLoggedIn
        }
        return "desk page \(Secret.hash("answers " + secret))"
    }

    /// A refusal in the clerk's words; nil for one that is not about the deed.
    fileprivate func words(_ refusal: HubRefusal) -> String? {
        let label = ["label": refusal.visit?.label.description ?? ""]
        switch refusal {
        case .counterBusy: return texts[.refusedBusy, label]
        case .notAtCounter, .impossible:
            let state = refusal.visit.map { texts[$0.state.text] } ?? ""
            return texts[.refusedChanged, label.merging(["state": state]) { $1 }]
        case .nothingToUndo: return texts[.refusedUndo]
        case .notReopenable: return texts[.refusedReopen, label]
        case .closed: return texts[.refusedClosed]
        case .noTickets(let stop): return words(stop)
        case .notAllowed, .outOfTurn: return texts[.refusedRight]
        case .helpTaken(let counter):
            return texts[.refusedHelpTaken, ["counter": String(counter)]]
        case .helpOver: return texts[.refusedHelpOver]
        case .badRequest:
            return texts[badRequest]
        case .unavailable: return nil
        default: return texts[.refusedOther]
        }
    }

    /// Why there is no new number.
    private func words(_ stop: TicketStop) -> String {
        switch stop {
        case .stopped: texts[.refusedStopped]
        case .service: texts[.refusedTickets]
        case .notBefore(let time): texts[.refusedNotBefore, ["time": time.description]]
        case .full: texts[.refusedFull]
        case .tooLate: texts[.refusedTooLate]
        }
    }

    /// What was asked for with fields that do not fit.
    private var badRequest: DeskTextKey {
        // The note that goes along is kept first.
        if let note = form["typedNote"], note.count > HubCases.longestNote { return .refusedNote }
        return switch form["do"]?.split(separator: ":").first {
        case "note": .refusedNote
        case "redirect": .refusedRedirect
        case "add", "draw": .refusedAdd
        default: .refusedTransfer
        }
    }
}

extension VisitState {
    fileprivate var text: DeskTextKey {
        switch self {
        case .held, .booked, .waiting: .stateWaiting
        case .called: .stateCalled
        case .serving: .stateServing
        case .parked: .stateParked
        case .missed: .stateMissed
        case .atDesk: .stateAtDesk
        case .finished, .cancelled, .left, .notServed, .expired, .merged: .stateEnded
        }
    }
}
