import CQREncode

/// A QR code as SVG, with the white border that a reader needs; empty when the content is too long.
func qrPicture(_ content: String) -> String {
    // Level M bears 15 % of damage.
    guard let code = QRcode_encodeString8bit(content, 0, QR_ECLEVEL_M) else { return "" }
    defer { QRcode_free(code) }
    let (side, border) = (Int(code.pointee.width), 4)
    var path = ""
    for index in 0..<side * side where code.pointee.data[index] & 1 == 1 {
        path += "M\(index % side + border) \(index / side + border)h1v1h-1z"
    }
    let size = side + 2 * border
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)" \
        shape-rendering="crispEdges" aria-hidden="true">\
        <path fill="#fff" d="M0 0h\(size)v\(size)h-\(size)z"/><path fill="#000" d="\(path)"/></svg>
        """
}
