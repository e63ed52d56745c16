import Foundation
import GRDB
package import Lobby
import Statements

/// What is so at one counter today.
package struct Desk: Equatable, Sendable {
    package var counter: Int
    /// The services the clerk gives; nil for all of the counter's.
    package var services: Set<ServiceID>?
    /// Until when nobody is called there; nil when the counter works.
    package var pausedUntil: Instant?
    /// The visit that was finished last, until the next call.
    package var reopenable: VisitID?

    package init(
        counter: Int,
        services: Set<ServiceID>? = nil,
        pausedUntil: Instant? = nil,
        reopenable: VisitID? = nil
    ) {
        self.counter = counter
        self.services = services
        self.pausedUntil = pausedUntil
        self.reopenable = reopenable
    }
}

/// What was done last at a counter.
package struct LastAction: Equatable, Sendable {
    /// The event it was written down as.
    package var event: Int
    package var at: Instant
    /// The visit as it was before.
    package var before: Visit
    /// What could be reopened before.
    package var reopenable: VisitID?
    /// What was done beside changing the visit.
    package var also = Also()

    /// What is taken back beside the visit's own state.
    package struct Also: Equatable, Sendable {
        /// The note was written over.
        package var changedNote: Bool
        /// Another visit became part of it.
        package var merged: Merged?
        /// The visit itself was new: a number that was given out.
        package var isDrawn: Bool

        package init(changedNote: Bool = false, merged: Merged? = nil, isDrawn: Bool = false) {
            self.changedNote = changedNote
            self.merged = merged
            self.isDrawn = isDrawn
        }
    }

    /// A visit that became part of another one.
    package struct Merged: Equatable, Codable, Sendable {
        package var visit: Visit
        /// Its further numbers.
        package var labels: [Label]
        /// Other ids that led to it.
        package var attached: [VisitID]

        package init(visit: Visit, labels: [Label], attached: [VisitID]) {
            self.visit = visit
            self.labels = labels
            self.attached = attached
        }
    }
}

/// Somebody who asks the counters for help.
package struct HelpCall: Equatable, Sendable {
    package enum Place: Equatable, Sendable {
        case counter(Int)
        case kiosk(String)
    }

    package var id: VisitID
    package var at: Instant
    package var place: Place
    /// The counter that goes there.
    package var takenBy: Int?

    package init(id: VisitID, at: Instant, place: Place, takenBy: Int? = nil) {
        self.id = id
        self.at = at
        self.place = place
        self.takenBy = takenBy
    }
}

extension HubReading {
    /// All counters at which something is not as usual.
    package func desks() throws -> [Desk] {
        try desks("WHERE office = ? ORDER BY counter", office)
    }

    package func desk(_ counter: Int) throws -> Desk {
        try desks("WHERE office = ? AND counter = ?", office, counter).first
            ?? Desk(counter: counter)
    }

    private func desks<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [Desk] {
        try database.all(
            "SELECT counter, services, pausedUntil, reopenable FROM desks \(condition)",
            repeat each values
        ) { row in
            Desk(
                counter: row[0],
                services: (row[1] as String?).map {
                    Set($0.split(separator: " ").map(String.init))
                },
                pausedUntil: (row[2] as Int64?).map(Instant.init(milliseconds:)),
                reopenable: (row[3] as Data?).flatMap { VisitID(data: $0) }
            )
        }
    }

    /// What was done last at a counter; nil when nothing can be taken back.
    package func lastAction(at counter: Int) throws -> LastAction? {
        try database.first(
            """
            SELECT seq, at, before, reopenable, changedNote, merged, isDrawn FROM lastActions
            WHERE office = ? AND counter = ?
            """,
            office,
            counter
        ) { row in
            let merged = try (row[5] as String?).map { text in
                try JSONDecoder().decode(LastAction.Merged.self, from: Data(text.utf8))
            }
            return LastAction(
                event: row[0],
                at: Instant(milliseconds: row[1]),
                before: try JSONDecoder().decode(Visit.self, from: Data((row[2] as String).utf8)),
                reopenable: (row[3] as Data?).flatMap { VisitID(data: $0) },
                also: LastAction.Also(changedNote: row[4], merged: merged, isDrawn: row[6])
            )
        }
    }

    /// Whether something was written down about a visit after an event; papers do not count.
    package func hasNews(of visit: VisitID, since event: Int) throws -> Bool {
        try database.first(
            "SELECT 1 FROM events WHERE seq > ? AND visit = ? AND happening <> 'paper' LIMIT 1",
            event,
            visit.data
        ) { _ in true } ?? false
    }

