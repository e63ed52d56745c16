package import HubStore
package import Lobby

// Papers that are printed at the counters.
extension HubCases {
    /// The paper of a number; nil when the visit is over or unknown.
    package func paper(
        of id: VisitID,
        isReprint: Bool,
        in store: HubReading,
        at now: Instant
    ) throws -> Ticket? {
        guard let known = try store.known(id), !known.visit.state.isEnded else { return nil }
        let visit = known.visit
        let isWaiting = visit.state == .waiting
        var paper = Ticket.number(
            label: visit.label,
            service: visit.service,
            key: known.key,
            language: known.language,
            booked: visit.booked,
            claimed: visit.claimed,
            ahead: isWaiting
                ? office.numbersAhead(of: visit, among: try store.waitingVisits(), at: now) : nil,
            wait: isReprint || visit.booked != nil ? nil : announced[visit.service]?.shown,
            of: office,
            at: now
        )
        paper.isReprint = isReprint
        return paper
    }

    /// Writes down that a paper of a visit came out, or did not.
    package func notePaper(of id: VisitID, in store: HubTransaction, at now: Instant) throws {
        guard let known = try store.known(id) else { return }
        try store.record(
            HubEvent(
                day: known.day,
                visit: id,
                happening: Happening.paper.rawValue,
                state: known.visit.state,
                at: now,
                actor: "desk"
            )
        )
    }
}
