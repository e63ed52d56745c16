import GRDB
package import Lobby
import Statements

/// What became of a number.
package enum LabelState: String, Sendable {
    case reserved, used, void, alias
}

extension HubReading {
    /// What became of a number on a day; nil when it was never given.
    package func labelState(_ label: Label, on day: Day) throws -> LabelState? {
        let state = try database.first(
            """
            SELECT state FROM labels
            WHERE office = ? AND day = ? AND series = ? AND number = ?
            """,
            office,
            day.description,
            label.series,
            label.number
        ) { $0[0] as String }
        return state.flatMap(LabelState.init)
    }
}
