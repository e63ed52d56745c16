package import HubStore
package import Lobby

/// The office as everybody may see it now.
package struct PublicStatus: Equatable, Sendable {
    package var queue: StatusView
    package var state: OpenState
    /// By service; nothing while the office is closed.
    package var waits: [ServiceID: SaidWait]
    /// Services of which numbers are given now.
    package var given: Set<ServiceID>
}

/// How many of one day's announced waits came true.
package struct AnnouncedShare: Equatable, Sendable {
    /// Of fewer nothing is said.
    package static let fewest = 20
    /// A week back, and no further, a day is looked for.
    static let mostDaysBack = 7

    package var day: Day
    /// 0 to 1.
    package var inside: Double
}

extension HubCases {
    /// How right the announcements of the last working day were; nil when there were too few.
    package func announcedShare(in store: HubReading, at now: Instant) throws -> AnnouncedShare? {
        let today = office.time.day(at: now)
        for back in 1...AnnouncedShare.mostDaysBack {
            let told = try store.announcedWaits(from: today + -back, to: today + -back)
            let known = told.compactMap { told in
                told.real.map { ForecastFigures.Told(wait: told.wait, real: $0) }
            }
            guard !known.isEmpty else { continue }
            guard known.count >= AnnouncedShare.fewest else { return nil }
            return AnnouncedShare(day: today + -back, inside: ForecastFigures(known).inside)
        }
        return nil
    }
}

extension Hub {
    package func publicStatus() async throws -> PublicStatus {
        let (queue, office) = try await read { (try $0.status(in: $1, at: $2), $0.office) }
        var waits: [ServiceID: SaidWait] = [:]
        let forecast = latestForecast
        if queue.isOpen {
            for service in office.services.all {
                waits[service.id] = SaidWait(
                    forecast?.newcomers[service.id],
                    waiting: queue.waitingByService[service.id] ?? 0,
                    asOf: forecast?.asOf ?? queue.asOf,
                    isTooLate: forecast?.tooLate.contains(service.id) ?? false
                )
            }
        }
        let given = office.services.all.map(\.id).filter {
            queue.gives($0, of: office, forecast: forecast)
        }
        return PublicStatus(
            queue: queue,
            state: office.openState(at: queue.asOf),
            waits: waits,
            given: Set(given)
        )
    }

    /// The first time that a channel can book, by service; nothing without booking.
    package func firstFree(by channel: Channel) async throws -> [ServiceID: Instant] {
        guard office.booking != nil else { return [:] }
        let cache = bookedDays
        return try await read {
            try $0.firstFree(by: channel, cache: cache, in: $1, at: $2)
        }
    }

    package func announcedShare() async throws -> AnnouncedShare? {
        try await read { try $0.announcedShare(in: $1, at: $2) }
    }
}
