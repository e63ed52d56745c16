import Foundation
import Lobby
import Testing
@testable import TicketPrinting

@Suite struct `A ticket in several languages` {
    private let greeting = LocalizedText([
        "de": "Ihre Nummer", "en": "Your number", "ar": "رقمكم",
    ])

    @Test func `shows each text in each of them, in their order`() throws {
        let both = walkIn.with([.text(greeting, size: 5, isBold: false, align: .start)])
            .written(in: [.visitor, .code("de")])
        let expected = walkIn.with([
            TicketLayout.plain("Your number", size: 5), TicketLayout.plain("Ihre Nummer", size: 5),
        ])
        #expect(try page(of: both, in: "en") == page(of: expected, in: "en"))
        // Once is enough for whoever reads German, and for what is the same in both.
        #expect(
            try page(of: both, in: "de")
                == page(of: walkIn.with([TicketLayout.plain("Ihre Nummer", size: 5)]), in: "de")
        )
        let same = walkIn.with([TicketLayout.plain("☎ {office}")])
        #expect(
            try page(of: same.written(in: [.visitor, .code("de")]), in: "en")
                == page(of: same, in: "en")
        )
    }

    @Test func `lets a block have its own`() throws {
        let layout = walkIn.with([
            .text(greeting, size: 5, isBold: false, align: .start),
            .text(
                greeting,
                size: 5,
                isBold: false,
                align: .start,
                languages: [.code("en"), .code("de")]
            ),
        ])
        let expected = walkIn.with(
            ["Ihre Nummer", "Your number", "Ihre Nummer"].map { TicketLayout.plain($0, size: 5) }
        )
        #expect(try page(of: layout, in: "de") == page(of: expected, in: "de"))
    }

    @Test func `has the values in each language`() throws {
        var visit = ticket.with(.service, "Identity card")
        visit.language = "en"
        visit.translations = ["de": [.service: "Personalausweis"]]
        let layout = walkIn.with([TicketLayout.plain("{service}: {label}")])
            .written(in: [.visitor, .code("de")])
        let expected = walkIn.with([
            TicketLayout.plain("Identity card: A 047"),
            TicketLayout.plain("Personalausweis: A 047"),
        ])
        #expect(
            try TicketRenderer(layouts: [layout]).page(for: visit)
                == TicketRenderer(layouts: [expected]).page(for: visit)
        )
    }

    @Test func `takes its values from the office`() throws {
        let office = try #require(Shipped.office)
        let service = try #require(office.services.all.first)
        let paper = Ticket.number(
            label: try #require(Label("A 047")),
            service: service.id,
            key: "01234567890123456789",
            language: "en",
            ahead: 7,
            of: office,
            at: Instant(milliseconds: 1_795_000_000_000)
        )
        #expect(paper.value(.service, in: "en") == service.name["en"])
        #expect(paper.value(.service, in: "de") == service.name["de"])
        #expect(paper.value(.ahead, in: "de") == "7")
        #expect(paper.value(.key, in: "tr") == "01234567890123456789")
        let slip = Ticket.slip(
            [Errand(service.id, persons: 2)],
            at: Instant(milliseconds: 1_795_000_000_000),
            codes: ("123456789", "135790"),
            of: office,
            texts: Shipped.texts.first { $0.language == "en" },
            language: "en",
            today: nil
        )
        #expect(slip.value(.services, in: "de") == "\(service.name["de"]) (2)")
        #expect(slip.value(.documents, in: "de").contains("Foto"))
    }

    @Test func `from before there were several is still read`() throws {
        let old =
            #"{"layout":"walk-in","language":"de","values":{"label":"A 047"},"isReprint":true}"#
        let read = try JSONDecoder().decode(Ticket.self, from: Data(old.utf8))
        #expect(read.value(.label, in: "en") == "A 047")
        #expect(read.translations == nil)
    }

    private func page(of layout: TicketLayout, in language: LanguageCode) throws -> TicketPage {
        var visit = ticket
        visit.language = language
        return try TicketRenderer(layouts: [layout]).page(for: visit)
    }
}

@Suite struct `A ticket in Arabic` {
    private let right = 639 - 31

    @Test func `begins at the right edge, also where a number or a name comes first`() throws {
        for words in ["رقمكم", "A 047 رقمكم", "{label}: رقمكم", "{office} مرحبا", "مرحبا {phone}"] {
            let columns = try columns(of: words)
            #expect((right - 8...right).contains(columns.upperBound), "\(words): \(columns)")
            #expect(columns.lowerBound > 60, "\(words): \(columns)")
        }
        // What is there in German only stays where German begins.
        let german = try columns(of: "Ihre Nummer {label}")
        #expect((31...38).contains(german.lowerBound))
        // And Arabic in a German text does not turn it round.
        let mixed = try columns(of: "{service} مرحبا", language: "de")
        #expect((31...38).contains(mixed.lowerBound))
    }

