import Foundation
import GRDB
package import Lobby
import Statements

/// Questions to one consistent state of the hub's database.
///
/// Valid only inside the closure it is handed to.
package class HubReading {
    /// Visits that wait at most; a waiting room holds fewer.
    package static let mostWaiting = 5_000

    let office: String
    private(set) var current: Database?

    init(database: Database?, office: String) {
        current = database
        self.office = office
    }

    var database: Database {
        get throws {
            guard let current else { throw HubStoreError.gone(reason: "used outside its time") }
            return current
        }
    }

    func enter(_ database: Database?) {
        current = database
    }

    // MARK: Visits

    package func visit(_ id: VisitID) throws -> Visit? {
        try one("WHERE id = ?", id.data)
    }

    /// A visit and what a kiosk needs to know beside it.
    package func known(_ id: VisitID) throws -> KnownVisit? {
        try knownVisits("WHERE visits.id = ?", id.data).first
    }

    package func visit(key: String) throws -> Visit? {
        try one("WHERE key = ?", key)
    }

    /// All visits of the office that wait, the first to arrive first, at most ``mostWaiting``.
    package func waitingVisits() throws -> [Visit] {
        try visits(
            "WHERE office = ? AND state = 'waiting' ORDER BY arrived LIMIT ?",
            office,
            Self.mostWaiting
        )
    }

    /// Visits that are called, served, parked, missed or to be clarified on the day.
    package func activeVisits(on day: Day) throws -> [Visit] {
        try visits(
            """
            WHERE office = ? AND day = ?
                AND state <> 'waiting' AND state <> 'finished' AND state <> 'left'
                AND state <> 'cancelled' AND state <> 'notServed' AND state <> 'expired'
                AND state NOT IN ('held', 'booked', 'merged')
            ORDER BY arrived
            """,
            office,
            day.description
        )
    }

    /// The visit that a counter holds: called or being served.
    package func visit(atCounter counter: Int) throws -> Visit? {
        try one(
            "WHERE office = ? AND counter = ? AND state IN ('called', 'serving')",
            office,
            counter
        )
    }

    /// The latest calls, the newest first, one for each visit.
    ///
    /// Of calls in one millisecond, the visit that was drawn later comes first, every time.
    package func latestCalls(most: Int) throws -> [LatestCall] {
        try database.all(
            """
            SELECT series, number, counter, lastCalled, state, id FROM visits
            WHERE office = ? AND lastCalled IS NOT NULL AND counter IS NOT NULL
            ORDER BY lastCalled DESC, row DESC LIMIT ?
            """,
            office,
            most
        ) { row in
            guard let state = VisitState(rawValue: row[4]), let id = VisitID(data: row[5]) else {
                return nil
            }
            return LatestCall(
                visit: id,
                label: Label(series: row[0], number: row[1]),
                counter: row[2],
                at: Instant(milliseconds: row[3]),
                state: state
            )
        }
    }

    /// The counters that called somebody since an instant.
    package func countersAtWork(since instant: Instant) throws -> Set<Int> {
        Set(
            try database.all(
                """
                SELECT DISTINCT counter FROM visits
                WHERE office = ? AND lastCalled >= ? AND counter IS NOT NULL
                """,
                office,
                instant.milliseconds
            ) { $0[0] as Int }
        )
    }

    /// When something was last done at a counter: a call, its end, or anything between.
    ///
    /// - Parameters:
    ///   - counter: Its number.
    ///   - instant: What was before does not count.
    /// - Returns: The instant; nil when nothing was done.
    /// - Throws: An error of the store.
    package func lastDone(atCounter counter: Int, since instant: Instant) throws -> Instant? {
        try database.first(
            """
            SELECT max(at) FROM (
                SELECT at FROM lastActions WHERE office = ? AND counter = ?
                UNION ALL
                SELECT max(lastCalled) FROM visits
                WHERE office = ? AND lastCalled >= ? AND counter = ?)
            """,
            office,
            counter,
            office,
            instant.milliseconds,
            counter
        ) { ($0[0] as Int64?).map(Instant.init(milliseconds:)) }
    }

    /// The visits that were called since an instant, the first call or another one.
    package func visitsCalled(since instant: Instant) throws -> [Visit] {
        try visits("WHERE office = ? AND lastCalled >= ?", office, instant.milliseconds)
    }

    /// How many wait, by service.
    package func waitingCounts() throws -> [ServiceID: Int] {
        let counts = try database.all(
            """
            SELECT service, count(*) FROM visits WHERE office = ? AND state = 'waiting'
            GROUP BY service
            """,
            office
        ) { row -> (ServiceID, Int) in (row[0], row[1]) }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    /// How many wait for a service that came at an instant or before.
    package func waitingCount(of service: ServiceID, arrivedBy instant: Instant) throws -> Int {
        try database.first(
            """
            SELECT count(*) FROM visits
            WHERE office = ? AND state = 'waiting' AND arrived <= ? AND service = ?
            """,
            office,
            instant.milliseconds,
            service
        ) { $0[0] as Int } ?? 0
    }

    // MARK: Changes

    /// The sequence number of the latest event; 0 for none.
    package func latestEvent() throws -> Int {
        try database.first("SELECT max(seq) FROM events") { $0[0] as Int } ?? 0
    }

    /// The visits that events after the cursor are about, as they are now, and the new cursor.
    package func changes(since cursor: Int, most: Int) throws -> (Int, [KnownVisit]) {
        let latest = try latestEvent()
        let end = min(latest, cursor + most)
        let changed = try knownVisits(
            "WHERE visits.id IN (SELECT visit FROM events WHERE seq > ? AND seq <= ?)",
            cursor,
            end
        )
        return (end, changed)
    }

    /// Every visit of a day that has a label in use.
    package func visits(on day: Day) throws -> [KnownVisit] {
        try knownVisits(
            """
            WHERE visits.id IN (
                SELECT visit FROM labels WHERE office = ? AND day = ? AND state = 'used')
            """,
            office,
            day.description
        )
    }

    // MARK: Facts

    package func fact(_ name: String) throws -> String? {
        try database.first("SELECT value FROM facts WHERE name = ?", name) { $0[0] as String }
    }

    /// The number of this history of the hub: one more after each restore.
    package func epoch() throws -> Int {
        try fact("epoch").flatMap(Int.init) ?? 1
    }

    // MARK: Rows

    static let visitColumns = """
        id, series, number, service, kind, state, standing, arrived, booked, counter, calls,
        firstCalled, lastCalled, mayHaveBeenCalled, claimed, errands, parkedFor, onlyCounter
        """

    private func visits<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [Visit] {
        try database.all(
            "SELECT \(Self.visitColumns) FROM visits \(condition)",
            repeat each values
        ) { try Visit(row: $0) }
    }

    private func one<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> Visit? {
        try visits(condition + " LIMIT 1", repeat each values).first
    }

    func knownVisits<each Value: SQLValue>(
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [KnownVisit] {
        try database.all(
            "SELECT \(Self.visitColumns), key, day, language FROM visits \(condition)",
            repeat each values
        ) { row in
            try Day(row[19] as String).map { day in
                KnownVisit(
                    visit: try Visit(row: row),
                    key: row[18],
                    day: day,
                    language: row[20]
                )
            }
        }
    }
}

/// A visit with the random digits behind its QR code and the day it counts for.
package struct KnownVisit: Equatable, Sendable {
    package var visit: Visit
    package var key: String
    package var day: Day
    /// What the visitor reads.
    package var language: LanguageCode

    package init(visit: Visit, key: String, day: Day, language: LanguageCode) {
        self.language = language
        self.visit = visit
        self.key = key
        self.day = day
    }
}

/// A number and the counter it was last called to.
package struct LatestCall: Equatable, Sendable {
    package var visit: VisitID
    package var label: Label
    package var counter: Int
    package var at: Instant
    package var state: VisitState

    package init(visit: VisitID, label: Label, counter: Int, at: Instant, state: VisitState) {
        self.visit = visit
        self.label = label
        self.counter = counter
        self.at = at
        self.state = state
    }
}
