package import HubStore
package import Lobby

// What the forecast means for the board, the desks and the lead.
extension HubCases {
    /// The numbers that will probably be called next, in the order of what is told of them; nil when
    /// nobody waits.
    package func soonCalled(in store: HubReading, at now: Instant) throws -> SoonCalled? {
        // Not those who were called or went since the forecast was made.
        let waiting = try store.waitingVisits()
        guard !waiting.isEmpty else { return nil }
        // Who has as long to wait is there as on the desks.
        let order = callOrder(of: waiting, at: now, under: office.policy, services: office.services)
        let numbers = order.compactMap { visit in
            forecast?.waits[visit.id].map {
                SoonCalled.Number(label: visit.label, wait: $0.shown)
            }
        }
        let next = numbers.enumerated().sorted { left, right in
            (left.element.wait.from, left.element.wait.to, left.offset)
                < (right.element.wait.from, right.element.wait.to, right.offset)
        }
        .prefix(SoonCalled.most)
        .map(\.element)
        return SoonCalled(asOf: forecast?.asOf ?? now, numbers: next)
    }

    /// The services of which it is too late for a new number now, or half an hour from now.
    package func lastTickets(at now: Instant) -> [LastTicket] {
        guard let forecast, office.isOpen(at: now) else { return [] }
        let given = office.services.all.map(\.id).filter { service in
            office.ticketStop(for: service, at: now, isFull: false) == nil
        }
        return LastTicket.coming(in: forecast, of: given)
    }

    /// Raises an alarm, once a day for each service, when it soon is too late for a new number.
    func watchLastTickets(in store: HubTransaction, at now: Instant) throws {
        let day = office.time.day(at: now).description
        var told = (try store.fact("lastTickets") ?? "").split(separator: " ").map(String.init)
        if told.first != day { told = [day] }
        let news = lastTickets(at: now).filter { !told.contains($0.service) }
        guard !news.isEmpty else { return }
        try store.setFact("lastTickets", (told + news.map(\.service)).joined(separator: " "))
        let services = news.map { last in
            let name = office.services[last.service]?.name["en"] ?? last.service
            return "\(name) (from \(office.time.timeOfDay(at: last.from)) on)"
        }
        try store.raise(
            Alarm(
                at: now,
                source: "forecast",
                sentence: "The time until closing may soon not be enough for new numbers of "
                    + "\(services.joined(separator: ", ")). The lead can stop them: /desk/today."
            )
        )
    }
}

extension Hub {
    /// Raises alarms when it soon is too late for new numbers.
    package func watchLastTickets() async throws {
        guard let forecast = latestForecast,
            !LastTicket.coming(in: forecast, of: office.services.all.map(\.id)).isEmpty
        else { return }
        try await perform { try $0.watchLastTickets(in: $1, at: $2) }
    }

    /// The clock was set: of those who wait now nobody will know how long they waited, nor of
    /// those at the counters how long it took.
    package func clockWasSet() async throws {
        try await learn()
        let alarm = Alarm(
            at: now(),
            source: "clock",
            sentence: "The hub's clock was set, so waits announced before are not judged. Have it "
                + "kept right: timedatectl set-ntp true."
        )
        try await store.write { store in
            try store.raise(alarm)
            try store.forgetOpenAnnouncements()
            guard var learned = try store.learned() else { return }
            learned.forgetTimes()
            try store.set(learned)
        }
    }
}

/// Notices that a clock was set: it went on by another time than really passed.
package struct ClockWatch: Sendable {
    /// A clock that is only corrected goes on by less.
    private static let slack: Duration = .seconds(30)

    private var last: (now: Instant, elapsed: Duration)?

    package init() {}

    /// Whether the clock was set since it was looked at before.
    package mutating func wasSet(now: Instant, elapsed: Duration) -> Bool {
        defer { last = (now, elapsed) }
        guard let last else { return false }
        let difference = (now - last.now) - (elapsed - last.elapsed)
        return difference > Self.slack || difference < .zero - Self.slack
    }
}
