import Hub
package import HubServer
import Hummingbird
package import Logging
import ServiceLifecycle

extension HubWorld {
    /// The server's routes over this hub, with a status of its own and without a log.
    package func application() -> HubApplication {
        HubApplication(hub: hub, logger: quiet)
    }

    /// Serves this hub on loopback while the work runs; port 0 is any free one.
    package func serving<Value: Sendable>(
        on port: Int = 0,
        _ work: @Sendable (String) async throws -> Value
    ) async throws -> Value {
        let (ports, running) = AsyncStream.makeStream(of: Int.self)
        let server = application().server(host: "127.0.0.1", port: port) { running.yield($0) }
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
            let value = try await work("http://127.0.0.1:\(port)")
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
