/// A barcode as bars and gaps, by ISO/IEC 15417 (Code 128): code sets B and C, so letters, digits and
/// signs of ASCII.
package struct Code128: Equatable, Sendable {
    /// The white that a scanner wants at each side, in modules.
    package static let quietModules = 10
    /// Longer ones fit on no paper.
    package static let longest = 80

    /// How wide each bar and each gap is, in modules, a bar first.
    package let widths: [Int]

    private enum CodeSet {
        case b, c

        var start: Int { self == .b ? 104 : 105 }
        /// The symbol that changes to this set.
        var shift: Int { self == .b ? 100 : 99 }
    }

    /// The symbol after the last.
    private static let stop = 106
    /// Digits in a row from which on pairs of them, code set C, take less room: at an end, or between
    /// other signs.
    private static let (worthAtEnd, worthInside) = (4, 6)

    /// Nil for an empty or too long text, or one with signs that are not printed ASCII.
    package init?(_ text: String) {
        let characters = Array(text.utf8)
        guard (1...Self.longest).contains(characters.count),
            characters.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        let values = Self.values(of: characters)
        let weighted = values.enumerated().map { max(1, $0.offset) * $0.element }
        let symbols = values + [weighted.reduce(0, +) % 103, Self.stop]
        widths = symbols.flatMap { Self.patterns[$0].compactMap(\.wholeNumberValue) }
    }

    package var modules: Int { widths.reduce(0, +) }

    /// The bars, from the left, in modules.
    package var bars: [Range<Int>] {
        var place = 0
        var bars: [Range<Int>] = []
        for (index, width) in widths.enumerated() {
            if index.isMultiple(of: 2) { bars.append(place..<place + width) }
            place += width
        }
        return bars
    }

    /// The values of the symbols, the start included, the check symbol not.
    private static func values(of characters: [UInt8]) -> [Int] {
        var values: [Int] = []
        var set: CodeSet?
        var place = 0
        func change(to next: CodeSet) {
            guard set != next else { return }
            values.append(set == nil ? next.start : next.shift)
            set = next
        }
        while place < characters.count {
            let digits = characters[place...].prefix { (0x30...0x39).contains($0) }.count
            let isAtEnd = place == 0 || place + digits == characters.count
            let isAll = digits == characters.count && digits.isMultiple(of: 2)
            if isAll || digits >= (isAtEnd ? worthAtEnd : worthInside) {
                // The first digit of an odd number stays where it is.
                if !digits.isMultiple(of: 2) {
                    change(to: .b)
                    values.append(Int(characters[place]) - 0x20)
                    place += 1
                }
                change(to: .c)
                for _ in 0..<digits / 2 {
                    let tens = Int(characters[place]) - 0x30
                    values.append(tens * 10 + Int(characters[place + 1]) - 0x30)
                    place += 2
                }
            } else {
                change(to: .b)
                for character in characters[place..<place + max(1, digits)] {
                    values.append(Int(character) - 0x20)
                }
                place += max(1, digits)
            }
        }
        return values
    }

    /// Bars and gaps of the values 0 to 105 and of the stop symbol: table 1 of the standard.
    private static let patterns: [String] = """
        212222 222122 222221 121223 121322 131222 122213 122312 132212 221213
        221312 231212 112232 122132 122231 113222 123122 123221 223211 221132
        221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
        212123 212321 232121 111323 131123 131321 112313 132113 132311 211313
        231113 231311 112133 112331 132131 113123 113321 133121 313121 211331
        231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
        314111 221411 431111 111224 111422 121124 121421 141122 141221 112214
        112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
        111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
        214121 412121 111143 111341 131141 114113 114311 411113 411311 113141
        114131 311141 411131 211412 211214 211232 2331112
        """.split(whereSeparator: \.isWhitespace).map(String.init)
}
