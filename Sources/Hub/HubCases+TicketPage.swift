package import HubStore
package import Lobby

/// What the page behind the code on a ticket tells: one visit, as its visitor may see it.
package struct TicketView: Equatable, Sendable {
    /// The number on the paper.
    package var label: Label
    /// Its visit; of a number that was merged into another one, that one.
    package var visit: Visit
    /// Further numbers that are called with it.
    package var others: [Label]
    /// How many would be called before it; nil unless it waits.
    package var ahead: Int?
    /// Until when a visitor who was missed can say at a kiosk to be there; nil for others, and for who
    /// did so before.
    package var comeBackUntil: Instant?
    /// The other office that its visitor was sent on to.
    package var sentOn: OtherOffice?

    /// Whether its visitor may give the place back: not one of a family for all of them.
    package var mayLeave: Bool { visit.state == .waiting && others.isEmpty }
}

/// The tickets of visits that are not over, at one instant, for any number of readers.
package struct TicketQueue: Sendable {
    package let asOf: Instant
    private let views: [String: TicketView]

    fileprivate init(_ views: [String: TicketView], at now: Instant) {
        self.views = views
        asOf = now
    }

    /// Nil for a ticket whose visit is over or merged, and for one that there is not.
    package subscript(key: String) -> TicketView? { views[key] }
}

// The ticket's own page. Its key is the only thing that opens it, on the day of the ticket.
extension HubCases {
    /// All tickets whose visits are not over.
    package func ticketQueue(in store: HubReading, at now: Instant) throws -> TicketQueue {
        let day = try ticketDay(in: store, at: now)
        let visits = try store.openVisits(on: day).filter { $0.day == day }
        let ahead = office.numbersAhead(among: visits.map(\.visit), at: now)
        let others = try store.secondLabels(on: day)
        let views = try visits.map { known in
            let view = try view(
                of: known.visit,
                others: others[known.visit.id] ?? [],
                ahead: ahead[known.visit.id],
                in: store
            )
            return (known.key, view)
        }
        return TicketQueue(Dictionary(views) { first, _ in first }, at: now)
    }

    /// What one ticket's page tells; nil for a key that no ticket of today has.
    package func ticket(
        key: String,
        in store: HubReading,
        at now: Instant
    ) throws -> TicketView? {
        let day = try ticketDay(in: store, at: now)
        guard let known = try store.known(key: key, on: day),
            let visit = try store.mainVisit(known.visit.id)
        else { return nil }
        let labels = try [visit.label] + store.secondLabels(of: visit.id)
        let label = known.visit.state == .merged ? known.visit.label : visit.label
        return try view(
            of: visit,
            as: label,
            others: labels.filter { $0 != label },
            ahead: visit.state == .waiting
                ? office.numbersAhead(of: visit, among: try store.waitingVisits(), at: now) : nil,
            in: store
        )
    }

    /// The visitor of a ticket goes away before the call, and the place is free.
    ///
    /// Doing it twice, or too late, does no harm: the page then tells how it stands.
    ///
    /// - Parameters:
    ///   - key: The digits of the ticket's code.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Throws: ``HubRefusal/unknownVisit`` for a key that no ticket of today has.
    package func leave(key: String, in store: HubTransaction, at now: Instant) throws {
        let day = try today(store, at: now)
        guard let view = try ticket(key: key, in: store, at: now) else {
            throw HubRefusal.unknownVisit
        }
        guard view.mayLeave else { return }
        try move(view.visit, .handBack, in: store, on: day, by: "web", at: now)
    }

    /// The day whose tickets open: the clock's, or the queue's where that is ahead of it.
    private func ticketDay(in store: HubReading, at now: Instant) throws -> Day {
        let byClock = office.time.day(at: now)
        return max(byClock, try store.fact("day").flatMap { Day($0) } ?? byClock)
    }

    private func view(
        of visit: Visit,
        as label: Label? = nil,
        others: [Label],
        ahead: Int?,
        in store: HubReading
    ) throws -> TicketView {
        var view = TicketView(
            label: label ?? visit.label,
            visit: visit,
            others: others,
            ahead: ahead
        )
        if visit.state == .missed, try store.latest(.reinstate, of: visit.id, byKiosk: true) == nil
        {
            view.comeBackUntil = try store.latest(.miss, of: visit.id).map {
                $0 + Self.comeBackTime
            }
        }
        if visit.state == .finished, let place = try store.sentOn(visit.id) {
            view.sentOn = office.elsewhere.first { $0.id == place }
        }
        return view
    }
}
