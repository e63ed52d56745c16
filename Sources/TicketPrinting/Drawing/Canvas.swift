import CPangoCairo

/// Surfaces of Cairo that a composition is drawn on.
enum Canvas {
    /// Collects what Cairo writes.
    private final class Sink {
        var bytes: [UInt8] = []
    }

    private static let write: cairo_write_func_t = { context, bytes, count in
        guard let context, let bytes else { return CAIRO_STATUS_WRITE_ERROR }
        let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
        sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: Int(count)))
        return CAIRO_STATUS_SUCCESS
    }

    /// The composition as dots.
    static func page(_ composition: TicketComposition) throws(TicketDrawingError) -> TicketPage {
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_A8,
            Int32(composition.width),
            Int32(composition.height)
        )
        defer { cairo_surface_destroy(surface) }
        try draw(composition, on: surface, left: 0, scale: 1)
        cairo_surface_flush(surface)
        guard let ink = cairo_image_surface_get_data(surface) else { throw .noMemory }
        return TicketPage(
            width: composition.width,
            height: composition.height,
            dotsPerInch: composition.dotsPerInch,
            ink: ink,
            inkPerRow: Int(cairo_image_surface_get_stride(surface))
        )
    }

    /// The composition as a page of PDF, its text and lines as outlines.
    ///
    /// The page has the size of the paper, or of the composition where there is none. The file
    /// carries no date, so that the same ticket gives the same bytes.
    static func pdf(
        _ composition: TicketComposition,
        on paper: PaperChoice?,
        title: String
    ) throws(TicketDrawingError) -> [UInt8] {
        let sink = Sink()
        let context = Unmanaged.passUnretained(sink).toOpaque()
        let scale = 72 / Double(composition.dotsPerInch)
        let width = Double(composition.width) * scale
        let paperWidth = paper.map { Double($0.width) * 72 / 2540 } ?? width
        let paperLength =
            paper.map { Double($0.length) * 72 / 2540 } ?? Double(composition.height) * scale
        let surface = cairo_pdf_surface_create_for_stream(write, context, paperWidth, paperLength)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "")
        defer { cairo_surface_destroy(surface) }
        try draw(composition, on: surface, left: (paperWidth - width) / 2, scale: scale)
        cairo_surface_finish(surface)
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else { throw .noMemory }
        return withExtendedLifetime(sink) { sink.bytes }
    }

    /// The page as a grey PNG, one pixel a dot.
    static func png(_ page: TicketPage) throws(TicketDrawingError) -> [UInt8] {
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_A8,
            Int32(page.width),
            Int32(page.height)
        )
        defer { cairo_surface_destroy(surface) }
        guard let pixels = cairo_image_surface_get_data(surface) else { throw .noMemory }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for row in 0..<page.height {
            for column in 0..<page.width where !page.isBlack(column, row) {
                pixels[row * stride + column] = 255
            }
        }
        cairo_surface_mark_dirty(surface)
        let sink = Sink()
        let status = cairo_surface_write_to_png_stream(
            surface,
            write,
            Unmanaged.passUnretained(sink).toOpaque()
        )
        guard status == CAIRO_STATUS_SUCCESS else { throw .noMemory }
        return withExtendedLifetime(sink) { sink.bytes }
    }

    private static func draw(
        _ composition: TicketComposition,
        on surface: OpaquePointer?,
        left: Double,
        scale: Double
    ) throws(TicketDrawingError) {
        guard let cairo = cairo_create(surface) else { throw .noMemory }
        defer { cairo_destroy(cairo) }
        // Boxes lie on whole dots: without smoothing their edges stay sharp.
        cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE)
        cairo_translate(cairo, left, 0)
        cairo_scale(cairo, scale, scale)
        composition.draw(on: cairo)
        cairo_show_page(cairo)
        guard cairo_status(cairo) == CAIRO_STATUS_SUCCESS else { throw .noMemory }
    }
}
