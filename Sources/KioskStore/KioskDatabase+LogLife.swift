import GRDB
package import Lobby
import Sync
import Statements

extension KioskDatabase {
    /// How long events that the hub has are kept, for a hub that is restored from a backup.
    package static let eventLife: Duration = .seconds(14 * 86_400)

    /// Events forgotten in one commit at most, so that the write-ahead log stays short.
    static let mostForgotten = 1000

    /// Begins the log anew under another name, with everything in it written again.
    ///
    /// For a file that came from another machine, or that is an old image: another log with the same
    /// beginning may exist, and its second letter belongs to that one. The hub knows by their ids the
    /// visits it has already.
    ///
    /// - Parameters:
    ///   - name: The name of the log from now on.
    ///   - letter: The second letter to use until the hub says otherwise; nil for none.
    /// - Throws: ``KioskStoreError/disk(reason:)``; the log is as it was then.
    package func beginIncarnation(_ name: String, letter: String?) throws {
        try commit { database in
            try database.execute(sql: "PRAGMA defer_foreign_keys = ON")
            let old = try Self.events(database, "WHERE seq > ? ORDER BY seq LIMIT ?", 0, Int.max)
            let facts = try Self.facts(database)
            let ofEarlierDays = facts["dayBeganAfter"].flatMap { Int($0) } ?? 0
            var head = LogHead.empty
            var dayBeganAfter = 0
            for event in old {
                guard let kind = KioskEvent.Kind(rawValue: event.kind) else { continue }
                let fresh = KioskEvent(
                    after: head,
                    visit: event.visit,
                    kind: kind,
                    at: event.at,
                    day: event.day,
                    details: event.details
                )
                head = LogHead(seq: fresh.seq, hash: fresh.hash)
                if event.seq <= ofEarlierDays { dayBeganAfter = fresh.seq }
                // A log whose beginning was forgotten moves down.
                try database.run(
                    "UPDATE visits SET seq = ? WHERE seq = ?",
                    fresh.seq,
                    event.seq
                )
                try database.run("DELETE FROM events WHERE seq = ?", event.seq)
                try Self.insert(fresh, database)
            }
            // Papers not yet out and numbers only asked for belong to the other life of the file.
            try database.run(
                "UPDATE jobs SET state = 'unknown' WHERE state IN ('pending', 'started')"
            )
            try database.run("DELETE FROM intents")
            try Self.set("incarnation", name, database)
            try Self.set("acknowledged", "0", database)
            try Self.set("settled", "0", database)
            try Self.set("dayBeganAfter", String(dayBeganAfter), database)
            try Self.set("cursor", "0", database)
            try database.run("DELETE FROM facts WHERE name IN ('letter', 'spareLetter')")
            if let letter { try Self.set("letter", letter, database) }
        }
    }

    /// Forgets what the hub has had for long: events, visits, papers.
    ///
    /// - Returns: How many events were forgotten.
    @discardableResult
    package func forgetOld(at now: Instant) throws -> Int {
        var all = 0
        while true {
            let some = try forgetSome(at: now)
            all += some
            if some < Self.mostForgotten { return all }
        }
    }

    private func forgetSome(at now: Instant) throws -> Int {
        try commit { database in
            let facts = try Self.facts(database)
            let acknowledged = facts["acknowledged"].flatMap { Int($0) } ?? 0
            let oldest = (now - Self.eventLife).milliseconds
            // The last event stays: the next one's hash goes on from it.
            let end =
                try database.first(
                    """
                    SELECT max(seq) FROM events
                    WHERE seq <= ? AND at < ? AND seq < (SELECT max(seq) FROM events)
                        AND seq < (SELECT min(seq) FROM events) + ?
                    """,
                    acknowledged,
                    oldest,
                    Self.mostForgotten
                ) { $0[0] as Int? } ?? nil
            guard let end else { return 0 }
            return try Self.forget(until: end, database)
        }
    }

    private static func forget(until end: Int, _ database: Database) throws -> Int {
        try database.run(
            "DELETE FROM jobs WHERE visit IN (SELECT id FROM visits WHERE seq <= ?)",
            end
        )
        try database.run("DELETE FROM visits WHERE seq <= ?", end)
        try database.run("DELETE FROM events WHERE seq <= ?", end)
        return database.changesCount
    }
}
