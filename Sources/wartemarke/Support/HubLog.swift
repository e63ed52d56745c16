import Foundation
import Logging
import Synchronization

/// The hub's log as a file, because the demo's terminal shows the kiosk.
struct DemoLog: Sendable {
    let logger: Logger

    init(path: String) throws {
        _ = FileManager.default.createFile(
            atPath: path,
            contents: nil,
            attributes: [.posixPermissions: 0o600]
        )
        guard let file = FileHandle(forWritingAtPath: path) else {
            throw end(.configuration, "\(path) cannot be written.")
        }
        logger = hubLog(to: file)
    }
}

/// The hub's log: a line for each event, with the time in UTC.
func hubLog(to file: FileHandle) -> Logger {
    Logger(label: "hub") { _ in FileLog(file: file) }
}

/// Joins an event's details only when it is written, unlike the library's handler: the server sets
/// some for every request.

private struct FileLog: LogHandler {
    let file: FileHandle
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .notice

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let details = all.map { " \($0)=\($1)" }.sorted().joined()
        let time = Date.now.formatted(.iso8601)
        try? file.write(
            contentsOf: Data("\(time) \(event.level) \(event.message)\(details)\n".utf8)
        )
    }
}
