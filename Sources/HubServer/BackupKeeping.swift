package import Hub
import Lobby
package import Logging
import ServiceLifecycle

/// Sees to the hub's backups beside everything else it does.
package struct BackupKeeping: ServiceLifecycle.Service {
    private static let interval: Duration = .seconds(5)

    private let backups: Backups
    private let logger: Logger

    package init(_ backups: Backups, logger: Logger) {
        self.backups = backups
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for news in await backups.tend() { log(news) }
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func log(_ news: Backups.News) {
        switch news {
        case .failed(let sentence):
            logger.error("backup.failed", metadata: ["reason": "\(sentence)"])
        case .drilled(let drill):
            logger.log(
                level: drill.finding == nil ? .notice : .error,
                "backup.drilled",
                metadata: [
                    "backup": "\(drill.backup)",
                    "milliseconds": "\(drill.took.wholeMilliseconds)",
                    "finding": "\(drill.finding ?? "good")",
                ]
            )
        }
    }
}
