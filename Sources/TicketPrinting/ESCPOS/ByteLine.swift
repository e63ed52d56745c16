import Foundation

/// Why nothing more comes or goes on a line to a printer.
enum LineFailure: Error {
    case unreachable
    /// It was there, and is no longer.
    case broken
    /// It takes no more bytes in time.
    case stuck
}

/// A line to a printer that takes bytes and may send some back; every call blocks, up to a limit.
final class ByteLine {
    private let file: Int32
    private let isSocket: Bool
    private var received: ArraySlice<UInt8> = []

    /// - Throws: ``LineFailure/unreachable``.
    init(
        to address: ESCPOSAddress,
        within limit: Duration
    ) throws(LineFailure) {
        switch address.way {
        case .device(let path):
            let mode = address.isOneWay ? O_WRONLY : O_RDWR
            file = open(path, mode | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
            isSocket = false
        case .network(let host, let port):
            file = Self.connected(to: host, port, within: limit)
            isSocket = true
        }
        if file < 0 { throw .unreachable }
    }

    deinit { close(file) }

    /// Sends all of them.
    ///
    /// - Throws: ``LineFailure/broken`` or ``LineFailure/stuck``; some may have gone out then.
    func send(_ bytes: [UInt8], until end: ContinuousClock.Instant) throws(LineFailure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard wait(for: POLLOUT, until: end) else { throw .stuck }
            let count = rest.withUnsafeBytes { buffer in
                isSocket
                    ? Foundation.send(file, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                    : write(file, buffer.baseAddress, buffer.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EAGAIN, errno != EINTR {
                throw .broken
            }
        }
    }

    /// The next byte that comes back; nil when none has come in time.
    func next(until end: ContinuousClock.Instant) throws(LineFailure) -> UInt8? {
        if let first = received.popFirst() { return first }
        var buffer = [UInt8](repeating: 0, count: 256)
        while wait(for: POLLIN, until: end) {
            let count = read(file, &buffer, buffer.count)
            if count > 0 {
                received = buffer[1..<count]
                return buffer[0]
            }
            let isOver = count == 0 ? isSocket : errno != EAGAIN && errno != EINTR
            if isOver { throw .broken }
            // A device that calls itself readable and has nothing.
            usleep(5_000)
        }
        return nil
    }

    private func wait(for events: Int32, until end: ContinuousClock.Instant) -> Bool {
        Self.wait(file, for: events, until: end)
    }

    private static func wait(
        _ file: Int32,
        for events: Int32,
        until end: ContinuousClock.Instant
    ) -> Bool {
        var state = pollfd(fd: file, events: Int16(events), revents: 0)
        while true {
            let rest = max(.zero, end - ContinuousClock.now)
            let answer = poll(&state, 1, Int32(rest / .milliseconds(1)))
            if answer > 0 { return true }
            if answer == 0 || errno != EINTR { return false }
        }
    }

    /// - Returns: A socket that does not block; negative when there is none.
    private static func connected(
        to host: String,
        _ port: Int,
        within limit: Duration
    ) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, String(port), &hints, &found) == 0 else { return -1 }
        defer { freeaddrinfo(found) }
        let end = ContinuousClock.now + limit
        var candidate = found
        while let one = candidate?.pointee {
            let file = socket(
                one.ai_family,
                one.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
                one.ai_protocol
            )
            if file >= 0 {
                let isThere =
                    connect(file, one.ai_addr, one.ai_addrlen) == 0
                    || errno == EINPROGRESS && wait(file, for: POLLOUT, until: end)
                        && failure(of: file) == 0
                if isThere { return file }
                close(file)
            }
            candidate = one.ai_next
        }
        return -1
    }

    private static func failure(of file: Int32) -> Int32 {
        var (code, size): (Int32, socklen_t) = (0, socklen_t(MemoryLayout<Int32>.size))
        getsockopt(file, SOL_SOCKET, SO_ERROR, &code, &size)
        return code
    }
}
