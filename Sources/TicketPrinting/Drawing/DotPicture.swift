import CPangoCairo
import Lobby
import Synchronization

/// A picture as black dots, ready for its place on a ticket.
struct DotPicture: Sendable {
    let width: Int
    let height: Int
    /// Row by row from the top left: 255 for ink, 0 for paper.
    let ink: [UInt8]

    /// What counts as black, of 255.
    private static let half = 128.0
    /// A picture that is this high is no logo.
    private static let highest = 4_000

    /// Opens a PNG file and makes it so many dots wide.
    init(_ image: TicketImage, width: Int) throws(TicketDrawingError) {
        let source = try Self.open(image)
        defer { cairo_surface_destroy(source) }
        let pixels = (
            width: Double(cairo_image_surface_get_width(source)),
            height: Double(cairo_image_surface_get_height(source))
        )
        let height = Int((Double(width) * pixels.height / pixels.width).rounded())
        guard width > 0, (1...Self.highest).contains(height) else {
            throw .badPicture(file: image.file)
        }
        let scale = Double(width) / pixels.width
        let shades = try Self.shades(of: source, scaledBy: scale, width, height)
        self.width = width
        self.height = height
        if image.isDithered {
            ink = Self.dithered(shades, width: width)
        } else {
            ink = shades.map { $0 < Self.half ? 255 : 0 }
        }
    }

    func draw(on cairo: OpaquePointer, x: Int, y: Int) throws(TicketDrawingError) {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        guard let dots = cairo_image_surface_get_data(surface) else { throw .noMemory }
        let stride = Int(cairo_image_surface_get_stride(surface))
        for row in 0..<height {
            for column in 0..<width { dots[row * stride + column] = ink[row * width + column] }
        }
        cairo_surface_mark_dirty(surface)
        let pattern = cairo_pattern_create_for_surface(surface)
        defer { cairo_pattern_destroy(pattern) }
        // A dot stays a dot, also in a file of PDF that is looked at large.
        cairo_pattern_set_filter(pattern, CAIRO_FILTER_NEAREST)
        cairo_save(cairo)
        cairo_translate(cairo, Double(x), Double(y))
        cairo_mask(cairo, pattern)
        cairo_restore(cairo)
    }

    private static func open(_ image: TicketImage) throws(TicketDrawingError) -> OpaquePointer {
        let source = Source(image.bytes)
        let read: cairo_read_func_t = { context, bytes, count in
            guard let context, let bytes else { return CAIRO_STATUS_READ_ERROR }
            let source = Unmanaged<Source>.fromOpaque(context).takeUnretainedValue()
            return source.read(into: bytes, count: Int(count))
                ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_READ_ERROR
        }
        let surface = withExtendedLifetime(source) {
            cairo_image_surface_create_from_png_stream(
                read,
                Unmanaged.passUnretained(source).toOpaque()
            )
        }
        guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            cairo_surface_destroy(surface)
            throw .badPicture(file: image.file)
        }
        return surface
    }

    /// The brightness of each dot, 0 to 255, on white paper.
    private static func shades(
        of source: OpaquePointer,
        scaledBy scale: Double,
        _ width: Int,
        _ height: Int
    ) throws(TicketDrawingError) -> [Double] {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height))
        defer { cairo_surface_destroy(surface) }
        guard let cairo = cairo_create(surface) else { throw .noMemory }
        defer { cairo_destroy(cairo) }
        cairo_set_source_rgb(cairo, 1, 1, 1)
        cairo_paint(cairo)
        cairo_scale(cairo, scale, scale)
        cairo_set_source_surface(cairo, source, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_BEST)
        // Else the last row and column fade into nothing.
        cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD)
        cairo_paint(cairo)
        cairo_surface_flush(surface)
        guard let data = cairo_image_surface_get_data(surface) else { throw .noMemory }
        let stride = Int(cairo_image_surface_get_stride(surface))
        return (0..<width * height).map { place in
            let pixel = data + place / width * stride + place % width * 4
            // Blue, green and red, as bright as the eye sees them (ITU-R BT.601).
            return 0.114 * Double(pixel[0]) + 0.587 * Double(pixel[1]) + 0.299 * Double(pixel[2])
        }
    }

    /// Black dots as dense as the picture is dark: the error of each dot goes to its neighbours (Floyd
    /// and Steinberg, 1976).
    private static func dithered(_ shades: [Double], width: Int) -> [UInt8] {
        var rest = shades
        var ink = [UInt8](repeating: 0, count: shades.count)
        for place in shades.indices {
            let isBlack = rest[place] < half
            ink[place] = isBlack ? 255 : 0
            let error = rest[place] - (isBlack ? 0 : 255)
            let column = place % width
            for (across, down, share) in [(1, 0, 7.0), (-1, 1, 3.0), (0, 1, 5.0), (1, 1, 1.0)] {
                let neighbour = place + down * width + across
                guard (0..<width).contains(column + across), neighbour < shades.count else {
                    continue
                }
                rest[neighbour] += error * share / 16
            }
        }
        return ink
    }

    private final class Source {
        private var rest: ArraySlice<UInt8>

        init(_ bytes: [UInt8]) {
            rest = bytes[...]
        }

        func read(into bytes: UnsafeMutablePointer<UInt8>, count: Int) -> Bool {
            guard rest.count >= count else { return false }
            for (place, byte) in rest.prefix(count).enumerated() { bytes[place] = byte }
            rest = rest.dropFirst(count)
            return true
        }
    }
}

/// The pictures of layouts, made of dots once for each width.
final class ImageBook: Sendable {
    private struct Key: Hashable {
        var file: String
        var isDithered: Bool
        var width: Int
    }

    /// More widths than papers have.
    private static let most = 100

    private let pictures = Mutex<[Key: DotPicture]>([:])

    func picture(_ image: TicketImage, width: Int) throws(TicketDrawingError) -> DotPicture {
        let key = Key(file: image.file, isDithered: image.isDithered, width: width)
        if let picture = pictures.withLock({ $0[key] }) { return picture }
        let picture = try DotPicture(image, width: width)
        pictures.withLock {
            if $0.count >= Self.most { $0 = [:] }
            $0[key] = picture
        }
        return picture
    }
}
