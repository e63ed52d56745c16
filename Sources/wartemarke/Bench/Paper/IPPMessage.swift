/// The little of IPP (RFC 8010) that a receiver of papers needs to say.
struct IPPMessage {
    enum Value {
        case integer(Int)
        case enumerated(Int)
        case boolean(Bool)
        case text(String)
        case name(String)
        case keyword(String)
        case uri(String)
        case charset(String)
        case language(String)
        case format(String)
        /// Dots an inch.
        case resolution(Int)
        case collection([(String, [Value])])

        fileprivate var tag: UInt8 {
            switch self {
            case .integer: 0x21
            case .boolean: 0x22
            case .enumerated: 0x23
            case .resolution: 0x32
            case .collection: 0x34
            case .text: 0x41
            case .name: 0x42
            case .keyword: 0x44
            case .uri: 0x45
            case .charset: 0x47
            case .language: 0x48
            case .format: 0x49
            }
        }

        fileprivate var bytes: [UInt8] {
            switch self {
            case .integer(let number), .enumerated(let number): fourBytes(number)
            case .boolean(let isTrue): [isTrue ? 1 : 0]
            case .resolution(let dots): fourBytes(dots) + fourBytes(dots) + [3]
            case .collection: []
            case .text(let text), .name(let text), .keyword(let text), .uri(let text),
                .charset(let text), .language(let text), .format(let text):
                Array(text.utf8)
            }
        }
    }

    private(set) var bytes: [UInt8]

    /// An answer to the request that begins with these bytes.
    init(answering request: [UInt8], status: Int = 0) {
        bytes = request[0..<2] + twoBytes(status) + request[4..<8] + [0x01]
        add("attributes-charset", .charset("utf-8"))
        add("attributes-natural-language", .language("en"))
    }

    /// The groups of jobs (2) and printers (4).
    mutating func begin(group: UInt8) {
        bytes.append(group)
    }

    mutating func add(_ name: String, _ values: Value...) {
        add(name, values)
    }

    private mutating func add(_ name: String, _ values: [Value]) {
        for (place, value) in values.enumerated() {
            let label = place == 0 ? Array(name.utf8) : []
            bytes.append(value.tag)
            bytes += twoBytes(label.count) + label + twoBytes(value.bytes.count) + value.bytes
            guard case .collection(let members) = value else { continue }
            for (member, values) in members {
                bytes += [0x4A, 0, 0] + twoBytes(member.utf8.count) + Array(member.utf8)
                for value in values { add("", value) }
            }
            bytes += [0x37, 0, 0, 0, 0]
        }
    }

    mutating func end() {
        bytes.append(0x03)
    }

    /// The operation that a request asks for; nil of what is no request.
    static func operation(of request: [UInt8]) -> Int? {
        request.count > 8 ? Int(request[2]) << 8 | Int(request[3]) : nil
    }
}

private func twoBytes(_ number: Int) -> [UInt8] {
    [UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)]
}

private func fourBytes(_ number: Int) -> [UInt8] {
    twoBytes(number >> 16 & 0xFFFF) + twoBytes(number & 0xFFFF)
}
