import GRDB
package import Lobby
import Statements

// Ids under which kiosks know a visit beside its own: of a second check-in of one appointment, and of
// a number that a clerk called before its event came.
extension HubReading {
    /// The visit behind an id, also an attached one.
    package func mainVisit(_ id: VisitID) throws -> Visit? {
        let own = try visit(id)
        if let own, own.state != .merged { return own }
        let main = try database.first(
            "SELECT main FROM attachments WHERE visit = ?",
            id.data
        ) { VisitID(data: $0[0]) }
        return try main.flatMap(visit) ?? own
    }

    package func attached(to visit: VisitID) throws -> [VisitID] {
        try database.all(
            "SELECT visit FROM attachments WHERE main = ? ORDER BY visit",
            visit.data
        ) { VisitID(data: $0[0]) }
    }

    /// Further labels of a visit: one call is for all of them.
    package func secondLabels(of visit: VisitID) throws -> [Label] {
        try database.all(
            "SELECT series, number FROM labels WHERE visit = ? AND state = 'alias'",
            visit.data
        ) { Label(series: $0[0], number: $0[1]) }
    }

    /// Whether a visit is only a number that was called before its event came.
    package func isStub(_ visit: VisitID) throws -> Bool {
        try database.first(
            "SELECT 1 FROM visits WHERE id = ? AND origin = 'stub'",
            visit.data
        ) { _ in true } ?? false
    }
}

extension HubReading {
    /// The number called before its event came that was then merged into a visit.
    package func mergedStub(_ label: Label, in main: VisitID) throws -> VisitID? {
        try database.first(
            """
            SELECT id FROM visits
            WHERE id IN (SELECT visit FROM attachments WHERE main = ?)
                AND state = 'merged' AND origin = 'stub' AND series = ? AND number = ?
            """,
            main.data,
            label.series,
            label.number
        ) { VisitID(data: $0[0]) }
    }
}

extension HubTransaction {
    package func attach(_ visit: VisitID, to main: VisitID) throws {
        try database.run(
            "INSERT OR IGNORE INTO attachments (visit, main) VALUES (?, ?)",
            visit.data,
            main.data
        )
    }

    /// Attaches a visit to another one, and with it everything that was attached to it.
    package func attachAll(of other: VisitID, to main: VisitID) throws {
        try database.run(
            "UPDATE attachments SET main = ? WHERE main = ?",
            main.data,
            other.data
        )
        try attach(other, to: main)
    }

    /// Makes a visit one of its own again, with the numbers and ids that were its own before.
    package func detach(_ merged: LastAction.Merged, day: Day) throws {
        let other = merged.visit
        for (label, state) in [(other.label, "used")] + merged.labels.map({ ($0, "alias") }) {
            try database.run(
                """
                UPDATE labels SET state = ?, visit = ?
                WHERE office = ? AND day = ? AND series = ? AND number = ?
                """,
                state,
                other.id.data,
                office,
                day.description,
                label.series,
                label.number
            )
        }
        try database.run("DELETE FROM attachments WHERE visit = ?", other.id.data)
        for id in merged.attached {
            try database.run(
                "UPDATE attachments SET main = ? WHERE visit = ?",
                other.id.data,
                id.data
            )
        }
    }

    /// Gives a visit a further label: that of another check-in.
    ///
    /// - Throws: A violated constraint when the label belongs to another visit.
    package func addSecondLabel(
        _ label: Label,
        day: Day,
        of visit: VisitID,
        from checkIn: VisitID
    ) throws {
        try database.run(
            """
            UPDATE labels SET state = 'alias', visit = ?
            WHERE office = ? AND day = ? AND series = ? AND number = ? AND visit = ?
            """,
            visit.data,
            office,
            day.description,
            label.series,
            label.number,
            checkIn.data
        )
        guard try database.changesCount == 0 else { return }
        try setLabel(label, day: day, visit: visit, state: "alias")
    }

    /// Tells a stub what its event brought; its label, state and counter stay.
    package func adopt(
        _ stub: VisitID,
        _ visit: Visit,
        language: LanguageCode,
        key: String,
        origin: String
    ) throws {
        try database.run(
            """
            UPDATE visits SET service = ?, kind = ?, arrived = ?, booked = ?, standing = ?,
                language = ?, key = ?, origin = ?
            WHERE id = ?
            """,
            visit.service,
            visit.kind.rawValue,
            visit.arrived.milliseconds,
            visit.booked?.milliseconds,
            visit.standing.rawValue,
            language,
            key,
            origin,
            stub.data
        )
    }
}
