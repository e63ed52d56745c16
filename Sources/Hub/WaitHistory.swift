import HubStore
import Lobby

extension Hub {
    /// So many days are summed up at once; those of before an update take a few rounds.
    package static let mostDaysSummedUp = 7

    /// Sums up how long people waited on days that are over and not summed up yet.
    ///
    /// The days are read beside the writer, who only keeps what came out.
    ///
    /// - Returns: Whether there may be more.
    /// - Throws: An error of the store.
    @discardableResult
    package func sumUpDays() async throws -> Bool {
        for _ in 0..<Self.mostDaysSummedUp {
            let summed = try await read { cases, store, _ in
                try store.dayToSumUp().map { day in
                    (day, try store.sumUp(day, by: cases.office.time))
                }
            }
            guard let (day, waits) = summed else { return false }
            try await store.write { try $0.keep(waits, of: day) }
        }
        return true
    }
}
