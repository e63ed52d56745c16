import GRDB
package import Lobby

/// What became of a number.
package enum LabelState: String, Sendable {
    case reserved, used, void, alias
}

extension HubReading {
    /// What became of a number on a day; nil when it was never given.
    package func labelState(_ label: Label, on day: Day) throws -> LabelState? {
        let statement = try database.cachedStatement(
            sql: """
                SELECT state FROM labels
                WHERE office = ? AND day = ? AND series = ? AND number = ?
                """
        )
        let state = try String.fetchOne(
            statement,
            arguments: [office, day.description, label.series, label.number]
        )
        return state.flatMap(LabelState.init)
    }
}
