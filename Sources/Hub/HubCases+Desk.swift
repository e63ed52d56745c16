package import HubStore
package import Lobby

/// What a clerk can do with a visit, beside calling it; the raw values are parts of addresses.
package enum CounterAction: String, CaseIterable, Sendable {
    // With the visit that the counter holds.
    case again, appear, missed, finish, park, transfer, redirect
    case putBack = "put-back"
    // With any visit.
    case resume, reinstate, admit, cancel, left, prioritise, add, note, merge
    /// Of the visit that was finished at the counter last.
    case reopen
}

/// What a clerk wants done with a visit.
package struct CounterWish: Equatable, Sendable {
    package var action: CounterAction
    package var visit: VisitID
    /// Why it is parked.
    package var reason: ParkReason?
    /// Where it is transferred to, or what is added.
    package var service: ServiceID?
    /// The only counter that may call it after a transfer.
    package var counter: Int?
    /// What colleagues should know; kept with the persons, never in an event.
    package var note: String?
    /// The visit that becomes part of this one.
    package var other: VisitID?
    /// The id of the office where the visitor belongs.
    package var elsewhere: String?
    /// Whether the visit shall have priority: a value, so that two clerks do not undo each other.
    package var isPriority: Bool

    package init(
        _ action: CounterAction,
        on visit: VisitID,
        reason: ParkReason? = nil,
        service: ServiceID? = nil,
        counter: Int? = nil,
        note: String? = nil,
        other: VisitID? = nil,
        elsewhere: String? = nil,
        isPriority: Bool = true
    ) {
        self.isPriority = isPriority
        self.elsewhere = elsewhere
        self.action = action
        self.visit = visit
        self.reason = reason
        self.service = service
        self.counter = counter
        self.note = note
        self.other = other
    }
}

extension HubCases {
    /// Characters of a note at most.
    package static let longestNote = 300
    /// Does with a visit what a clerk wants.
    ///
    /// Doing the same twice does no harm: the second time answers with the visit as it is.
    ///
    /// - Parameters:
    ///   - wish: What is to be done, and with which visit.
    ///   - number: The clerk's counter.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Returns: The visit as it now is.
    /// - Throws: ``HubRefusal/unknownCounter(_:known:)``, ``HubRefusal/unknownVisit``,
    ///   ``HubRefusal/notAtCounter(_:counter:)``, ``HubRefusal/impossible(_:_:)`` and
    ///   ``HubRefusal/badRequest(_:)``.
    @discardableResult
    package func act(
        _ wish: CounterWish,
        counter number: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        guard office.duty(ofCounter: number) != nil else { throw unknown(number) }
        let day = try today(store, at: now)
        guard let visit = try store.mainVisit(wish.visit) else { throw HubRefusal.unknownVisit }
        if wish.action.isAboutHeld, visit.counter != number {
            throw HubRefusal.notAtCounter(visit, counter: number)
        }
        if wish.action.isDone(with: visit, wish) { return visit }
        let note = try wish.note.map(Self.checked)
        let desk = try store.desk(number)
        if wish.action == .reopen { try mustBeReopenable(visit, at: desk, in: store) }
        if wish.action == .merge {
            return try merge(wish.other, into: visit, at: number, on: day, in: store, at: now)
        }
        let change = try change(wish, of: visit, counter: number, at: now)
        let moved = try move(
            visit,
            wish.happening,
            in: store,
            on: day,
            by: "counter",
            counter: wish.action.isAboutHeld ? number : nil,
            details: wish.reason?.rawValue ?? wish.service ?? wish.elsewhere,
            at: now,
            change: change
        )
        if let note { try keep(note, of: visit.id, on: day, in: store) }
        try store.remember(
            visit,
            reopenable: desk.reopenable,
            also: LastAction.Also(changedNote: note != nil),
            at: number,
            now
        )
        if wish.action == .finish || wish.action == .redirect {
            var desk = desk
            desk.reopenable = visit.id
            try store.set(desk)
        }
        return moved
    }

