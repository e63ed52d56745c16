import Foundation

/// Where announcements go: to the loudspeaker of this machine, or into a folder.
package enum SoundOutput: Equatable, Sendable {
    /// A program that plays the WAV file named last, `aplay -q`, and ends when all was heard.
    case player([String])
    /// One file for each announcement, numbered, for sites with a player of their own.
    case folder(String)

    /// Longer than any announcement.
    private static let patience: Duration = .seconds(120)

    /// Finds out whether there is a program that plays.
    ///
    /// - Throws: ``SpeechProblem/noProgram(_:)``.
    package func check() throws(SpeechProblem) {
        guard case .player(let words) = self, let program = words.first else { return }
        let folders =
            program.contains("/")
            ? [""]
            : (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
                .map { "\($0)/" }
        let isThere = folders.contains {
            FileManager.default.isExecutableFile(atPath: $0 + program)
        }
        if !isThere { throw .noProgram(program) }
    }

    /// Plays or writes it; ends when it was heard.
    ///
    /// - Parameters:
    ///   - sound: What to play.
    ///   - number: Counts the announcements of this run, from 1.
    ///   - name: What is said, for the name of the file, `A 047`.
    /// - Throws: ``SpeechProblem``.
    package func give(_ sound: Sound, number: Int, name: String) async throws(SpeechProblem) {
        switch self {
        case .player(let words):
            // A name of its own: several loudspeakers of one process may play at once.
            let file = FileManager.default.temporaryDirectory
                .appending(path: "wartemarke-\(UUID().uuidString).wav").path()
            try Self.write(sound, to: file)
            defer { try? FileManager.default.removeItem(atPath: file) }
            let outcome = try await ChildProgram.run(words + [file], patience: Self.patience)
            guard outcome.status == 0 else {
                throw .failed(words.joined(separator: " "), why: outcome.complaint)
            }
        case .folder(let folder):
            let count = String(number)
            let digits = String(repeating: "0", count: max(0, 4 - count.count)) + count
            let label = name.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            let file = "\(folder)/\(digits)-\(label).wav"
            // Whole or not there: another program may look at the folder all the time.
            try Self.write(sound, to: file + ".part")
            guard rename(file + ".part", file) == 0 else { throw .noFile(file) }
        }
    }

    private static func write(_ sound: Sound, to file: String) throws(SpeechProblem) {
        do {
            try Data(sound.wav).write(to: URL(filePath: file))
        } catch {
            throw .noFile(file)
        }
    }
}
