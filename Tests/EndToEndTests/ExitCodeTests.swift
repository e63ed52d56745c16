import Foundation
import Testing

/// One way to call the program wrongly, or in a world that is not as it should be.
struct Trouble: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// `{folder}`, `{hub}`, `{port}`, `{held}`, `{desk}` stand for what the world has.
    var words: String
    var status: Int32
    /// What the sentence on standard error must say.
    var says: [String]

    init(_ description: String, _ words: String, _ status: Int32, _ says: String...) {
        (testDescription, self.words, self.status, self.says) = (description, words, status, says)
    }

    static let all = [
        Trouble(
            "port taken",
            "hub --database {folder}/x --listen 127.0.0.1:{port}",
            69,
            "is taken by another program",
            "--listen"
        ),
        Trouble(
            "database held",
            "hub --database {held} --listen 127.0.0.1:0",
            69,
            "Another program uses the database"
        ),
        Trouble(
            "database damaged",
            "hub --database {folder}/bad.sqlite --listen 127.0.0.1:0",
            78,
            "is damaged",
            "restore the last backup"
        ),
        Trouble(
            "unknown key",
            "hub --office {folder}/office.yaml --database {folder}/x",
            78,
            "office.yaml:22: fone: This key is not known here.",
            "Remedy: Take it out"
        ),
        Trouble(
            "missing file",
            "hub --office {folder}/none.yaml --database {folder}/x",
            78,
            "none.yaml: There is no such file.",
            "Remedy"
        ),
        Trouble(
            "off loopback",
            "hub --listen 0.0.0.0:{port} --database {folder}/x",
            78,
            "Off loopback the hub needs TLS",
            "wartemarke admin ca --directory {folder}/certificates",
            "127.0.0.1"
        ),
        Trouble(
            "certificate without its key",
            "hub --certificate {folder}/hub.pem --database {folder}/x",
            64,
            "--certificate and --key go together."
        ),
        Trouble(
            "certificate missing",
            "hub --certificate {folder}/none.pem --key {folder}/none.key --database {folder}/x",
            78,
            "There is no file {folder}/none.pem",
            "wartemarke admin ca"
        ),
        Trouble(
            "certificate impossible to keep",
            "admin ca --directory /proc/none",
            78,
            "/proc/none cannot be written",
            "--directory"
        ),
        Trouble(
            "certificate for no name",
            "admin ca --directory {folder}/ca --host https://hub",
            64,
            "https://hub is neither a host name nor an address."
        ),
        Trouble(
            "hub with nothing to know it by",
            "desk next --hub https://127.0.0.1:{port} --token-file {desk}",
            78,
            "ca.pem",
            "--authority FILE"
        ),
        Trouble(
            "authority unreadable",
            "desk next --hub https://127.0.0.1:1 --authority {folder}/wrong.token "
                + "--token-file {desk}",
            78,
            "{folder}/wrong.token is not a certificate (PEM)"
        ),
        Trouble(
            "kiosk with nothing to know its hub by",
            "kiosk --hub https://127.0.0.1:1 --database {folder}/k",
            78,
            "hubAuthority in kiosk.yaml",
            "--authority"
        ),
        Trouble(
            "no hub",
            "desk next --hub http://127.0.0.1:1 --token-file {desk}",
            69,
            "The hub http://127.0.0.1:1 does not answer."
        ),
        Trouble(
            "wrong token",
            "desk next --hub {hub} --token-file {folder}/wrong.token",
            78,
            "wartemarke admin token"
        ),
        Trouble(
            "no token",
            "desk next --hub {hub} --token-file {folder}/none.token",
            78,
            "holds no token",
            "wartemarke admin token"
        ),
        Trouble(
            "hub elsewhere without TLS",
            "desk next --hub http://192.0.2.1 --token-file {desk}",
            78,
            "https://"
        ),
        Trouble(
            "counter unknown",
            "desk next --hub {hub} --counter 77 --token-file {desk}",
            64,
            "There is no counter 77.",
            "1, 2, 3, 4, 5, 6"
        ),
        Trouble(
            "nobody held",
            "desk finish --hub {hub} --counter 3 --token-file {desk}",
            64,
            "Counter 3 holds no visit."
        ),
        Trouble(
            "no visit's id",
            "desk finish --hub {hub} --visit x --token-file {desk}",
            64,
            "--visit takes a visit's id"
        ),
        Trouble(
            "time unreadable",
            "hub --at nonsense --database {folder}/x",
            64,
            "2026-11-24T08:30:00+01:00"
        ),
        Trouble("flush as slow as ever", "bench --slow-flush 0ms", 64, "1us to 1000ms"),
        Trouble("flush too slow", "bench --slow-flush 9999999ms", 64, "1us to 1000ms"),
        Trouble("flush in seconds", "bench --slow-flush 10s", 64, "--slow-flush", "5ms or 500us"),
        Trouble(
            "flush of no hub",
            "bench --slow-flush 5ms rate start",
            64,
            "goes with rate, next, status, not start."
        ),
        Trouble(
            "fewer seeds than none",
            "simulate --seeds -5",
            64,
            "'-5' is invalid for '--seeds",
            "from 1 to"
        ),
        Trouble(
            "seeds that are no number",
            "simulate --seeds=x",
            64,
            "'x' is invalid",
            "from 1 to"
        ),
        Trouble("load too high", "simulate day --load 3", 64, "'3' is invalid", "from 0.1 to 2"),
        Trouble("no counters", "simulate day --counters 0", 64, "'0' is invalid", "from 1 to"),
        Trouble(
            "no such workload",
            "simulate day --workload {folder}/none.yaml",
            78,
            "none.yaml: There is no such file. Remedy:"
        ),
        Trouble(
            "no such trace",
            "simulate day --trace {folder}/none.csv",
            78,
            "none.csv: There is no such file. Remedy:"
        ),
        Trouble("counter below 1", "desk next --counter -3", 64, "'-3' is invalid", "from 1 to"),
        Trouble("flush below none", "bench --slow-flush -5ms", 64, "'-5ms'", "5ms or 500us"),
        Trouble("mistake unknown", "simulate --planted x", 64, "'x' is invalid", "noRewind"),
        Trouble("address unreadable", "hub --listen nonsense", 64, "--listen"),
        Trouble("unknown command", "nonsense", 64, "nonsense"),
        Trouble("unknown option", "hub --nonsense", 64, "--nonsense"),
        Trouble(
            "kiosk not enrolled",
            "kiosk --hub {hub} --printer folder:/tmp --database {folder}/k",
            78,
            "This kiosk is not enrolled",
            "wartemarke admin enrol"
        ),
        Trouble(
            "enrolment code wrong",
            "kiosk --hub {hub} --printer folder:/tmp --database {folder}/k --enrol AAAA-BBBB-CCCC",
            78,
            "does not take this code"
        ),
        Trouble(
            "enrolment without a hub",
            "kiosk --hub http://127.0.0.1:1 --printer folder:/tmp --database {folder}/k --enrol A",
            69,
            "The hub does not answer"
        ),
        Trouble(
            "nothing to revoke",
            "admin revoke --database {held} --name nobody",
            64,
            "There is no device nobody. There are: test desk."
        ),
        Trouble(
            "no database to list",
            "admin list --database {folder}/none.sqlite",
            78,
            "There is no database",
            "--database"
        ),
        Trouble(
            "language unknown",
            "ticket preview --png {folder}/x.png --language fr",
            64,
            "It speaks: ar, de, en, tr, uk"
        ),
        Trouble(
            "kiosk file missing",
            "kiosk --config {folder}/none.yaml",
            78,
            "none.yaml: There is no such file."
        ),
        Trouble(
            "not a printer's address",
            "kiosk --printer ftp://x --database {folder}/k",
            78,
            "is not the address of a printer",
            "ipp://"
        ),
        Trouble(
            "no folder for tickets",
            "kiosk --printer folder: --database {folder}/k",
            78,
            "folder:/"
        ),
        Trouble(
            "kiosk's folder impossible",
            "kiosk --database /proc/none/k.sqlite",
            78,
            "/proc/none/k.sqlite",
            "--database"
        ),
        Trouble(
            "token for a kiosk",
            "admin token --database {folder}/x --role kiosk --name x",
            64,
            "wartemarke admin enrol"
        ),
        Trouble(
            "role unknown",
            "admin token --database {folder}/x --role boss --name x",
            64,
            "provide one of 'program', 'desk' or 'board'."
        ),
        Trouble("PIN too short", "admin pin --database {folder}/x", 64, "4 to 12 digits"),
        Trouble(
            "PIN too short for a running hub",
            "admin pin --database {held}",
            64,
            "A staff PIN has 4 to 12 digits."
        ),
        Trouble(
            "no such layout",
            "ticket preview --png {folder}/x.png --layout none",
            64,
            "There are: appointment, slip, test, walk-in."
        ),
        Trouble(
            "picture not writable",
            "ticket preview --png /nonexistent/x.png",
            64,
            "/nonexistent/x.png cannot be written"
        ),
    ]
}

