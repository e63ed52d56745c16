import Glibc
import Hub
package import HubServer
import Hummingbird
package import Logging
import ServiceLifecycle
import Synchronization

extension HubWorld {
    /// The server's routes over this hub, with a status of its own and without a log.
    package func application(
        certificate: HubCertificate? = nil,
        desk: DeskLayouts? = nil,
        board: BoardPages? = nil
    ) -> HubApplication {
        HubApplication(
            hub: hub,
            logger: quiet,
            certificate: certificate,
            desk: desk,
            board: board
        )
    }

    /// Serves this hub on loopback while the work runs, inside TLS with a certificate.
    package func serving<Value: Sendable>(
        on port: Int = freshPort(),
        with certificate: HubCertificate? = nil,
        desk: DeskLayouts? = nil,
        board: BoardPages? = nil,
        _ work: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        try await becomesFree(port)
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let server = try application(certificate: certificate, desk: desk, board: board).server(
            host: "127.0.0.1",
            port: port
        ) { running.yield($0) }
        let group = ServiceGroup(services: [server], logger: quiet)
        let task = Task {
            defer { running.finish() }
            try await group.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await task.value
            throw CancellationError()
        }
        do {
            let scheme = certificate == nil ? "http" : "https"
            let value = try await work("\(scheme)://127.0.0.1:\(port)")
            await stop(group)
            _ = await task.result
            return value
        } catch {
            await stop(group)
            _ = await task.result
            throw error
        }
    }
}

extension HubWorld {
    /// Ends long polls, and then the server in good order.
    private func stop(_ group: ServiceGroup) async {
        hub.changed.close()
        await group.triggerGracefulShutdown()
    }
}

package let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// A port that no other test uses, below those that the system gives to connections: it is still free
/// when a second hub takes it over.
package func freshPort() -> Int {
    nextPort.withLock { port in
        repeat { port += 1 } while !isFree(port)
        return port
    }
}

/// A program that another test starts may hold a socket of the server before for a moment.
private func becomesFree(_ port: Int) async throws {
    for _ in 0..<1_000 where !isFree(port) { try await Task.sleep(for: .milliseconds(10)) }
}

/// Whether a server could listen there now.
///
/// The probe does not listen itself: a program that is started meanwhile inherits it for a moment,
/// and must not keep the server out.
private func isFree(_ port: Int) -> Bool {
    let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(probe) }
    var yes: Int32 = 1
    setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port)).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(probe, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}

private let nextPort = Mutex(Int.random(in: 20_000...29_000))
