import Foundation
import Glibc
import Lobby

/// File operations after which the disk has what they did.
enum DurableFiles {
    private static let chunkBytes = 1 << 20

    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// Makes an empty file for its owner alone; one that is there already is a problem.
    static func make(_ path: String) throws(BackupProblem) {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw errno == EEXIST ? .exists(path: path) : .writing(path)
        }
        close(file)
    }

    /// Copies a file to a place where there is none.
    static func copy(_ source: String, to target: String) throws(BackupProblem) {
        let input = open(source, O_RDONLY | O_CLOEXEC)
        guard input >= 0 else { throw .reading(source) }
        defer { close(input) }
        try make(target)
        let output = open(target, O_WRONLY | O_CLOEXEC)
        guard output >= 0 else { throw .writing(target) }
        defer { close(output) }
        var chunk = [UInt8](repeating: 0, count: chunkBytes)
        while true {
            let count = read(input, &chunk, chunkBytes)
            guard count >= 0 else { throw .reading(source) }
            if count == 0 { break }
            var written = 0
            while written < count {
                let done = chunk[written..<count].withUnsafeBytes {
                    Glibc.write(output, $0.baseAddress, $0.count)
                }
                guard done > 0 else { throw .writing(target) }
                written += done
            }
        }
        guard fsync(output) == 0 else { throw .writing(target) }
    }

    /// Writes a short text in the place of what was there, whole or not at all.
    static func write(_ text: String, to path: String) throws(BackupProblem) {
        let part = path + HubDatabase.partEnding
        remove(part)
        try make(part)
        let file = open(part, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw .writing(path) }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(file, bytes, bytes.count) == bytes.count && fsync(file) == 0
        close(file)
        guard isWritten else { throw .writing(path) }
        try move(part, to: path)
    }

    /// Gives a file another name; one that has it already is replaced.
    static func move(_ path: String, to target: String) throws(BackupProblem) {
        guard rename(path, target) == 0 else { throw .writing(target) }
        try flush(folder(of: target))
    }

    static func remove(_ path: String) {
        unlink(path)
    }

    /// Returns when the disk has the file, or the names in the folder.
    static func flush(_ path: String) throws(BackupProblem) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .writing(path) }
        defer { close(file) }
        // Some network disks cannot flush a folder; they write names at once.
        guard fsync(file) == 0 || errno == EINVAL else { throw .writing(path) }
    }
}

/// A folder that holds backups.
package struct BackupFolder: Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// Makes the folder, for its owner alone, where it is not there yet.
    package func make() throws(BackupProblem) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .writing(path) }
    }

    package func names() throws(BackupProblem) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw DurableFiles.exists(path)
                ? .cannotRead(path: path, reason: "it is no folder, or not yours")
                : .noFile(path: path)
        }
    }

    package func path(of name: String) -> String {
        path + "/" + name
    }

    package func remove(_ name: String) {
        DurableFiles.remove(path(of: name))
    }

    /// Whether one disk's end would be the end of both the folder and the file.
    package func isOnTheDisk(of file: String) -> Bool {
        var (here, there) = (stat(), stat())
        guard stat(path, &here) == 0, stat(file, &there) == 0 else { return false }
        return here.st_dev == there.st_dev
    }

    /// Whether there is a folder of that name.
    package static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
    }
}
