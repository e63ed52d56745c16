package import Lobby

/// One ticket, or a piece of one that is cut, as dots: the picture that goes to a printer.
package struct TicketPage: Equatable, Sendable {
    package let width: Int
    package let height: Int
    package let dotsPerInch: Int
    package let bytesPerRow: Int
    /// Rows from the top, eight dots a byte, the leftmost in the highest bit; a set bit is black.
    package let bits: [UInt8]
    /// Whether and how the paper is cut after it.
    package internal(set) var cut: TicketLayout.Cut?

    /// Puts rows of a full byte a dot together; a dot counts as black from half ink on.
    init(width: Int, height: Int, dotsPerInch: Int, ink: UnsafePointer<UInt8>, inkPerRow: Int) {
        let bytesPerRow = (width + 7) / 8
        self.width = width
        self.height = height
        self.dotsPerInch = dotsPerInch
        self.bytesPerRow = bytesPerRow
        bits = Array(unsafeUninitializedCapacity: bytesPerRow * height) { buffer, count in
            buffer.initialize(repeating: 0)
            for row in 0..<height {
                let line = ink + row * inkPerRow
                for column in 0..<width where line[column] >= 128 {
                    buffer[row * bytesPerRow + column / 8] |= 0x80 >> UInt8(column % 8)
                }
            }
            count = bytesPerRow * height
        }
    }

    /// How long the paper is, in whole millimetres.
    package var millimetres: Int {
        (height * 254 + dotsPerInch * 5) / (dotsPerInch * 10)
    }

    package func isBlack(_ column: Int, _ row: Int) -> Bool {
        bits[row * bytesPerRow + column / 8] & 0x80 >> UInt8(column % 8) != 0
    }
}
