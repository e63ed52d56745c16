import Foundation
import Testing

/// A lobby of its own for one test: a folder, a port, a terminal server, and what runs in it.
final class World {
    /// The time of day in the hub: a Tuesday on which the example office is open.
    static let morning = "2026-11-24T08:30:00+01:00"
    /// Four digits: six and more, typed as fast as a test does, would be a scan.
    static let pin = "4711"

    let program: String
    let folder: String
    let port: Int
    var environment: [String: String]
    private(set) var hub: RunningProgram?
    private var terminals: [Terminal] = []

    /// Makes a world for the body and ends all of it afterwards.
    static func run(_ body: (World) async throws -> Void) async throws {
        let world = try World()
        do {
            try await body(world)
        } catch {
            let log = world.hub.map { "The hub said:\n\($0.output)\($0.errors)" }
            await world.end()
            if let log { Issue.record(Comment(rawValue: log)) }
            throw error
        }
        await world.end()
    }

    private init() throws {
        program = try Program.path()
        folder = "/tmp/wm-\(getpid())-\(UInt32.random(in: .min ... .max))"
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
        port = try freePort()
        environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
            "HOME": folder, "XDG_STATE_HOME": folder + "/state", "LANG": "C.UTF-8",
            // No CUPS of this machine: nobody listens there.
            "CUPS_SERVER": folder + "/no-cups",
            "SWIFT_BACKTRACE": "interactive=no,color=no",
            // zbarimg looks for a desktop's bus, and says so where there is none.
            "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=\(folder)/no-bus",
        ]
    }

    private func end() async {
        for terminal in terminals { await terminal.end() }
        if let hub { await hub.end() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    // MARK: Programs

    var url: String { "http://127.0.0.1:\(port)" }
    lazy var hubFile = folder + "/hub.sqlite"
    var kioskFile: String { folder + "/kiosk.sqlite" }
    var tickets: String { folder + "/tickets" }

    /// Runs a program of the machine to its end.
    @discardableResult
    func run(
        _ words: String...,
        input: String = ""
    ) async throws -> RunningProgram.Outcome {
        try await run(words, input: input)
    }

    /// Runs wartemarke in the project's folder to its end.
    @discardableResult
    func wartemarke(
        _ words: String...,
        input: String = ""
    ) async throws -> RunningProgram.Outcome {
        try await run([program] + words, input: input)
    }

    func run(_ words: [String], input: String = "") async throws -> RunningProgram.Outcome {
        try await start(words, input: input).outcome()
    }

    func start(_ words: [String], input: String = "") throws -> RunningProgram {
        try RunningProgram(
            words,
            environment: environment,
            folder: Program.root,
            scratch: folder,
            input: input
        )
    }

    // MARK: The hub

    /// Starts the hub, and again after it was ended.
    func startHub(
        at time: String = morning,
        host: String = "127.0.0.1",
        options: [String] = []
    ) async throws {
        let words = ["hub", "--database", hubFile, "--listen", "\(host):\(port)", "--at", time]
        let hub = try start([program] + words + options)
        self.hub = hub
        try await eventually("the hub listens", seen: { hub.output + hub.errors }) {
            hub.output.contains("hub.listening") || hub.errors.contains("hub.listening")
        }
    }

    /// A file with a new token.
    func token(_ role: String) async throws -> String {
        let made = try await wartemarke(
            "admin",
            "token",
            "--database",
            hubFile,
            "--role",
            role,
            "--name",
            "test \(role)"
        )
        try #require(made.status == 0, "\(made.errors)")
        let path = "\(folder)/\(role).token"
        try made.output.write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }

    func enrolmentCode(name: String? = nil) async throws -> String {
        let made = try await wartemarke(
            "admin",
            "enrol",
            "--database",
            hubFile,
            "--name",
            name ?? "kiosk \(terminals.count + 1)"
        )
        try #require(made.status == 0, "\(made.errors)")
        return String(try #require(made.output.split(separator: "\n").last))
    }

    func setPIN() async throws {
        let made = try await wartemarke(
            "admin",
            "pin",
            "--database",
            hubFile,
            input: Self.pin + "\n"
        )
        try #require(made.status == 0, "\(made.errors)")
    }

    // MARK: Screens

    /// Opens a terminal with wartemarke in it.
    func terminal(
        _ words: [String],
        columns: Int = 60,
        rows: Int = 20
    ) async throws -> Terminal {
        let terminal = try await Terminal(
            running: [program] + words,
            in: self,
            name: "screen\(terminals.count)",
            columns: columns,
            rows: rows
        )
        terminals.append(terminal)
        return terminal
    }

    /// Opens the kiosk, enrolled when a code is given, and waits for its first screen.
    func kiosk(
        enrol code: String? = nil,
        printer: String? = nil,
        database: String? = nil,
        columns: Int = 60,
        rows: Int = 20
    ) async throws -> Kiosk {
        var words = ["kiosk", "--hub", url, "--database", database ?? kioskFile]
        if let code { words += ["--enrol", code] }
        words += ["--printer", printer ?? "folder:\(tickets)"]
        let terminal = try await terminal(words, columns: columns, rows: rows)
        try await terminal.shows("Deutsch")
        return Kiosk(terminal: terminal)
    }

    /// A hub and a kiosk that has greeted it.
    func hubAndKiosk(printer: String? = nil) async throws -> Kiosk {
        let code = try await enrolmentCode()
        try await startHub()
        let kiosk = try await kiosk(enrol: code, printer: printer)
        try await kiosk.terminal.shows("Im Moment wartet niemand.")
        return kiosk
    }
}

/// A port of this machine that nobody uses now, below those that the system gives to connections.
func freePort() throws -> Int {
    for _ in 0..<100 {
        let port = Int.random(in: 10_000..<20_000)
        if isFree(port) { return port }
    }
    throw NoFreePort()
}

private struct NoFreePort: Error {}

private func isFree(_ port: Int) -> Bool {
    let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(probe) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
            bind(probe, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
    }
}
