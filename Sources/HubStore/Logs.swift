import GRDB
package import Lobby
package import Sync
import Statements

extension HubReading {
    /// How far the hub has a kiosk's log; empty for an incarnation it does not know.
    package func logHead(of incarnation: Incarnation) throws -> LogHead {
        let head = try database.first(
            "SELECT seq, head FROM logs WHERE device = ? AND incarnation = ?",
            incarnation.device,
            incarnation.number
        ) { LogHead(seq: $0[0], hash: $0[1]) }
        return head ?? .empty
    }

    /// The hash of an event the hub has.
    package func hash(of incarnation: Incarnation, seq: Int) throws -> String? {
        try database.first(
            "SELECT hash FROM inbox WHERE device = ? AND incarnation = ? AND seq = ?",
            incarnation.device,
            incarnation.number,
            seq
        ) { $0[0] as String }
    }

    /// Whether a visit needs no number any more: its kiosk's log tells what became of it, or the one it
    /// had is void, because its day ended.
    package func isSettled(_ visit: VisitID) throws -> Bool {
        try database.first(
            """
            SELECT 1 FROM inbox WHERE visit = ? AND kind IN ('draw', 'checkIn', 'drop')
            UNION ALL SELECT 1 FROM labels WHERE visit = ? AND state = 'void'
            LIMIT 1
            """,
            visit.data,
            visit.data
        ) { _ in true } ?? false
    }

    /// All events received from an incarnation, in order: the log as the hub has it.
    package func log(of incarnation: Incarnation) throws -> [KioskEvent] {
        try received(from: incarnation).map(\.event)
    }

    /// Everything kiosks ever sent, in the order of its arrival.
    package func inbox() throws -> [ReceivedEvent] {
        let logs = try database.all("SELECT device, incarnation FROM logs") { row in
            Incarnation(device: row[0], number: row[1])
        }
        return try logs.flatMap(received).sorted { first, second in
            (first.at, first.incarnation.number, first.event.seq)
                < (second.at, second.incarnation.number, second.event.seq)
        }
    }

    private func received(from incarnation: Incarnation) throws -> [ReceivedEvent] {
        var previous = ""
        return try database.all(
            """
            SELECT seq, hash, visit, kind, version, at, day, details, latestDay, received
            FROM inbox
            WHERE device = ? AND incarnation = ? ORDER BY seq
            """,
            incarnation.device,
            incarnation.number
        ) { row in
            guard let visit = VisitID(data: row[2]) else { return nil }
            defer { previous = row[1] }
            let event = KioskEvent(
                seq: row[0],
                previous: previous,
                hash: row[1],
                visit: visit,
                kind: row[3],
                version: row[4],
                at: Instant(milliseconds: row[5]),
                day: (row[6] as String?).flatMap { Day($0) },
                details: row[7],
                latestDay: (row[8] as String?).flatMap { Day($0) }
            )
            let at = Instant(milliseconds: row[9])
            return ReceivedEvent(incarnation: incarnation, event: event, at: at)
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
        try database.run(
            """
            INSERT INTO inbox (
                device, incarnation, seq, hash, visit, kind, version, at, day, details,
                latestDay, received, parked)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            incarnation.device,
            incarnation.number,
            event.seq,
            event.hash,
            event.visit.data,
            event.kind,
            event.version,
            event.at.milliseconds,
            event.day?.description,
            event.details,
            event.latestDay?.description,
            now.milliseconds,
            parked
        )
        try database.run(
            """
            INSERT INTO logs (device, incarnation, seq, head, heard) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (device, incarnation) DO UPDATE
                SET seq = excluded.seq, head = excluded.head, heard = excluded.heard
            """,
            incarnation.device,
            incarnation.number,
            event.seq,
            event.hash,
            now.milliseconds
        )
    }

    /// Notes that a kiosk said hello.
    package func heard(
        _ incarnation: Incarnation,
        clockOffset: Int64,
        printer: String,
        at now: Instant
    ) throws {
        try database.run(
            """
            INSERT INTO logs (device, incarnation, seq, head, heard, clockOffset, printer)
            VALUES (?, ?, 0, '', ?, ?, ?)
            ON CONFLICT (device, incarnation) DO UPDATE
                SET heard = excluded.heard, clockOffset = excluded.clockOffset,
                    printer = excluded.printer
            """,
            incarnation.device,
            incarnation.number,
            now.milliseconds,
            clockOffset,
            printer
        )
    }
}

/// An event as the hub received it.
package struct ReceivedEvent: Equatable, Sendable {
    package var incarnation: Incarnation
    package var event: KioskEvent
    package var at: Instant

    package init(incarnation: Incarnation, event: KioskEvent, at: Instant) {
        self.incarnation = incarnation
        self.event = event
        self.at = at
    }
}

extension HubReading {
    /// The second letters that logs use, each with its log.
    package func secondLetters() throws -> [(incarnation: Incarnation, letter: String)] {
        try database.all(
            "SELECT device, incarnation, letter FROM letters WHERE incarnation IS NOT NULL"
        ) { row in
            (Incarnation(device: row[0], number: row[1]), row[2])
        }
    }
}
