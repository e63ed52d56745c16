import GRDB
package import Lobby
import Statements

extension HubTransaction {
    /// Numbers of each series, and second letters, that each new history leaves out: they may have
    /// been given between the backup and the restore.
    ///
    /// Eight kiosks get two letters each when they first greet the hub, and one more for each new log.
    package static let skippedNumbers = 200
    package static let skippedLetters = 30

    /// Begins a new history of the hub: kiosks notice it and send again what the hub has lost.
    ///
    /// The hub may have given numbers that it no longer knows; so each of its series goes on further
    /// up, behind a void number. Series of kiosks are not touched, they are counted by the kiosks.
    /// Who waits may have been called after the backup, and is marked so.
    ///
    /// - Parameters:
    ///   - last: The latest history that anybody knows of; the backup may be older.
    ///   - letters: The series that the hub gives numbers of.
    ///   - today: The business day of the restore; the backup may be of an earlier one.
    ///   - now: The present.
    /// - Returns: The number of the new history.
    /// - Throws: What the database throws.
    package func beginEpoch(
        after last: Int,
        letters: Set<String>,
        today: Day,
        at now: Instant
    ) throws -> Int {
        let before = try epoch()
        let epoch = max(before, last) + 1
        // Each history in between has given numbers of its own, which this backup does not know.
        let passed = epoch - before
        let open = try openDay() ?? today
        try setFact("epoch", String(epoch))
        for day in Set([open, max(open, today)]).sorted() {
            for letter in letters.sorted() {
                let number = try highestNumber(series: letter, day: day)
                try setLabel(
                    Label(series: letter, number: number + Self.skippedNumbers * passed),
                    day: day,
                    visit: VisitID(high: 0, low: 0),
                    state: LabelState.void.rawValue
                )
            }
        }
        try setFact("letterFloor", String(try letterFloor() + Self.skippedLetters * passed))
        try database.run(
            """
            UPDATE visits SET mayHaveBeenCalled = 1
            WHERE office = ?
                AND state IN ('waiting', 'called', 'serving', 'missed', 'parked', 'atDesk')
            """,
            office
        )
        // What was done last is not known any more.
        try database.run("DELETE FROM lastActions WHERE office = ?", office)
        try record(
            HubEvent(
                day: open,
                visit: nil,
                happening: "restored",
                state: nil,
                at: now,
                actor: "system",
                details: "epoch \(epoch)"
            )
        )
        return epoch
    }
}
