import CPangoCairo
import Lobby

/// A text set in lines, measured, and ready to be drawn; lengths are dots.
///
/// Lives only inside ``FontBook/withFonts(_:)``.
final class TextSetting {
    /// A rectangle around what is drawn or kept free, from the place where the text is drawn at.
    struct Extents {
        var left, top, width, height: Double

        init(_ rectangle: PangoRectangle) {
            left = Double(rectangle.x) / Double(PANGO_SCALE)
            top = Double(rectangle.y) / Double(PANGO_SCALE)
            width = Double(rectangle.width) / Double(PANGO_SCALE)
            height = Double(rectangle.height) / Double(PANGO_SCALE)
        }

        var right: Double { left + width }
        var bottom: Double { top + height }
    }

    struct Style {
        var fonts: [String]
        /// The height of the type, ascent to descent or so.
        var size: Double
        var isBold = false
        var align = TicketLayout.Alignment.start
        /// Lines are broken here; nil means they are not.
        var width: Double?
        var runsRightToLeft = false
    }

    let ink: Extents
    let logical: Extents
    private let layout: OpaquePointer

    /// Throws ``TicketDrawingError/noGlyph(characters:text:)`` where the fonts lack a character.
    ///
    /// Without `breakingWords` a word that is too long sticks out of the width.
    init(
        _ text: String,
        in context: OpaquePointer,
        style: Style,
        breakingWords: Bool = true
    ) throws(TicketDrawingError) {
        guard let layout = pango_layout_new(context) else { throw .noMemory }
        self.layout = layout

        let font = pango_font_description_new()
        defer { pango_font_description_free(font) }
        pango_font_description_set_family(font, style.fonts.joined(separator: ","))
        pango_font_description_set_weight(
            font,
            style.isBold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL
        )
        pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        if let width = style.width {
            pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
            pango_layout_set_wrap(
                layout,
                breakingWords ? PANGO_WRAP_WORD_CHAR : PANGO_WRAP_WORD
            )
        }
        // The direction is that of the language, and not of the first letter: a number or a name of
        // another script may come first.
        pango_layout_set_auto_dir(layout, 0)
        pango_layout_set_alignment(layout, style.align.inPango(style.runsRightToLeft))

        var ink = PangoRectangle()
        var logical = PangoRectangle()
        pango_layout_get_extents(layout, &ink, &logical)
        self.ink = Extents(ink)
        self.logical = Extents(logical)
        guard pango_layout_get_unknown_glyphs_count(layout) == 0 else {
            throw .noGlyph(characters: Self.unknown(in: text, layout), text: text)
        }
    }

    /// The characters that no font has, each once; the layout is used up.
    private static func unknown(in text: String, _ layout: OpaquePointer) -> String {
        var unknown: [Character] = []
        for character in text where !unknown.contains(character) {
            let single = String(character)
            pango_layout_set_text(layout, single, Int32(single.utf8.count))
            if pango_layout_get_unknown_glyphs_count(layout) > 0 { unknown.append(character) }
        }
        return String(unknown)
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    func draw(on cairo: OpaquePointer, x: Double, y: Double) {
        cairo_move_to(cairo, x, y)
        pango_cairo_show_layout(cairo, layout)
    }
}

extension TicketLayout.Alignment {
    /// Pango itself turns left and right round only where it may look for the direction.
    fileprivate func inPango(_ runsRightToLeft: Bool) -> PangoAlignment {
        switch self {
        case .center: PANGO_ALIGN_CENTER
        case .start: runsRightToLeft ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT
        case .end: runsRightToLeft ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT
        }
    }
}
