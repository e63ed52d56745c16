import Dispatch
import Foundation
import Glibc

/// Runs programs of the system and waits for their end.
enum ChildProgram {
    /// What a program left.
    struct Outcome: Sendable {
        var status: Int32
        var output: [UInt8]
        /// The first line that it complained with.
        var complaint: String
    }

    /// A sound of some minutes; more is not read.
    private static let mostOutput = 16 << 20

    /// Runs a program to its end, on a thread of its own.
    ///
    /// - Parameters:
    ///   - words: The program, looked for in the path, and what it is told.
    ///   - patience: It is ended when it takes longer.
    /// - Returns: What it left, whatever its status.
    /// - Throws: ``SpeechProblem/noProgram(_:)`` or ``SpeechProblem/failed(_:why:)``.
    static func run(
        _ words: [String],
        patience: Duration
    ) async throws(SpeechProblem) -> Outcome {
        let result: Result<Outcome, SpeechProblem> = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: runBlocking(words, patience))
            }
        }
        return try result.get()
    }

    private static func runBlocking(
        _ words: [String],
        _ patience: Duration
    ) -> Result<Outcome, SpeechProblem> {
        // Files, not pipes: what the program leaves running may hold them open, and nobody waits for it.
        guard let program = words.first, let output = scratchFile(), let errors = scratchFile()
        else { return .failure(.noFile(FileManager.default.temporaryDirectory.path())) }
        defer {
            try? output.close()
            try? errors.close()
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        do {
            try process.run()
        } catch {
            return .failure(.noProgram(program))
        }
        // Nothing gentler would be heard: signals that this process ignores are ignored there, too.
        let late = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .seconds(Int(patience.components.seconds)),
            execute: late
        )
        process.waitUntilExit()
        late.cancel()
        if process.terminationReason == .uncaughtSignal {
            return .failure(.failed(program, why: "it did not end within \(patience)."))
        }
        // What env says when there is no such program.
        if process.terminationStatus == 127 { return .failure(.noProgram(program)) }
        let complaint = String(decoding: content(of: errors, most: 4096), as: UTF8.self)
        return .success(
            Outcome(
                status: process.terminationStatus,
                output: Array(content(of: output, most: mostOutput)),
                complaint: String(
                    complaint.split(whereSeparator: \.isNewline).first?.prefix(160) ?? ""
                )
            )
        )
    }

    private static func content(of file: FileHandle, most: Int) -> Data {
        try? file.seek(toOffset: 0)
        return (try? file.read(upToCount: most)) ?? Data()
    }

    /// A file without a name.
    private static func scratchFile() -> FileHandle? {
        guard let file = tmpfile() else { return nil }
        defer { fclose(file) }
        let copy = dup(fileno(file))
        return copy < 0 ? nil : FileHandle(fileDescriptor: copy, closeOnDealloc: true)
    }
}
