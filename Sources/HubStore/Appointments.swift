import Foundation
import GRDB
package import Lobby
package import Sync
import Statements

extension HubReading {
    package func appointment(_ id: VisitID) throws -> AppointmentFacts? {
        try appointments("WHERE id = ?", id.data).first?.facts
    }

    /// The appointment behind a code's digest, on the days around an instant.
    package func appointment(code: String) throws -> AppointmentFacts? {
        try appointments("WHERE office = ? AND code = ? ORDER BY booked DESC", office, code).first?
            .facts
    }

    /// Appointments of a span of days as kiosks know them, the first to come first.
    package func appointments(from first: Day, to last: Day) throws -> [AppointmentChange] {
        try appointments(
            "WHERE office = ? AND day BETWEEN ? AND ? ORDER BY booked, id",
            office,
            first.description,
            last.description
        ).map(\.change)
    }

    /// Those of the span that events after a cursor are about.
    package func changedAppointments(
        since cursor: Int,
        until end: Int,
        from first: Day,
        to last: Day
    ) throws -> [AppointmentChange] {
        try appointments(
            """
            WHERE id IN (SELECT visit FROM events WHERE seq > ? AND seq <= ?)
                AND day BETWEEN ? AND ? ORDER BY booked, id
            """,
            cursor,
            end,
            first.description,
            last.description
        ).map(\.change)
    }

    private func appointments<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [StoredAppointment] {
        try database.all(
            """
            SELECT id, service, booked, standing, code, state, visit,
                (SELECT visits.state IN ('left', 'notServed') FROM visits WHERE visits.id = appointments.visit)
            FROM appointments \(condition)
            """,
            repeat each values
        ) { row -> StoredAppointment? in
            guard let id = VisitID(data: row[0]),
                let standing = Visit.Standing(rawValue: row[3]),
                let state = AppointmentChange.State(rawValue: row[5])
            else { return nil }
            let change = AppointmentChange(
                appointment: id,
                service: row[1],
                booked: Instant(milliseconds: row[2]),
                standing: standing,
                code: row[4],
                state: state
            )
            return StoredAppointment(
                change: change,
                visit: (row[6] as Data?).flatMap(VisitID.init),
                isGone: row[7] as Bool? ?? false
            )
        }
    }
}

private struct StoredAppointment {
    var change: AppointmentChange
    var visit: VisitID?
    var isGone: Bool

    var facts: AppointmentFacts {
        AppointmentFacts(
            id: change.appointment,
            service: change.service,
            booked: change.booked,
            standing: change.standing,
            state: change.state,
            visit: visit,
            isGone: isGone
        )
    }
}

extension HubTransaction {
    /// Adds an appointment that is booked.
    package func add(_ appointment: AppointmentChange, day: Day) throws {
        try database.run(
            """
            INSERT INTO appointments (id, office, day, service, booked, standing, code, state)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            appointment.appointment.data,
            office,
            day.description,
            appointment.service,
            appointment.booked.milliseconds,
            appointment.standing.rawValue,
            appointment.code,
            appointment.state.rawValue
        )
    }

    /// Notes that an appointment was cancelled.
    package func cancelAppointment(_ id: VisitID) throws {
        try database.run("UPDATE appointments SET state = 'cancelled' WHERE id = ?", id.data)
    }

    /// Notes that the holder of an appointment is here, as a visit.
    package func checkIn(_ appointment: VisitID, as visit: VisitID) throws {
        try database.run(
            "UPDATE appointments SET state = 'checkedIn', visit = ? WHERE id = ?",
            visit.data,
            appointment.data
        )
    }
}
