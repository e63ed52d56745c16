import Foundation
import GRDB
package import Lobby
package import Sync
import Statements

extension HubReading {
    /// What kiosks' events are applied to; an appointment that is only held is not there for them.
    package func appointment(_ id: VisitID) throws -> AppointmentFacts? {
        try changes("AND id = ?", id.data).first?.facts
    }

    /// The appointment behind a code's digest; the latest, where a code came twice.
    package func appointment(code: String) throws -> AppointmentFacts? {
        try changes("AND office = ? AND code = ? ORDER BY booked DESC", office, code).first?.facts
    }

    /// Appointments of a span of days as kiosks know them, the first to come first.
    package func appointments(from first: Day, to last: Day) throws -> [AppointmentChange] {
        try changes(
            "AND office = ? AND day BETWEEN ? AND ? ORDER BY booked, id",
            office,
            first.description,
            last.description
        ).map(\.change)
    }

    /// Those of the span that events after a cursor are about, and those that were moved out of it.
    ///
    /// On a new day they are all of the span, because its last day has come into it.
    package func changedAppointments(
        since cursor: Int,
        until end: Int,
        from first: Day,
        to last: Day
    ) throws -> [AppointmentChange] {
        let moved = try changes(
            """
            AND id IN (
                SELECT visit FROM events WHERE seq > ? AND seq <= ? AND happening = 'move')
                AND day > ?
            """,
            cursor,
            end,
            last.description
        ).map(\.change)
        let isNewDay =
            try database.first(
                "SELECT 1 FROM events WHERE seq > ? AND seq <= ? AND happening = 'dayOpened'",
                cursor,
                end
            ) { _ in true } ?? false
        if isNewDay { return try appointments(from: first, to: last) + moved }
        return try changes(
            """
            AND id IN (SELECT visit FROM events WHERE seq > ? AND seq <= ?)
                AND day BETWEEN ? AND ? ORDER BY booked, id
            """,
            cursor,
            end,
            first.description,
            last.description
        ).map(\.change) + moved
    }

    private func changes<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [StoredAppointment] {
        var errands = ErrandsReader()
        return try database.all(
            """
            SELECT id, service, booked, standing, code,
                CASE state WHEN 'missed' THEN 'booked' ELSE state END, visit, errands,
                (SELECT visits.state IN ('left', 'notServed') FROM visits WHERE visits.id = appointments.visit)
            FROM appointments
            WHERE (state = 'booked' OR state = 'cancelled' OR state = 'checkedIn'
                OR state = 'missed') \(condition)
            """,
            repeat each values
        ) { row -> StoredAppointment? in
            guard let id = VisitID(data: row[0]),
                let standing = Visit.Standing(rawValue: row[3]),
                let state = AppointmentChange.State(rawValue: row[5])
            else { return nil }
            let further = Array(errands.services(row[7]).dropFirst())
            let change = AppointmentChange(
                appointment: id,
                service: row[1],
                further: further.isEmpty ? nil : further,
                booked: Instant(milliseconds: row[2]),
                standing: standing,
                code: row[4],
                state: state,
                visit: (row[6] as Data?).flatMap(VisitID.init)
            )
            return StoredAppointment(change: change, isGone: row[8] as Bool? ?? false)
        }
    }
}

private struct StoredAppointment {
    var change: AppointmentChange
    var isGone: Bool

    var facts: AppointmentFacts {
        AppointmentFacts(
            id: change.appointment,
            service: change.service,
            booked: change.booked,
            standing: change.standing,
            state: change.state,
            visit: change.visit,
            isGone: isGone
        )
    }
}

// MARK: - Booking

extension HubReading {
    /// An appointment whole, also when it is only held.
    package func booking(_ id: VisitID) throws -> Appointment? {
        try bookings("WHERE id = ?", id.data).first
    }

    /// Whose code has a digest, in whatever state the appointment is.
    package func appointmentID(code: String) throws -> VisitID? {
        try database.first(
            "SELECT id FROM appointments WHERE office = ? AND code = ?",
            office,
            code
        ) { VisitID(data: $0[0]) } ?? nil
    }

