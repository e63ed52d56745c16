package import HubStore
package import Lobby

/// How soon one channel gets an appointment for one service.
package struct Access: Equatable, Sendable {
    package var channel: Channel
    package var service: ServiceID
    /// The first free time; nil when there is none within the horizon.
    package var first: Instant?
    /// Days on the calendar until then.
    package var days: Int?
    /// The promise: at most so many days.
    package var target: Int?

    package var isMissed: Bool {
        guard let target else { return false }
        return days.map { $0 > target } ?? true
    }
}

extension HubCases {
    /// How soon each channel gets an appointment for each service, for one person.
    ///
    /// - Throws: ``HubRefusal/noAppointments``.
    package func access(
        cache: BookedDays? = nil,
        in store: HubReading,
        at now: Instant
    ) throws -> [Access] {
        guard let rules = office.booking else { throw HubRefusal.noAppointments }
        let today = office.time.date(at: now)
        return try office.services.all.filter(\.isBookable).flatMap { service in
            try Channel.allCases.map { channel in
                let first = try firstFree(service.id, channel, today, cache, store, now)
                return Access(
                    channel: channel,
                    service: service.id,
                    first: first,
                    days: first.map { office.time.date(at: $0).ordinal - today.ordinal },
                    target: rules[channel].targetDays
                )
            }
        }
    }

    /// The first time that a channel can book for one person, by service; nothing without booking.
    package func firstFree(
        by channel: Channel,
        cache: BookedDays? = nil,
        in store: HubReading,
        at now: Instant
    ) throws -> [ServiceID: Instant] {
        let today = office.time.date(at: now)
        var first: [ServiceID: Instant] = [:]
        for service in office.services.all where service.isBookable {
            first[service.id] = try firstFree(service.id, channel, today, cache, store, now)
        }
        return first
    }

    /// Looks at a few days at a time: most often the first of them have room.
    private func firstFree(
        _ service: ServiceID,
        _ channel: Channel,
        _ today: Day,
        _ cache: BookedDays?,
        _ store: HubReading,
        _ now: Instant
    ) throws -> Instant? {
        let last = today.ordinal + (office.booking?.horizonDays ?? 0)
        for first in stride(from: today.ordinal, through: last, by: Self.daysAtOnce) {
            let end = min(first + Self.daysAtOnce - 1, last)
            let free = try freeDays(
                for: [Errand(service)],
                by: channel,
                on: Day(ordinal: first)...Day(ordinal: end),
                cache: cache,
                in: store,
                at: now
            )
            if let start = free.first?.starts.first { return start }
        }
        return nil
    }

    private static let daysAtOnce = 4

    /// Slots of today that were given back a while ago and that nobody took: kiosk and desk offer them
    /// before the web does.
    ///
    /// - Returns: Those that the channel may book for at least one service, in order, each with what
    ///   it can be booked for.
    package func freedToday(
        for channel: Channel,
        in store: HubReading,
        at now: Instant
    ) throws -> [FreedTime] {
        guard let slots = Slots(office) else { return [] }
        let day = office.time.date(at: now)
        let booked = try store.bookedTimes(on: office.time.day(at: now))
        var freed: [Instant: Int] = [:]
        for time in booked {
            guard case .freed(let until) = time.kind, now < until, now < time.start else {
                continue
            }
            freed[time.start] = max(freed[time.start] ?? 0, time.minutes)
        }
        guard !freed.isEmpty else { return [] }
        var services: [Instant: [ServiceID]] = [:]
        for service in office.services.all where service.isBookable {
            let errands = [Errand(service.id)]
            guard let minutes = slots.minutes(for: errands) else { continue }
            let free = slots.free(
                minutes,
                for: errands,
                by: channel,
                on: day,
                booked: booked,
                at: now
            )
            for start in free where freed[start] != nil {
                services[start, default: []].append(service.id)
            }
        }
        return services.keys.sorted().map { start in
            FreedTime(start: start, minutes: freed[start] ?? 0, services: services[start] ?? [])
        }
    }

    /// Raises an alarm for each channel whose promise is not kept.
    package func watch(_ access: [Access], in store: HubTransaction, at now: Instant) throws {
        for channel in Channel.allCases {
            let missed = access.filter { $0.channel == channel && $0.isMissed }
            guard let target = missed.first?.target else { continue }
            let services = missed.map(\.service).joined(separator: ", ")
            let days = target == 1 ? "1 day" : "\(target) days"
            let sentence =
                "The promise of an appointment within \(days) is not kept for the channel "
                + "\(channel.rawValue): \(services)."
            try store.raise(Alarm(at: now, source: "access", sentence: sentence))
        }
    }

    /// How many bookings to come the office's file does not allow any more.
    ///
    /// What a lead planned otherwise for today is left out: the lead was told when planning it.
    func misfitCount(in store: HubReading, at now: Instant) throws -> Int {
        written.misfits(among: try store.bookings(after: now)).count
    }

    /// Raises an alarm about bookings that the office's file does not allow any more.
    func alarm(ofMisfits count: Int, in store: HubTransaction, at now: Instant) throws {
        let sentence =
            (count == 1 ? "1 booked appointment does" : "\(count) booked appointments do")
            + " not fit the office's file any more. Whom to tell: wartemarke check --bookings."
        try store.raise(Alarm(at: now, source: "bookings", sentence: sentence))
    }
}
