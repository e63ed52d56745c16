import Foundation
import Lobby
import Testing
@testable import TicketPrinting

@Suite struct `A block of a ticket` {
    @Test(arguments: [
        "A 047", "01234567890123456789", "https://warten.example/t/0123", "x", "007",
        "AB123456cd7", "!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~",
    ])
    func `with bars is read by a scanner`(content: String) async throws {
        for name in ["58mm", "80mm", "a4"] {
            let layout = walkIn.with([.barcode(content: "{service}", height: 12, width: nil)])
                .on(try shippedPaper(name))
            let bars = TicketRenderer(layouts: [layout])
            // Of a long text the bars do not fit on every paper; then nothing is printed.
            guard let png = try? bars.png(for: ticket.with(.service, content)) else {
                #expect(content.count > 20 && name != "a4")
                continue
            }
            #expect(try await codes(in: png) == ["CODE-128:\(content)"])
        }
    }

    @Test func `with bars has whole dots, the white they need, and a limit`() throws {
        let layout = walkIn.with([.barcode(content: "{label}", height: 10, width: 60)])
        let page = try TicketRenderer(layouts: [layout]).page(for: ticket)
        let rows = try #require(page.inkedRows)
        #expect(rows.count == 79)
        let columns = page.inkedColumns
        let code = try #require(Code128("A 047"))
        let module = columns.count / code.modules
        #expect(columns.count == code.modules * module && module >= 2)
        #expect(columns.lowerBound >= 10 * module)
        let wordy = ticket.with(.label, String(repeating: "w", count: 60))
        #expect(throws: TicketDrawingError.self) {
            try TicketRenderer(layouts: [layout]).page(for: wordy)
        }
        let umlaut = #expect(throws: TicketDrawingError.self) {
            try TicketRenderer(layouts: [layout]).page(for: ticket.with(.label, "Ä"))
        }
        #expect(umlaut == .notInCode128(content: "Ä"))
    }

    @Test func `with bars is left out when there is nothing to write in them`() throws {
        let with = walkIn.with([
            TicketLayout.plain("{service}"), .barcode(content: "{key}", height: 9, width: nil),
            .space(20), .rule(thickness: 1),
        ])
        let without = walkIn.with([TicketLayout.plain("{service}"), .rule(thickness: 1)])
        #expect(
            try TicketRenderer(layouts: [with]).page(for: ticket)
                == TicketRenderer(layouts: [without]).page(for: ticket)
        )
    }

    @Test func `with a picture is as wide as asked, in its place`() async throws {
        let black = TicketImage(file: "a.png", bytes: try await greyPicture(0), isDithered: true)
        for (align, left) in [
            (TicketLayout.Alignment.start, 31), (.center, (639 - 159) / 2),
            (.end, 639 - 31 - 159),
        ] {
            let layout = walkIn.with([.image(black, width: 20, align: align)])
            let page = try TicketRenderer(layouts: [layout]).page(for: ticket)
            #expect(page.inkedColumns == left...left + 158)
            #expect(page.inkedRows?.count == 80)
        }
    }

    @Test func `with a picture turns greys into dots, or into black and white`() async throws {
        for (grey, isDithered, share) in [
            (64, true, 0.75), (128, true, 0.5), (192, true, 0.25), (255, true, 0),
            (120, false, 1), (136, false, 0),
        ] {
            let image = TicketImage(
                file: "grey.png",
                bytes: try await greyPicture(grey),
                isDithered: isDithered
            )
            let layout = walkIn.with([.image(image, width: 20, align: .center)])
            let page = try TicketRenderer(layouts: [layout]).page(for: ticket)
            let found = Double(page.blackDots) / (159 * 80)
            #expect(abs(found - share) < 0.02, "\(grey): \(found)")
        }
    }

    @Test func `with a picture that cannot be opened is refused with its name`() async throws {
        let broken = Array(try await greyPicture(0).prefix(60))
        for bytes in [[], Array("no picture".utf8), broken] {
            let image = TicketImage(file: "arms.png", bytes: bytes, isDithered: true)
            let layout = walkIn.with([.image(image, width: 20, align: .center)])
            #expect(throws: TicketDrawingError.badPicture(file: "arms.png")) {
                try TicketRenderer(layouts: [layout]).page(for: ticket)
            }
        }
    }

    @Test func `with a picture is in the PDF as well`() async throws {
        let image = TicketImage(file: "a.png", bytes: try await greyPicture(100), isDithered: true)
        let layout = walkIn.with([.image(image, width: 20, align: .center)])
        let path = scratchPath("picture.pdf")
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(TicketRenderer(layouts: [layout]).pdf(for: ticket))
            .write(to: URL(fileURLWithPath: path))
        let listed = try await command("pdfimages", "-list", path).output
        #expect(listed.contains("159"), "\(listed)")
    }

    @Test func `ends a piece of paper where it says cut`() async throws {
        let layout = walkIn.with([
            .number(size: 20), .cut(.full), .space(9), TicketLayout.plain("{service}"),
            .cut(.partial), TicketLayout.plain("{phone}"),
        ])
        let cut = TicketRenderer(layouts: [layout])
        var second = ticket
        second.isReprint = true
        let pages = try cut.pages(for: second)
        // The third piece has nothing on it: there is no telephone.
        #expect(pages.map(\.cut) == [.full, .partial])
        // Each is marked, and none is shorter than the paper can be.
        #expect(pages.allSatisfy { $0.height >= 479 && ($0.inkedRows?.lowerBound ?? 99) < 40 })
        let pdf = scratchPath("cut.pdf")
        defer { try? FileManager.default.removeItem(atPath: pdf) }
        try Data(cut.pdf(for: second)).write(to: URL(fileURLWithPath: pdf))
        let info = try await command("pdfinfo", pdf).output
        #expect(info.contains(/Pages: +2/), "\(info)")
        let bytes = try #require(ESCPOSDocument(pages, number: nil)).bytes
        #expect(bytes.suffix(4) == [0x1D, 0x56, 0x42, 0x00])
        #expect(bytes.ranges(of: [0x1D, 0x56, 0x41, 0x00]).count == 1)
    }

    @Test func `that is not cut is fed far enough to be torn off`() throws {
        let uncut = TicketRenderer(layouts: [walkIn.with([.number(size: 20)])])
        let page = try uncut.page(for: ticket)
        #expect(page.cut == nil)
        let bytes = try #require(ESCPOSDocument(page, number: nil)).bytes
        #expect(bytes.suffix(3) == [0x1B, 0x64, 0x04])
        #expect(bytes.ranges(of: [0x1D, 0x56]).isEmpty)
    }

    @Test func `of another piece is another page for a raster printer`() async throws {
        let layout = walkIn.with([
            .number(size: 20), .cut(.full), .qr(content: "{link}", caption: nil, size: 28),
        ])
        let pages = try TicketRenderer(layouts: [layout]).pages(for: ticket)
        let papers = pages.compactMap { page in
            PaperChoice(forWidth: 8000, length: page.height * 2540 / 203 + 1, among: [])
        }
        #expect(papers.count == 2)
        let bytes = try #require(
            RasterDocument.bytes(Array(zip(pages, papers)), as: .black)
        )
        let (page, picture) = (scratchPath("two.page"), scratchPath("two.pgm"))
        defer { for path in [page, picture] { try? FileManager.default.removeItem(atPath: path) } }
        try Data(bytes).write(to: URL(fileURLWithPath: page))
        let decoder =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().path + "/PrintLab/decode.py"
        let decoded = try await command("python3", decoder, page, picture)
        #expect(decoded.status == 0, "\(decoded.output)")
        #expect(decoded.output.contains("\"pages\": 2"))
        #expect(try await readCode(inPicture: picture) == link)
    }
}

