import Foundation
import Lobby
import Testing
import TicketPrinting

@Suite struct `The proof of the layouts` {
    @Test func `finds nothing in what is shipped`() throws {
        #expect(try faults(Shipped.layouts) == [])
        #expect(Shipped.layouts.count >= 3 && Shipped.papers.count == 6)
    }

    @Test func `names a word that is too wide, the block, and the papers`() throws {
        let word = "Donaudampfschifffahrtsgesellschaft"
        let found = try faults([
            walkIn.with([.number(size: 20), TicketLayout.plain("Zur \(word)", size: 6)])
        ])
        #expect(found.count == 1)
        let fault = try #require(found.first)
        #expect(fault.block == 1)
        #expect(fault.error == .wordTooWide(word: word))
        #expect(fault.papers.contains("58mm") && fault.papers.contains("80mm"))
        #expect(fault.languages == ["de", "en"])
    }

    @Test func `finds the words of the office that are too wide`() throws {
        let office = try #require(Shipped.office)
        let layout = walkIn.with([.number(size: 20), TicketLayout.plain("{service}", size: 15)])
        let words = TicketProof(
            layouts: [layout],
            papers: Shipped.papers,
            office: office,
            texts: []
        ).faults().map(\.error)
        #expect(words.contains(.wordTooWide(word: "Personalausweis")) || !words.isEmpty)
    }

    @Test func `lets a word be broken where it says so`() throws {
        let word = "Donaudampf\u{AD}schifffahrts\u{AD}gesellschaft"
        let layout = walkIn.with([.number(size: 20), TicketLayout.plain(word, size: 6)])
        #expect(try faults([layout]) == [])
    }

    @Test func `names characters that no font has`() throws {
        let found = try faults([
            walkIn.with([
                .number(size: 20),
                .text(
                    LocalizedText(["de": "Pass", "en": "Pass \u{10FFFD}"]),
                    size: 4,
                    isBold: false,
                    align: .start
                ),
            ])
        ])
        #expect(found.count == 1)
        #expect(found.first?.languages == ["en"])
        #expect(found.first?.block == 1)
        #expect(found.first?.error.description.contains("U+10FFFD") == true)
    }

    @Test func `finds what is too long, on a sheet only when it gets too small`() throws {
        func lines(_ count: Int) -> TicketLayout {
            walkIn.with(
                [.number(size: 20)]
                    + (0..<count).map { _ in
                        TicketLayout.plain("{date}", size: 5)
                    }
            )
        }
        // 148 mm of A6 hold some eighteen lines of 8 mm, and more when they are smaller.
        #expect(try faults([lines(14)]) == [])
        #expect(try faults([lines(22)]) == [])
        let found = try faults([lines(60)])
        let fault = try #require(found.first { $0.error.description.contains("mm of paper") })
        #expect(fault.block == nil)
        #expect(fault.papers.contains("a6"))
    }

    @Test func `finds all that is wrong at once`() throws {
        let layout = walkIn.with([
            .number(size: 20), TicketLayout.plain("\u{10FFFD}"),
            .barcode(content: "Ä", height: 10, width: nil),
            .qr(content: String(repeating: "x", count: 5_000), caption: nil, size: 26),
        ])
        #expect(try faults([layout]).map(\.block) == [1, 2, 3])
    }

    private func faults(_ layouts: [TicketLayout]) throws -> [TicketFault] {
        TicketProof(
            layouts: layouts,
            papers: Shipped.papers,
            office: try #require(Shipped.office),
            texts: Shipped.texts
        ).faults()
    }
}
