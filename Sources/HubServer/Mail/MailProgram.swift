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
    let process = Process()
    process.executableURL = URL(filePath: name)
    process.arguments = Array(rules.program.dropFirst()) + ["-t", "-i", "-f", rules.from]
    let input = Pipe()
    // A file, not a pipe: what the program leaves running may hold it open, and nobody waits for that.
    guard let errors = scratchFile() else { return "\(name): no file for what it says." }
    defer { try? errors.close() }
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    do {
        try process.run()
    } catch {
        return "\(name) cannot be started."
    }
    // The hub's own signals are blocked in what it starts, so nothing gentler would be heard.
    let late = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: late)
    // A program that ends before it has read all must not end the hub.
    write(message.text, to: input.fileHandleForWriting)
    process.waitUntilExit()
    late.cancel()
    try? errors.seek(toOffset: 0)
    let said = (try? errors.read(upToCount: 4096)) ?? Data()
    if process.terminationReason == .exit, process.terminationStatus == 0 { return nil }
    if process.terminationReason == .uncaughtSignal {
        return "\(name) did not end in \(patience) seconds."
    }
    // Its first line, without what could steer a terminal.
    let line = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    let words = line.filter { $0.isASCII && !$0.isNewline && $0 >= " " }.prefix(160)
    return "\(name) ended with \(process.terminationStatus)"
        + (words.isEmpty ? "." : ": \(words)")
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
