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

    /// The composition as dots, a page for each piece of paper.
    static func pages(
        _ composition: TicketComposition
    ) throws(TicketDrawingError) -> [TicketPage] {
        var pages: [TicketPage] = []
        for section in composition.sections {
            let surface = cairo_image_surface_create(
                CAIRO_FORMAT_A8,
                Int32(composition.width),
                Int32(section.height)
            )
            defer { cairo_surface_destroy(surface) }
            try draw(section, on: surface, left: 0, scale: 1)
            cairo_surface_flush(surface)
            guard let ink = cairo_image_surface_get_data(surface) else { throw .noMemory }
            var page = TicketPage(
                width: composition.width,
                height: section.height,
                dotsPerInch: composition.tools.dotsPerInch,
                ink: ink,
                inkPerRow: Int(cairo_image_surface_get_stride(surface))
            )
            page.cut = section.cut
            pages.append(page)
        }
        return pages
    }

    /// The composition as PDF, its text and lines as outlines, a page for each piece of paper.
    ///
    /// The pages have the sizes of the papers, or of the ticket where there are none. The file carries
    /// no date, so that the same ticket gives the same bytes.
    static func pdf(
        _ composition: TicketComposition,
        on papers: [PaperChoice],
        title: String
    ) throws(TicketDrawingError) -> [UInt8] {
        let sink = Sink()
        let context = Unmanaged.passUnretained(sink).toOpaque()
        let scale = 72 / Double(composition.tools.dotsPerInch)
        let width = Double(composition.width) * scale
        let sizes = composition.sections.enumerated().map {
            number,
            section -> (width: Double, length: Double) in
            guard number < papers.count else {
                return (width, Double(section.height) * scale)
            }
            let paper = papers[number]
            return (Double(paper.width) * 72 / 2540, Double(paper.length) * 72 / 2540)
        }
        let first = sizes.first ?? (width, width)
        let surface = cairo_pdf_surface_create_for_stream(
            write,
            context,
            first.width,
            first.length
        )
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "")
        defer { cairo_surface_destroy(surface) }
        for (section, size) in zip(composition.sections, sizes) {
            cairo_pdf_surface_set_size(surface, size.width, size.length)
            try draw(section, on: surface, left: (size.width - width) / 2, scale: scale)
        }
        cairo_surface_finish(surface)
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else { throw .noMemory }
        return withExtendedLifetime(sink) { sink.bytes }
    }

    /// The dots of a row of scissors between two papers in a picture, and of its gaps.
    private static let (dash, dashRows) = (8, 3)

    /// The pages as a grey PNG, one pixel a dot: one below the other, where it is cut a dashed line.
    static func png(_ pages: [TicketPage]) throws(TicketDrawingError) -> [UInt8] {
        let width = pages.map(\.width).max() ?? 1
        let height = pages.reduce(0) { $0 + $1.height } + max(0, pages.count - 1) * dashRows
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        guard let pixels = cairo_image_surface_get_data(surface) else { throw .noMemory }
        let stride = Int(cairo_image_surface_get_stride(surface))
        var line = 0
        for (number, page) in pages.enumerated() {
            for _ in 0..<(number == 0 ? 0 : dashRows) {
                for column in 0..<width where column / dash % 2 == 0 {
                    pixels[line * stride + column] = 255
                }
                line += 1
            }
            for row in 0..<page.height {
                for column in 0..<page.width where !page.isBlack(column, row) {
                    pixels[line * stride + column] = 255
                }
                line += 1
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
        _ section: TicketComposition.Section,
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
        try section.draw(on: cairo)
        cairo_show_page(cairo)
        guard cairo_status(cairo) == CAIRO_STATUS_SUCCESS else { throw .noMemory }
    }
}
