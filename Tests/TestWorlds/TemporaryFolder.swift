import Foundation

/// A folder of its own for one test; it goes with the last reference.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let place = FileManager.default.temporaryDirectory
            .appendingPathComponent("wartemarke-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        path = place.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    package func file(_ name: String) -> String {
        path + "/" + name
    }

    /// Copies a database as it lies on the disk, with what a crash would leave of it.
    package func copyOfDatabase(at path: String, named name: String) throws -> String {
        for ending in ["", "-wal"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.copyItem(atPath: path + ending, toPath: file(name) + ending)
        }
        return file(name)
    }
}

/// Writes nonsense over a file from a place on, as a dying disk does.
package func damage(_ path: String, from offset: Int = 4096) throws {
    var data = try Data(contentsOf: URL(fileURLWithPath: path))
    guard data.count > offset else { return }
    data.replaceSubrange(offset..., with: repeatElement(0xA7, count: data.count - offset))
    try data.write(to: URL(fileURLWithPath: path))
}
