/// A text as lines that fit a width, broken at spaces; a word longer than a line is cut into pieces.
package func wrapped(_ text: String, to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ").map(String.init) {
        for piece in pieces(of: word, width: width) {
            if line.isEmpty {
                line = piece
            } else if cellWidth(of: line) + 1 + cellWidth(of: piece) <= width {
                line += " " + piece
            } else {
                lines.append(line)
                line = piece
            }
        }
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
}

/// A text cut to a width, with an ellipsis when something is missing.
package func shortened(_ text: String, to width: Int) -> String {
    guard cellWidth(of: text) > width else { return text }
    guard width > 0 else { return "" }
    var kept = ""
    var used = 0
    for glyph in glyphs(of: text) {
        guard used + glyph.width <= width - 1 else { break }
        kept += glyph.text
        used += glyph.width
    }
    return kept + "…"
}

private func pieces(of word: String, width: Int) -> [String] {
    guard cellWidth(of: word) > width else { return [word] }
    var pieces: [String] = []
    var piece = ""
    var used = 0
    for glyph in glyphs(of: word) {
        if used + glyph.width > width, !piece.isEmpty {
            pieces.append(piece)
            (piece, used) = ("", 0)
        }
        piece += glyph.text
        used += glyph.width
    }
    return pieces + [piece]
}
