package import Hub
import Lobby
package import Logging
import ServiceLifecycle

/// What the hub does by itself: marks as missed who was called long enough, opens the new day, and
/// says in its log each day that its certificate soon ends.
package struct HubHousekeeping: ServiceLifecycle.Service {
    private static let interval: Duration = .seconds(5)
    private static let warningInterval: Duration = .seconds(24 * 3600)

    private let hub: Hub
    private let logger: Logger
    private let certificate: HubCertificate?

    package init(hub: Hub, logger: Logger, certificate: HubCertificate? = nil) {
        self.hub = hub
        self.logger = logger
        self.certificate = certificate
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var warnedAt: Instant?
            while !Task.isCancelled {
                warn(&warnedAt)
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

    private func warn(_ warnedAt: inout Instant?) {
        let now = hub.machineTime()
        if let warnedAt, now - warnedAt < Self.warningInterval { return }
        guard let warning = certificate?.warning(at: now) else { return }
        warnedAt = now
        logger.warning("certificate.ends", metadata: ["sentence": "\(warning)"])
    }
}
