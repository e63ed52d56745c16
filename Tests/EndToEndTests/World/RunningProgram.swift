import Foundation
import Synchronization

/// A program that a test started: what it says is in two files, and it ends with the test.
///
/// Not Foundation's `Process`: programs started by that have the signals blocked that the thread
/// had blocked, so a test of Ctrl-C would pass whatever the program does.
final class RunningProgram: Sendable {
    let pid: pid_t
    private let outputFile: String
    private let errorFile: String
    private let ending = Mutex<Int32?>(nil)

    /// How a program ended.
    struct Outcome: Sendable {
        /// The exit code; 128 and the signal's number when a signal ended it.
        var status: Int32
        var output: String
        var errors: String
    }

    /// Starts the program, looked for in `PATH` when it has no slash, with the input on its
    /// standard input; the scratch folder takes what it says.
    init(
        _ words: [String],
        environment: [String: String],
        folder: String,
        scratch: String,
        input: String = ""
    ) throws {
        let name = "\(scratch)/run-\(UInt32.random(in: .min ... .max))"
        (outputFile, errorFile) = (name + ".out", name + ".err")
        try Data(input.utf8).write(to: URL(filePath: name + ".in"))

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, name + ".in", O_RDONLY, 0)
        let write = O_WRONLY | O_CREAT | O_TRUNC
        posix_spawn_file_actions_addopen(&actions, 1, outputFile, write, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errorFile, write, 0o600)
        // A hub of another test listens on a socket that would stay open as long as this program runs.
        for other in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, other) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        // The shell goes to the folder and becomes the program.
        let shell = ["sh", "-c", "cd \"$0\" && exec \"$@\"", folder]
        let arguments = (shell + words).map { strdup($0) } + [nil]
        let settings = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { (arguments + settings).forEach { free($0) } }
        var started = pid_t()
        let error = posix_spawn(&started, "/bin/sh", &actions, &attributes, arguments, settings)
        guard error == 0 else { throw CannotStart(words: words, error: error) }
        pid = started
    }

    deinit {
        if status == nil { kill(pid, SIGKILL) }
    }

    struct CannotStart: Error, CustomStringConvertible {
        let words: [String]
        let error: Int32

        var description: String {
            "\(words) cannot be started: \(String(cString: strerror(error)))"
        }
    }

    var output: String { text(of: outputFile) }
    var errors: String { text(of: errorFile) }

    /// The exit code once it has ended.
    var status: Int32? {
        ending.withLock { ending in
            var code: Int32 = 0
            guard ending == nil, waitpid(pid, &code, WNOHANG) == pid else { return ending }
            let signal = code & 0x7f
            ending = signal == 0 ? (code >> 8) & 0xff : 128 + signal
            return ending
        }
    }

    /// Waits for its end; a program that takes too long is killed, and that fails the test.
    func outcome(within limit: Duration = .seconds(20)) async throws -> Outcome {
        do {
            try await eventually("process \(pid) ends", within: limit) { self.status != nil }
        } catch {
            kill(pid, SIGKILL)
            throw error
        }
        return Outcome(status: status ?? -1, output: output, errors: errors)
    }

    /// Ends it the way an administrator would, and the hard way if it does not hear.
    func end() async {
        guard status == nil else { return }
        kill(pid, SIGTERM)
        _ = try? await outcome(within: .seconds(5))
    }

    /// The end no program can prepare for.
    func killHard() async throws {
        kill(pid, SIGKILL)
        _ = try await outcome()
    }

    private func text(of file: String) -> String {
        (try? Data(contentsOf: URL(filePath: file))).map { String(decoding: $0, as: UTF8.self) }
            ?? ""
    }
}
