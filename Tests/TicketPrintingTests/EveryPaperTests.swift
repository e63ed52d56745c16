import Foundation
import Lobby
import Testing
@testable import TicketPrinting

/// One of the shipped layouts on one of the shipped papers.
struct LayoutOnPaper: Sendable, CustomTestStringConvertible {
    var layout: String
    var paper: TicketPaper

    static let all = Shipped.layouts.flatMap { layout in
        Shipped.papers.map { LayoutOnPaper(layout: layout.name, paper: $0) }
    }

    var testDescription: String { "\(layout) on \(paper.name)" }
}

@Suite struct `Every layout on every paper` {
    /// Texts in the scripts of the visitors, and what gets into names by mistake.
    private static let alphabets = [
        "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "äöüßÄÖÜ", "çğıİöşüÇĞÖŞÜ",
        "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя", "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
        "0123456789", ".,:;-–()/&€", "y\u{308}\u{323}Ǻǰj\u{33}", "{}\\\"", "😀🪪\u{10FFFD}",
        "\u{7}\u{9}\u{202E}\u{2066}\u{2069}\u{FEFF}\u{E0041}\u{200D}",
    ]
    private static let words = [
        "Donaudampfschifffahrtsgesellschaftskapitän", "Personalausweis", "الاستعلامات",
        "ідентифікації",
        "Çekoslovakyalılaştıramadıklarımızdan",
    ]

    @Test(arguments: LayoutOnPaper.all)
    func `keeps all ink where the printer reaches, or says why not`(
        combination: LayoutOnPaper
    ) throws {
        let renderer = try Shipped.renderer(combination.paper.name)
        let paper = combination.paper
        var chance = Chance(
            seed: UInt64(combination.testDescription.utf8.reduce(0) { $0 + Int($1) })
        )
        var drawn = 0
        for _ in 0..<12 {
            let ticket = Self.random(combination.layout, by: &chance)
            do {
                for page in try renderer.pages(for: ticket) {
                    drawn += 1
                    let margin = dots(paper.margin)
                    #expect(page.width == dots(paper.width))
                    #expect((dots(paper.shortest)...dots(paper.longest)).contains(page.height))
                    #expect(page.inkedColumns.lowerBound >= margin, "\(ticket)")
                    #expect(page.inkedColumns.upperBound < page.width - margin, "\(ticket)")
                    let rows = try #require(page.inkedRows)
                    #expect(rows.lowerBound >= margin && rows.upperBound < page.height - margin)
                }
            } catch {
                switch error as? TicketDrawingError {
                case .noGlyph(let characters, _)?:
                    #expect(characters.unicodeScalars.contains { $0.value > 0x2000 })
                case .tooLong(_, let needed, let longest)?: #expect(needed > longest)
                default: Issue.record("\(error): \(ticket)")
                }
            }
        }
        #expect(drawn >= 4)
    }

    @Test(arguments: LayoutOnPaper.all)
    func `has a code that is whole`(combination: LayoutOnPaper) async throws {
        let office = try #require(Shipped.office)
        let renderer = try Shipped.renderer(combination.paper.name)
        for language in ["de", "ar"] {
            let ticket = Ticket.largest(
                layout: combination.layout,
                language: language,
                of: office,
                texts: Shipped.texts.first { $0.language == language }
            )[0]
            let content =
                combination.layout == "slip" ? ticket.values[.code] : ticket.values[.link]
            let read = try await codes(in: renderer.png(for: ticket))
            #expect(read.contains("QR-Code:\(content ?? "")"))
        }
    }

    @Test(arguments: LayoutOnPaper.all)
    func `is in the README's pictures as it is today`(combination: LayoutOnPaper) throws {
        let office = try #require(Shipped.office)
        let ticket = Ticket.sample(
            layout: combination.layout,
            language: "de",
            of: office,
            texts: Shipped.texts.first { $0.language == "de" }
        )
        let png = try Shipped.renderer(combination.paper.name).png(for: ticket)
        try expectPicture(png, "\(combination.layout)-\(combination.paper.name)")
    }

    @Test(arguments: ["ar", "uk", "tr", "en"])
    func `is in the README's pictures in other languages`(language: LanguageCode) throws {
        let office = try #require(Shipped.office)
        let ticket = Ticket.sample(
            layout: "walk-in",
            language: language,
            of: office,
            texts: Shipped.texts.first { $0.language == language }
        )
        let png = try Shipped.renderer(TicketPaper.usualName).png(for: ticket)
        try expectPicture(png, "walk-in-\(language)")
    }

    private func dots(_ millimetres: Double) -> Int {
        Int((millimetres * 100).rounded()) * 203 / 2540
    }

    private static func random(_ layout: String, by chance: inout Chance) -> Ticket {
        var values: [Ticket.Field: String] = [:]
        for field in Ticket.Field.allCases {
            values[field] =
                switch field {
                case .link: "https://warten.example/t/01234567890123456789"
                case .code: "123456789"
                case .key: "01234567890123456789"
                case .label: "A \(Int.random(in: 1...99_999, using: &chance))"
                case .services, .documents:
                    (0..<Int.random(in: 1...4, using: &chance))
                        .map { _ in text(of: 40, by: &chance) }.joined(separator: "\n")
                default: text(of: 50, by: &chance)
                }
        }
        let languages = ["de", "en", "tr", "uk", "ar"]
        return Ticket(
            layout: layout,
            language: languages.randomElement(using: &chance) ?? "de",
            values: values,
            isReprint: Bool.random(using: &chance)
        )
    }

    private static func text(of length: Int, by chance: inout Chance) -> String {
        if Int.random(in: 0..<6, using: &chance) == 0 {
            return words.randomElement(using: &chance) ?? ""
        }
        // What no font has is rare, or nothing would ever be drawn.
        let count = Int.random(in: 0..<40, using: &chance) == 0 ? alphabets.count : 11
        let letters = Array(
            alphabets[Int.random(in: 0..<count, using: &chance)] + alphabets[0] + "   "
                + (count > 11 ? alphabets[12] : "")
        )
        return String(
            (0..<Int.random(in: 0...length, using: &chance))
                .compactMap { _ in letters.randomElement(using: &chance) }
        )
    }
}

/// Compares a picture with the one kept for the README, dot by dot.
///
/// `RECORD_GOLDENS=1` writes it and fails, so that nobody records without looking. Other versions of
/// the fonts may change some dots.
private func expectPicture(
    _ png: [UInt8],
    _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(fileURLWithPath: project + "/layouts/tickets/pictures/\(name).png")
    if ProcessInfo.processInfo.environment["RECORD_GOLDENS"] == "1" {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(png).write(to: file)
        Issue.record("recorded \(name).png", sourceLocation: sourceLocation)
        return
    }
    let kept = try [UInt8](Data(contentsOf: file))
    let share = try differingShare(kept, png) ?? 1
    #expect(share < 0.01, "\(name).png shows something else", sourceLocation: sourceLocation)
}

/// How many dots of two pictures differ, as a share; nil when their sizes do.
private func differingShare(_ left: [UInt8], _ right: [UInt8]) throws -> Double? {
    func ink(_ png: [UInt8]) throws -> [UInt8] {
        let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
        let image = TicketImage(file: "", bytes: png, isDithered: false)
        return try DotPicture(image, width: width).ink
    }
    guard left.count > 24, left[16..<24] == right[16..<24] else { return nil }
    let (left, right) = (try ink(left), try ink(right))
    return Double(zip(left, right).count { $0 != $1 }) / Double(left.count)
}
