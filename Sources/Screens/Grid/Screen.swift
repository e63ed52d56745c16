/// One screen: its cells, and the same said in words.
package struct Screen: Equatable, Sendable {
    package var grid: Grid
    /// What speech says; never empty, without clock and countdown, so that it changes only with the
    /// matter.
    package var spoken: String

    package init(grid: Grid, spoken: String) {
        self.grid = grid
        self.spoken = spoken
    }
}
