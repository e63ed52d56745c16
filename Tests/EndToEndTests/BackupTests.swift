import Foundation
import Testing

extension EndToEnd {
    @Suite struct `The hub is backed up and restored` {
        @Test func `by itself, and numbers go on without one given twice`() async throws {
            try await World.run { world in
                let (program, desk) = (
                    try await world.token("program"), try await world.token("desk")
                )
                try await world.startHub()
                #expect(try await world.ticket(token: program, key: "k1") == "A 001")
                let made = try await world.wartemarke(
                    "admin",
                    "backup",
                    "--database",
                    world.hubFile,
                    "--verify"
                )
                #expect(made.status == 0, "\(made.errors)")
                #expect(made.output.contains("a hub could go on with it"))
                let lost = try await world.ticket(token: program, key: "k2")
                #expect(lost == "A 002")

                let held = try await world.restore()
                #expect(held.status == 69, "\(held)")
                #expect(held.errors.contains("Another program uses the database"))
                try await world.hub?.killHard()
                let done = try await world.restore()
                #expect(done.status == 0, "\(done.errors)")
                #expect(done.output.contains("This is epoch 2"))
                #expect(done.output.contains("Start the hub now."))
                let old = try #require(done.output.firstMatch(of: /kept as (.+)\.\n/)?.1)
                #expect(FileManager.default.fileExists(atPath: String(old)))

                try await world.startHub(at: "2026-11-24T08:40:00+01:00")
                #expect(try await world.waitingLabels(token: desk) == ["A 001"])
                #expect(try await world.ticket(token: program, key: "k3") == "A 202")
                let health = try await world.run("curl", "-fsS", world.url + "/healthz")
                #expect(health.output.contains(#""epoch":2"#))
            }
        }

        @Test func `on a damaged database the hub names the command, and it works`() async throws {
            try await World.run { world in
                let program = try await world.token("program")
                try await world.startHub()
                #expect(try await world.ticket(token: program, key: "k1") == "A 001")
                let elsewhere = world.folder + "/my.sqlite"
                try await world.backUp(to: elsewhere)
                try await world.hub?.killHard()
                for ending in ["-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: world.hubFile + ending)
                }
                try Data(repeating: 0x2a, count: 20_000)
                    .write(to: URL(filePath: world.hubFile))

                let refused = try await world.wartemarke(
                    "hub",
                    "--database",
                    world.hubFile,
                    "--backup",
                    elsewhere,
                    "--listen",
                    "127.0.0.1:0"
                )
                #expect(refused.status == 78)
                let advice = try #require(refused.errors.firstMatch(of: /wartemarke (admin .+)\n/))
                let words = advice.1.split(separator: " ").map(String.init)
                #expect(words.suffix(2) == ["--from", elsewhere])
                let done = try await world.run([world.program] + words)
                #expect(done.status == 0, "\(done.errors)")
                try await world.startHub(at: "2026-11-24T08:40:00+01:00")
                #expect(try await world.ticket(token: program, key: "k2") == "A 202")
            }
        }

        @Test func `while the hub is stopped, too, and only with what fits`() async throws {
            try await World.run { world in
                _ = try await world.token("desk")
                try await world.startHub()
                await world.hub?.end()
                // The hub may have ended before its own first backup.
                let usual = try await world.wartemarke(
                    "admin",
                    "backup",
                    "--database",
                    world.hubFile
                )
                #expect(usual.status == 0, "\(usual)")
                let file = world.folder + "/my.sqlite"
                try await world.backUp(to: file)
                let again = try await world.wartemarke(
                    "admin",
                    "backup",
                    "--database",
                    world.hubFile,
                    "--to",
                    file
                )
                #expect(again.status == 64, "\(again)")

                let office = world.folder + "/office.yaml"
                try String(
                    contentsOfFile: Program.root + "/kiosk-config/office.yaml",
                    encoding: .utf8
                )
                .replacing("\nid: musterstadt", with: "\nid: elsewhere")
                .write(toFile: office, atomically: true, encoding: .utf8)
                try "Notes\n".write(
                    toFile: world.folder + "/notes",
                    atomically: true,
                    encoding: .utf8
                )
                let before = try Data(contentsOf: URL(filePath: world.hubFile))
                for (words, sentence) in [
                    (["--from", file, "--office", office], "belongs to the office musterstadt"),
                    (["--office", office], "There are backups of: musterstadt."),
                    (["--from", world.folder + "/none"], "There is no file"),
                    (["--from", world.folder + "/notes"], "is not the database of a hub"),
                    (["--from", world.folder], "There is no backup of the office musterstadt"),
                ] {
                    let refused = try await world.restore(words)
                    #expect(refused.status == 78, "\(words): \(refused)")
                    #expect(refused.errors.contains(sentence), "\(refused.errors)")
                    #expect(refused.output == "")
                }
                #expect(try Data(contentsOf: URL(filePath: world.hubFile)) == before)
            }
        }

        @Test func `without room it says so and leaves all as it is`() async throws {
            try await World.run { world in
                _ = try await world.token("desk")
                try await world.startHub()
                await world.hub?.end()
                // A disk that is as good as full: no file may be longer than 64 KiB.
                let script = """
                    ulimit -f 64
                    trap '' XFSZ
                    exec "$0" admin backup --database "$1" --to "$1.copy"
                    """
                let full = try await world.run("bash", "-c", script, world.program, world.hubFile)
                #expect(full.status == 69, "\(full)")
                #expect(full.errors.contains(world.hubFile + ".copy"))
                let left = try FileManager.default.contentsOfDirectory(atPath: world.folder)
                #expect(left.filter { $0.contains("copy") } == [])
            }
        }
    }
}

extension World {
    fileprivate func restore(_ words: [String] = []) async throws -> RunningProgram.Outcome {
        try await run([program, "admin", "restore", "--database", hubFile] + words)
    }

    fileprivate func backUp(to path: String) async throws {
        let made = try await wartemarke("admin", "backup", "--database", hubFile, "--to", path)
        try #require(made.status == 0, "\(made.errors)")
        #expect(made.output == path + "\n")
    }
}
