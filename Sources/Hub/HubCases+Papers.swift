package import HubStore
package import Lobby
import Sync

// Papers that are printed at the counters.
extension HubCases {
    /// The paper of a number; nil when the visit is over or unknown.
    ///
    /// The wait on it is the one that was written down when the number was drawn.
    package func paper(
        of id: VisitID,
        isReprint: Bool,
        texts: [ScreenTexts] = [],
        in store: HubReading,
        at now: Instant
    ) throws -> Ticket? {
        guard let known = try store.known(id), !known.visit.state.isEnded else { return nil }
        let visit = known.visit
        let isWaiting = visit.state == .waiting
        var wait = ""
        if !isReprint, visit.booked == nil, let texts = texts.texts(in: known.language) {
            let told: ToldWait =
                try store.announcedWait(of: id).map { .about($0.shown) }
                ?? (forecast?.tooLate.contains(visit.service) == true ? .tooLate : .unknown)
            wait = texts.sentence(of: told, asOf: visit.arrived, in: office)
        }
        var paper = Ticket.number(
            label: visit.label,
            service: visit.service,
            key: known.key,
            language: known.language,
            booked: visit.booked,
            claimed: visit.claimed,
            ahead: isWaiting
                ? office.numbersAhead(of: visit, among: try store.waitingVisits(), at: now) : nil,
            wait: wait,
            of: office,
            at: now
        )
        paper.isReprint = isReprint
        return paper
    }

    /// Remembers that a counter asked for the paper of a visit.
    package func askPaper(
        of id: VisitID,
        atCounter counter: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        _ = try today(store, at: now)
        try store.add(CounterPaper(counter: counter, visit: id, at: now))
    }

    /// Writes down what became of a paper that a counter asked for; nil when it was not printed
    /// because nobody needs it any more.
    package func notePaper(
        of id: VisitID,
        _ outcome: PrintOutcome?,
        isReprint: Bool,
        atCounter counter: Int,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        try store.remove(CounterPaper(counter: counter, visit: id, at: now))
        guard let outcome, let known = try store.known(id) else { return }
        let details = PaperDetails(outcome, isReprint: isReprint)
        try notePaper(
            details.result,
            of: id,
            isUnclear: details.isUnclear,
            from: nil,
            in: store
        )
        try store.record(
            HubEvent(
                day: known.day,
                visit: id,
                happening: Happening.paper.rawValue,
                state: known.visit.state,
                at: now,
                actor: "desk",
                details: details.json
            )
        )
    }
}
