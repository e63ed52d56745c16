import GRDB
package import Lobby
import Statements

/// How long people without an appointment waited who came for a service in one hour of a day.
package struct HourlyWait: Equatable, Sendable {
    package var day: Day
    /// Of the arrival, by the office's clock: 8 is from 8:00 to 8:59.
    package var hour: Int
    package var service: ServiceID
    /// Those who were called.
    package var visits: Int
    /// The mean of their waits until the call.
    package var minutes: Double

    package init(day: Day, hour: Int, service: ServiceID, visits: Int, minutes: Double) {
        self.day = day
        self.hour = hour
        self.service = service
        self.visits = visits
        self.minutes = minutes
    }
}

extension HubReading {
    /// How long people waited from one day to another, by day, hour and service.
    ///
    /// Days are in it a moment after they ended, and for ``HubTransaction/hourlyWaitDays`` days.
    package func hourlyWaits(from first: Day, to last: Day) throws -> [HourlyWait] {
        try database.all(
            """
            SELECT day, hour, service, visits, minutes FROM hourlyWaits
            WHERE office = ? AND day BETWEEN ? AND ? ORDER BY day, hour, service
            """,
            office,
            first.description,
            last.description
        ) { row in
            Day(row[0] as String).map { day in
                HourlyWait(
                    day: day,
                    hour: row[1],
                    service: row[2],
                    visits: row[3],
                    minutes: row[4]
                )
            }
        }
    }

    /// The first day on which numbers were given, that is over, and not summed up yet.
    package func dayToSumUp() throws -> Day? {
        guard let end = try fact("day").flatMap({ Day($0) }) else { return nil }
        let oldest = end + -(HubTransaction.hourlyWaitDays + 1)
        let done = max(try fact(summedUp).flatMap { Day($0) } ?? oldest, oldest)
        return try database.first(
            "SELECT min(day) FROM labels WHERE office = ? AND day > ? AND day < ?",
            office,
            done.description,
            end.description
        ) { ($0[0] as String?).flatMap { Day($0) } }
    }

    /// How long the people of one day waited, out of its visits.
    ///
    /// Who was handed on or was away meanwhile waited for more than the counters, and who may have been
    /// called before a restore waited nobody knows how long: they are left out.
    package func sumUp(_ day: Day, by time: OfficeTime) throws -> [HourlyWait] {
        var sums: [Place: (visits: Int, milliseconds: Int64)] = [:]
        _ = try database.all(
            """
            SELECT service, arrived, firstCalled FROM labels JOIN visits ON visits.id = labels.visit
            WHERE labels.office = ? AND labels.day = ? AND labels.state = 'used'
                AND kind = 'walkIn' AND firstCalled IS NOT NULL AND mayHaveBeenCalled = 0
                AND (standing = 'usual' OR standing = 'priority')
            """,
            office,
            day.description
        ) { row -> Void? in
            let arrived = Instant(milliseconds: row[1])
            let place = Place(
                hour: time.timeOfDay(at: arrived).minutes / 60,
                service: row[0]
            )
            let sum = sums[place] ?? (0, 0)
            let wait = max(0, (row[2] as Int64) - arrived.milliseconds)
            sums[place] = (sum.visits + 1, sum.milliseconds + wait)
            return nil
        }
        return sums.map { place, sum in
            HourlyWait(
                day: day,
                hour: place.hour,
                service: place.service,
                visits: sum.visits,
                minutes: Double(sum.milliseconds) / Double(sum.visits) / 60_000
            )
        }
        .sorted { ($0.hour, $0.service) < ($1.hour, $1.service) }
    }
}

extension HubTransaction {
    /// Sums by hours are kept so long; the visits they are made of go earlier.
    package static let hourlyWaitDays = 400

    /// Keeps the sums of a day that is over, and forgets those that are too old.
    package func keep(_ waits: [HourlyWait], of day: Day) throws {
        for wait in waits {
            try database.run(
                """
                INSERT OR REPLACE INTO hourlyWaits (office, day, hour, service, visits, minutes)
                VALUES (?, ?, ?, ?, ?, ?)
                """,
                office,
                wait.day.description,
                wait.hour,
                wait.service,
                wait.visits,
                wait.minutes
            )
        }
        try database.run(
            "DELETE FROM hourlyWaits WHERE office = ? AND day < ?",
            office,
            (day + -Self.hourlyWaitDays).description
        )
        try setFact(summedUp, day.description)
    }
}

extension HubDatabase {
    static let hourlyWaitTables = """
        -- How long people without an appointment waited, by the hour of their arrival.
        CREATE TABLE hourlyWaits (
            office TEXT NOT NULL,
            day TEXT NOT NULL,
            hour INTEGER NOT NULL CHECK (hour >= 0 AND hour < 24),
            service TEXT NOT NULL,
            visits INTEGER NOT NULL CHECK (visits > 0),
            -- The mean.
            minutes REAL NOT NULL,
            PRIMARY KEY (office, day, hour, service)
        ) STRICT, WITHOUT ROWID;
        """
}

private struct Place: Hashable {
    var hour: Int
    var service: ServiceID
}

/// The fact that names the last day that was summed up.
private let summedUp = "summedUpTo"
