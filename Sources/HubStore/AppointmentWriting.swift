import GRDB
package import Lobby
import Statements

extension HubTransaction {
    /// Adds an appointment, held or booked.
    ///
    /// - Parameters:
    ///   - appointment: The appointment.
    ///   - digests: What is kept of its codes; nil where a kiosk or nobody knows them.
    ///   - day: Its business day.
    ///   - actor: Who booked it, never a person's name.
    /// - Throws: `DatabaseError`, as when the id is there already.
    package func add(
        _ appointment: Appointment,
        digests: (code: String, change: String?, link: String?),
        day: Day,
        by actor: String? = nil
    ) throws {
        try database.run(
            """
            INSERT INTO appointments (
                id, office, day, service, errands, booked, minutes, channel, standing, code,
                change, link, language, state, heldUntil, isSqueezedIn, bookedBy)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            appointment.id.data,
            office,
            day.description,
            appointment.errands.first?.service ?? "",
            try ErrandsReader.text(appointment.errands),
            appointment.start.milliseconds,
            appointment.minutes,
            appointment.channel.rawValue,
            appointment.standing.rawValue,
            digests.code,
            digests.change,
            digests.link,
            appointment.language,
            appointment.state.rawValue,
            appointment.heldUntil?.milliseconds,
            appointment.isSqueezedIn,
            actor
        )
        try touch(day)
    }

    /// Notes that an appointment is held no longer: booked now, cancelled, or expired.
    package func setState(
        _ state: Appointment.State,
        of appointment: VisitID,
        day: Day
    ) throws {
        try database.run(
            "UPDATE appointments SET state = ?, heldUntil = NULL WHERE id = ?",
            state.rawValue,
            appointment.data
        )
        try touch(day)
    }

    /// Gives an appointment another time, one that was free.
    package func reschedule(
        _ id: VisitID,
        to start: Instant,
        day: Day,
        by channel: Channel
    ) throws {
        try database.run(
            """
            UPDATE appointments SET booked = ?, day = ?, channel = ?, isSqueezedIn = 0
            WHERE id = ?
            """,
            start.milliseconds,
            day.description,
            channel.rawValue,
            id.data
        )
        try touch(day)
    }

    /// Remembers that a time was given back, until the web may see it.
    package func free(_ appointment: Appointment, day: Day, until: Instant) throws {
        try database.run(
            """
            INSERT INTO freedTimes (office, day, booked, minutes, errands, until)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            office,
            day.description,
            appointment.start.milliseconds,
            appointment.minutes,
            try ErrandsReader.text(appointment.errands),
            until.milliseconds
        )
        try touch(day)
    }

    /// Forgets one of those given back at a time, because somebody has it now.
    package func takeFreed(_ start: Instant, day: Day) throws {
        try database.run(
            """
            DELETE FROM freedTimes WHERE rowid = (
                SELECT rowid FROM freedTimes WHERE office = ? AND day = ? AND booked = ? LIMIT 1)
            """,
            office,
            day.description,
            start.milliseconds
        )
    }

    /// Those whose time to confirm is over.
    package func overdueHolds(at now: Instant) throws -> [VisitID] {
        try database.all(
            "SELECT id FROM appointments WHERE state = 'held' AND heldUntil <= ?",
            now.milliseconds
        ) { VisitID(data: $0[0]) }
    }

    /// Those of earlier days whose holders never came.
    package func unattended(before day: Day) throws -> [VisitID] {
        try database.all(
            "SELECT id FROM appointments WHERE office = ? AND day < ? AND state = 'booked'",
            office,
            day.description
        ) { VisitID(data: $0[0]) }
    }

    /// Forgets times that were given back long ago.
    package func forgetFreedTimes(before instant: Instant) throws {
        try database.run("DELETE FROM freedTimes WHERE until < ?", instant.milliseconds)
    }

    /// Notes that the holder of an appointment is here, as a visit.
    package func checkIn(_ appointment: VisitID, as visit: VisitID) throws {
        try database.run(
            "UPDATE appointments SET state = 'checkedIn', visit = ? WHERE id = ?",
            visit.data,
            appointment.data
        )
        // A visit without errands is one person's with its service.
        try database.run(
            """
            UPDATE visits SET errands = appointments.errands FROM appointments
            WHERE visits.id = ? AND appointments.id = ? AND (
                json_array_length(appointments.errands) > 1
                    OR appointments.errands ->> '$[0].persons' > 1)
            """,
            visit.data,
            appointment.data
        )
    }

    private func touch(_ day: Day) throws {
        try database.run(
            """
            INSERT INTO bookedDays (day, changed)
            VALUES (?, (SELECT coalesce(max(changed), 0) + 1 FROM bookedDays))
            ON CONFLICT (day) DO UPDATE SET changed = excluded.changed
            """,
            day.description
        )
    }
}
