import GRDB
package import Lobby
import Statements

/// What a mail about an appointment tells.
package enum MailKind: String, CaseIterable, Sendable {
    /// A held one waits for its link.
    case confirm
    case booked, moved, cancelled
    /// It is tomorrow.
    case reminder
    /// Somebody wanted another one under this address, which has as many as it may have.
    case limit
}

/// A mail that waits to go out; what it says is written when it goes.
package struct QueuedMail: Equatable, Sendable {
    package var appointment: VisitID
    package var kind: MailKind
    /// When it was to go out first.
    package var wanted: Instant
    /// How often it was tried.
    package var attempts: Int
    /// The language of who asked; nil for the appointment's.
    package var language: LanguageCode?

    package init(
        appointment: VisitID,
        kind: MailKind,
        wanted: Instant,
        attempts: Int = 0,
        language: LanguageCode? = nil
    ) {
        self.language = language
        self.appointment = appointment
        self.kind = kind
        self.wanted = wanted
        self.attempts = attempts
    }
}

extension HubReading {
    /// The mails whose time has come, the first to be due first.
    package func dueMails(at now: Instant, most: Int) throws -> [QueuedMail] {
        try database.all(
            """
            SELECT appointment, kind, wanted, attempts, language FROM mails
            WHERE sent IS NULL AND due <= ? ORDER BY due LIMIT ?
            """,
            now.milliseconds,
            most
        ) { row in
            guard let id = VisitID(data: row[0]), let kind = MailKind(rawValue: row[1]) else {
                return nil
            }
            return QueuedMail(
                appointment: id,
                kind: kind,
                wanted: Instant(milliseconds: row[2]),
                attempts: row[3],
                language: row[4]
            )
        }
    }

    /// How many mails should have gone out by now.
    package func overdueMails(at now: Instant) throws -> Int {
        try database.first(
            "SELECT count(*) FROM mails WHERE sent IS NULL AND wanted <= ?",
            now.milliseconds
        ) { $0[0] as Int } ?? 0
    }

    /// One of the appointments still to come under a mail address, for one service.
    package func openBooking(
        mail: String,
        service: ServiceID,
        at now: Instant
    ) throws -> VisitID? {
        try database.first(
            """
            SELECT id FROM persons JOIN appointments ON appointments.id = persons.visit
            WHERE mail = ? AND booked > ? AND (state = 'booked' OR state = 'held' AND heldUntil > ?)
                AND EXISTS (SELECT 1 FROM json_each(errands) WHERE value ->> 'service' = ?)
            ORDER BY state = 'booked' DESC LIMIT 1
            """,
            mail,
            now.milliseconds,
            now.milliseconds,
            service
        ) { VisitID(data: $0[0]) } ?? nil
    }
}

extension HubTransaction {
    /// Queues a mail, once more if it went out already.
    package func queue(
        _ kind: MailKind,
        about id: VisitID,
        in language: LanguageCode? = nil,
        at due: Instant
    ) throws {
        try database.run(
            """
            INSERT INTO mails (appointment, kind, wanted, due, attempts, language)
            VALUES (?1, ?2, ?3, ?3, 0, ?4)
            ON CONFLICT (appointment, kind) DO UPDATE SET wanted = ?3, due = ?3, attempts = 0,
                sent = NULL, language = ?4
            """,
            id.data,
            kind.rawValue,
            due.milliseconds,
            language
        )
    }

    /// Queues a mail unless the same one waits, or went out after an instant.
    package func queue(
        _ kind: MailKind,
        about id: VisitID,
        in language: LanguageCode,
        at due: Instant,
        unlessSentAfter instant: Instant
    ) throws {
        let isThere =
            try database.first(
                """
                SELECT 1 FROM mails WHERE appointment = ? AND kind = ?
                    AND (sent IS NULL OR sent > ?)
                """,
                id.data,
                kind.rawValue,
                instant.milliseconds
            ) { _ in true } ?? false
        if !isThere { try queue(kind, about: id, in: language, at: due) }
    }

    /// Takes back what has not gone out yet about an appointment.
    package func dropMails(about id: VisitID) throws {
        try database.run("DELETE FROM mails WHERE appointment = ? AND sent IS NULL", id.data)
    }

    /// Nobody needs a mail about what is over, whether or not this office still sends any.
    package func dropMails(ofAppointmentsBefore now: Instant) throws {
        try database.run(
            """
            DELETE FROM mails WHERE sent IS NULL
                AND appointment IN (SELECT id FROM appointments WHERE booked < ?)
            """,
            now.milliseconds
        )
    }

    package func dropMail(_ kind: MailKind, about id: VisitID) throws {
        try database.run(
            "DELETE FROM mails WHERE appointment = ? AND kind = ? AND sent IS NULL",
            id.data,
            kind.rawValue
        )
    }

    /// Notes that a mail went out, as it was queued.
    package func markSent(_ mail: QueuedMail, at now: Instant) throws {
        try database.run(
            "UPDATE mails SET sent = ? WHERE appointment = ? AND kind = ? AND wanted = ?",
            now.milliseconds,
            mail.appointment.data,
            mail.kind.rawValue,
            mail.wanted.milliseconds
        )
    }

    /// Notes that a mail could not go out, and when to try again.
    package func postpone(_ mail: QueuedMail, until due: Instant) throws {
        try database.run(
            """
            UPDATE mails SET due = ?, attempts = attempts + 1
            WHERE appointment = ? AND kind = ? AND wanted = ?
            """,
            due.milliseconds,
            mail.appointment.data,
            mail.kind.rawValue,
            mail.wanted.milliseconds
        )
    }

    /// Forgets mails that went out before an instant.
    package func forgetMails(before instant: Instant) throws {
        try database.run("DELETE FROM mails WHERE sent < ?", instant.milliseconds)
    }
}
