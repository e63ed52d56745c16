import Foundation
import GRDB
import Lobby
import Sync
import Statements

// The single statements that the operations are made of.
extension KioskDatabase {
    static func facts(_ database: Database) throws -> [String: String] {
        let facts = try database.all("SELECT name, value FROM facts") { row -> (String, String) in
            (row[0], row[1])
        }
        return Dictionary(uniqueKeysWithValues: facts)
    }

    static func set(_ name: String, _ value: String, _ database: Database) throws {
        try database.run(
            """
            INSERT INTO facts (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """,
            name,
            value
        )
    }

    static func head(_ database: Database) throws -> LogHead {
        try database.first("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1") {
            LogHead(seq: $0[0], hash: $0[1])
        } ?? .empty
    }

    static func append(
        _ kind: KioskEvent.Kind,
        _ visit: VisitID,
        details: String,
        at now: Instant,
        _ database: Database
    ) throws -> LogHead {
        let day = try facts(database)["day"].flatMap { Day($0) }
        let event = KioskEvent(
            after: try head(database),
            visit: visit,
            kind: kind,
            at: now,
            day: day,
            details: details
        )
        try insert(event, database)
        return LogHead(seq: event.seq, hash: event.hash)
    }

    static func insert(_ event: KioskEvent, _ database: Database) throws {
        try database.run(
            """
            INSERT INTO events (seq, previous, hash, visit, kind, version, at, day, details)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            event.seq,
            event.previous,
            event.hash,
            event.visit.data,
            event.kind,
            event.version,
            event.at.milliseconds,
            event.day?.description,
            event.details
        )
    }

    static func events<each Value: SQLValue>(
        _ database: Database,
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [KioskEvent] {
        try database.all(
            """
            SELECT seq, previous, hash, visit, kind, version, at, day, details
            FROM events \(condition)
            """,
            repeat each values
        ) { row in
            guard let visit = VisitID(data: row[3]) else { return nil }
            return KioskEvent(
                seq: row[0],
                previous: row[1],
                hash: row[2],
                visit: visit,
                kind: row[4],
                version: row[5],
                at: Instant(milliseconds: row[6]),
                day: (row[7] as String?).flatMap { Day($0) },
                details: row[8]
            )
        }
    }

    /// The label of a draw; a number of an own series is taken in the same commit.
    static func label(
        from source: KioskCore.NumberSource,
        _ database: Database
    ) throws -> Label {
        switch source {
        case .hub(let place): return place.label
        case .own(let series):
            let highest = try database.first(
                """
                INSERT INTO series (series, highest) VALUES (?, 1)
                ON CONFLICT (series) DO UPDATE SET highest = highest + 1
                RETURNING highest
                """,
                series
            ) { $0[0] as Int }
            return Label(series: series, number: highest ?? 1)
        }
    }

    static func setState(
        _ state: VisitState,
        of visit: VisitID,
        _ database: Database
    ) throws {
        try database.run("UPDATE visits SET state = ? WHERE id = ?", state.rawValue, visit.data)
        try database.run("UPDATE mirror SET state = ? WHERE visit = ?", state.rawValue, visit.data)
    }

    static func addJob(
        _ ticket: Ticket,
        visit: VisitID,
        at now: Instant,
        _ database: Database
    ) throws -> PrintJob {
        try database.run(
            """
            INSERT INTO jobs (visit, ticket, isReprint, state, at)
            VALUES (?, ?, ?, 'pending', ?)
            """,
            visit.data,
            try json(ticket),
            ticket.isReprint,
            now.milliseconds
        )
        return PrintJob(
            number: Int(database.lastInsertedRowID),
            visit: visit,
            ticket: ticket,
            at: now
        )
    }

    static func mirror(_ change: VisitChange, _ database: Database) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO mirror (
                visit, series, number, service, state, kind, standing, arrived, booked,
                counter, key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            change.visit.data,
            change.label.series,
            change.label.number,
            change.service,
            change.state.rawValue,
            change.kind.rawValue,
            change.standing.rawValue,
            change.arrived.milliseconds,
            change.booked?.milliseconds,
            change.counter,
            change.key
        )
        for visit in change.attached {
            try database.run(
                "INSERT OR REPLACE INTO attachments (visit, main) VALUES (?, ?)",
                visit.data,
                change.visit.data
            )
        }
    }

    static func mirror(_ change: AppointmentChange, _ database: Database) throws {
        try database.run(
            """
            INSERT OR REPLACE INTO appointments (
                id, service, further, booked, standing, code, state, visit)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            change.appointment.data,
            change.service,
            change.further?.joined(separator: " "),
            change.booked.milliseconds,
            change.standing.rawValue,
            change.code,
            change.state.rawValue,
            change.visit?.data
        )
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
