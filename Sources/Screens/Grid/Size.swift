/// The size of a terminal, in cells.
package struct Size: Hashable, Sendable {
    /// The smallest size that the screens are drawn for.
    package static let smallest = Size(width: 40, height: 12)

    package let width: Int
    package let height: Int

    /// Negative lengths count as zero.
    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Whether a window of this size can show what was drawn for the other.
    package func holds(_ other: Size) -> Bool {
        width >= other.width && height >= other.height
    }
}
