import Foundation
package import Lobby
import Statements

/// How many came on a day for one service, with or without an appointment.
package struct DayCount: Equatable, Sendable {
    package var service: ServiceID
    package var kind: Visit.Kind
    package var came: Int
    package var waiting: Int
    package var finished: Int
    package var missed: Int
    package var called: Int
    /// Of all that were called, together.
    package var waitedMinutes: Double
}

extension HubReading {
    /// How a day goes, by service and kind; of no counter and no clerk.
    package func dayCounts(on day: Day) throws -> [DayCount] {
        try database.all(
            """
            SELECT service, kind, count(*), sum(visits.state = 'waiting'),
                sum(visits.state = 'finished'), sum(visits.state = 'missed'), count(firstCalled),
                sum(max(0, firstCalled - max(arrived, coalesce(booked, arrived)))) / 60000.0
            FROM labels JOIN visits ON visits.id = labels.visit
            WHERE labels.office = ? AND labels.day = ? AND labels.state = 'used'
            GROUP BY service, kind
            """,
            office,
            day.description
        ) { row in
            guard let kind = Visit.Kind(rawValue: row[1]) else { return nil }
            return DayCount(
                service: row[0],
                kind: kind,
                came: row[2],
                waiting: row[3],
                finished: row[4],
                missed: row[5],
                called: row[6],
                waitedMinutes: (row[7] as Double?) ?? 0
            )
        }
    }

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
