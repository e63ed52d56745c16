import Foundation
import GRDB
package import Lobby
import Statements

/// A visit as this kiosk knows it: from the hub, or from its own log.
package struct SeenVisit: Equatable, Sendable {
    package var visit: Visit
    package var key: String
    package var language: LanguageCode?

    package init(visit: Visit, key: String, language: LanguageCode?) {
        self.visit = visit
        self.key = key
        self.language = language
    }
}

extension KioskDatabase {
    /// Everybody who waits, as far as this kiosk knows: the hub's word, and what the hub has not yet.
    package func waitingVisits() throws -> [Visit] {
        try commit { database in
            try Self.seen(
                database,
                "state = 'waiting' AND id NOT IN (SELECT visit FROM attachments)"
            ).map(\.visit)
        }
    }

    /// Today's visits with a number, whatever their letter.
    package func visits(number: Int) throws -> [SeenVisit] {
        try commit { try Self.seen($0, "number = ?", number) }
    }

    package func visit(key: String) throws -> SeenVisit? {
        try commit { try Self.seen($0, "key = ?", key).first }
    }

    package func visit(_ id: VisitID) throws -> SeenVisit? {
        try commit { try Self.seen($0, "id = ?", id.data).first }
    }

    /// What the hub says comes first; a visit of our own counts only while the hub does not know it.
    private static func seen<each Value: SQLValue>(
        _ database: Database,
        _ condition: String,
        _ values: repeat each Value
    ) throws -> [SeenVisit] {
        try database.all(
            """
            WITH known AS (
                SELECT visit AS id, series, number, service, state, kind, standing, arrived,
                    booked, counter, key, NULL AS language
                FROM mirror
                UNION ALL
                SELECT id, series, number, service,
                    coalesce((
                        SELECT mirror.state FROM attachments JOIN mirror ON mirror.visit = main
                        WHERE attachments.visit = id), state),
                    kind, 'usual',
                    at + (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM facts
                        WHERE name = 'clockOffset'),
                    booked,
                    (SELECT mirror.counter FROM attachments JOIN mirror ON mirror.visit = main
                        WHERE attachments.visit = id),
                    key, language
                FROM visits
                WHERE id NOT IN (SELECT visit FROM mirror)
                    AND (day IS (SELECT value FROM facts WHERE name = 'day')
                        OR seq > (SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM facts
                            WHERE name = 'acknowledged')))
            SELECT * FROM known WHERE \(condition) ORDER BY arrived, id
            """,
            repeat each values
        ) { row in
            guard let id = VisitID(data: row[0]), let state = VisitState(rawValue: row[4]),
                let kind = Visit.Kind(rawValue: row[5]),
                let standing = Visit.Standing(rawValue: row[6])
            else { return nil }
            let visit = Visit(
                id: id,
                label: Label(series: row[1], number: row[2]),
                service: row[3],
                kind: kind,
                state: state,
                arrived: Instant(milliseconds: row[7]),
                booked: (row[8] as Int64?).map(Instant.init(milliseconds:)),
                standing: standing,
                counter: row[9]
            )
            return SeenVisit(visit: visit, key: row[10], language: row[11])
        }
    }
}