extension EndToEnd {
    @Suite struct `Trouble has an exit code and a sentence` {
        @Test func `each way it can go wrong`() async throws {
            try await World.run { world in
                let desk = try await world.token("desk")
                try await world.startHub()
                try prepareFiles(in: world)
                for trouble in Trouble.all {
                    let words = trouble.words
                        .replacing("{folder}", with: world.folder)
                        .replacing("{held}", with: world.hubFile)
                        .replacing("{hub}", with: world.url)
                        .replacing("{port}", with: "\(world.port)")
                        .replacing("{desk}", with: desk)
                        .split(separator: " ").map(String.init)
                    let done = try await world.run([world.program] + words, input: "12\n")
                    let seen = Comment(
                        rawValue: "\(trouble.testDescription): \(done.errors)\(done.output)"
                    )
                    #expect(done.status == trouble.status, seen)
                    #expect(done.output == "", seen)
                    #expect(try left(in: world) == [], seen)
                    for part in trouble.says {
                        let said = part.replacing("{folder}", with: world.folder)
                        #expect(done.errors.contains(said), seen)
                    }
                    for part in ["Fatal error", "Error Domain", "{\"error\""] {
                        #expect(!done.errors.contains(part), seen)
                    }
                }
            }
        }

        /// Lock files of databases that were refused.
        private func left(in world: World) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: world.folder).filter {
                $0.hasSuffix(".lock") && $0 != "hub.sqlite.lock" && $0 != "x.lock"
            }
        }

        private func prepareFiles(in world: World) throws {
            let office = try String(
                contentsOfFile: Program.root + "/kiosk-config/office.yaml",
                encoding: .utf8
            )
            try office.replacing("\nphone:", with: "\nfone:")
                .write(toFile: world.folder + "/office.yaml", atomically: true, encoding: .utf8)
            try Data(repeating: 0x2a, count: 20_000)
                .write(to: URL(filePath: world.folder + "/bad.sqlite"))
            try "wrong\n".write(
                toFile: world.folder + "/wrong.token",
                atomically: true,
                encoding: .utf8
            )
        }

        @Test func `without CUPS tickets go into a folder, and the kiosk says so`() async throws {
            try await World.run { world in
                let code = try await world.enrolmentCode()
                try await world.startHub()
                let kiosk = Kiosk(
                    terminal: try await world.terminal([
                        "kiosk", "--hub", world.url, "--database", world.kioskFile,
                        "--enrol", code,
                    ])
                )
                try await kiosk.drawNumber()
                try await kiosk.terminal.shows("Hier gibt es keinen Zettel.")
                try await eventually("a paper is there") { try world.papers().count == 1 }
            }
        }

        @Test func `a second kiosk on the same file is refused`() async throws {
            try await World.run { world in
                _ = try await world.hubAndKiosk()
                let second = try await world.terminal([
                    "kiosk", "--hub", world.url, "--database", world.kioskFile,
                    "--printer", "folder:\(world.tickets)",
                ])
                #expect(try await second.outcome() == 69)
                #expect(second.errors.contains(world.kioskFile), "\(second.errors)")
            }
        }
    }
}
