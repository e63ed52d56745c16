import Foundation
import Hub
import Lobby

/// A hub as a child process, with a database of its own and everything needed to talk to it.
final class HubUnderTest {
    /// A hub with a large file looks through it before it listens.
    private static let patience: Duration = .seconds(120)

    let process: ChildProcess
    let port: Int
    /// Where everybody may look; 0 without.
    let publicPort: Int
    let program: String
    let desk: String
    private let database: String
    private let world: BenchWorld

    /// Starts a hub on a free port, on a new file or on one with history in it, with pages for everybody
    /// or without.
    init(
        _ world: BenchWorld,
        office: String = Places.office,
        database: String? = nil,
        isPublic: Bool = false
    ) throws {
        self.world = world
        let database = database ?? world.path("hub.sqlite")
        self.database = database
        program = try Self.admin(
            ["token", "--role", "program", "--name", "bench"],
            world,
            database
        )
        desk = try Self.admin(["token", "--role", "desk", "--name", "bench"], world, database)
        let log = world.path("hub.log")
        process = try ChildProcess(
            [
                "hub", "--office", office, "--layouts", Places.layouts,
                "--database", database, "--listen", "127.0.0.1:0", "--at", BenchWorld.morning,
                "--backup", "none",
            ] + (isPublic ? ["--public", "127.0.0.1:0"] : [])
                + (world.slowFlush.map { ["--slow-flush", $0.argument] } ?? []),
            log: log
        )
        port = try Self.port(of: "hub", saidIn: log, by: process)
        publicPort = isPublic ? try Self.port(of: "pages", saidIn: log, by: process) : 0
    }

    var url: String {
        "http://127.0.0.1:\(port)"
    }

    /// A one-time code for a kiosk.
    func enrolmentCode() throws -> String {
        try Self.admin(["enrol", "--name", "bench"], world, database)
    }

    /// The token of a board.
    func board() throws -> String {
        try Self.admin(["token", "--role", "board", "--name", "bench"], world, database)
    }

    /// A new account of a clerk.
    ///
    /// - Returns: Its first password.
    func account(_ name: String) throws -> String {
        try Self.admin(["user", "--role", "clerk", "--name", name], world, database)
    }

    /// Waits until a kiosk has said hello.
    func awaitKiosk() throws {
        let line = try PlainConnection(port: port)
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            let body = try line.exchange(HTTPForm("GET", "/healthz")).body
            if String(decoding: body, as: UTF8.self).contains("\"heard\"") { return }
            usleep(20_000)
        }
        throw BenchProblem("The kiosk does not reach its hub.")
    }

    private static func admin(
        _ arguments: [String],
        _ world: BenchWorld,
        _ database: String
    ) throws -> String {
        let log = world.path("admin.log")
        let process = try ChildProcess(
            ["admin"] + arguments + ["--database", database],
            log: log
        )
        let deadline = ContinuousClock.now + patience
        while !process.isGone() {
            guard ContinuousClock.now < deadline else {
                throw BenchProblem("wartemarke admin does not end.")
            }
            usleep(2_000)
        }
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        guard let line = said.split(separator: "\n").last, !line.contains(" ") else {
            throw BenchProblem("wartemarke admin says: \(said)")
        }
        return String(line)
    }

    private static func port(
        of listener: String,
        saidIn log: String,
        by process: ChildProcess
    ) throws -> Int {
        let deadline = ContinuousClock.now + patience
        while ContinuousClock.now < deadline, !process.isGone() {
            let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            for match in said.matches(of: /(hub|pages)\.listening.*port=(\d+)/)
            where match.1 == listener {
                if let port = Int(match.2) { return port }
            }
            usleep(5_000)
        }
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw BenchProblem("The hub does not listen. It says: \(said)")
    }
}
