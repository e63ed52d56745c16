import Lobby

/// A ticket in the command language of most receipt printers, as a picture.
struct ESCPOSDocument {
    /// Dots that the print heads for rolls of 58, 80 and 112 mm have at 203 dpi.
    private static let headWidths = [384, 576, 832]
    /// Dots of ink that may be missing at each side, a quarter of a millimetre.
    private static let slack = 2
    /// Rows sent in one command; small printers hold no more.
    private static let bandRows = 128

    let bytes: [UInt8]

    /// Nil when a page has ink where the print head has no dots.
    ///
    /// - Parameters:
    ///   - pages: The whole papers, their margins included.
    ///   - number: The printer sends it back when the paper is out and cut; nil to ask for nothing.
    init?(_ pages: [TicketPage], number: [UInt8]?) {
        var bytes = ESCPOSCommand.begin
        for page in pages {
            guard let rows = Self.rows(of: page) else { return nil }
            for first in stride(from: 0, to: page.height, by: Self.bandRows) {
                let count = min(Self.bandRows, page.height - first)
                bytes += ESCPOSCommand.picture(bytesPerRow: rows.bytesPerRow, rows: count)
                let start = first * rows.bytesPerRow
                bytes += rows.bits[start..<start + count * rows.bytesPerRow]
            }
            bytes += page.cut.map(ESCPOSCommand.feedAndCut) ?? ESCPOSCommand.feedToTear
        }
        if let number { bytes += ESCPOSCommand.tellWhenFinished(number) }
        self.bytes = bytes
    }

    /// The same for a ticket of one page.
    init?(_ page: TicketPage, number: [UInt8]?) {
        self.init([page], number: number)
    }

    /// The middle of the page, as wide as the print head.
    private static func rows(of page: TicketPage) -> (bits: [UInt8], bytesPerRow: Int)? {
        let width = headWidths.last { $0 <= page.width } ?? headWidths[0]
        let left = (page.width - width) / 2
        let bytesPerRow = width / 8
        var bits = [UInt8](repeating: 0, count: bytesPerRow * page.height)
        for row in 0..<page.height {
            for column in 0..<page.width where page.isBlack(column, row) {
                let place = column - left
                guard (0..<width).contains(place) else {
                    // Letters and rules end within a dot or two of the margin.
                    guard (-slack..<width + slack).contains(place) else { return nil }
                    continue
                }
                bits[row * bytesPerRow + place / 8] |= 0x80 >> UInt8(place % 8)
            }
        }
        disarm(&bits)
        return (bits, bytesPerRow)
    }

    /// Changes a dot where a picture holds what the printer takes for a real-time command.
    ///
    /// It looks for them everywhere, also inside of pictures.
    private static func disarm(_ bits: inout [UInt8]) {
        for place in bits.indices.dropLast()
        where bits[place] == 0x10 && [0x04, 0x05, 0x14].contains(bits[place + 1]) {
            bits[place + 1] ^= 0x02
        }
    }
}

/// Commands as in Epson's reference of ESC/POS.
enum ESCPOSCommand {
    /// ESC @: everything as when it was switched on; GS a 0: no status that nobody asks for.
    static let begin: [UInt8] = [0x1B, 0x40, 0x1D, 0x61, 0x00]
    /// ESC d: feeds four lines, so that the edge to tear at is behind the ticket.
    static let feedToTear: [UInt8] = [0x1B, 0x64, 0x04]
    /// DLE DC4 8: forgets all that was sent and not printed.
    static let forget: [UInt8] = [0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08]

    /// GS V 65 or 66: feeds to the cutter and cuts, all or all but a corner.
    static func feedAndCut(_ cut: TicketLayout.Cut) -> [UInt8] {
        [0x1D, 0x56, cut == .full ? 0x41 : 0x42, 0x00]
    }

    /// GS v 0: a picture of so many rows follows.
    static func picture(bytesPerRow: Int, rows: Int) -> [UInt8] {
        [0x1D, 0x76, 0x30, 0x00] + twoBytes(bytesPerRow) + twoBytes(rows)
    }

    /// GS ( H, function 48, with a number of four bytes from 0x20 to 0x7E.
    static func tellWhenFinished(_ number: [UInt8]) -> [UInt8] {
        [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30] + number
    }

    /// DLE EOT: asks for a byte of status, answered at once.
    static func status(_ question: UInt8) -> [UInt8] {
        [0x10, 0x04, question]
    }

    private static func twoBytes(_ number: Int) -> [UInt8] {
        [UInt8(number & 0xFF), UInt8(number >> 8)]
    }
}