    /// The appointment that somebody may change with both digests.
    package func booking(code: String, change: String) throws -> Appointment? {
        try bookings(
            "WHERE office = ? AND code = ? AND change = ? ORDER BY booked DESC LIMIT 1",
            office,
            code,
            change
        ).first
    }

    /// The appointment behind the digest of a link.
    package func booking(link: String) throws -> Appointment? {
        try bookings("WHERE office = ? AND link = ?", office, link).first
    }

    /// All of a business day that are booked or here, the first to come first.
    package func bookings(on day: Day) throws -> [Appointment] {
        try bookings(
            """
            WHERE office = ? AND day = ?
                AND (state = 'booked' OR state = 'checkedIn' OR state = 'missed')
            ORDER BY booked, id
            """,
            office,
            day.description
        )
    }

    /// All that are booked and still to come, the first to come first.
    package func bookings(after now: Instant) throws -> [Appointment] {
        try bookings(
            "WHERE state = 'booked' AND booked > ? ORDER BY booked, id",
            now.milliseconds
        )
    }

    /// How many appointments somebody has booked since an instant, also those that were cancelled.
    package func bookingCount(by actor: String, since start: Instant) throws -> Int {
        // The ids of appointments grow with the time of booking.
        let first = VisitID(at: start, chance: (0, 0))
        return try database.first(
            "SELECT count(*) FROM appointments WHERE id >= ? AND bookedBy = ?",
            first.data,
            actor
        ) { $0[0] as Int } ?? 0
    }

    /// The times of a business day that are taken, or were freed and are not shown everywhere yet.
    package func bookedTimes(on day: Day) throws -> [BookedTime] {
        var errands = ErrandsReader()
        let taken = try database.all(
            """
            SELECT booked, minutes, errands, channel, heldUntil FROM appointments
            WHERE office = ? AND day = ?
                AND (state = 'booked' OR state = 'checkedIn' OR state = 'held')
            """,
            office,
            day.description
        ) { row in
            let until = (row[4] as Int64?).map(Instant.init(milliseconds:))
            return BookedTime(
                start: Instant(milliseconds: row[0]),
                minutes: row[1],
                services: errands.services(row[2]),
                channel: Channel(rawValue: row[3]) ?? .desk,
                kind: until.map(BookedTime.Kind.held) ?? .booked
            )
        }
        let freed = try database.all(
            "SELECT booked, minutes, errands, until FROM freedTimes WHERE office = ? AND day = ?",
            office,
            day.description
        ) { row in
            BookedTime(
                start: Instant(milliseconds: row[0]),
                minutes: row[1],
                services: errands.services(row[2]),
                channel: .web,
                kind: .freed(until: Instant(milliseconds: row[3]))
            )
        }
        return taken + freed
    }

    /// How often something was booked or freed, and the days on which something was since a count.
    package func bookedDays(since count: Int) throws -> (count: Int, days: [Day]) {
        var latest = count
        let days = try database.all(
            "SELECT day, changed FROM bookedDays WHERE changed > ?",
            count
        ) { row -> Day? in
            latest = max(latest, row[1])
            return Day(row[0] as String)
        }
        return (latest, days)
    }

    private func bookings<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [Appointment] {
        var errands = ErrandsReader()
        return try database.all(
            """
            SELECT id, errands, booked, minutes, channel, standing, state, language, heldUntil,
                visit, isSqueezedIn
            FROM appointments \(condition)
            """,
            repeat each values
        ) { row -> Appointment? in
            guard let id = VisitID(data: row[0]), let channel = Channel(rawValue: row[4]),
                let standing = Visit.Standing(rawValue: row[5]),
                let state = Appointment.State(rawValue: row[6])
            else { return nil }
            return Appointment(
                id: id,
                errands: errands.read(row[1]),
                start: Instant(milliseconds: row[2]),
                minutes: row[3],
                channel: channel,
                standing: standing,
                state: state,
                language: row[7],
                heldUntil: (row[8] as Int64?).map(Instant.init(milliseconds:)),
                visit: (row[9] as Data?).flatMap(VisitID.init),
                isSqueezedIn: row[10]
            )
        }
    }
}
