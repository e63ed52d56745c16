package import HubStore
package import Lobby
package import Sync

/// What somebody wants to book.
package struct BookingWish: Equatable, Sendable {
    package var errands: [Errand]
    package var start: Instant
    package var channel: Channel
    package var language: LanguageCode
    package var person: Person
    /// Whether a clerk books it although nothing is free then.
    package var isSqueezedIn: Bool

    package init(
        errands: [Errand],
        start: Instant,
        channel: Channel,
        language: LanguageCode = "de",
        person: Person = Person(),
        isSqueezedIn: Bool = false
    ) {
        self.errands = errands
        self.start = start
        self.channel = channel
        self.language = language
        self.person = person
        self.isSqueezedIn = isSqueezedIn
    }
}

/// The free beginnings of one day on the calendar.
package struct FreeDay: Equatable, Sendable {
    package var day: Day
    package var starts: [Instant]
}

extension HubCases {
    /// A held appointment falls back after so long.
    package static let holdTime: Duration = .minutes(10)
    /// A link that was not opened confirms for so long, if the time is still free; then the mail address
    /// is forgotten.
    package static let linkLife: Duration = .seconds(86_400)
    /// How a person can be reached is deleted so many days after the appointment, or after it was
    /// cancelled.
    package static let personDays = 2
    /// Who asked for a call that nobody made is forgotten after so long.
    package static let callbackLife: Duration = .seconds(14 * 86_400)
    private static let nearestShown = 3

    // MARK: Finding

    /// The free slots of a span of days, within what the channel may book now.
    ///
    /// - Parameters:
    ///   - errands: What the appointment is for.
    ///   - channel: Who asks.
    ///   - days: Days on the calendar.
    ///   - cache: What is known of booked days; nil to ask the store only.
    ///   - store: One state of the store.
    ///   - now: The present.
    /// - Returns: Days with at least one free slot.
    /// - Throws: ``HubRefusal/noAppointments`` and ``HubRefusal/notBookable``.
    package func freeDays(
        for errands: [Errand],
        by channel: Channel,
        on days: ClosedRange<Day>? = nil,
        cache: BookedDays? = nil,
        in store: HubReading,
        at now: Instant
    ) throws -> [FreeDay] {
        let (slots, minutes) = try slots(for: errands)
        let bookable = slots.days(at: now)
        guard days?.overlaps(bookable) ?? true else { return [] }
        let days = days.map { $0.clamped(to: bookable) } ?? bookable
        let cached = try cache?.times(on: days.lowerBound + -1...days.upperBound, in: store)
        return try (days.lowerBound.ordinal...days.upperBound.ordinal).compactMap { ordinal in
            let day = Day(ordinal: ordinal)
            guard !office.hours.spans(on: day).isEmpty else { return nil }
            let starts = slots.free(
                minutes,
                for: errands,
                by: channel,
                on: day,
                booked: try booked(on: day) { try cached?[$0] ?? store.bookedTimes(on: $0) },
                at: now
            )
            return starts.isEmpty ? nil : FreeDay(day: day, starts: starts)
        }
    }

    /// What is booked on a day of the calendar, from the business days it is part of.
    private func booked(
        on day: Day,
        _ times: (Day) throws -> [BookedTime]
    ) throws -> [BookedTime] {
        // Until the business day changes, a day of the calendar belongs to the one before.
        let isOpenAtNight = office.hours.spans(on: day).contains {
            $0.lowerBound < OfficeTime.dayChange
        }
        return isOpenAtNight ? try times(day + -1) + times(day) : try times(day)
    }

    func slots(for errands: [Errand]) throws -> (Slots, Int) {
        guard let slots = Slots(office) else { throw HubRefusal.noAppointments }
        guard let minutes = slots.minutes(for: errands) else { throw HubRefusal.notBookable }
        return (slots, minutes)
    }

    /// Free times near one that is taken.
    private func nearest(
        to start: Instant,
        for errands: [Errand],
        by channel: Channel,
        in store: HubReading,
        at now: Instant
    ) throws -> [Instant] {
        let day = office.time.date(at: start)
        var found: [Instant] = []
        let far = day + (office.booking?.horizonDays ?? 0)
        for days in [day + -1...day + 1, day + -7...day + 14, day...far] {
            found = try freeDays(for: errands, by: channel, on: days, in: store, at: now)
                .flatMap(\.starts)
            if found.count >= Self.nearestShown { break }
        }
        let distance = { (free: Instant) in abs(free.milliseconds - start.milliseconds) }
        return Array(found.sorted { distance($0) < distance($1) }.prefix(Self.nearestShown))
            .sorted()
    }

    // MARK: Booking

