package import HubStore
package import Lobby
package import Sync

/// A mail with all that it tells, ready to be written.
package struct Letter: Equatable, Sendable {
    package var mail: QueuedMail
    package var to: String
    package var appointment: Appointment
    package var codes: AppointmentCodes
}

extension HubCases {
    /// A mail that went out is remembered for so long.
    static let mailLife: Duration = .seconds(2 * 86_400)
    /// The reminder goes out so long before the appointment.
    package static let reminderLead: Duration = .seconds(24 * 3600)
    /// Who booked less than so long before the reminder needs none.
    private static let reminderGap: Duration = .seconds(12 * 3600)
    /// The longest pause between two tries to send a mail.
    private static let longestPause = 60

    // MARK: Booking on the web

    /// Holds a slot for somebody on the web, until the link in a mail confirms it.
    ///
    /// Under an address that has as many appointments as it may have the time is held without a link,
    /// and that address gets a mail that says so; who asked is not told, for it may be somebody else, and
    /// sees the time go as usual.
    ///
    /// - Throws: What ``book(_:id:isHeld:by:in:at:)`` throws, but for ``HubRefusal/tooManyBookings``.
    package func hold(
        _ wish: BookingWish,
        id: VisitID,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard office.bookingOnWeb else { throw HubRefusal.noAppointments }
        let isFull = try isFull(wish.errands, under: wish.person.mail, store, now)
        var held = wish
        if isFull { held.person = Person() }
        // Once for everybody: how long it takes tells nothing.
        _ = try book(held, id: id, isHeld: true, by: "web", in: store, at: now)
        guard isFull, let mail = wish.person.mail,
            let open = try wish.errands.lazy.compactMap({ errand in
                try store.openBooking(mail: mail, service: errand.service, at: now)
            }).first
        else { return }
        try store.queue(
            .limit,
            about: open,
            in: wish.language,
            at: now,
            unlessSentAfter: now - Self.mailLife
        )
    }

    /// The appointment behind a link; nil for a link that nobody has.
    package func appointment(link: String, in store: HubReading) throws -> Appointment? {
        try store.booking(link: try digest(of: link, in: store))
    }

    // MARK: Mails

    /// Queues what the holder of an appointment is told by mail, and the reminder of the day before.
    func tell(
        _ kind: MailKind,
        about appointment: Appointment,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard office.mail != nil, try store.person(appointment.id)?.mail != nil else { return }
        if kind != .confirm { try store.dropMail(.confirm, about: appointment.id) }
        try store.dropMail(.reminder, about: appointment.id)
        guard appointment.start > now else { return }
        try store.queue(kind, about: appointment.id, at: now)
        let due = appointment.start - Self.reminderLead
        guard kind == .booked || kind == .moved, now + Self.reminderGap < due else { return }
        try store.queue(.reminder, about: appointment.id, at: due)
    }

    /// The mails to send now; those that nobody needs any more are taken back.
    package func lettersDue(in store: HubTransaction, at now: Instant) throws -> [Letter] {
        try store.dueMails(at: now, most: 20).compactMap { mail in
            guard let appointment = try store.booking(mail.appointment),
                appointment.start > now, mail.kind.fits(appointment.state),
                let to = try store.person(mail.appointment)?.mail,
                let codes = try codes(of: mail.appointment, in: store)
            else {
                try store.dropMail(mail.kind, about: mail.appointment)
                return nil
            }
            return Letter(mail: mail, to: to, appointment: appointment, codes: codes)
        }
    }

    /// Notes what became of a mail; one that failed is tried again after 1, 2, 4 … 60 minutes.
    ///
    /// - Parameters:
    ///   - mail: The mail.
    ///   - problem: Why it could not go out; nil when it did.
    ///   - store: The transaction.
    ///   - now: The present.
    /// - Throws: What the store throws.
    package func settle(
        _ mail: QueuedMail,
        problem: String?,
        in store: HubTransaction,
        at now: Instant
    ) throws {
        guard let problem else { return try store.markSent(mail, at: now) }
        let pause = min(1 << min(mail.attempts, 6), Self.longestPause)
        try store.postpone(mail, until: now + .minutes(pause))
        guard mail.attempts == 2 else { return }
        let sentence = "Mail does not go out: \(problem)"
        try store.raise(Alarm(at: now, source: "mail", sentence: sentence))
    }
}

extension MailKind {
    /// Whether it still is to be told.
    fileprivate func fits(_ state: Appointment.State) -> Bool {
        switch self {
        case .confirm: state == .held || state == .expired
        case .booked, .moved, .reminder: state == .booked
        case .limit: state == .booked || state == .held
        case .cancelled: state == .cancelled
        }
    }
}
