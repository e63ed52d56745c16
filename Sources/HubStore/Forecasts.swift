import Foundation
import GRDB
package import Lobby
import Statements

/// An event as forecasts learn from it.
package struct LearnedEvent: Equatable, Sendable {
    package var seq: Int
    /// Nil for one that forecasts know nothing of.
    package var event: Learned.Event?
    /// The day that began with it.
    package var openedDay: Day?
}

/// A wait that somebody was told, and how it was.
package struct AnnouncedWait: Equatable, Sendable {
    /// Real waits that are believed, in minutes.
    package static let believed = 0.0...720.0

    package var visit: VisitID
    package var day: Day
    package var service: ServiceID
    package var at: Instant
    package var wait: Wait
    /// In minutes; nil for one that was not called.
    package var real: Double?

    package init(
        visit: VisitID,
        day: Day,
        service: ServiceID,
        at: Instant,
        wait: Wait,
        real: Double? = nil
    ) {
        self.visit = visit
        self.day = day
        self.service = service
        self.at = at
        self.wait = wait
        self.real = real
    }
}

extension HubReading {
    /// What forecasts have learned so far.
    package func learned() throws -> Learned? {
        try fact("learned").flatMap {
            try? JSONDecoder().decode(Learned.self, from: Data($0.utf8))
        }
    }

    /// The last event that was learned from; 0 before the first time.
    package func learnedSeq() throws -> Int {
        try database.first("SELECT value ->> '$.seq' FROM facts WHERE name = 'learned'") {
            $0[0] as Int?
        } ?? 0
    }

    /// The last event before a time; 0 when there is none.
    package func lastEvent(before time: Instant) throws -> Int {
        try database.first(
            "SELECT seq FROM events WHERE at < ? ORDER BY seq DESC LIMIT 1",
            time.milliseconds
        ) { $0[0] as Int } ?? 0
    }

    /// What happened after an event, in order.
    package func eventsToLearn(after seq: Int, most: Int) throws -> [LearnedEvent] {
        var errands = ErrandsReader()
        return try database.all(
            """
            SELECT events.seq, events.happening, events.at, events.actor, events.visit, events.day,
                visits.service, visits.booked, visits.errands, events.counter
            FROM events LEFT JOIN visits ON visits.id = events.visit
            WHERE events.seq > ? ORDER BY events.seq LIMIT ?
            """,
            seq,
            most
        ) { row in
            let name: String = row[1]
            var known = LearnedEvent(seq: row[0])
            if name == "dayOpened" { known.openedDay = Day(row[5] as String) }
            guard let happening = Happening(rawValue: name),
                let visit = (row[4] as Data?).flatMap({ VisitID(data: $0) }),
                let service = row[6] as String?
            else { return known }
            known.event = Learned.Event(
                happening,
                of: visit,
                at: Instant(milliseconds: row[2]),
                by: row[3],
                counter: row[9],
                errands: (row[8] as String?).map { errands.read($0) } ?? [Errand(service)],
                booked: (row[7] as Int64?).map(Instant.init(milliseconds:))
            )
            return known
        }
    }

    /// Appointments of a day for which nobody came.
    package func missedCount(on day: Day) throws -> Int {
        try database.first(
            "SELECT count(*) FROM appointments WHERE office = ? AND day = ? AND state = 'missed'",
            office,
            day.description
        ) { $0[0] as Int } ?? 0
    }

    /// What one visitor was told on coming; nil for one who was told nothing.
    package func announcedWait(of visit: VisitID) throws -> Wait? {
        try database.first(
            "SELECT low, middle, high FROM announcements WHERE visit = ?",
            visit.data
        ) { Wait(low: $0[0], middle: $0[1], high: $0[2]) }
    }

    /// What one visitor was told, and when, who was not called yet; nil for any other.
    package func openAnnouncement(of visit: VisitID) throws -> (wait: Wait, at: Instant)? {
        try database.first(
            "SELECT low, middle, high, at FROM announcements WHERE visit = ? AND real IS NULL",
            visit.data
        ) { (Wait(low: $0[0], middle: $0[1], high: $0[2]), Instant(milliseconds: $0[3])) }
    }

    /// What people were told from one day to another, in the order of time.
    package func announcedWaits(from first: Day, to last: Day) throws -> [AnnouncedWait] {
        try database.all(
            """
            SELECT visit, day, service, at, low, middle, high, real FROM announcements
            WHERE office = ? AND day BETWEEN ? AND ? ORDER BY at, visit
            """,
            office,
            first.description,
            last.description
        ) { row in
            guard let visit = VisitID(data: row[0]), let day = Day(row[1] as String) else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT)
            }
            return AnnouncedWait(
                visit: visit,
                day: day,
                service: row[2],
                at: Instant(milliseconds: row[3]),
                wait: Wait(low: row[4], middle: row[5], high: row[6]),
                real: row[7]
            )
        }
    }
}

extension HubTransaction {
    package func set(_ learned: Learned) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        try setFact("learned", String(decoding: try encoder.encode(learned), as: UTF8.self))
    }

    /// Keeps what somebody was told on coming; of the same visit the first counts.
    package func announce(_ announced: AnnouncedWait) throws {
        try database.run(
            """
            INSERT OR IGNORE INTO announcements (
                visit, office, day, service, at, low, middle, high)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            announced.visit.data,
            office,
            announced.day.description,
            announced.service,
            announced.at.milliseconds,
            announced.wait.low,
            announced.wait.middle,
            announced.wait.high
        )
    }

    /// Keeps how many minutes somebody really waited until the first call; nil forgets what was told,
    /// because nobody knows.
    package func conclude(_ visit: VisitID, real: Double?) throws {
        guard let real else {
            return try database.run("DELETE FROM announcements WHERE visit = ?", visit.data)
        }
        try database.run("UPDATE announcements SET real = ? WHERE visit = ?", real, visit.data)
    }

    /// Forgets what those were told who are not called yet: a clock was set, and nobody will know how
    /// long they waited.
    package func forgetOpenAnnouncements() throws {
        try database.run(
            "DELETE FROM announcements WHERE office = ? AND real IS NULL",
            office
        )
    }

    /// Forgets what was told before a day.
    package func forgetAnnouncements(before day: Day) throws {
        try database.run(
            "DELETE FROM announcements WHERE office = ? AND day < ?",
            office,
            day.description
        )
    }
}

extension HubDatabase {
    static let forecastTables = """
        -- What people without an appointment were told on coming, and how long they really waited.
        CREATE TABLE announcements (
            visit BLOB PRIMARY KEY,
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            service TEXT NOT NULL,
            at INTEGER NOT NULL,
            -- Minutes.
            low REAL NOT NULL,
            middle REAL NOT NULL,
            high REAL NOT NULL,
            real REAL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX announcementsByDay ON announcements (office, day);
        """
}
