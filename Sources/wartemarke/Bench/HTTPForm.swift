import Foundation

/// A request as the bytes of HTTP/1.1, made once and sent often.
struct HTTPForm {
    /// Digits of the number in the Idempotency-Key.
    private static let keyDigits = 16

    private(set) var bytes: [UInt8]
    private let keyPlace: Int?

    /// Every POST carries an Idempotency-Key.
    ///
    /// - Parameters:
    ///   - method: GET or POST.
    ///   - path: Where, from the root.
    ///   - token: A device's bearer token.
    ///   - cookies: What a browser sends; then the body is that of a form, and JSON is wanted.
    ///   - body: JSON, or the fields of a form.
    init(
        _ method: String,
        _ path: String,
        token: String? = nil,
        cookies: String? = nil,
        body: String? = nil
    ) {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if let token { head += "Authorization: Bearer \(token)\r\n" }
        if let cookies { head += "Cookie: \(cookies)\r\nAccept: application/json\r\n" }
        if let body {
            let type =
                cookies == nil ? "application/json" : "application/x-www-form-urlencoded"
            head += "Content-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n"
        }
        if method == "POST" {
            head += "Idempotency-Key: "
            keyPlace = head.utf8.count
            head += String(repeating: "0", count: Self.keyDigits) + "\r\n"
        } else {
            keyPlace = nil
        }
        bytes = Array((head + "\r\n" + (body ?? "")).utf8)
    }

    /// Makes it another request: writes the number into its Idempotency-Key.
    mutating func number(_ number: Int) {
        guard let keyPlace else { return }
        var rest = number
        for place in stride(from: keyPlace + Self.keyDigits - 1, through: keyPlace, by: -1) {
            bytes[place] = UInt8(48 + rest % 10)
            rest /= 10
        }
    }
}

/// An answer as it comes in; whole once ``isWhole``.
struct HTTPAnswer {
    /// No answer that is measured is as large.
    static let limit = 1 << 20

    private(set) var status = 0
    private var bytes: [UInt8] = []
    private var end: Int?
    private var bodyStart = 0

    init() {
        bytes.reserveCapacity(4096)
    }

    var isWhole: Bool {
        end.map { bytes.count >= $0 } ?? false
    }

    var body: Data {
        Data(bytes[bodyStart...])
    }

    /// The cookie that the answer sets, as a browser sends it back.
    var cookie: String? {
        let head = String(decoding: bytes[..<bodyStart], as: UTF8.self)
        return head.firstMatch(of: /(?i)set-cookie: ([^;\r]+)/).map { String($0.1) }
    }

    mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
        end = nil
    }

    mutating func take(_ new: UnsafeRawBufferPointer) throws {
        bytes.append(contentsOf: new)
        guard bytes.count < Self.limit else { throw BenchProblem("The hub's answer is too long.") }
        if end == nil { try readHead() }
    }

    private mutating func readHead() throws {
        let newline = UInt8(ascii: "\n")
        var (start, length) = (0, 0)
        while let next = bytes[start...].firstIndex(of: newline) {
            let line = bytes[start..<next]
            if start == 0 {
                guard line.count > 12 else { throw BenchProblem("This is no answer of a hub.") }
                status = Self.number(line[9..<12])
            } else if line.count <= 1 {
                (bodyStart, end) = (next + 1, next + 1 + length)
                return
            } else if line.count > Self.lengthName.count,
                zip(line, Self.lengthName).allSatisfy({ $0 | 0x20 == $1 })
            {
                length = Self.number(line.dropFirst(Self.lengthName.count))
            }
            start = next + 1
        }
    }

    /// In small letters; a colon has the bit of small letters already.
    private static let lengthName = Array("content-length:".utf8)

    private static func number(_ text: ArraySlice<UInt8>) -> Int {
        text.reduce(0) { (48...57).contains($1) ? $0 * 10 + Int($1) - 48 : $0 }
    }
}
