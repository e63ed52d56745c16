import Foundation
import GRDB
import Lobby
import Statements

extension HubTransaction {
    /// Numbers of each series, and second letters, that a restored hub leaves out: they may have been
    /// given between the backup and the restore.
    package static let skippedNumbers = 200
    package static let skippedLetters = 4

    /// No visit: it holds the place of numbers left out.
    private static let nobody = VisitID(data: Data(repeating: 0, count: 16))

    /// Begins another history of the hub, after a backup was put back.
    ///
    /// The day must be open. The epoch is one higher, every series of the day goes on further up, and so do the second
    /// letters; kiosks that hear the new epoch send again what the backup does not know.
    ///
    /// - Returns: The new epoch.
    package func beginEpoch(series: Set<String>) throws -> Int {
        let epoch = try epoch() + 1
        try setFact("epoch", String(epoch))
        if let day = try openDay() {
            for name in series {
                let number = try highestNumber(series: name, day: day) + Self.skippedNumbers
                guard let nobody = Self.nobody else { continue }
                let place = Label(series: name, number: number)
                try setLabel(place, day: day, visit: nobody, state: "void")
            }
        }
        try setFact("letterFloor", String(try letterFloor() + Self.skippedLetters))
        try database.run(
            """
            UPDATE visits SET mayHaveBeenCalled = 1
            WHERE office = ? AND state IN ('waiting', 'called', 'serving', 'missed')
            """,
            office
        )
        return epoch
    }
}
