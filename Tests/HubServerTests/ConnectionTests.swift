import Dispatch
import Foundation
import Hub
import ServiceLifecycle
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `More connections than the pages take` {
    private static let limit = 20
    /// The server looks at a few new connections at once.
    private static let overshoot = 16

    @Test func `wait for a place, and harm nobody who has one`() async throws {
        let web = try Browsing()
        try await serving(web.application, connections: Self.limit) { port in
            let lines = try (0..<Self.limit).map { _ in try Line(port) }
            for line in lines { try line.ask() }
            for line in lines { #expect(try line.answer().hasPrefix("HTTP/1.1 200 OK")) }
            let late = try (0..<3 * Self.limit).map { _ in try Line(port) }
            for line in late { try line.ask() }
            // Those who have a place get their answers all the same, again and again.
            for _ in 1...5 {
                for line in lines {
                    try line.ask()
                    #expect(try line.answer().hasPrefix("HTTP/1.1 200 OK"))
                }
            }
            let waiting = late.filter { !$0.hasAnswer }
            #expect(waiting.count >= late.count - Self.overshoot)
            // A place that becomes free goes to the next, until all were served.
            lines.forEach { $0.end() }
            for line in late {
                #expect(try line.answer().hasPrefix("HTTP/1.1 200 OK"))
                line.end()
            }
        }
    }

    /// Serves the pages while the work runs on a thread of its own, as it waits for sockets.
    private func serving(
        _ application: PublicApplication,
        connections: Int,
        _ work: @escaping @Sendable (Int) throws -> Void
    ) async throws {
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let server = try application.server(
            host: "127.0.0.1",
            port: 0,
            connections: connections
        ) { running.yield($0) }
        let group = ServiceGroup(services: [server], logger: quiet)
        let task = Task { try await group.run() }
        let port = try #require(await ports.first { _ in true })
        let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: Result { try work(port) })
            }
        }
        await group.triggerGracefulShutdown()
        try await task.value
        try result.get()
    }
}

/// One connection of a reader that stays.
private final class Line: Sendable {
    private let socket: Int32

    init(_ port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 60, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw POSIXError(.ECONNREFUSED) }
    }

    func ask() throws {
        let request = Array("GET /api/v1/status.xml HTTP/1.1\r\nHost: hub\r\n\r\n".utf8)
        guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw POSIXError(.EPIPE)
        }
    }

    /// The whole answer, which is short.
    func answer() throws -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !String(decoding: bytes, as: UTF8.self).hasSuffix("</eintrag>\n") {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { throw POSIXError(.ETIMEDOUT) }
            bytes += buffer.prefix(count)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether something came already.
    var hasAnswer: Bool {
        var byte: UInt8 = 0
        return recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) > 0
    }

    func end() {
        close(socket)
    }
}
