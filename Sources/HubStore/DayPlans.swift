import Foundation
package import Lobby
import Statements

extension HubReading {
    /// What a lead has planned otherwise, the last time somebody did; it holds for its day only.
    package func dayPlan() throws -> DayPlan? {
        try fact("dayPlan").flatMap {
            try? JSONDecoder().decode(DayPlan.self, from: Data($0.utf8))
        }
    }

    /// How many numbers were given on a day to people without an appointment.
    package func walkInCount(on day: Day) throws -> Int {
        try database.first(
            """
            SELECT count(*) FROM labels
            WHERE office = ? AND day = ? AND state = 'used' AND substr(series, 1, 1) <> 'T'
            """,
            office,
            day.description
        ) { $0[0] as Int } ?? 0
    }
}

extension HubTransaction {
    /// Keeps what a lead has planned.
    ///
    /// - Returns: The plan as text, for the log.
    /// - Throws: An error of SQLite.
    package func set(_ plan: DayPlan) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let text = String(decoding: try encoder.encode(plan), as: UTF8.self)
        try setFact("dayPlan", text)
        return text
    }
}
