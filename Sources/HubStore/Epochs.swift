import GRDB
package import Lobby
import Statements

extension HubTransaction {
    /// Begins a new history of the hub: kiosks notice it and send again what the hub has lost.
    ///
    /// The hub may have given numbers that it no longer knows; so each of its series goes on further
    /// up, behind a void number. Series of kiosks are not touched, they are counted by the kiosks.
    ///
    /// - Parameters:
    ///   - epoch: The number of the new history, higher than any that a kiosk may have seen.
    ///   - skip: How many numbers are left out.
    ///   - letters: The series that the hub gives numbers of.
    ///   - days: The days whose numbers may be in people's hands.
    /// - Throws: `DatabaseError`.
    package func beginEpoch(
        _ epoch: Int,
        skip: Int,
        letters: Set<String>,
        on days: Set<Day>
    ) throws {
        try setFact("epoch", String(epoch))
        for day in days.sorted() {
            for letter in letters.sorted() {
                let last = try highestNumber(series: letter, day: day) + skip
                try setLabel(
                    Label(series: letter, number: last),
                    day: day,
                    visit: VisitID(high: 0, low: 0),
                    state: LabelState.void.rawValue
                )
            }
        }
    }
}
