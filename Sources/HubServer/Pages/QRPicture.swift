import CPangoCairo
import CQREncode
import Foundation

/// A QR code with the white border that a reader needs.
struct QRPicture {
    private static let border = 4
    /// Pixels of the picture in a mail, on one side of a module.
    private static let scale = 8

    /// On one side, with the border.
    private let size: Int
    private let dark: [(x: Int, y: Int)]

    /// Nil when the content is too long.
    init?(_ content: String) {
        // Level M bears 15 % of damage.
        guard let code = QRcode_encodeString8bit(content, 0, QR_ECLEVEL_M) else { return nil }
        defer { QRcode_free(code) }
        let side = Int(code.pointee.width)
        size = side + 2 * Self.border
        dark = (0..<side * side).filter { code.pointee.data[$0] & 1 == 1 }
            .map { ($0 % side + Self.border, $0 / side + Self.border) }
    }

    /// For a page.
    var svg: String {
        let path = dark.map { "M\($0.x) \($0.y)h1v1h-1z" }.joined()
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)" \
            shape-rendering="crispEdges" aria-hidden="true">\
            <path fill="#fff" d="M0 0h\(size)v\(size)h-\(size)z"/>\
            <path fill="#000" d="\(path)"/></svg>
            """
    }

    /// For a mail, whose readers seldom show SVG; nil without memory.
    var png: Data? {
        let side = Int32(size * Self.scale)
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, side, side)
        defer { cairo_surface_destroy(surface) }
        guard let cairo = cairo_create(surface) else { return nil }
        defer { cairo_destroy(cairo) }
        cairo_set_source_rgb(cairo, 1, 1, 1)
        cairo_paint(cairo)
        cairo_scale(cairo, Double(Self.scale), Double(Self.scale))
        cairo_set_antialias(cairo, CAIRO_ANTIALIAS_NONE)
        for module in dark {
            cairo_rectangle(cairo, Double(module.x), Double(module.y), 1, 1)
        }
        cairo_set_source_rgb(cairo, 0, 0, 0)
        cairo_fill(cairo)
        var picture = Data()
        let status = withUnsafeMutablePointer(to: &picture) { picture in
            cairo_surface_write_to_png_stream(surface, append, picture)
        }
        return status == CAIRO_STATUS_SUCCESS ? picture : nil
    }
}

/// Adds bytes to the data that the context points to.
private let append: cairo_write_func_t = { context, bytes, count in
    guard let data = context?.assumingMemoryBound(to: Data.self), let bytes else {
        return CAIRO_STATUS_WRITE_ERROR
    }
    data.pointee.append(bytes, count: Int(count))
    return CAIRO_STATUS_SUCCESS
}
