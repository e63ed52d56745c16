package import Hub
package import Logging
import ServiceLifecycle

/// What the hub does by itself: marks as missed who was called long enough, and opens the new day.
package struct HubHousekeeping: Service {
    private static let interval: Duration = .seconds(5)

    private let hub: Hub
    private let logger: Logger

    package init(hub: Hub, logger: Logger) {
        self.hub = hub
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await hub.housekeep()
                } catch {
                    logger.error(
                        "housekeeping.failed",
                        metadata: ["error": "\(String(reflecting: error))"]
                    )
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
        hub.changed.close()
    }
}
