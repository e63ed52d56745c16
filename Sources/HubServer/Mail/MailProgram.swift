import Dispatch
import Foundation
import Glibc
import Lobby

/// A program like sendmail: it takes a message on its standard input and delivers it, or says why not.
struct MailProgram: Sendable {
    /// A message that did not go out.
    struct Problem: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    private let rules: MailRules
    private let patience: TimeInterval

    /// A program that takes longer than the patience, in seconds, is ended.
    init(_ rules: MailRules, patience: TimeInterval = 60) {
        self.rules = rules
        self.patience = patience
    }

    /// Hands a message over; the receivers stand in its head.
    ///
    /// - Throws: ``Problem`` when the program cannot be started, ends with anything but 0, or takes
    ///   too long.
    func send(_ message: MailMessage) async throws(Problem) {
        let (rules, patience) = (rules, patience)
        let problem = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: run(rules, message, patience))
            }
        }
        if let problem { throw Problem(description: problem) }
    }
}

/// Runs the program; nil when it took the message.
private func run(
    _ rules: MailRules,
    _ message: MailMessage,
    _ patience: TimeInterval
) -> String? {
    let name = rules.program[0]
    // A file, not a pipe: what the program leaves running may hold it open, and nobody waits for that.
    guard let errors = scratchFile() else { return "\(name): no file for what it says." }
    defer { try? errors.close() }
    let input = Pipe()
    for end in [input.fileHandleForReading, input.fileHandleForWriting] {
        _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
    }
    let words = rules.program + ["-t", "-i", "-f", rules.from]
    let process = spawn(words, input.fileHandleForReading, errors)
    try? input.fileHandleForReading.close()
    guard let process else { return "\(name) cannot be started." }
    let late = DispatchWorkItem { kill(process, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: late)
    // A program that ends before it has read all must not end the hub.
    write(message.text, to: input.fileHandleForWriting)
    // Until its end is taken note of, its number belongs to nobody else.
    var ended = siginfo_t()
    while waitid(P_PID, id_t(process), &ended, WEXITED | WNOWAIT) != 0, errno == EINTR {}
    late.cancel()
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    try? errors.seek(toOffset: 0)
    let said = (try? errors.read(upToCount: 4096)) ?? Data()
    if status == 0 { return nil }
    guard status & 0x7f == 0 else { return "\(name) did not end in \(patience) seconds." }
    // Its first line, without what could steer a terminal.
    let line = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    let told = line.filter { $0.isASCII && !$0.isNewline && $0 >= " " }.prefix(160)
    return "\(name) ended with \(status >> 8 & 0xff)"
        + (told.isEmpty ? "." : ": \(told)")
}

/// Starts a program; nil when it cannot be.
///
/// Not by Foundation's `Process`: that also waits for what the program leaves running. The program gets
/// the two files, and none of the hub's signals are blocked in it.
private func spawn(_ words: [String], _ input: FileHandle, _ errors: FileHandle) -> pid_t? {
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_adddup2(&files, input.fileDescriptor, STDIN_FILENO)
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&files, errors.fileDescriptor, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    let texts = words.map { strdup($0) }
    defer { for text in texts { free(text) } }
    var process: pid_t = 0
    let failure = posix_spawn(&process, words[0], &files, &attributes, texts + [nil], environ)
    return failure == 0 ? process : nil
}

/// A file without a name, for one program's errors.
private func scratchFile() -> FileHandle? {
    guard let file = tmpfile() else { return nil }
    defer { fclose(file) }
    let copy = dup(fileno(file))
    return copy < 0 ? nil : FileHandle(fileDescriptor: copy, closeOnDealloc: true)
}

/// Writes and closes; a reader that is gone is not an error here.
private func write(_ text: String, to handle: FileHandle) {
    var signals = sigset_t()
    var before = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    try? handle.write(contentsOf: Data(text.utf8))
    try? handle.close()
    var none = timespec()
    sigtimedwait(&signals, nil, &none)
    pthread_sigmask(SIG_SETMASK, &before, nil)
}
