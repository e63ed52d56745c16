import Lobby
import Testing

@Suite struct `Bars of Code 128` {
    /// Start, check and stop symbol take 35 modules; each symbol between them 11.
    @Test(arguments: [
        ("A", 1), ("A 047", 5), ("47", 1), ("1234", 2), ("123", 3), ("12345", 4),
        ("01234567890123456789", 10), ("AB123456CD", 9), ("AB12", 4), ("AB1234", 5),
        ("https://warten.example", 22),
    ])
    func `take the least room`(text: String, symbols: Int) throws {
        let code = try #require(Code128(text))
        #expect(code.modules == 35 + 11 * symbols)
        #expect(code.bars.first?.lowerBound == 0)
        #expect(code.bars.last?.upperBound == code.modules)
    }

    /// The example in every description of the code: its check symbol has the value 55 in set B.
    @Test func `end with the right check symbol`() throws {
        let code = try #require(Code128("PJJ123C"))
        let check = code.widths.dropLast(7).suffix(6)
        #expect(Array(check) == [3, 1, 1, 3, 2, 1])
        #expect(Array(code.widths.suffix(7)) == [2, 3, 3, 1, 1, 1, 2])
    }

    @Test(arguments: ["", "Ä", "a\nb", "😀", String(repeating: "x", count: 81)])
    func `are refused where no scanner would read them`(text: String) {
        #expect(Code128(text) == nil)
    }

    @Test func `are dark and light in turn, as the standard has them`() throws {
        for text in ["Wartemarke", "0123456789", "a1b22c333d4444e55555f666666"] {
            let code = try #require(Code128(text))
            #expect(code.widths.allSatisfy { (1...4).contains($0) })
            for (bar, next) in zip(code.bars, code.bars.dropFirst()) {
                #expect(bar.upperBound < next.lowerBound)
            }
        }
    }
}
