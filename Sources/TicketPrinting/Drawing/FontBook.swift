import CPangoCairo
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

    /// Runs the body with a context whose text comes out the same on paper, picture and PDF.
    func withContext<Result, Failure: Error>(
        language: String,
        _ body: (OpaquePointer) throws(Failure) -> sending Result
    ) throws(Failure) -> Result {
        try fontMap.withLock { (map) throws(Failure) in
            let context = pango_font_map_create_context(map.pointer)
            defer { g_object_unref(context.map(UnsafeMutableRawPointer.init)) }
            guard let context else { preconditionFailure("Pango gave no context") }

            let options = cairo_font_options_create()
            defer { cairo_font_options_destroy(options) }
            cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
            cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
            cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
            pango_cairo_context_set_font_options(context, options)
            pango_context_set_round_glyph_positions(context, 0)
            pango_context_set_language(context, pango_language_from_string(language))
            return try body(context)
        }
    }
}
