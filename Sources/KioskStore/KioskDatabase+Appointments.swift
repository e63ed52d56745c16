import GRDB
package import Lobby
package import Sync
import Statements

extension KioskDatabase {
    /// Appointments that can be checked in with a code; there may be none.
    package func appointments(code: String) throws -> [AppointmentChange] {
        try commit { database in
            try Self.appointments(database, "WHERE code = ? ORDER BY booked", code)
        }
    }

    /// All appointments known for a span of time, the first to come first.
    package func appointments(
        from start: Instant,
        to end: Instant
    ) throws -> [AppointmentChange] {
        try commit { database in
            try Self.appointments(
                database,
                "WHERE booked >= ? AND booked < ? ORDER BY booked, id",
                start.milliseconds,
                end.milliseconds
            )
        }
    }

    /// The office's secret for digests of codes; nil before the hub told it.
    package func codeKey() throws -> String? {
        try commit { try Self.facts($0)["codeKey"] }
    }

    private static func appointments<each Value: SQLValue>(
        _ database: Database,
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [AppointmentChange] {
        try database.all(
            "SELECT id, service, booked, standing, code, state FROM appointments \(condition)",
            repeat each values
        ) { row in
            guard let id = VisitID(data: row[0]),
                let standing = Visit.Standing(rawValue: row[3]),
                let state = AppointmentChange.State(rawValue: row[5])
            else { return nil }
            return AppointmentChange(
                appointment: id,
                service: row[1],
                booked: Instant(milliseconds: row[2]),
                standing: standing,
                code: row[4],
                state: state
            )
        }
    }
}
