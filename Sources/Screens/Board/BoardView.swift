package import Lobby

/// What the board in the waiting room knows.
package struct BoardView: Equatable, Sendable {
    /// A number and where it shall go.
    package struct BoardCall: Hashable, Sendable {
        package var label: Label
        package var counter: Int
        package var at: Instant

        package init(label: Label, counter: Int, at: Instant) {
            self.label = label
            self.counter = counter
            self.at = at
        }
    }

    /// The newest is found by its time; of calls in one second the one that comes first here.
    package var calls: [BoardCall]
    /// Times of appointments whose holders should check in now.
    package var due: [Instant]
    /// What a lead has planned otherwise for today.
    package var plan: DayPlan?
    /// The numbers that will probably be called next; nil when nobody waits.
    package var soon: SoonCalled?
    /// When the calls were so; nil before the hub has said anything.
    package var asOf: Instant?
    /// Whether the hub has been silent for so long that the calls may be old.
    package var isStale: Bool

    package init(
        calls: [BoardCall],
        due: [Instant] = [],
        plan: DayPlan? = nil,
        soon: SoonCalled? = nil,
        asOf: Instant?,
        isStale: Bool = false
    ) {
        self.due = due
        self.soon = soon
        self.plan = plan
        self.calls = calls
        self.asOf = asOf
        self.isStale = isStale
    }
}
