/// A QR code as squares, with the white border it needs around it.
package struct CodePicture: Equatable, Sendable {
    /// Squares a side, the border included.
    package let side: Int
    private let isDark: [Bool]

    /// - Parameters:
    ///   - side: Squares a side, the border included.
    ///   - isDark: Row by row from the top left; as many as the square of the side.
    package init(side: Int, isDark: [Bool]) {
        self.side = side
        self.isDark = isDark
    }

    package func isDark(_ column: Int, _ row: Int) -> Bool {
        row < side && isDark[row * side + column]
    }
}
