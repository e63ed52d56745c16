import Dispatch
import Foundation
import Glibc
import Lobby

/// A program like sendmail: it takes a message on its standard input and delivers it, or says why not.
struct MailProgram: Sendable {
    /// A message that did not go out.
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    /// A program that takes longer is ended.
    private static let patience: TimeInterval = 60

    private let rules: MailRules

    init(_ rules: MailRules) {
        self.rules = rules
    }

    /// Hands a message over; the receivers stand in its head.
    ///
    /// - Throws: ``Problem`` when the program cannot be started, ends with anything but 0, or does not
    ///   end in a minute.
    func send(_ message: MailMessage) async throws(Problem) {
        let rules = rules
        let problem = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: run(rules, message, Self.patience))
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
    let (input, errors) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    do {
        try process.run()
    } catch {
        return "\(name) cannot be started."
    }
    let late = DispatchWorkItem { process.terminate() }
    DispatchQueue.global().asyncAfter(deadline: .now() + patience, execute: late)
    // A program that ends before it has read all must not end the hub.
    write(message.text, to: input.fileHandleForWriting)
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    late.cancel()
    if process.terminationReason == .exit, process.terminationStatus == 0 { return nil }
    if process.terminationReason == .uncaughtSignal { return "\(name) did not end in a minute." }
    // Its first line, without what could steer a terminal.
    let line = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline).first ?? ""
    let words = line.filter { $0.isASCII && !$0.isNewline && $0 >= " " }.prefix(160)
    return "\(name) ended with \(process.terminationStatus)"
        + (words.isEmpty ? "." : ": \(words)")
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
