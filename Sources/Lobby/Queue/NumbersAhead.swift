extension Office {
    /// How many would be called before a visit that waits, of those who wait for the same counters.
    package func numbersAhead(of visit: Visit, among waiting: [Visit], at now: Instant) -> Int {
        let shared = Set(services(besides: visit.service))
        return countCalledBefore(
            visit,
            among: waiting.filter { shared.contains($0.service) },
            at: now,
            under: policy,
            services: services
        )
    }

    /// The same for all who wait, at the cost of one sorting for each service.
    package func numbersAhead(among waiting: [Visit], at now: Instant) -> [VisitID: Int] {
        var ahead: [VisitID: Int] = [:]
        for service in Set(waiting.map(\.service)) {
            let shared = Set(services(besides: service))
            let order = callOrder(
                of: waiting.filter { shared.contains($0.service) },
                at: now,
                under: policy,
                services: services
            )
            for (place, visit) in order.enumerated() where visit.service == service {
                ahead[visit.id] = place
            }
        }
        return ahead
    }

    /// How many would be called before somebody without an appointment who comes now.
    package func numbersAhead(
        ofNewFor service: ServiceID,
        among waiting: [Visit],
        at now: Instant
    ) -> Int {
        let newcomer = Visit(
            id: VisitID(at: now, chance: (.max, .max)),
            label: Label(series: "", number: 0),
            service: service,
            arrived: now
        )
        return numbersAhead(of: newcomer, among: waiting, at: now)
    }

    /// Until when somebody without an appointment must have come for one service to be called before
    /// somebody who comes now for another; not after now.
    ///
    /// With it the numbers ahead can be counted where the visits are not at hand.
    package func latestArrival(
        for service: ServiceID,
        aheadOfNewFor other: ServiceID,
        at now: Instant
    ) -> Instant {
        let later = services.targetWait(of: service) - services.targetWait(of: other)
        return later > .zero ? now - later : now
    }
}
