import GRDB
package import Lobby
import Statements

/// Somebody who wants to be called back.
package struct Callback: Equatable, Sendable {
    package var id: VisitID
    package var at: Instant
    package var phone: String
    /// What for, in the words of whoever took it down.
    package var wish: String

    package init(id: VisitID, at: Instant, phone: String, wish: String) {
        self.id = id
        self.at = at
        self.phone = phone
        self.wish = wish
    }
}

extension HubReading {
    /// Who still waits for a call, the first to ask first.
    package func callbacks() throws -> [Callback] {
        try database.all(
            "SELECT id, at, phone, wish FROM callbacks WHERE office = ? ORDER BY at, id",
            office
        ) { row in
            VisitID(data: row[0]).map { id in
                Callback(
                    id: id,
                    at: Instant(milliseconds: row[1]),
                    phone: row[2],
                    wish: row[3]
                )
            }
        }
    }
}

extension HubTransaction {
    package func add(_ callback: Callback) throws {
        try database.run(
            "INSERT INTO callbacks (id, office, at, phone, wish) VALUES (?, ?, ?, ?, ?)",
            callback.id.data,
            office,
            callback.at.milliseconds,
            callback.phone,
            callback.wish
        )
    }

    /// Forgets one, with its number: it is done.
    ///
    /// - Returns: Whether it was there.
    package func removeCallback(_ id: VisitID) throws -> Bool {
        try database.run("DELETE FROM callbacks WHERE id = ?", id.data)
        return try database.changesCount == 1
    }

    /// Forgets those that were asked for long ago.
    package func forgetCallbacks(before instant: Instant) throws {
        try database.run("DELETE FROM callbacks WHERE at < ?", instant.milliseconds)
    }
}
