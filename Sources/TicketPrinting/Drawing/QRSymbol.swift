import CQREncode
package import Lobby

/// A QR code as squares, without the white border it needs around it.
struct QRSymbol {
    /// The border of white squares that a reader wants on each side.
    static let quietModules = 4

    /// Squares a side.
    let modules: Int
    private let isDark: [Bool]

    /// Nil when the content is longer than a QR code holds.
    init?(_ content: String) {
        // Level M bears 15 % of damage: a thumb, a crease.
        guard let code = QRcode_encodeString8bit(content, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        modules = Int(code.pointee.width)
        isDark = UnsafeBufferPointer(start: code.pointee.data, count: modules * modules)
            .map { $0 & 1 == 1 }
    }

    /// The dark squares of a row, neighbours taken together, so that no seam shows between them.
    func darkRuns(row: Int) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for column in 0...modules {
            let dark = column < modules && isDark[row * modules + column]
            if dark, start == nil { start = column }
            if !dark, let first = start {
                runs.append(first..<column)
                start = nil
            }
        }
        return runs
    }
}

extension CodePicture {
    /// A code for a screen, as small as it gets: capital letters and digits take less room, and a screen
    /// has no creases.
    ///
    /// Nil when the content is longer than a QR code holds.
    package init?(_ content: String) {
        guard let code = QRcode_encodeString(content, 0, QR_ECLEVEL_L, QR_MODE_8, 1) else {
            return nil
        }
        defer { QRcode_free(code) }
        let modules = Int(code.pointee.width)
        let border = QRSymbol.quietModules
        let side = modules + 2 * border
        var isDark = [Bool](repeating: false, count: side * side)
        for row in 0..<modules {
            for column in 0..<modules {
                isDark[(row + border) * side + column + border] =
                    code.pointee.data[row * modules + column] & 1 == 1
            }
        }
        self.init(side: side, isDark: isDark)
    }
}
