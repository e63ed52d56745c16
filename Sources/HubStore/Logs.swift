import GRDB
package import Lobby
package import Sync

extension HubReading {
    /// How far the hub has a kiosk's log; empty for an incarnation it does not know.
    package func logHead(of incarnation: Incarnation) throws -> LogHead {
        let statement = try database.cachedStatement(
            sql: "SELECT seq, head FROM logs WHERE device = ? AND incarnation = ?"
        )
        let row = try Row.fetchOne(
            statement,
            arguments: [incarnation.device, incarnation.number]
        )
        return row.map { LogHead(seq: $0[0], hash: $0[1]) } ?? .empty
    }

    /// The hash of an event the hub has.
    package func hash(of incarnation: Incarnation, seq: Int) throws -> String? {
        try String.fetchOne(
            database.cachedStatement(
                sql: "SELECT hash FROM inbox WHERE device = ? AND incarnation = ? AND seq = ?"
            ),
            arguments: [incarnation.device, incarnation.number, seq]
        )
    }

    /// Whether a kiosk's log tells what became of a visit's number: given, or not needed.
    package func isSettled(_ visit: VisitID) throws -> Bool {
        let statement = try database.cachedStatement(
            sql: "SELECT 1 FROM inbox WHERE visit = ? AND kind IN ('draw', 'drop')"
        )
        return try Row.fetchOne(statement, arguments: [visit.data]) != nil
    }

    /// All events received from an incarnation, in order: the log as the hub has it.
    package func log(of incarnation: Incarnation) throws -> [KioskEvent] {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT seq, hash, visit, kind, version, at, day, details FROM inbox
                WHERE device = ? AND incarnation = ? ORDER BY seq
                """,
            arguments: [incarnation.device, incarnation.number]
        )
        var previous = ""
        return rows.compactMap { row in
            guard let visit = VisitID(data: row[2]) else { return nil }
            defer { previous = row[1] }
            return KioskEvent(
                seq: row[0],
                previous: previous,
                hash: row[1],
                visit: visit,
                kind: row[3],
                version: row[4],
                at: Instant(milliseconds: row[5]),
                day: (row[6] as String?).flatMap { Day($0) },
                details: row[7]
            )
        }
    }
}

extension HubTransaction {
    /// Writes an event into the inbox and moves the head of its log.
    package func receive(
        _ event: KioskEvent,
        from incarnation: Incarnation,
        at now: Instant,
        parked: String?
    ) throws {
        try database.cachedStatement(
            sql: """
                INSERT INTO inbox (
                    device, incarnation, seq, hash, visit, kind, version, at, day, details,
                    received, parked)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """
        ).execute(arguments: [
            incarnation.device, incarnation.number, event.seq, event.hash, event.visit.data,
            event.kind, event.version, event.at.milliseconds, event.day?.description,
            event.details, now.milliseconds, parked,
        ])
        try database.cachedStatement(
            sql: """
                INSERT INTO logs (device, incarnation, seq, head, heard) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (device, incarnation) DO UPDATE
                    SET seq = excluded.seq, head = excluded.head, heard = excluded.heard
                """
        ).execute(arguments: [
            incarnation.device, incarnation.number, event.seq, event.hash, now.milliseconds,
        ])
    }

    /// Notes that a kiosk said hello.
    package func heard(
        _ incarnation: Incarnation,
        clockOffset: Int64,
        printer: String,
        at now: Instant
    ) throws {
        try database.execute(
            sql: """
                INSERT INTO logs (device, incarnation, seq, head, heard, clockOffset, printer)
                VALUES (?, ?, 0, '', ?, ?, ?)
                ON CONFLICT (device, incarnation) DO UPDATE
                    SET heard = excluded.heard, clockOffset = excluded.clockOffset,
                        printer = excluded.printer
                """,
            arguments: [
                incarnation.device, incarnation.number, now.milliseconds, clockOffset, printer,
            ]
        )
    }
}