    /// Finishes the visit that the counter holds and calls the next one, in one step.
    ///
    /// - Returns: The next visit; nil when nobody waits.
    package func finishAndNext(
        _ visit: VisitID,
        counter number: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit? {
        try act(CounterWish(.finish, on: visit), counter: number, in: store, at: now)
        return try next(counter: number, in: store, at: now)
    }

    // MARK: What changes

    /// What an action changes of a visit beside its state.
    private func change(
        _ wish: CounterWish,
        of visit: Visit,
        counter number: Int,
        at now: Instant
    ) throws -> (inout Visit) -> Void {
        let policy = office.policy
        switch wish.action {
        case .again:
            return { visit in
                // Calls closer together than the spacing are announced but count as one.
                if let last = visit.lastCalled, now - last >= policy.callSpacing {
                    visit.calls += 1
                }
                visit.lastCalled = now
            }
        case .putBack: return { $0.leaveCounter() }
        case .park:
            let reason = wish.reason ?? .other
            return { visit in
                visit.leaveCounter()
                visit.parkedFor = reason
            }
        case .transfer: return try transfer(wish, of: visit)
        case .resume: return { $0.resume() }
        case .reinstate: return { $0.reinstate(at: now, under: policy) }
        case .prioritise:
            let standing: Visit.Standing = wish.isPriority ? .priority : .usual
            return { $0.standing = standing }
        case .add:
            let errands = try added(wish.service, to: visit.errands)
            return { $0.moreErrands = errands }
        case .reopen: return { $0.counter = number }
        case .redirect:
            guard office.elsewhere.contains(where: { $0.id == wish.elsewhere }) else {
                let known = office.elsewhere.map(\.id).joined(separator: ", ")
                throw HubRefusal.badRequest("Say where to with elsewhere: \(known).")
            }
            return { _ in }
        case .appear, .missed, .finish, .admit, .cancel, .left, .note, .merge: return { _ in }
        }
    }

    private func transfer(
        _ wish: CounterWish,
        of visit: Visit
    ) throws -> (inout Visit) -> Void {
        let service = wish.service ?? visit.service
        guard office.services[service] != nil else { throw HubRefusal.unknownService(service) }
        let counters = office.counters.filter { counter in
            office.duty(ofCounter: counter.number)?.services.contains(service) ?? false
        }.map(\.number)
        guard wish.service != nil || wish.counter != nil else {
            throw HubRefusal.badRequest("Say where to: a service, a counter, or both.")
        }
        if let counter = wish.counter, !counters.contains(counter) {
            throw HubRefusal.badRequest(
                "Counter \(counter) does not give \(service). Counters that do: "
                    + "\(counters.map(String.init).joined(separator: ", "))."
            )
        }
        // What was done here, or was never wanted, makes room for what is wanted there.
        let persons = visit.errands.first { $0.service == visit.service }?.persons ?? 1
        let wanted =
            visit.errands.first { $0.service == service } ?? Errand(service, persons: persons)
        let rest = visit.errands.filter { ![service, visit.service].contains($0.service) }
        return { visit in
            visit.leaveCounter()
            visit.moreErrands = rest.isEmpty && wanted.persons == 1 ? [] : [wanted] + rest
            visit.service = service
            visit.onlyCounter = wish.counter
            visit.standing = .transferred
        }
    }

    /// A service more, or without one a person more for the first.
    private func added(_ service: ServiceID?, to errands: [Errand]) throws -> [Errand] {
        var errands = errands
        let place = service.map { id in errands.firstIndex { $0.service == id } } ?? 0
        if let place {
            errands[place].persons += 1
        } else if let service {
            guard office.services[service] != nil else { throw HubRefusal.unknownService(service) }
            errands.append(Errand(service))
        }
        guard errands.count <= Self.mostErrands,
            errands.allSatisfy({ $0.persons <= Self.mostPersons })
        else {
            throw HubRefusal.badRequest(
                "A visit has at most \(Self.mostErrands) services and \(Self.mostPersons) persons "
                    + "for each."
            )
        }
        return errands
    }

    private static let mostErrands = 10
    /// Persons of one visit for one service, at most.
    package static let mostPersons = 20

    private func mustBeReopenable(
        _ visit: Visit,
        at desk: Desk,
        in store: HubTransaction
    ) throws {
        if let held = try store.visit(atCounter: desk.counter) {
            throw HubRefusal.counterBusy(held)
        }
        guard desk.reopenable == visit.id else { throw HubRefusal.notReopenable(visit) }
    }

    // MARK: Notes

    private static func checked(_ note: String) throws -> String {
        let plain = note.withoutControls
        guard plain.count <= longestNote else {
            throw HubRefusal.badRequest("A note has at most \(longestNote) characters.")
        }
        return plain
    }

    private func keep(
        _ note: String,
        of visit: VisitID,
        on day: Day,
        in store: HubTransaction
    ) throws {
        var person = try store.person(visit) ?? Person()
        let before = person.note
        person.note = note.isEmpty ? nil : note
        try store.keep(person, of: visit, until: personsEnd(after: day))
        try store.rememberNote(before, of: visit)
    }
}

extension CounterAction {
    /// Whether the counter must hold the visit.
    fileprivate var isAboutHeld: Bool {
        switch self {
        case .again, .appear, .missed, .finish, .park, .transfer, .redirect, .putBack: true
        case .resume, .reinstate, .admit, .cancel, .left, .prioritise, .add, .note, .merge, .reopen:
            false
        }
    }

    /// Whether it was done already, perhaps by the same key struck twice.
    fileprivate func isDone(with visit: Visit, _ wish: CounterWish) -> Bool {
        switch (self, visit.state) {
        case (.appear, .serving), (.missed, .missed), (.finish, .finished), (.redirect, .finished),
            (.resume, .waiting), (.reinstate, .waiting), (.admit, .waiting),
            (.cancel, .cancelled), (.left, .left):
            true
        case (.prioritise, let state) where !state.isEnded:
            (visit.standing == .priority) == wish.isPriority
        default: false
        }
    }
}

extension CounterWish {
    fileprivate var happening: Happening {
        switch action {
        case .again: .callAgain
        case .appear: .appear
        case .missed: .miss
        case .finish: .finish
        case .redirect: .redirect
        case .park: .park
        case .transfer: .transfer
        case .putBack: .putBack
        case .resume: .resume
        case .reinstate: .reinstate
        case .admit: .admit
        case .cancel: .cancel
        case .left: .abandon
        case .prioritise: .prioritise
        case .add: service == nil ? .addPerson : .addService
        case .note: .note
        case .merge: .attachLabel
        case .reopen: .reopen
        }
    }
}
