import Foundation
import Testing

/// What a program of the machine said.
struct CommandResult {
    var status: Int32
    var output: String
}

/// Runs a program by its name and waits for its end, without holding a thread.
func command(
    _ words: String...,
    environment: [String: String] = [:]
) async throws -> CommandResult {
    let file = scratchPath("output")
    defer { try? FileManager.default.removeItem(atPath: file) }
    #expect(FileManager.default.createFile(atPath: file, contents: nil))
    let output = try #require(FileHandle(forWritingAtPath: file))
    defer { try? output.close() }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment
        .merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    let status = try await withCheckedThrowingContinuation {
        (continuation: CheckedContinuation<Int32, any Error>) in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do {
            try process.run()
        } catch {
            process.terminationHandler = nil
            continuation.resume(throwing: error)
        }
    }
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return CommandResult(status: status, output: text)
}

/// What zbarimg reads in a picture; the package zbar-tools brings it.
func readCode(inPicture path: String) async throws -> String {
    let result = try await command(
        "zbarimg",
        "--quiet",
        "--raw",
        path,
        // It looks for a desktop's bus, and says so where there is none.
        environment: ["DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"]
    )
    try #require(
        result.status != 127,
        "zbarimg is missing; install the Debian package zbar-tools"
    )
    let lines = result.output.split(separator: "\n")
    return lines.first { $0.contains("://") }.map(String.init) ?? ""
}

/// A path in the folder for temporary files that nothing has.
func scratchPath(_ name: String) -> String {
    "/tmp/wm-\(getpid())-\(UInt32.random(in: .min ... .max))-\(name)"
}

/// Asks again and again, at most ten seconds long.
func eventually(_ condition: () throws -> Bool) async throws -> Bool {
    try await until { try condition() }
}

/// The same for a question that takes a while.
func until(_ condition: () async throws -> Bool) async throws -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return false
}
