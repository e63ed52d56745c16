import CFribidi

/// The glyphs of one line in the order in which a terminal has to show them.
///
/// Terminals know nothing of bidirectional text, so right-to-left parts are turned round and shaped
/// here (FriBidi, UAX #9). Bidi controls in the text are left out before, so that none can change the
/// direction of what stands beside it.
package func visualGlyphs(of line: String, isRightToLeft: Bool) -> [Glyph] {
    let logical = glyphs(of: line)
    guard isRightToLeft || line.unicodeScalars.contains(where: mayTurnRound) else { return logical }
    let scalars = logical.flatMap { $0.text.unicodeScalars.map(\.value) }
    guard !scalars.isEmpty, let length = Int32(exactly: scalars.count) else { return logical }
    var visual = [UInt32](repeating: 0, count: scalars.count)
    guard fribidi_visual_line(scalars, length, isRightToLeft ? 1 : 0, &visual) != 0 else {
        return logical
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: visual.compactMap(Unicode.Scalar.init))
    return glyphs(of: String(text))
}

/// Whether a scalar lies where right-to-left scripts do: Hebrew to Arabic, and their forms.
private func mayTurnRound(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFE, 0x10800...0x10FFF, 0x1E800...0x1EFFF:
        true
    default:
        false
    }
}
