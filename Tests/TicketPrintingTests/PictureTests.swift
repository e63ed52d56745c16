import Foundation
import Lobby
import Testing
import TicketPrinting

@Suite struct `The picture of a ticket` {
    @Test(arguments: [203, 180, 300, 600])
    func `shows a code that a phone reads`(dotsPerInch: Int) async throws {
        let path = scratchPath("ticket.png")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let png = try renderer.png(for: ticket, dotsPerInch: dotsPerInch)
        try Data(png).write(to: URL(fileURLWithPath: path))
        #expect(try await readCode(inPicture: path) == link)
    }

    @Test func `has a pixel for each dot`() throws {
        let page = try renderer.page(for: ticket)
        let png = try renderer.png(for: ticket)
        #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
        #expect(number(in: png, at: 16) == page.width)
        #expect(number(in: png, at: 20) == page.height)
    }

    @Test func `has squares of whole dots in its code`() throws {
        let code = TicketRenderer(layouts: [
            walkIn.with([.qr(content: "{link}", caption: nil, size: 28)])
        ])
        let page = try code.page(for: ticket)
        let rows = try #require(page.inkedRows)
        // 28 mm are 223 dots; the link makes 33 squares: six dots each.
        #expect(rows.count == 33 * 6)
        for row in rows {
            var run = 0
            for column in 0...page.width {
                if column < page.width, page.isBlack(column, row) {
                    run += 1
                } else {
                    #expect(run % 6 == 0)
                    run = 0
                }
            }
        }
    }

    @Test func `has no code when the link is too long for the space`() {
        let long = ticket.with(.link, String(repeating: "x", count: 2_000))
        #expect(throws: TicketDrawingError.self) { try renderer.png(for: long) }
        let longer = ticket.with(.link, String(repeating: "x", count: 20_000))
        #expect(throws: TicketDrawingError.self) { try renderer.png(for: longer) }
    }

    private func number(in png: [UInt8], at offset: Int) -> Int {
        png[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
}

@Suite struct `A ticket as PDF` {
    @Test func `has the size of the page and text that can be searched`() async throws {
        let path = scratchPath("ticket.pdf")
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(renderer.pdf(for: ticket)).write(to: URL(fileURLWithPath: path))
        let page = try renderer.page(for: ticket)

        let info = try await command("pdfinfo", path)
        try #require(info.status != 127, "install the Debian package poppler-utils")
        let sizes = try #require(
            info.output.firstMatch(of: /Page size: +([0-9.]+) x ([0-9.]+) pts/)
        )
        let width = try #require(Double(sizes.1))
        let height = try #require(Double(sizes.2))
        #expect(abs(width - Double(page.width) * 72 / 203) < 0.1)
        #expect(abs(height - Double(page.height) * 72 / 203) < 0.1)

        let text = try await command("pdftotext", "-layout", path, "-").output
        for words in ["Bürgerbüro Musterstadt", "A 047", "Personalausweis", "Vor Ihnen: 7"] {
            #expect(text.contains(words), "no “\(words)” in: \(text)")
        }
    }
}
