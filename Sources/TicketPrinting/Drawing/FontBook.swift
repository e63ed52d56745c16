import CPangoCairo
import Lobby
import Synchronization

/// The fonts of this machine, opened once and lent to one caller at a time.
///
/// Opening them costs many times the drawing of a ticket. Pango's own shared map is one per thread,
/// and callers on a dispatch queue come on any thread.
final class FontBook: Sendable {
    /// A Pango font map that frees itself.
    private struct FontMap: ~Copyable {
        let pointer = pango_cairo_font_map_new()

        deinit { g_object_unref(pointer.map(UnsafeMutableRawPointer.init)) }
    }

    private let fontMap = Mutex(FontMap())

    /// Runs the body with the fonts, which text comes out of the same on paper, picture and PDF.
    func withFonts<Result, Failure: Error>(
        _ body: (TextContexts) throws(Failure) -> sending Result
    ) throws(Failure) -> Result {
        try fontMap.withLock { (map) throws(Failure) in
            try body(TextContexts(fontMap: map.pointer))
        }
    }
}

/// What texts are set in: for each language and direction one context of Pango.
///
/// Lives only inside ``FontBook/withFonts(_:)``.
final class TextContexts {
    private struct Kind: Hashable {
        var language: LanguageCode
        var runsRightToLeft: Bool
    }

    private let fontMap: UnsafeMutablePointer<PangoFontMap>?
    private var contexts: [Kind: OpaquePointer] = [:]

    fileprivate init(fontMap: UnsafeMutablePointer<PangoFontMap>?) {
        self.fontMap = fontMap
    }

    deinit {
        for context in contexts.values { g_object_unref(UnsafeMutableRawPointer(context)) }
    }

    func context(
        language: LanguageCode,
        runsRightToLeft: Bool = false
    ) throws(TicketDrawingError) -> OpaquePointer {
        let kind = Kind(language: language, runsRightToLeft: runsRightToLeft)
        if let context = contexts[kind] { return context }
        guard let context = pango_font_map_create_context(fontMap) else { throw .noMemory }
        contexts[kind] = context
        let options = cairo_font_options_create()
        defer { cairo_font_options_destroy(options) }
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(context, options)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_language(context, pango_language_from_string(language))
        pango_context_set_base_dir(
            context,
            runsRightToLeft ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR
        )
        return context
    }
}
