package import Hub
import Lobby
package import Logging
import ServiceLifecycle

/// What the hub does by itself: marks as missed who was called long enough, opens the new day, and
/// says in its log each day that its certificate soon ends; each hour it looks whether every channel
/// gets an appointment as soon as promised, and whether all that is booked still fits.
package struct HubHousekeeping: ServiceLifecycle.Service {
    private static let interval: Duration = .seconds(5)
    private static let warningInterval: Duration = .seconds(24 * 3600)
    /// How often the promises of each channel, and the bookings, are looked at.
    private static let accessInterval: Duration = .seconds(3600)

    private let hub: Hub
    private let logger: Logger
    private let certificate: HubCertificate?
    private let training: TrainingOffice?

    package init(
        hub: Hub,
        logger: Logger,
        certificate: HubCertificate? = nil,
        training: TrainingOffice? = nil
    ) {
        self.training = training
        self.hub = hub
        self.logger = logger
        self.certificate = certificate
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            async let forecasting: Void = hub.keepForecasting()
            await keepHouse()
            await forecasting
        }
        hub.changed.close()
        training?.hub?.changed.close()
    }

    private func keepHouse() async {
        var warnedAt: Instant?
        var watchedAt: Instant?
        var watch = ClockWatch()
        let start = ContinuousClock.now
        while !Task.isCancelled {
            warn(&warnedAt)
            do {
                try await hub.housekeep()
                if watch.wasSet(now: hub.now(), elapsed: ContinuousClock.now - start) {
                    logger.warning("clock.set")
                    try await hub.clockWasSet()
                }
                try await hub.learn()
                try await hub.sumUpDays()
                try await hub.watchLastTickets()
                try await training?.hub?.housekeep()
                if isDue(&watchedAt, every: Self.accessInterval) {
                    try await hub.watchAccess()
                    try await watchBookings()
                }
            } catch {
                logger.error(
                    "housekeeping.failed",
                    metadata: ["error": "\(String(reflecting: error))"]
                )
            }
            try? await Task.sleep(for: Self.interval)
        }
    }

    /// Whether so much time has passed since it was last due.
    private func isDue(_ last: inout Instant?, every interval: Duration) -> Bool {
        let now = hub.machineTime()
        if let last, now - last < interval { return false }
        last = now
        return true
    }

    private func watchBookings() async throws {
        guard let count = try await hub.watchBookings() else { return }
        logger.warning(
            "bookings.misfit",
            metadata: ["count": "\(count)", "remedy": "wartemarke check --bookings"]
        )
    }

    private func warn(_ warnedAt: inout Instant?) {
        let now = hub.machineTime()
        guard let warning = certificate?.warning(at: now),
            isDue(&warnedAt, every: Self.warningInterval)
        else { return }
        logger.warning("certificate.ends", metadata: ["sentence": "\(warning)"])
    }
}