    /// Books a slot, or holds it until its link confirms it.
    ///
    /// - Parameters:
    ///   - wish: What is wanted.
    ///   - id: The new appointment's id.
    ///   - isHeld: Whether somebody has yet to confirm it.
    ///   - actor: Who books, never a person's name.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Returns: The appointment; its codes are told by ``codes(of:in:)``.
    /// - Throws: ``HubRefusal/slotTaken(nearest:)`` and what ``freeDays(for:by:on:cache:in:at:)``
    ///   throws; ``HubRefusal/tooManyBookings`` and ``HubRefusal/kioskLimit``.
    package func book(
        _ wish: BookingWish,
        id: VisitID,
        isHeld: Bool = false,
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Appointment {
        let (_, minutes) = try slots(for: wish.errands)
        let appointment = Appointment(
            id: id,
            errands: wish.errands,
            start: wish.start,
            minutes: minutes,
            channel: wish.channel,
            state: isHeld ? .held : .booked,
            language: wish.language,
            heldUntil: isHeld ? now + Self.holdTime : nil,
            isSqueezedIn: wish.isSqueezedIn
        )
        // Whether it is free comes first, so that nobody learns of others' appointments from the order.
        if wish.isSqueezedIn {
            try mustBeOpen(appointment, now)
        } else {
            try mustBeFree(appointment, by: wish.channel, store, now)
        }
        try mustBeFew(wish.errands, under: wish.person.mail, store, now)
        try mustBeFew(by: wish.channel, actor: actor, store, now)
        let day = office.time.day(at: wish.start)
        let codes = try newCodes(of: id, in: store)
        let digests = try digests(of: codes, in: store)
        try store.add(appointment, digests: digests, day: day, by: actor)
        if wish.channel != .web { try store.takeFreed(wish.start, day: day) }
        if !wish.person.isNobody {
            let until = isHeld ? now + Self.linkLife : personsEnd(after: day)
            try store.keep(wish.person, of: id, until: until)
        }
        let happening: Happening = isHeld ? .hold : .book
        let state: VisitState = isHeld ? .held : .booked
        try record(id, happening, state, on: day, by: actor, in: store, at: now)
        try tell(isHeld ? .confirm : .booked, about: appointment, in: store, at: now)
        return appointment
    }

    /// Books what was held; a time that fell back meanwhile is booked if it is still free.
    ///
    /// - Throws: ``HubRefusal/unknownAppointment``, ``HubRefusal/slotTaken(nearest:)`` and
    ///   ``HubRefusal/tooManyBookings``.
    package func confirm(
        link: String,
        by actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Appointment {
        guard var appointment = try store.booking(link: try digest(of: link, in: store)) else {
            throw HubRefusal.unknownAppointment
        }
        switch appointment.state {
        case .booked, .checkedIn: return appointment
        case .cancelled, .missed: throw HubRefusal.unknownAppointment
        case .held, .expired: break
        }
        let isKept = appointment.state == .held && appointment.heldUntil.map { now < $0 } ?? false
        if isKept {
            // Hours may have changed since.
            let misfits = office.misfits(among: [appointment])
            guard misfits.isEmpty, now < appointment.start else {
                throw HubRefusal.slotTaken(nearest: [])
            }
        } else {
            try mustBeFree(appointment, by: appointment.channel, store, now)
            let mail = try store.person(appointment.id)?.mail
            try mustBeFew(appointment.errands, under: mail, store, now)
        }
        let day = office.time.day(at: appointment.start)
        try store.setState(.booked, of: appointment.id, day: day)
        try store.keepPerson(of: appointment.id, until: personsEnd(after: day))
        try record(appointment.id, .confirm, .booked, on: day, by: actor, in: store, at: now)
        appointment.state = .booked
        appointment.heldUntil = nil
        try tell(.booked, about: appointment, in: store, at: now)
        return appointment
    }

    /// Gives an appointment another time, by the channel that asks.
    ///
    /// - Throws: ``HubRefusal/slotTaken(nearest:)``; ``HubRefusal/unknownAppointment`` when it is not
    ///   booked or its holder is here already.
    package func move(
        _ id: VisitID,
        to start: Instant,
        by channel: Channel,
        actor: String,
        in store: HubTransaction,
        at now: Instant
    ) throws -> Appointment {
        guard let old = try store.booking(id), old.state == .booked else {
            throw HubRefusal.unknownAppointment
        }
        guard old.start != start else { return old }
        var moved = old
        (moved.start, moved.channel) = (start, channel)
        try mustBeFree(moved, instead: old, by: channel, store, now)
        let day = office.time.day(at: start)
        try free(old, in: store, at: now)
        // From now on it counts as booked by who moved it.
        try store.reschedule(id, to: start, day: day, by: channel)
        if channel != .web { try store.takeFreed(start, day: day) }
        try store.keepPerson(of: id, until: personsEnd(after: day))
        try record(id, .move, .booked, on: day, by: actor, in: store, at: now)
        try tell(.moved, about: moved, in: store, at: now)
        return moved
    }

    /// Lets those fall back that nobody confirmed in time, ends those of earlier days that nobody came
    /// for, and forgets what is to be forgotten.
    package func keepBookings(in store: HubTransaction, at now: Instant) throws {
        for id in try store.overdueHolds(at: now) {
            guard let held = try store.booking(id) else { continue }
            let day = office.time.day(at: held.start)
            try store.setState(.expired, of: id, day: day)
            try record(id, .expire, .expired, on: day, by: "system", in: store, at: now)
        }
        for id in try store.unattended(before: office.time.day(at: now)) {
            guard let missed = try store.booking(id) else { continue }
            let day = office.time.day(at: missed.start)
            try store.setState(.missed, of: id, day: day)
            try record(id, .close, .missed, on: day, by: "system", in: store, at: now)
        }
        try store.forgetFreedTimes(before: now)
        try store.dropMails(ofAppointmentsBefore: now)
        try store.forgetPersons(at: now)
        try store.forgetCallbacks(before: now - Self.callbackLife)
        try store.forgetMails(before: now - Self.mailLife)
    }

    /// The codes of an appointment, to print or read them out again; nil for one entered elsewhere.
    package func codes(of id: VisitID, in store: HubReading) throws -> AppointmentCodes? {
        try allCodes(of: id, in: store).first { codes in
            try store.appointmentID(code: try digest(of: codes.checkIn, in: store)) == id
        }
    }

    /// What may be shown and changed with both codes; nil for any other two.
    package func appointment(
        code: String,
        change: String,
        in store: HubReading
    ) throws -> Appointment? {
        try store.booking(
            code: try digest(of: code, in: store),
            change: try digest(of: code + ":" + change, in: store)
        )
    }

    /// What a kiosk may tell its holder; nil for a code that nobody has.
    package func appointment(code: String, in store: HubReading) throws -> Appointment? {
        try store.appointmentID(code: try digest(of: code, in: store)).flatMap(store.booking)
    }

    // MARK: -

    /// Remembers a time that was given back, so that the web sees it a while later.
    func free(_ appointment: Appointment, in store: HubTransaction, at now: Instant) throws {
        guard let rules = office.booking, appointment.start > now else { return }
        // The bits are random, so that nobody can know when to look.
        let span = UInt64(rules.freedMinutes.count)
        let minutes = rules.freedMinutes.lowerBound + Int(appointment.id.low % span)
        try store.free(
            appointment,
            day: office.time.day(at: appointment.start),
            until: now + .minutes(minutes)
        )
    }

    func mustBeFree(
        _ appointment: Appointment,
        instead old: Appointment? = nil,
        by channel: Channel,
        _ store: HubReading,
        _ now: Instant
    ) throws {
        let (slots, _) = try slots(for: appointment.errands)
        let day = office.time.date(at: appointment.start)
        var booked = try booked(on: day) { try store.bookedTimes(on: $0) }
        if let old {
            if let index = booked.firstIndex(of: BookedTime(old)) { booked.remove(at: index) }
        }
        let free = slots.free(
            appointment.minutes,
            for: appointment.errands,
            by: channel,
            on: day,
            booked: booked,
            at: now
        )
        guard free.contains(appointment.start) else {
            throw HubRefusal.slotTaken(
                nearest: try nearest(
                    to: appointment.start,
                    for: appointment.errands,
                    by: channel,
                    in: store,
                    at: now
                )
            )
        }
    }

    func personsEnd(after day: Day) -> Instant {
        office.time.instant(of: TimeOfDay(minutes: 1_440), on: day + Self.personDays)
    }

    /// Codes of which nobody has the nine digits.
    private func newCodes(of id: VisitID, in store: HubReading) throws -> AppointmentCodes {
        let all = try allCodes(of: id, in: store)
        let free = try all.first { codes in
            try store.appointmentID(code: try digest(of: codes.checkIn, in: store)) == nil
        }
        guard let free else { throw HubRefusal.unavailable("No code is free. Try again.") }
        return free
    }

    /// One after the other: while somebody else has the nine digits, the next ones are tried.
    private func allCodes(of id: VisitID, in store: HubReading) throws -> [AppointmentCodes] {
        guard let key = try store.fact("bookingKey") else { throw HubRefusal.noAppointments }
        return (0..<Self.mostAttempts).map { AppointmentCodes(of: id, attempt: $0, key: key) }
    }

    private static let mostAttempts = 8

    private func digests(
        of codes: AppointmentCodes,
        in store: HubReading
    ) throws -> (code: String, change: String?, link: String?) {
        (
            try digest(of: codes.checkIn, in: store),
            try digest(of: codes.checkIn + ":" + codes.change, in: store),
            try digest(of: codes.link, in: store)
        )
    }

    func digest(of code: String, in store: HubReading) throws -> String {
        codeDigest(of: code, key: try store.fact("codeKey") ?? "")
    }
}