    /// When something last happened to a visit; nil when it never did.
    ///
    /// - Parameters:
    ///   - happening: What.
    ///   - visit: To which.
    ///   - byKiosk: Whether only what was done at a kiosk counts.
    /// - Returns: The instant.
    /// - Throws: An error of the store.
    package func latest(
        _ happening: Happening,
        of visit: VisitID,
        byKiosk: Bool = false
    ) throws -> Instant? {
        try database.first(
            """
            SELECT at FROM events WHERE visit = ? AND happening = ? AND actor LIKE ?
            ORDER BY seq DESC LIMIT 1
            """,
            visit.data,
            happening.rawValue,
            byKiosk ? "kiosk:%" : "%"
        ) { Instant(milliseconds: $0[0]) }
    }

    /// Where a visit was sent on to, by the id of the other office; nil when it ended otherwise.
    package func sentOn(_ visit: VisitID) throws -> String? {
        try database.first(
            """
            SELECT CASE happening WHEN ? THEN details END FROM events
            WHERE visit = ? AND state = ? ORDER BY seq DESC LIMIT 1
            """,
            Happening.redirect.rawValue,
            visit.data,
            VisitState.finished.rawValue
        ) { $0[0] as String? } ?? nil
    }

    /// Who asked for help since an instant, the first to ask first.
    package func helpCalls(since instant: Instant) throws -> [HelpCall] {
        try database.all(
            """
            SELECT id, at, counter, kiosk, takenBy FROM helpCalls WHERE office = ? AND at >= ?
            ORDER BY at
            """,
            office,
            instant.milliseconds
        ) { row in
            VisitID(data: row[0]).map { id in
                let counter: Int? = row[2]
                return HelpCall(
                    id: id,
                    at: Instant(milliseconds: row[1]),
                    place: counter.map(HelpCall.Place.counter) ?? .kiosk(row[3] ?? ""),
                    takenBy: row[4]
                )
            }
        }
    }
}

extension HubTransaction {
    package func set(_ desk: Desk) throws {
        try database.run(
            """
            INSERT INTO desks (office, counter, services, pausedUntil, reopenable)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (office, counter) DO UPDATE SET services = excluded.services,
                pausedUntil = excluded.pausedUntil, reopenable = excluded.reopenable
            """,
            office,
            desk.counter,
            desk.services?.sorted().joined(separator: " "),
            desk.pausedUntil?.milliseconds,
            desk.reopenable?.data
        )
    }

    /// Remembers how a visit was before the event that was written down last.
    package func remember(
        _ before: Visit,
        reopenable: VisitID?,
        also: LastAction.Also = LastAction.Also(),
        at counter: Int,
        _ now: Instant
    ) throws {
        let merged = try also.merged.map { merged in
            String(decoding: try JSONEncoder().encode(merged), as: UTF8.self)
        }
        try database.run(
            """
            INSERT OR REPLACE INTO lastActions (
                office, counter, seq, at, before, reopenable, changedNote, merged, isDrawn)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            office,
            counter,
            try latestEvent(),
            now.milliseconds,
            String(decoding: try JSONEncoder().encode(before), as: UTF8.self),
            reopenable?.data,
            also.changedNote,
            merged,
            also.isDrawn
        )
    }

    package func forgetLastAction(at counter: Int) throws {
        try database.run(
            "DELETE FROM lastActions WHERE office = ? AND counter = ?",
            office,
            counter
        )
    }

    /// A new day: every counter works again, and gives all its services.
    package func clearDesks() throws {
        for table in ["desks", "lastActions", "helpCalls"] {
            try database.run("DELETE FROM \(table) WHERE office = ?", office)
        }
    }

    package func add(_ call: HelpCall) throws {
        var (counter, kiosk): (Int?, String?) = (nil, nil)
        switch call.place {
        case .counter(let number): counter = number
        case .kiosk(let name): kiosk = name
        }
        try database.run(
            "INSERT INTO helpCalls (id, office, at, counter, kiosk) VALUES (?, ?, ?, ?, ?)",
            call.id.data,
            office,
            call.at.milliseconds,
            counter,
            kiosk
        )
    }

    /// A counter goes to help, on condition that none does yet.
    ///
    /// - Returns: Whether it is this one.
    package func takeHelp(_ id: VisitID, by counter: Int, at now: Instant) throws -> Bool {
        try database.run(
            "UPDATE helpCalls SET takenBy = ?, takenAt = ? WHERE id = ? AND takenBy IS NULL",
            counter,
            now.milliseconds,
            id.data
        )
        return try database.changesCount == 1
    }

    /// Nobody needs to come any more.
    package func endHelp(_ id: VisitID) throws {
        try database.run("DELETE FROM helpCalls WHERE id = ?", id.data)
    }
}
