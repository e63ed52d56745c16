import GRDB
package import Lobby
import Statements

/// Something a person should look at.
package struct Alarm: Equatable, Sendable {
    package var at: Instant
    package var source: String
    package var sentence: String

    package init(at: Instant, source: String, sentence: String) {
        self.at = at
        self.source = source
        self.sentence = sentence
    }
}

extension HubReading {
    /// Alarms that nobody has looked at yet, the newest first.
    package func alarms(most: Int) throws -> [Alarm] {
        try database.all(
            "SELECT at, source, sentence FROM alarms WHERE seen IS NULL ORDER BY row DESC LIMIT ?",
            most
        ) { row in
            Alarm(at: Instant(milliseconds: row[0]), source: row[1], sentence: row[2])
        }
    }

    /// How many alarms nobody has looked at yet.
    package func openAlarms() throws -> Int {
        try database.first("SELECT count(*) FROM alarms WHERE seen IS NULL") { $0[0] as Int } ?? 0
    }

    /// How many kiosk events were put aside for a person to look at.
    package func parkedEvents() throws -> Int {
        try database.first("SELECT count(*) FROM inbox WHERE parked IS NOT NULL") { $0[0] as Int }
            ?? 0
    }
}

extension HubTransaction {
    /// Raises an alarm, unless the same one stands already and nobody has looked at it.
    package func raise(_ alarm: Alarm) throws {
        try database.run(
            """
            INSERT INTO alarms (at, source, sentence) SELECT ?1, ?2, ?3 WHERE NOT EXISTS (
                SELECT 1 FROM alarms WHERE source = ?2 AND sentence = ?3 AND seen IS NULL)
            """,
            alarm.at.milliseconds,
            alarm.source,
            alarm.sentence
        )
    }

    /// Somebody has looked at all alarms there are.
    package func markAlarmsSeen(at now: Instant) throws {
        try database.run("UPDATE alarms SET seen = ? WHERE seen IS NULL", now.milliseconds)
    }
}
