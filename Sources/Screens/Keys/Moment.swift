package import Lobby

/// When something happened, by both clocks.
package struct Moment: Equatable, Sendable {
    /// On a clock that never jumps; only differences count.
    package var elapsed: Duration
    /// On the clock of the office.
    package var wall: Instant

    package init(elapsed: Duration, wall: Instant) {
        self.elapsed = elapsed
        self.wall = wall
    }
}
