import Dispatch
import Foundation
import Glibc

/// Bytes on a socket, for requests that no client would send.
///
/// Answers what the server said until it closed, or until it said nothing for so long.
func exchange(
    _ base: String,
    _ request: [UInt8],
    patience: Int = 20
) async throws -> String {
    // On a thread of its own: the server in this process needs those of the tasks.
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue.global().async {
            continuation.resume(with: Result { try exchangeBlocking(base, request, patience) })
        }
    }
}

private func exchangeBlocking(
    _ base: String,
    _ request: [UInt8],
    _ seconds: Int
) throws -> String {
    let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    try dial(base, with: socket)
    var patience = timeval(tv_sec: seconds, tv_usec: 0)
    setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var sent = 0
    while sent < request.count {
        let count = request[sent...].withUnsafeBytes { bytes in
            send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { break }
        sent += count
    }
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count > 0 else { break }
        answer += buffer.prefix(count)
    }
    return String(decoding: answer, as: UTF8.self)
}

private func dial(_ base: String, with socket: Int32) throws {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(URLComponents(string: base)?.port ?? 0).bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let isConnected = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
    guard isConnected else { throw POSIXError(.ECONNREFUSED) }
}

/// A connection that asks for a page and never reads what comes.
final class DeafReader: Sendable {
    private let socket: Int32

    init(_ url: String) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        // Little room on this side, so that it is full soon.
        var room: Int32 = 4096
        setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &room, socklen_t(MemoryLayout<Int32>.size))
        try dial(url, with: socket)
        let path = URLComponents(string: url)?.path ?? "/"
        let request = Array("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        let sent = send(socket, request, request.count, Int32(MSG_NOSIGNAL))
        guard sent == request.count else { throw POSIXError(.EPIPE) }
    }

    deinit { close(socket) }
}
