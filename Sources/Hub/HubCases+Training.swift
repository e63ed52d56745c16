package import HubStore
package import Lobby

// What only the office for learning needs: visitors at a key, and an empty room at another.
extension HubCases {
    /// Who comes at once.
    package static let trainingVisitors = 5

    /// Lets visitors come: numbers for the services in turn, and one who is expected soon.
    ///
    /// - Parameters:
    ///   - fresh: Ids and keys, one for each visitor and one for the appointment.
    ///   - first: From which service on.
    ///   - language: What they read.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Throws: ``HubRefusal`` when no numbers are given now.
    package func bringVisitors(
        _ fresh: [(id: VisitID, key: String)],
        from first: Int,
        language: LanguageCode,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        let services = office.services.all
        for (index, visitor) in fresh.dropLast().enumerated() {
            _ = try drawTicket(
                service: services[(first + index) % services.count].id,
                language: language,
                visit: visitor.id,
                key: visitor.key,
                actor: "training",
                in: store,
                at: now
            )
        }
        guard office.booking != nil, let last = fresh.last,
            let service = services.first(where: \.isBookable)
        else { return }
        let grid: Int64 = 5 * 60_000
        let start = Instant(milliseconds: (now.milliseconds / grid + 2) * grid)
        let wish = BookingWish(
            errands: [Errand(service.id)],
            start: start,
            channel: .desk,
            language: language,
            isSqueezedIn: true
        )
        _ = try book(wish, id: last.id, by: "training", in: store, at: now)
    }

    /// Ends every visit of today, and nobody waits any more.
    package func sendEverybodyHome(in store: HubTransaction, at now: Instant) throws {
        let day = try today(store, at: now)
        for visit in try store.waitingVisits() + store.activeVisits(on: day)
        where try store.visit(visit.id)?.state.isEnded == false {
            try move(visit, .close, in: store, on: day, by: "training", at: now)
        }
        for appointment in try store.bookings(on: day) where appointment.state == .booked {
            _ = try cancel(appointment.id, by: "training", in: store, at: now)
        }
        try store.clearDesks()
    }
}
