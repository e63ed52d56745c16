import GRDB
package import Lobby
import Statements

/// How an office may reach somebody; kept apart from everything else, and deleted on time.
package struct Person: Equatable, Sendable {
    package var name: String?
    package var mail: String?
    package var phone: String?
    package var note: String?

    package init(
        name: String? = nil,
        mail: String? = nil,
        phone: String? = nil,
        note: String? = nil
    ) {
        self.name = name
        self.mail = mail
        self.phone = phone
        self.note = note
    }

    package var isNobody: Bool {
        self == Person()
    }
}

extension HubReading {
    package func person(_ id: VisitID) throws -> Person? {
        try database.first(
            "SELECT name, mail, phone, note FROM persons WHERE visit = ?",
            id.data
        ) { Person(name: $0[0], mail: $0[1], phone: $0[2], note: $0[3]) }
    }

    /// How many appointments with a service are still to come under a mail address.
    package func openBookings(mail: String, service: ServiceID, at now: Instant) throws -> Int {
        try database.first(
            """
            SELECT count(*) FROM persons JOIN appointments ON appointments.id = persons.visit
            WHERE mail = ? AND booked > ? AND (state = 'booked' OR state = 'held' AND heldUntil > ?)
                AND EXISTS (SELECT 1 FROM json_each(errands) WHERE value ->> 'service' = ?)
            """,
            mail,
            now.milliseconds,
            now.milliseconds,
            service
        ) { $0[0] as Int } ?? 0
    }
}

extension HubTransaction {
    /// Keeps how somebody can be reached, until an instant; what was kept before is replaced.
    package func keep(_ person: Person, of id: VisitID, until instant: Instant) throws {
        try database.run(
            """
            INSERT INTO persons (visit, name, mail, phone, note, deleteAfter)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (visit) DO UPDATE SET name = excluded.name, mail = excluded.mail,
                phone = excluded.phone, note = excluded.note, deleteAfter = excluded.deleteAfter
            """,
            id.data,
            person.name,
            person.mail,
            person.phone,
            person.note,
            instant.milliseconds
        )
    }

    /// Remembers the note of a visit as it was before it was written over.
    package func rememberNote(_ note: String?, of id: VisitID) throws {
        try database.run("UPDATE persons SET noteBefore = ? WHERE visit = ?", note, id.data)
    }

    /// Puts back the note that was written over last.
    package func takeBackNote(of id: VisitID) throws {
        try database.run(
            "UPDATE persons SET note = noteBefore, noteBefore = NULL WHERE visit = ?",
            id.data
        )
    }

    /// Keeps somebody's details until another instant.
    package func keepPerson(of id: VisitID, until instant: Instant) throws {
        try database.run(
            "UPDATE persons SET deleteAfter = ? WHERE visit = ?",
            instant.milliseconds,
            id.data
        )
    }

    /// Deletes those whose time is over; who waits for a mail is kept for as long as it waits.
    package func forgetPersons(at now: Instant) throws {
        try database.run(
            """
            DELETE FROM persons WHERE deleteAfter < ? AND NOT EXISTS (
                SELECT 1 FROM mails WHERE appointment = persons.visit AND sent IS NULL)
            """,
            now.milliseconds
        )
    }
}