    @Test func `joins its letters`() throws {
        func runs(_ words: String) throws -> Int {
            let page = try page(of: words)
            let inked = (0..<page.width).map { column in
                (0..<page.height).contains { page.isBlack(column, $0) }
            }
            return zip(inked, inked.dropFirst()).count { !$0 && $1 }
        }
        // A mark that joins nothing stands between them: four letters, each alone.
        #expect(try runs("سسسس") == 1)
        #expect(try runs("س\u{200C}س\u{200C}س\u{200C}س") == 4)
    }

    /// Pango puts each value in the order of its own script, as if it stood alone.
    @Test func `keeps the order of the digits of a value`() {
        for value in ["20–35", "02599 88-200", "24.11.2026", "A 047", "123 456 789"] {
            let text = TicketText(ticket: ticket.with(.time, value), language: "ar")
            let words = text.filled(LocalizedText(["ar": "مدة {time} دقيقة"]))
            #expect(words?.text == "مدة \u{2068}\(value)\u{2069} دقيقة")
            #expect(words?.runsRightToLeft == true)
        }
    }

    @Test func `shows the digits of a range as they are written`() throws {
        let line = try page(of: "مدة {wait} دقيقة", wait: "20–35")
        let right = difference(line, try page(of: "{wait}", wait: "20–35", language: "de"))
        let wrong = difference(line, try page(of: "{wait}", wait: "35–20", language: "de"))
        #expect(right * 3 < wrong, "\(right), \(wrong)")
    }

    @Test func `has its code at the right and the caption at the left`() throws {
        let layout = walkIn.with([
            .qr(
                content: "{link}",
                caption: .init(
                    text: LocalizedText(["de": "Links", "ar": "امسحوا الرمز عند الجهاز"]),
                    size: 4
                ),
                size: 26
            )
        ])
        let turned = try TicketRenderer(layouts: [layout]).page(for: visit(in: "ar"))
        let usual = try TicketRenderer(layouts: [layout]).page(for: visit(in: "de"))
        // The corners of the code are its darkest parts.
        func half(_ page: TicketPage, _ columns: Range<Int>) -> Int {
            columns.reduce(0) { sum, column in
                sum + (0..<page.height).count { page.isBlack(column, $0) }
            }
        }
        #expect(half(usual, 0..<320) > 3 * half(usual, 320..<639))
        #expect(half(turned, 320..<639) > 3 * half(turned, 0..<320))
    }

    private func visit(in language: LanguageCode) -> Ticket {
        var visit = ticket.with(.phone, "02599 88-200")
        visit.language = language
        return visit
    }

    private func page(
        of words: String,
        wait: String = "20–35",
        language: LanguageCode = "ar"
    ) throws -> TicketPage {
        let layout = walkIn.with([
            .text(LocalizedText([language: words]), size: 5, isBold: false, align: .start)
        ])
        return try TicketRenderer(layouts: [layout])
            .page(for: visit(in: language).with(.wait, wait))
    }

    private func columns(
        of words: String,
        language: LanguageCode = "ar"
    ) throws -> ClosedRange<Int> {
        try page(of: words, language: language).inkedColumns
    }

    /// How many dots differ where the ink of a small page is most like a place of the other.
    private func difference(_ page: TicketPage, _ small: TicketPage) -> Int {
        let columns = small.inkedColumns
        guard let rows = small.inkedRows, let near = page.inkedRows else { return .max }
        var least = Int.max
        for top in near.lowerBound...max(near.lowerBound, near.upperBound - rows.count + 1) {
            for left in 0..<page.width - columns.count {
                var differing = 0
                for row in 0..<rows.count where differing < least {
                    for column in 0..<columns.count {
                        let wanted = small.isBlack(
                            columns.lowerBound + column,
                            rows.lowerBound + row
                        )
                        if page.isBlack(left + column, top + row) != wanted { differing += 1 }
                    }
                }
                least = min(least, differing)
            }
        }
        return least
    }
}

extension TicketLayout {
    /// The layout with its texts in these languages.
    fileprivate func written(in languages: [TicketLanguage]) -> TicketLayout {
        var layout = self
        layout.languages = languages
        return layout
    }
}
