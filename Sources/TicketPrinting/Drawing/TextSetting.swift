import CPangoCairo
import Lobby

/// A text set in lines, measured, and ready to be drawn; lengths are dots.
///
/// Lives only inside ``FontBook/withContext(language:_:)``.
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
    }

    let ink: Extents
    let logical: Extents
    private let layout: OpaquePointer

    init(
        _ text: String,
        in context: OpaquePointer,
        style: Style
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
            pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        }
        pango_layout_set_alignment(layout, style.align.inPango)

        var ink = PangoRectangle()
        var logical = PangoRectangle()
        pango_layout_get_extents(layout, &ink, &logical)
        self.ink = Extents(ink)
        self.logical = Extents(logical)
        guard pango_layout_get_unknown_glyphs_count(layout) == 0 else {
            throw .noGlyph(text: text)
        }
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    func draw(on cairo: OpaquePointer, x: Double, y: Double) {
        cairo_move_to(cairo, x, y)
        pango_cairo_show_layout(cairo, layout)
    }
}

extension TicketLayout.Alignment {
    /// Pango turns left and right round for scripts that run from right to left.
    fileprivate var inPango: PangoAlignment {
        switch self {
        case .start: PANGO_ALIGN_LEFT
        case .center: PANGO_ALIGN_CENTER
        case .end: PANGO_ALIGN_RIGHT
        }
    }
}
