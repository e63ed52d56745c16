import Foundation
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

    package func appointment(_ id: VisitID) throws -> AppointmentChange? {
        try commit { try Self.appointments($0, "WHERE id = ?", id.data).first }
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

    /// How many wrong codes were typed here on the last day with one; nil before the first.
    package func codeMisses() throws -> (day: Day, count: Int)? {
        let words = try commit { try Self.facts($0)["codeMisses"] }?.split(separator: " ") ?? []
        guard words.count == 2, let day = Day(String(words[0])), let count = Int(words[1]) else {
            return nil
        }
        return (day, count)
    }

    package func setCodeMisses(_ count: Int, on day: Day) throws {
        try commit { try Self.set("codeMisses", "\(day) \(count)", $0) }
    }

    private static func appointments<each Value: SQLValue>(
        _ database: Database,
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [AppointmentChange] {
        try database.all(
            """
            SELECT id, service, further, booked, standing, code, state, visit
            FROM appointments \(condition)
            """,
            repeat each values
        ) { row in
            guard let id = VisitID(data: row[0]),
                let standing = Visit.Standing(rawValue: row[4]),
                let state = AppointmentChange.State(rawValue: row[6])
            else { return nil }
            let further = (row[2] as String?)?.split(separator: " ").map(String.init)
            return AppointmentChange(
                appointment: id,
                service: row[1],
                further: further,
                booked: Instant(milliseconds: row[3]),
                standing: standing,
                code: row[5],
                state: state,
                visit: (row[7] as Data?).flatMap(VisitID.init)
            )
        }
    }
}
