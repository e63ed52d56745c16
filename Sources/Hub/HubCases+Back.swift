package import HubStore
package import Lobby

// What visitors say at a kiosk in the middle of their visit.
extension HubCases {
    /// So long after it was missed a visit waits again at its visitor's own word.
    package static let comeBackTime: Duration = .minutes(30)

    /// The visitor of a parked visit is back, or one who was missed is there after all.
    ///
    /// Doing it twice does no harm: who waits already goes on waiting.
    ///
    /// - Parameters:
    ///   - id: The visit.
    ///   - kiosk: The name of the kiosk, for the record.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Returns: The visit as it now is.
    /// - Throws: ``HubRefusal/unknownVisit``; ``HubRefusal/tooLateToComeBack(_:)`` when it was missed
    ///   longer than ``comeBackTime`` ago or came back before; ``HubRefusal/impossible(_:_:)``.
    package func comeBack(
        _ id: VisitID,
        atKiosk kiosk: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Visit {
        let day = try today(store, at: now)
        guard let visit = try store.mainVisit(id) else { throw HubRefusal.unknownVisit }
        let actor = "kiosk:\(kiosk)"
        switch visit.state {
        case .waiting: return visit
        case .missed:
            let missed = try store.latest(.miss, of: visit.id)
            guard let missed, now - missed <= Self.comeBackTime,
                try store.latest(.reinstate, of: visit.id, byKiosk: true) == nil
            else { throw HubRefusal.tooLateToComeBack(visit) }
            return try move(visit, .reinstate, in: store, on: day, by: actor, at: now) { visit in
                visit.reinstate(at: now, under: office.policy)
            }
        default:
            return try move(visit, .resume, in: store, on: day, by: actor, at: now) { visit in
                visit.resume()
            }
        }
    }
}

extension Visit {
    /// A parked visitor is back, and passes who only waits.
    mutating func resume() {
        parkedFor = nil
        if standing != .priority { standing = .returned }
    }

    /// A missed visitor is there after all, and loses no more than being late costs.
    mutating func reinstate(at now: Instant, under policy: Policy) {
        leaveCounter()
        arrived = max(arrived, now - policy.creditWindow)
    }

    /// It waits again, or is out of the room: it counts as not called.
    mutating func leaveCounter() {
        (counter, calls, firstCalled, lastCalled) = (nil, 0, nil, nil)
    }
}
