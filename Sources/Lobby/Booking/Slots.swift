/// What an appointment occupies: a time at one of the counters that can serve all its errands.
package struct BookedTime: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case booked
        /// Kept for somebody until then.
        case held(until: Instant)
        /// Given back; until then the web does not see that it is free.
        case freed(until: Instant)
    }

    package var start: Instant
    package var minutes: Int
    package var services: [ServiceID]
    package var channel: Channel
    package var kind: Kind

    package init(
        start: Instant,
        minutes: Int,
        services: [ServiceID],
        channel: Channel,
        kind: Kind = .booked
    ) {
        self.start = start
        self.minutes = minutes
        self.services = services
        self.channel = channel
        self.kind = kind
    }

    /// Whether the time is taken for somebody who asks by a channel.
    package func isTaken(for asking: Channel, at now: Instant) -> Bool {
        switch kind {
        case .booked: true
        case .held(let until): now < until
        case .freed(let until): asking == .web && now < until
        }
    }
}

/// The free slots of an office, computed from its rules and from what is booked; never stored.
///
/// At every moment the appointments can be seated at the planned counters, each at one that serves all
/// its errands. Whether they can depends on the set of them alone, not on the order of booking.
/// What is booked already may fit no longer, after a change of the rules; then nothing is free beside
/// it.
package struct Slots: Sendable {
    /// Counters that an office with booking may have.
    package static let mostCounters = 64
    /// Days that may be asked for at once.
    package static let longestSpan = 62

    private let hours: OpeningHours
    private let rules: BookingRules
    private let time: OfficeTime
    private let services: ServiceDirectory
    private let places: CounterPlaces
    private let plan: DayPlan?

    /// Nil for an office without booking.
    package init?(_ office: Office) {
        guard let rules = office.booking else { return nil }
        self.rules = rules
        hours = office.hours
        time = office.time
        services = office.services
        places = CounterPlaces(office.counters)
        plan = office.plan
    }

    /// How long the errands take at a counter: the sum of all, and the buffer, rounded up to the grid.
    ///
    /// - Returns: Minutes; nil when a service is unknown or cannot be booked, or when there are too
    ///   many services or persons or none.
    package func minutes(for errands: [Errand]) -> Int? {
        guard (1...rules.mostServices).contains(errands.count),
            Set(errands.map(\.service)).count == errands.count
        else { return nil }
        var sum = rules.bufferMinutes
        for errand in errands {
            guard let service = services[errand.service], service.isBookable,
                (1...rules.mostPersons).contains(errand.persons)
            else { return nil }
            sum += service.plannedMinutes * errand.persons
        }
        return (sum + rules.gridMinutes - 1) / rules.gridMinutes * rules.gridMinutes
    }

    /// The days on which a channel may book now.
    package func days(at now: Instant) -> ClosedRange<Day> {
        let today = time.date(at: now)
        return today...(today + rules.horizonDays)
    }

    /// The beginnings that are free for a channel on a day, in order.
    ///
    /// - Parameters:
    ///   - minutes: How long the appointment is, from ``minutes(for:)``.
    ///   - errands: What it is for.
    ///   - channel: Who asks.
    ///   - day: The day on the calendar.
    ///   - booked: Everything booked that touches the day.
    ///   - now: The present.
    /// - Returns: None on a day outside ``days(at:)``.
    package func free(
        _ minutes: Int,
        for errands: [Errand],
        by channel: Channel,
        on day: Day,
        booked: [BookedTime],
        at now: Instant
    ) -> [Instant] {
        guard days(at: now).contains(day), !isStopped(errands, on: day) else { return [] }
        let open = hours.spans(on: day).map { range(of: $0, on: day) }
        guard !open.isEmpty else { return [] }
        let wanted = places.able(to: errands.map(\.service))
        guard wanted != 0 else { return [] }
        let taken = booked.filter { $0.isTaken(for: channel, at: now) }
        let (kept, all) = room(for: wanted, by: channel, on: day, booked: taken)
        let first = minute(of: now + rules[channel].lead, roundedUp: true)
        let last = lastMinute(on: day, at: now)
        let released = minute(of: now + rules.release, roundedUp: false)
        var starts: [Instant] = []
        for span in open {
            var start = span.lowerBound
            while start + minutes <= span.upperBound, start <= last {
                let room = start <= released ? all : kept
                if start >= first, room.holds(start..<start + minutes) {
                    starts.append(Instant(milliseconds: Int64(start) * 60_000))
                }
                start += rules.gridMinutes
            }
        }
        return starts
    }

    /// Whether there is nothing of it that day, by what a lead has planned.
    private func isStopped(_ errands: [Errand], on day: Day) -> Bool {
        guard let plan, plan.day == day else { return false }
        return errands.contains { plan.stoppedServices.contains($0.service) }
    }

    // MARK: Minutes since 1970

    private func minute(of instant: Instant, roundedUp: Bool) -> Int {
        floorDivide(Int(instant.milliseconds) + (roundedUp ? 59_999 : 0), 60_000)
    }

    private func range(of span: OpeningHours.Span, on day: Day) -> Range<Int> {
        let range = time.range(of: span, on: day)
        let start = minute(of: range.lowerBound, roundedUp: false)
        return start..<minute(of: range.upperBound, roundedUp: false)
    }

    /// On the last day of the horizon slots open one by one, at their own time of day.
    private func lastMinute(on day: Day, at now: Instant) -> Int {
        let (today, furthest) = (days(at: now).lowerBound, days(at: now).upperBound)
        guard day == furthest else { return .max }
        let midnight = TimeOfDay(minutes: 0)
        let passed = now - time.instant(of: midnight, on: today)
        return minute(of: time.instant(of: midnight, on: day) + passed, roundedUp: false)
    }

    // MARK: Room

    /// When one more could be seated: within the channel's contingent, and where all is released.
    private func room(
        for wanted: CounterSet,
        by channel: Channel,
        on day: Day,
        booked: [BookedTime]
    ) -> (kept: Room, all: Room) {
        let shifts = rules.plan.shifts(on: day).map { shift in
            (
                range: range(of: shift.span, on: day),
                counters: places.set(of: shift.counters),
                contingent: shift.contingents[channel] ?? .max
            )
        }
        // Most of a day are for the same few services.
        var seatings: [(services: [ServiceID], able: CounterSet)] = []
        let taken = booked.map { booked in
            let known = seatings.first { $0.services == booked.services }
            let able = known?.able ?? places.seating(booked)
            if known == nil { seatings.append((booked.services, able)) }
            let start = minute(of: booked.start, roundedUp: false)
            return Taken(
                range: start..<start + max(1, booked.minutes),
                able: able,
                isChannels: booked.channel == channel
            )
        }
        var edges: [Int] = []
        edges.reserveCapacity(2 * (shifts.count + taken.count))
        for range in shifts.map(\.range) + taken.map(\.range) {
            edges.append(range.lowerBound)
            edges.append(range.upperBound)
        }
        edges.sort()
        let coming = taken.sorted { $0.range.lowerBound < $1.range.lowerBound }
        var (next, active): (Int, [Taken]) = (0, [])
        var (kept, all) = (Room(), Room())
        var seating = Seating()
        for (edge, end) in zip(edges, edges.dropFirst()) where edge < end {
            active.removeAll { $0.range.upperBound <= edge }
            while next < coming.count, coming[next].range.lowerBound <= edge {
                active.append(coming[next])
                next += 1
            }
            guard let shift = shifts.first(where: { $0.range.contains(edge) }),
                seating.seats(active.lazy.map(\.able), and: wanted, at: shift.counters)
            else { continue }
            all.add(edge..<end)
            let own = active.lazy.filter(\.isChannels).map(\.able)
            let contingent = min(shift.contingent, shift.counters.nonzeroBitCount)
            if places.leave(own, wanted, contingent, of: shift.counters) { kept.add(edge..<end) }
        }
        return (kept, all)
    }
}

