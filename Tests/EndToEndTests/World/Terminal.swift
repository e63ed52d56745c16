import Foundation
import Testing

/// A terminal of tmux with one program in it.
///
/// It stays when the program has ended, so that its last words and its exit code can be read.
final class Terminal {
    private let world: World
    private let server: String
    private let name: String

    init(
        running words: [String],
        in world: World,
        name: String,
        columns: Int,
        rows: Int
    ) async throws {
        self.world = world
        self.name = name
        server = "\(world.folder)/\(name).tmux"
        let settings = world.folder + "/tmux.conf"
        try "set -g remain-on-exit on\nset -g status off\nset -g escape-time 0\n"
            .write(toFile: settings, atomically: true, encoding: .utf8)
        // Errors are apart from the screen, as a service would have them. The exit code goes into a
        // file, because tmux 3.3 sometimes misses it.
        let shell = """
            sh -c 'echo $$ > "$0.pid"; exec "$@" 2> "$0.errors"' "$0" "$@"
            echo $? > "$0.status"
            """
        let begin = [
            "tmux", "-S", server, "-f", settings, "new-session", "-d", "-s", name,
            "-x", "\(columns)", "-y", "\(rows)", "-e", "TERM=tmux-256color",
        ]
        let made = try await world.run(
            begin + ["sh", "-c", shell, "\(world.folder)/\(name)"] + words
        )
        try #require(made.status == 0, "\(made.errors)")
    }

    func end() async {
        _ = try? await tmux("kill-server")
    }

    // MARK: Looking

    /// The screen as text, blanks at the ends of lines cut off.
    func screen() async throws -> String {
        try await tmux("capture-pane", "-p", "-t", name)
    }

    /// What the program said on standard error.
    var errors: String { file("errors") }

    private func file(_ ending: String) -> String {
        (try? String(contentsOfFile: "\(world.folder)/\(name).\(ending)", encoding: .utf8)) ?? ""
    }

    /// Waits until all the texts stand on the screen, and returns it.
    @discardableResult
    func shows(_ texts: String...) async throws -> String {
        var screen = ""
        try await eventually(
            "the screen shows \(texts)",
            seen: { "\(screen)\n\(self.errors)" }
        ) {
            screen = try await self.screen()
            return texts.allSatisfy(screen.contains)
        }
        return screen
    }

    /// Waits until the text is gone.
    func hides(_ text: String) async throws {
        var screen = ""
        try await eventually("the screen no longer shows \(text)", seen: { screen }) {
            screen = try await self.screen()
            return !screen.contains(text)
        }
    }

    /// The process in the terminal.
    func pid() throws -> pid_t {
        try #require(pid_t(file("pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    }

    /// The exit code once the program has ended, as a shell gives it; nil while it runs.
    var status: Int32? {
        Int32(file("status").trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Waits for the program's end and returns its exit code.
    func outcome() async throws -> Int32 {
        try await eventually("the program ends", seen: { try await self.screen() }) {
            self.status != nil
        }
        return try #require(status)
    }

    /// Kills the program with the signal nobody can catch.
    func killHard() async throws {
        kill(try pid(), SIGKILL)
        _ = try await outcome()
    }

    // MARK: Typing

    /// Presses keys by tmux' names, one after the other.
    func press(_ keys: String...) async throws {
        for key in keys { _ = try await tmux("send-keys", "-t", name, key) }
    }

    /// Types a text and Enter as fast as a scanner.
    func scan(_ text: String) async throws {
        _ = try await tmux(
            "send-keys",
            "-t",
            name,
            "-l",
            text,
            ";",
            "send-keys",
            "-t",
            name,
            "Enter"
        )
    }

    private func tmux(_ words: String...) async throws -> String {
        let done = try await world.run(["tmux", "-S", server] + words)
        guard done.status == 0 else { throw TooLate(description: "tmux: \(done.errors)") }
        return done.output
    }
}
