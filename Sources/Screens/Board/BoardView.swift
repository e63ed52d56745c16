package import Lobby

/// What the board in the waiting room knows.
package struct BoardView: Equatable, Sendable {
    /// A number and where it shall go.
    package struct BoardCall: Equatable, Sendable {
        package var label: Label
        package var counter: Int
        package var at: Instant

        package init(label: Label, counter: Int, at: Instant) {
            self.label = label
            self.counter = counter
            self.at = at
        }
    }

    /// In any order; the newest is found by its time.
    package var calls: [BoardCall]
    package var asOf: Instant
    /// Whether the hub has been silent for so long that the calls may be old.
    package var isStale: Bool

    package init(calls: [BoardCall], asOf: Instant, isStale: Bool = false) {
        self.calls = calls
        self.asOf = asOf
        self.isStale = isStale
    }
}
