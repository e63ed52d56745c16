import Screens
import Testing

struct GridTests {
    @Test(arguments: [
        ("abc", 3), ("Grüße", 5), ("Gru\u{308}ße", 5), ("漢字", 4), ("Ї", 1), ("e\u{301}\u{302}", 1),
        ("→", 1), ("😀", 2), ("\u{202E}abc\u{202C}", 3), ("a\u{0}b\u{1B}[2Jc\n", 6), ("한", 2),
    ])
    func `a text is as wide as a terminal shows it`(text: String, width: Int) {
        #expect(cellWidth(of: text) == width)
        #expect(glyphs(of: text).reduce(0) { $0 + $1.width } == width)
    }

    @Test
    func `nothing in a text can steer the terminal or turn its neighbours round`() {
        let text = "a\u{1B}[31m\u{202E}b\u{2066}\r\n\u{9B}2J\u{200F}c\u{AD}\u{2028}"
        #expect(glyphs(of: text).map(\.text).joined() == "a[31mb2Jc")
    }

    @Test
    func `no cell carries more marks than ncurses takes`() {
        let text = "a" + String(repeating: "\u{301}", count: 40)
        #expect(glyphs(of: text).map(\.text.unicodeScalars.count) == [5])
    }

    @Test
    func `right-to-left text comes in the order a terminal has to show it`() {
        let visual = visualGlyphs(of: "العربية", isRightToLeft: false).map(\.text).joined()
        #expect(visual == "ﺔﻴﺑﺮﻌﻟﺍ")
        let mixed = visualGlyphs(of: "רقم A 047", isRightToLeft: true).map(\.text).joined()
        #expect(mixed.hasPrefix("A 047"))
    }

    @Test
    func `a wide character is never cut in half`() {
        var grid = Grid(size: Size(width: 5, height: 1))
        grid.put(glyphs(of: "漢字漢"), row: 0, column: 0, style: .plain)
        #expect(grid.lines == ["漢字"])
        grid.put(glyphs(of: "x"), row: 0, column: 1, style: .plain)
        #expect(grid.lines == [" x字"])
    }

    @Test
    func `drawing outside of the grid does nothing`() {
        var grid = Grid(size: Size(width: 4, height: 2))
        for row in [-1, 0, 1, 2] {
            grid.put(glyphs(of: "abcdefgh"), row: row, column: -2, style: .plain)
            grid.put(glyphs(of: "漢"), row: row, column: 3, style: .plain)
        }
        #expect(grid.lines == ["cdef", "cdef"])
    }

    @Test(arguments: [1, 2, 3, 7, 20, 80])
    func `wrapped lines fit and lose nothing`(width: Int) {
        let text = "Termine werden zu ihrer Zeit aufgerufen, 漢字 darum nicht der Reihe nach."
        let lines = wrapped(text, to: width)
        if width > 1 { #expect(lines.allSatisfy { cellWidth(of: $0) <= width }) }
        let letters = lines.joined().filter { $0 != " " }
        #expect(letters == text.filter { $0 != " " })
    }

    @Test
    func `a text too long ends with an ellipsis`() {
        #expect(shortened("Personalausweis", to: 8) == "Persona…")
        #expect(shortened("漢字漢字", to: 6) == "漢字…")
        #expect(shortened("kurz", to: 4) == "kurz")
    }

    @Test(arguments: ["A 047", "T 001", "AK 012", "H 1012", "AK 1012", "GW 9999"])
    func `every label fits forty cells in large letters`(label: String) {
        let big = BigText(label)
        #expect(big.width <= 38)
        #expect(big.height == 4)
    }

    @Test
    func `every letter a label may have has a shape of its own`() {
        let shapes = "ABCDEFGHTKLMNPRVWXY0123456789".map { BigText(String($0)).rows }
        #expect(Set(shapes).count == shapes.count)
        #expect(!shapes.contains(BigText("?").rows))
    }
}
