import Foundation
import Lobby
import Testing
import TicketPrinting

@Suite struct `A drawn ticket` {
    @Test func `is as wide as its paper in whole dots`() throws {
        let page = try renderer.page(for: ticket)
        #expect(page.width == 639)
        #expect(page.dotsPerInch == 203)
        #expect(try renderer.page(for: ticket, dotsPerInch: 300).width == 944)
    }

    @Test func `has the shortest length when little is on it`() throws {
        let short = TicketRenderer(layouts: [walkIn.with([.number(size: 10)])])
        #expect(try short.page(for: ticket).height == 479)
    }

    @Test func `grows with its content`() throws {
        let short = try renderer.page(for: ticket)
        let long = try renderer.page(
            for: ticket.with(.service, String(repeating: "Personalausweis ", count: 8))
        )
        #expect(long.height > short.height)
    }

    @Test func `that needs more than the longest paper is refused with a sentence`() throws {
        let endless = ticket.with(.service, String(repeating: "Personalausweis ", count: 200))
        let error = try #require(throws: TicketDrawingError.self) {
            try renderer.page(for: endless)
        }
        guard case .tooLong(name: "walk-in", let needed, longest: 200) = error else {
            Issue.record("it says: \(error)")
            return
        }
        #expect(needed > 200)
        #expect(error.description.contains("\(needed) mm"))
    }

    @Test func `with a character that no font has is refused with a sentence`() throws {
        let strange = ticket.with(.service, "Pass \u{10FFFD}")
        let error = try #require(throws: TicketDrawingError.self) {
            try renderer.page(for: strange)
        }
        #expect(error == .noGlyph(characters: "\u{10FFFD}", text: "Pass \u{10FFFD}"))
        #expect(error.description.contains("U+10FFFD"))
        #expect(error.description.contains("Install a font"))
    }

    @Test func `of a layout that does not exist is refused`() {
        var other = ticket
        other.layout = "other"
        #expect(throws: TicketDrawingError.noLayout(name: "other")) {
            try renderer.page(for: other)
        }
    }

    @Test(arguments: ["A 001", "A 047", "AK 1012", "TKL 999999"])
    func `shows its number as large as the width or the size allows`(label: String) throws {
        let number = TicketRenderer(layouts: [walkIn.with([.number(size: 20)])])
        let page = try number.page(for: ticket.with(.label, label))
        let rows = try #require(page.inkedRows)
        let columns = page.inkedColumns
        let isHigh = abs(rows.count - 160) <= 3
        let isWide = abs(columns.count - (639 - 2 * 31)) <= 6
        #expect(isHigh || isWide, "\(columns.count) × \(rows.count) dots")
        #expect(rows.count <= 161 && columns.count <= 577)
    }

    @Test func `without a number is refused`() {
        #expect(throws: TicketDrawingError.noNumber) {
            try renderer.page(for: ticket.with(.label, nil))
        }
    }

    @Test func `shows umlauts, which are not plain letters`() throws {
        let umlauts = TicketRenderer(layouts: [walkIn.with([TicketLayout.plain("{service}")])])
        let with = try umlauts.page(for: ticket.with(.service, "ÄÖÜ äöü ß €"))
        let without = try umlauts.page(for: ticket.with(.service, "AOU aou ß €"))
        #expect(with.blackDots > without.blackDots)
    }

    @Test func `carries the mark of a second copy on top, in its language`() throws {
        var second = ticket
        second.isReprint = true
        let plain = try renderer.page(for: ticket)
        let marked = try renderer.page(for: second)
        let added = marked.height - plain.height
        #expect(added > 40)
        // Below the mark the ticket is the same, dot by dot.
        #expect(
            Array(marked.bits.suffix((plain.height - 31) * plain.bytesPerRow))
                == Array(plain.bits.suffix((plain.height - 31) * plain.bytesPerRow))
        )
        second.language = "en"
        #expect(try renderer.page(for: second) != marked)
    }

    @Test func `leaves out the code and its caption when there is no link`() throws {
        let blocks = walkIn.blocks.filter { if case .qr = $0 { false } else { true } }
        let codeless = TicketRenderer(layouts: [walkIn.with(blocks)])
        #expect(
            try renderer.page(for: ticket.with(.link, "")) == codeless.page(for: ticket)
        )
        #expect(
            try renderer.page(for: ticket.with(.link, nil)) == codeless.page(for: ticket)
        )
    }

    @Test func `leaves out a line that names a missing value, and the space after it`() throws {
        let lines = TicketRenderer(layouts: [
            walkIn.with([
                TicketLayout.plain("{service}"), TicketLayout.plain("Tel. {phone}\n{time}"),
                TicketLayout.plain("Tel. {phone}"), .space(30), .rule(thickness: 1),
            ])
        ])
        let expected = TicketRenderer(layouts: [
            walkIn.with([
                TicketLayout.plain("{service}"), TicketLayout.plain("{time}"),
                .rule(thickness: 1),
            ])
        ])
        #expect(try lines.page(for: ticket) == expected.page(for: ticket))
    }

    @Test(arguments: [
        ("Pass\u{202E}port", "Passport"), ("Pass\u{7}port", "Pass port"),
        ("Pass\u{2066}p\u{2069}ort\u{FEFF}", "Passport"), ("Pass\nport", "Pass port"),
        ("{label}\u{E0041}", "{label}"),
    ])
    func `shows no characters that act on the text`(given: String, shown: String) throws {
        #expect(
            try renderer.page(for: ticket.with(.service, given))
                == renderer.page(for: ticket.with(.service, shown))
        )
    }

    @Test func `is the same every time, from whatever thread`() async throws {
        let expected = try renderer.page(for: ticket)
        let pages = try await withThrowingTaskGroup(of: TicketPage.self) { group in
            for _ in 0..<16 { group.addTask { try renderer.page(for: ticket) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(pages.allSatisfy { $0 == expected })
        #expect(try renderer.pdf(for: ticket) == renderer.pdf(for: ticket))
    }

    /// A page with more margin around the same room has the same ink, unless something was cut.
    @Test func `is never cut, whatever the texts`() throws {
        var chance = Chance(seed: 7)
        let narrow = walkIn.with([
            TicketLayout.plain("{service}", size: 5), .number(size: 20),
            TicketLayout.plain("{office}", size: 3),
        ])
        var wide = narrow
        wide.paper.width += 16
        wide.paper.margin += 8
        wide.paper.longest += 16
        let renderers = (
            TicketRenderer(layouts: [narrow]), TicketRenderer(layouts: [wide])
        )
        var drawn = 0
        for _ in 0..<150 {
            let random = ticket.with(.service, chance.text()).with(.office, chance.text())
                .with(.label, "A \(Int.random(in: 1...99_999, using: &chance))")
            do {
                let page = try renderers.0.page(for: random)
                #expect(
                    try page.blackDots == renderers.1.page(for: random).blackDots,
                    "cut: \(String(describing: random.values))"
                )
                drawn += 1
            } catch TicketDrawingError.tooLong {
                continue
            }
        }
        #expect(drawn > 100)
    }
}

extension Chance {
    /// Words of any length in the scripts of the visitors, marks above and below included.
    fileprivate mutating func text() -> String {
        let letters = Array(
            "abcdefghijklmnopqrstuvwxyzäöüßÄÖÜWMğışçжщїєґمرحباÅẬǰy\u{308}\u{323}  -.,/()"
        )
        let count = Int.random(in: 0...120, using: &self)
        return String((0..<count).compactMap { _ in letters.randomElement(using: &self) })
    }
}