/// A picture of one shade, twice as wide as high.
private func greyPicture(_ shade: Int) async throws -> [UInt8] {
    let path = scratchPath("grey.png")
    defer { try? FileManager.default.removeItem(atPath: path) }
    let script = """
        import struct, sys, zlib
        shade = int(sys.argv[1])
        def chunk(kind, data):
            sum = zlib.crc32(kind + data)
            return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", sum)
        rows = (b"\\0" + bytes([shade]) * 200) * 100
        with open(sys.argv[2], "wb") as file:
            file.write(b"\\x89PNG\\r\\n\\x1a\\n")
            file.write(chunk(b"IHDR", struct.pack(">IIBBBBB", 200, 100, 8, 0, 0, 0, 0)))
            file.write(chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
        """
    let made = try await command("python3", "-c", script, String(shade), path)
    try #require(made.status == 0, "\(made.output)")
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

extension TicketPage {
    /// The columns from the first to the last with a black dot.
    var inkedColumns: ClosedRange<Int> {
        let inked = (0..<width).filter { column in
            (0..<height).contains { isBlack(column, $0) }
        }
        return (inked.first ?? 0)...(inked.last ?? 0)
    }
}

/// What zbarimg reads in a picture, each with its kind.
func codes(in png: [UInt8]) async throws -> [String] {
    let path = scratchPath("codes.png")
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(png).write(to: URL(fileURLWithPath: path))
    return try await codes(inFile: path)
}

/// What zbarimg reads in the picture of a file.
func codes(inFile path: String) async throws -> [String] {
    let result = try await command(
        "zbarimg",
        "--quiet",
        path,
        environment: ["DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"]
    )
    try #require(result.status != 127, "install the Debian package zbar-tools")
    return result.output.split(separator: "\n").map(String.init).filter {
        $0.hasPrefix("QR-Code:") || $0.hasPrefix("CODE-128:")
    }
}