/// A booking that the rules do not allow, after they changed.
package struct Misfit: Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        /// There is no such service any more, or no appointments for it.
        case service(ServiceID)
        /// The office is closed then.
        case closed
        /// No counter is planned for it, or others have them all.
        case noCounter
    }

    package var appointment: Appointment
    package var reason: Reason

    package init(appointment: Appointment, reason: Reason) {
        self.appointment = appointment
        self.reason = reason
    }
}

extension Office {
    /// The bookings that the office does not allow any more: without booking all of them.
    package func misfits(among appointments: [Appointment]) -> [Misfit] {
        Slots(self)?.misfits(among: appointments)
            ?? appointments.map { Misfit(appointment: $0, reason: .closed) }
    }

    /// Whether the office is open at an appointment's time and gives its services, be a counter left or
    /// not.
    package func receives(_ appointment: Appointment) -> Bool {
        misfits(among: [appointment]).allSatisfy { $0.reason == .noCounter }
    }
}

extension Slots {
    /// The bookings that the rules do not allow; of those that are too many, the ones booked last.
    ///
    /// That no counter is left for one that was squeezed in was known when it was booked.
    package func misfits(among appointments: [Appointment]) -> [Misfit] {
        var seated: [Day: [BookedTime]] = [:]
        var misfits: [Misfit] = []
        // The ids of appointments grow with the time of booking; who was squeezed in takes no seat.
        let ordered = appointments.sorted { left, right in
            if left.isSqueezedIn != right.isSqueezedIn { return right.isSqueezedIn }
            return left.id < right.id
        }
        for appointment in ordered {
            let day = time.date(at: appointment.start)
            if let reason = misfit(appointment, on: day, beside: seated[day] ?? []) {
                if reason == .noCounter, appointment.isSqueezedIn { continue }
                misfits.append(Misfit(appointment: appointment, reason: reason))
            } else {
                seated[day, default: []].append(BookedTime(appointment))
            }
        }
        return misfits.sorted { $0.appointment.start < $1.appointment.start }
    }

