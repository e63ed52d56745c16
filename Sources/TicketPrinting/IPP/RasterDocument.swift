import CCups
import Lobby

/// A ticket as PWG raster (PWG 5102.4), the format every IPP Everywhere printer takes, or as Apple
/// raster, which others take.
enum RasterDocument {
    enum Format: String {
        case pwg = "image/pwg-raster"
        case apple = "image/urf"

        fileprivate var mode: cups_mode_t {
            self == .pwg ? CUPS_RASTER_WRITE_PWG : CUPS_RASTER_WRITE_APPLE
        }
    }

    /// The kinds of dots a printer may want, the leanest first.
    enum Kind: String, CaseIterable {
        case black = "black_1"
        case grey = "sgray_8"
    }

    private final class Sink {
        var bytes: [UInt8] = []
    }

    /// The pages on their papers, at the top and in the middle; nil when libcups refuses.
    static func bytes(
        _ pages: [(TicketPage, PaperChoice)],
        as kind: Kind,
        in format: Format = .pwg
    ) -> [UInt8]? {
        let sink = Sink()
        let write: cups_raster_iocb_t = { context, bytes, count in
            guard let context, let bytes else { return -1 }
            let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
            sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
            return count
        }
        let context = Unmanaged.passUnretained(sink).toOpaque()
        guard let raster = cupsRasterOpenIO(write, context, format.mode) else {
            return nil
        }
        let isWritten = pages.allSatisfy { page, paper in
            guard var header = header(page, on: paper, as: kind) else { return false }
            // The number of pages; of Apple raster it stands at the beginning.
            header.cupsInteger.0 = UInt32(pages.count)
            return cupsRasterWriteHeader2(raster, &header) != 0
                && writeRows(of: page, as: kind, header: header, to: raster)
        }
        cupsRasterClose(raster)
        return isWritten ? withExtendedLifetime(sink) { sink.bytes } : nil
    }

    /// The same for a ticket of one page.
    static func bytes(
        _ page: TicketPage,
        on paper: PaperChoice,
        as kind: Kind,
        in format: Format = .pwg
    ) -> [UInt8]? {
        bytes([(page, paper)], as: kind, in: format)
    }

    private static func header(
        _ page: TicketPage,
        on paper: PaperChoice,
        as kind: Kind
    ) -> cups_page_header2_t? {
        var header = cups_page_header2_t()
        var media = pwg_media_t()
        media.width = Int32(paper.width)
        media.length = Int32(paper.length)
        let dots = Int32(page.dotsPerInch)
        let isMade = (paper.keyword ?? "custom").withCString { name in
            media.pwg = name
            return cupsRasterInitPWGHeader(
                &header,
                &media,
                kind.rawValue,
                dots,
                dots,
                "one-sided",
                "normal"
            ) != 0
        }
        return isMade ? header : nil
    }

    private static func writeRows(
        of page: TicketPage,
        as kind: Kind,
        header: cups_page_header2_t,
        to raster: OpaquePointer
    ) -> Bool {
        let width = Int(header.cupsWidth)
        let left = (width - page.width) / 2
        let white: UInt8 = kind == .grey ? 255 : 0
        var row = [UInt8](repeating: white, count: Int(header.cupsBytesPerLine))
        for line in 0..<Int(header.cupsHeight) {
            if line <= page.height {
                for position in row.indices { row[position] = white }
            }
            if line < page.height, kind == .black, left >= 0, left + page.width <= width {
                copy(page, line, into: &row, at: left)
            } else if line < page.height {
                for column in max(0, -left)..<min(page.width, width - left)
                where page.isBlack(column, line) {
                    let place = column + left
                    switch kind {
                    case .black: row[place / 8] |= 0x80 >> UInt8(place % 8)
                    case .grey: row[place] = 0
                    }
                }
            }
            let count = UInt32(row.count)
            if cupsRasterWritePixels(raster, &row, count) != count { return false }
        }
        return true
    }

    /// Puts the line of a page, eight dots at a time, into a row that begins so many dots before it.
    private static func copy(
        _ page: TicketPage,
        _ line: Int,
        into row: inout [UInt8],
        at left: Int
    ) {
        let shift = UInt8(left % 8)
        for byte in 0..<page.bytesPerRow {
            let dots = page.bits[line * page.bytesPerRow + byte]
            if dots == 0 { continue }
            let place = left / 8 + byte
            row[place] |= dots >> shift
            if shift > 0, place + 1 < row.count { row[place + 1] |= dots << (8 - shift) }
        }
    }
}
