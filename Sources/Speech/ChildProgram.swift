import Dispatch
import Foundation
import Glibc
import Synchronization

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

    /// Runs a program to its end, on a thread of its own; the end of the task ends it, too.
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
        let ending = Ending()
        let result: Result<Outcome, SpeechProblem> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(returning: runBlocking(words, patience, ending))
                }
            }
        } onCancel: {
            ending.end()
        }
        return try result.get()
    }

    private static func runBlocking(
        _ words: [String],
        _ patience: Duration,
        _ ending: Ending
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
        ending.began(process.processIdentifier)
        let late = DispatchWorkItem { ending.end() }
        DispatchQueue.global().asyncAfter(
            deadline: .now() + .seconds(Int(patience.components.seconds)),
            execute: late
        )
        process.waitUntilExit()
        ending.ended()
        late.cancel()
        if process.terminationReason == .uncaughtSignal {
            return .failure(.failed(program, why: "it was ended, or took longer than \(patience)."))
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

/// Ends a program from outside, whether it has begun or not.
private final class Ending: Sendable {
    private enum Stage {
        case waiting
        case running(pid_t)
        case over
    }

    private let stage = Mutex(Stage.waiting)

    func began(_ number: pid_t) {
        stage.withLock { stage in
            if case .over = stage { return kill(number) }
            stage = .running(number)
        }
    }

    /// Its number may soon be another program's.
    func ended() {
        stage.withLock { $0 = .over }
    }

    func end() {
        stage.withLock { stage in
            if case .running(let number) = stage { kill(number) }
            stage = .over
        }
    }

    /// Nothing gentler would be heard: signals that this process ignores are ignored there, too.
    private func kill(_ number: pid_t) {
        _ = Glibc.kill(number, SIGKILL)
    }
}
