import Foundation
import Testing

extension EndToEnd {
    /// Two clerks in two real browsers.
    @Suite struct `On the clerks' page` {
        @Test func `two clerks work through a bad day with keys and clicks`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let papers = world.folder + "/papers"
                try await world.startHub(options: ["--printer", "folder:\(papers)"])
                for _ in 1...3 {
                    let drawn = try await world.run(
                        "curl",
                        "-sSf",
                        "-H",
                        "Authorization: Bearer \(try world.secret(in: token))",
                        "-d",
                        "{\"service\": \"passport\"}",
                        world.url + "/api/v1/tickets"
                    )
                    try #require(drawn.status == 0, "\(drawn.errors)")
                }
                let booked = try await world.wartemarke(
                    "appointments",
                    "book",
                    "--service",
                    "passport",
                    "--at",
                    "2026-11-24T11:00",
                    "--squeeze-in",
                    "--hub",
                    world.url,
                    "--token-file",
                    token
                )
                try #require(booked.status == 0, "\(booked.errors)")
                let browser = try await world.start([
                    World.python, "Tests/WebLab/desk.py", world.url,
                    Program.root + "/.build/axe-core/axe_core_python",
                    "ayse", try await world.account("ayse", role: "lead"),
                    "bert", try await world.account("bert", role: "clerk"),
                ]).outcome(within: .seconds(180))
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
                // Those of A 004, once more, and of A 005.
                try await eventually("three papers came") {
                    (try? FileManager.default.contentsOfDirectory(atPath: papers))?
                        .filter { $0.hasSuffix(".pdf") }.count == 3
                }
            }
        }
    }
}

extension World {
    /// An account, and its first password.
    fileprivate func account(_ name: String, role: String) async throws -> String {
        let made = try await wartemarke(
            "admin",
            "user",
            "--database",
            hubFile,
            "--name",
            name,
            "--role",
            role
        )
        try #require(made.status == 0, "\(made.errors)")
        return made.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The bearer token in a file.
    fileprivate func secret(in file: String) throws -> String {
        try String(contentsOfFile: file, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
