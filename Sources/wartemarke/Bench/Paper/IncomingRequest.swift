import Glibc

/// The requests that come in on one connection, one after the other.
final class IncomingRequest {
    private let line: Int32
    private var buffer = [UInt8](repeating: 0, count: 65536)
    private var pending: [UInt8] = []

    init(_ line: Int32) {
        self.line = line
    }

    /// The next body, and when its first byte came; nil at the end of the connection.
    func next() -> (body: [UInt8], begin: UInt64)? {
        guard let head = takeHead() else { return nil }
        if head.contains("100-continue") {
            guard reply(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)) else { return nil }
        }
        guard !pending.isEmpty || receive() else { return nil }
        let begin = monotonicNow()
        if head.contains("transfer-encoding: chunked") {
            var body: [UInt8] = []
            while let size = takeLine().flatMap({ Int($0, radix: 16) }) {
                guard let part = take(size), takeLine() != nil else { return nil }
                if size == 0 { return (body, begin) }
                body += part
            }
            return nil
        }
        let length = head.firstMatch(of: /content-length: ([0-9]+)/).flatMap { Int($0.1) } ?? 0
        return take(length).map { ($0, begin) }
    }

    func reply(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func takeHead() -> String? {
        var head = ""
        while let text = takeLine() {
            if text.isEmpty { return head.lowercased() }
            head += text + "\n"
        }
        return nil
    }

    /// The next line without its end.
    private func takeLine() -> String? {
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                let text = String(decoding: pending[..<end].filter { $0 != 13 }, as: UTF8.self)
                pending.removeFirst(end + 1)
                return text
            }
            guard receive() else { return nil }
        }
    }

    private func take(_ count: Int) -> [UInt8]? {
        while pending.count < count {
            guard receive() else { return nil }
        }
        defer { pending.removeFirst(count) }
        return Array(pending[..<count])
    }

    private func receive() -> Bool {
        let count = recv(line, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        pending += buffer[..<count]
        return true
    }
}