    private func misfit(
        _ appointment: Appointment,
        on day: Day,
        beside others: [BookedTime]
    ) -> Misfit.Reason? {
        let wanted = appointment.errands.map(\.service)
        if let gone = wanted.first(where: { services[$0]?.isBookable != true }) {
            return .service(gone)
        }
        let start = minute(of: appointment.start, roundedUp: false)
        let taken = start..<start + appointment.minutes
        let isOpen = hours.spans(on: day).contains { span in
            let open = range(of: span, on: day)
            return open.lowerBound <= taken.lowerBound && taken.upperBound <= open.upperBound
        }
        guard isOpen else { return .closed }
        let able = places.able(to: wanted)
        guard able != 0 else { return .noCounter }
        let room = room(for: able, by: appointment.channel, on: day, booked: others).all
        return room.holds(taken) ? nil : .noCounter
    }
}

extension BookedTime {
    package init(_ appointment: Appointment) {
        self.init(
            start: appointment.start,
            minutes: appointment.minutes,
            services: appointment.errands.map(\.service),
            channel: appointment.channel
        )
    }
}

/// A time that is taken, and the counters that could serve it.
private struct Taken {
    var range: Range<Int>
    var able: CounterSet
    var isChannels: Bool
}

/// Ranges of minutes, in order and apart.
private struct Room {
    private var ranges: [Range<Int>] = []

    /// Adds a range that begins where the last one ends, or later.
    mutating func add(_ range: Range<Int>) {
        if let last = ranges.last, last.upperBound == range.lowerBound {
            ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
        } else {
            ranges.append(range)
        }
    }

    func holds(_ range: Range<Int>) -> Bool {
        ranges.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
    }
}

/// Beginnings at least as far apart as an appointment is long: as many as there is room for one after
/// the other, and few enough to read; but also all those that somebody was told of.
package func spaced(
    _ starts: [Instant],
    minutes: Int,
    keeping announced: Set<Instant> = []
) -> [Instant] {
    var shown: [Instant] = []
    var last: Instant?
    for start in starts {
        let isFarEnough = last.map { start - $0 >= .minutes(minutes) } ?? true
        if isFarEnough { last = start }
        if isFarEnough || announced.contains(start) { shown.append(start) }
    }
    return shown
}
