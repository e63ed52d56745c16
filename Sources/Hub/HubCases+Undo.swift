package import HubStore
package import Lobby

// What clerks take back.
extension HubCases {
    /// What was done last can be taken back for so long.
    package static let undoTime: Duration = .seconds(10)

    /// Takes back what was done last at a counter, within ``undoTime`` and while nothing else has
    /// happened to the visit.
    ///
    /// A note that was written over is there again, a family is two visits again, and a number that was
    /// given out counts no more.
    ///
    /// - Returns: The visit, as it was before.
    /// - Throws: ``HubRefusal/nothingToUndo``; ``HubRefusal/counterBusy(_:)`` when the counter holds
    ///   another visit now.
    package func undo(
        counter number: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        guard office.duty(ofCounter: number) != nil else { throw unknown(number) }
        let day = try today(store, at: now)
        guard let last = try undoable(at: number, in: store, at: now),
            let visit = try store.visit(last.before.id)
        else { throw HubRefusal.nothingToUndo }
        if last.before.counter == number, [.called, .serving].contains(last.before.state),
            let held = try store.visit(atCounter: number), held.id != visit.id
        {
            throw HubRefusal.counterBusy(held)
        }
        var before = last.before
        if last.also.isDrawn { before.state = .cancelled }
        guard try store.update(before, from: visit.state) else { throw HubRefusal.nothingToUndo }
        try recordUndo(of: before, counter: number, on: day, in: store, at: now)
        if last.also.changedNote { try store.takeBackNote(of: visit.id) }
        if let merged = last.also.merged {
            guard try store.update(merged.visit, from: .merged) else {
                throw HubRefusal.nothingToUndo
            }
            try store.detach(merged, day: day)
            try recordUndo(of: merged.visit, counter: number, on: day, in: store, at: now)
        }
        var desk = try store.desk(number)
        desk.reopenable = last.reopenable
        try store.set(desk)
        try store.forgetLastAction(at: number)
        return before
    }

    /// What can be taken back at a counter now; nil for nothing.
    func undoable(at counter: Int, in store: HubReading, at now: Instant) throws -> LastAction? {
        guard let last = try store.lastAction(at: counter), now - last.at <= Self.undoTime,
            try !store.hasNews(of: last.before.id, since: last.event)
        else { return nil }
        if let merged = last.also.merged?.visit.id,
            try store.hasNews(of: merged, since: last.event)
        {
            return nil
        }
        return last
    }

    /// Remembers that a clerk gave a number out, so that it can be taken back.
    package func remember(
        drawn visit: Visit,
        atCounter number: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        try store.remember(
            visit,
            reopenable: try store.desk(number).reopenable,
            also: LastAction.Also(isDrawn: true),
            at: number,
            now
        )
    }

    private func recordUndo(
        of visit: Visit,
        counter: Int,
        on day: Day,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        try store.record(
            HubEvent(
                day: day,
                visit: visit.id,
                happening: Happening.undo.rawValue,
                state: visit.state,
                at: now,
                actor: "counter",
                counter: counter
            )
        )
    }

    // MARK: Families

    /// Makes a waiting visit part of another one: one call is for both numbers.
    func merge(
        _ other: VisitID?,
        into visit: Visit,
        at number: Int,
        on day: Day,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        guard let id = other, let other = try store.mainVisit(id), !visit.state.isEnded else {
            throw HubRefusal.unknownVisit
        }
        // Merged before, or a number with itself.
        if other.id == visit.id { return visit }
        let errands = visit.errands.adding(other.errands)
        let before = LastAction.Merged(
            visit: other,
            labels: try store.secondLabels(of: other.id),
            attached: try store.attached(to: other.id)
        )
        try move(other, .merge, in: store, on: day, by: "counter", at: now)
        try store.addSecondLabel(other.label, day: day, of: visit.id, from: other.id)
        for label in before.labels {
            try store.addSecondLabel(label, day: day, of: visit.id, from: other.id)
        }
        try store.attachAll(of: other.id, to: visit.id)
        let merged = try move(
            visit,
            .attachLabel,
            in: store,
            on: day,
            by: "counter",
            at: now
        ) { visit in
            visit.moreErrands = errands
            // The family waits since its first number was drawn.
            visit.arrived = min(visit.arrived, other.arrived)
        }
        try store.remember(
            visit,
            reopenable: try store.desk(number).reopenable,
            also: LastAction.Also(merged: before),
            at: number,
            now
        )
        return merged
    }
}

extension [Errand] {
    /// The same with further errands; persons for one service add up.
    fileprivate func adding(_ others: [Errand]) -> [Errand] {
        others.reduce(into: self) { all, errand in
            if let place = all.firstIndex(where: { $0.service == errand.service }) {
                all[place].persons += errand.persons
            } else {
                all.append(errand)
            }
        }
    }
}
