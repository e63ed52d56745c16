import Foundation
import Glibc

/// One connection to a hub on loopback: a request goes out, its answer is waited for.
final class PlainConnection {
    /// An answer that takes longer means that something is wrong.
    private static let limit = timeval(tv_sec: 20, tv_usec: 0)

    let file: Int32
    private(set) var answer = HTTPAnswer()
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65536, alignment: 16)

    init(port: Int) throws {
        file = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard file >= 0 else { throw BenchProblem("No socket can be made.") }
        var (yes, limit): (Int32, timeval) = (1, Self.limit)
        setsockopt(
            file,
            Int32(IPPROTO_TCP),
            TCP_NODELAY,
            &yes,
            socklen_t(MemoryLayout.size(ofValue: yes))
        )
        let size = socklen_t(MemoryLayout.size(ofValue: limit))
        setsockopt(file, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw BenchProblem("The hub does not take a connection.") }
    }

    deinit {
        close(file)
        buffer.deallocate()
    }

    /// Sends a request and waits for the whole answer.
    func exchange(_ form: HTTPForm) throws -> (status: Int, body: Data) {
        try send(form)
        while true {
            if let status = try receive() { return (status, answer.body) }
        }
    }

    func send(_ form: HTTPForm) throws {
        answer.clear()
        let sent = form.bytes.withUnsafeBytes {
            Glibc.send(file, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == form.bytes.count else { throw BenchProblem("The hub takes no request.") }
    }

    /// Takes what has come of something that does not end.
    func receiveSome() throws -> UnsafeRawBufferPointer {
        let count = recv(file, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else { throw BenchProblem("The hub ends a live page.") }
        return UnsafeRawBufferPointer(rebasing: buffer[..<count])
    }

    /// Takes what has come, waiting when nothing has.
    ///
    /// - Returns: The status once the answer is whole.
    func receive() throws -> Int? {
        let count = recv(file, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else { throw BenchProblem("The hub does not answer in time.") }
        try answer.take(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return answer.isWhole ? answer.status : nil
    }
}
