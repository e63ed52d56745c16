import Foundation
import Logging

/// The hub's log: a line for each event, with the time in UTC.
func hubLog(to file: FileHandle) -> Logger {
    Logger(label: "hub") { _ in FileLog(file: file) }
}

/// The hub's log as a new file, because the demo's terminal shows the kiosk.
func hubLog(toNew path: String) throws -> Logger {
    guard FileManager.default.createFile(atPath: path, contents: nil),
        let file = FileHandle(forWritingAtPath: path)
    else { throw end(.configuration, "\(path) cannot be written.") }
    return hubLog(to: file)
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
