package import HubStore
package import Lobby

extension HubCases {
    /// Begins another history of the hub after a backup was put back: see
    /// ``HubTransaction/beginEpoch(series:)``.
    ///
    /// The day of the restore is opened first, so that its numbers are left out too.
    ///
    /// - Returns: The new epoch.
    package func beginEpoch(in store: HubTransaction, at now: Instant) throws -> Int {
        _ = try today(store, at: now)
        let letters = office.services.all.map(\.letter) + [Label.appointmentLetter]
        return try store.beginEpoch(series: Set(letters))
    }
}
