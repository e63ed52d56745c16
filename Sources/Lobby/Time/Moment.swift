/// A point in time by two clocks: elapsed time for everything that lasts, wall time for what is shown.
///
/// `elapsed` never jumps; `wall` may, when somebody sets the clock.
package struct Moment: Equatable, Sendable {
    package var elapsed: Duration
    package var wall: Instant

    package init(elapsed: Duration, wall: Instant) {
        self.elapsed = elapsed
        self.wall = wall
    }
}
