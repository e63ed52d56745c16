import Foundation
import Glibc
import Synchronization

/// A process of this same program or another, ended at the latest when nobody holds it any more.
final class ChildProcess {
    /// A child that does not end by itself within this time is killed.
    private static let patience: Duration = .seconds(5)

    /// `POSIX_SPAWN_SETSID` of glibc, which the importer does not show.
    private static let newSession: Int16 = 0x80

    let pid: pid_t
    private var isEnded = false

    /// Starts the program with the given arguments, in a session of its own.
    ///
    /// With a terminal this is its input and output; without one what it says goes to the log. The
    /// variables come on top of those that every child gets.
    init(
        _ arguments: [String],
        program: String = "/proc/self/exe",
        variables: [String: String] = [:],
        terminal: String? = nil,
        log: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, terminal ?? "/dev/null", O_RDWR, 0)
        posix_spawn_file_actions_addopen(&actions, 2, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, terminal == nil ? 2 : 0, 1)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The first terminal that the leader of a session opens becomes its own.
        posix_spawnattr_setflags(&attributes, Self.newSession)
        var strings = (["wartemarke"] + arguments).map { strdup($0) } + [nil]
        let settings = Self.environment + variables.map { "\($0.key)=\($0.value)" }
        var environment = settings.map { strdup($0) } + [nil]
        defer { (strings + environment).forEach { free($0) } }
        var pid: pid_t = 0
        let code = runningChildren.withLock { children in
            // The same build, also when the file was replaced meanwhile.
            let code = posix_spawn(
                &pid,
                program,
                &actions,
                &attributes,
                &strings,
                &environment
            )
            if code == 0 { children.insert(pid) }
            return code
        }
        guard code == 0 else {
            throw BenchProblem("A child cannot be started: \(String(cString: strerror(code))).")
        }
        self.pid = pid
    }

    deinit {
        end()
    }

    /// Ends it as a service manager would, and waits until it is gone.
    func end() {
        send(SIGTERM)
        let deadline = ContinuousClock.now + Self.patience
        while !isGone(), ContinuousClock.now < deadline { usleep(2_000) }
        kill()
    }

    func kill() {
        send(SIGKILL)
        while !isGone() { usleep(1_000) }
    }

    func send(_ signal: Int32) {
        if !isEnded { Glibc.kill(pid, signal) }
    }

    /// Whether it has ended, by itself or by a signal.
    func isGone() -> Bool {
        if isEnded { return true }
        var status: Int32 = 0
        let answer = waitpid(pid, &status, WNOHANG)
        guard answer == pid || (answer < 0 && errno == ECHILD) else { return false }
        isEnded = true
        runningChildren.withLock { _ = $0.remove(pid) }
        return true
    }

    /// Waits until it has ended by itself.
    func finish(within limit: Duration = .seconds(20)) throws {
        let deadline = ContinuousClock.now + limit
        while !isGone() {
            guard ContinuousClock.now < deadline else {
                throw BenchProblem("A program that the bench started does not end.")
            }
            usleep(500)
        }
    }

    /// The memory it has resident, in MiB.
    func residentMemory() throws -> Double {
        try wartemarke.residentMemory(of: pid)
    }

    private static let environment: [String] = {
        var kept = ProcessInfo.processInfo.environment.filter { name, _ in
            ["PATH", "HOME", "TZ", "TERMINFO", "LD_LIBRARY_PATH"].contains(name)
        }
        kept["TERM"] = "xterm-256color"
        kept["LANG"] = "C.UTF-8"
        return kept.map { "\($0.key)=\($0.value)" }
    }()
}

/// The memory that a process has resident, in MiB.
func residentMemory(of pid: pid_t) throws -> Double {
    let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
    guard let number = line?.split(separator: " ").dropLast().last, let size = Double(number)
    else { throw BenchProblem("The memory of process \(pid) cannot be read.") }
    return size / 1024
}

/// Children that run, for the way out by a signal.
private let runningChildren = Mutex<Set<pid_t>>([])

/// Kills every child and ends this process; for the way out by a signal.
///
/// Whoever else starts a child or notices the end of one waits here for ever, so that none is
/// started after the others were killed.
func killAllChildren(thenEnd wayOut: () -> Never) {
    runningChildren.withLock { children in
        children.forEach { _ = Glibc.kill($0, SIGKILL) }
        // One that still ran could write into the folder that is about to go.
        children.forEach { _ = waitpid($0, nil, 0) }
        wayOut()
    }
}
