package import Lobby
import Statements

// Visits as the codes on their papers name them.
extension HubReading {
    /// The visit whose paper has the key, if it counts for the day.
    package func known(key: String, on day: Day) throws -> KnownVisit? {
        try knownVisits(
            "WHERE key = ? AND office = ? AND day = ? LIMIT 1",
            key,
            office,
            day.description
        ).first
    }

    /// The visits that are not over: those that wait, at most ``mostWaiting``, and those of a day that
    /// are called, served, parked, missed or to be clarified.
    package func openVisits(on day: Day) throws -> [KnownVisit] {
        let waiting = try knownVisits(
            "WHERE office = ? AND state = 'waiting' ORDER BY arrived LIMIT ?",
            office,
            Self.mostWaiting
        )
        let active = try knownVisits(
            """
            WHERE office = ? AND day = ?
                AND state <> 'waiting' AND state <> 'finished' AND state <> 'left'
                AND state <> 'cancelled' AND state <> 'notServed' AND state <> 'expired'
                AND state NOT IN ('held', 'booked', 'merged')
            """,
            office,
            day.description
        )
        return waiting + active
    }

    /// Further labels of the visits of a day: one call is for all of them.
    package func secondLabels(on day: Day) throws -> [VisitID: [Label]] {
        let labels = try database.all(
            "SELECT visit, series, number FROM labels WHERE office = ? AND day = ? AND state = 'alias'",
            office,
            day.description
        ) { row in
            VisitID(data: row[0]).map { ($0, Label(series: row[1], number: row[2])) }
        }
        return Dictionary(grouping: labels, by: \.0).mapValues { $0.map(\.1) }
    }
}
