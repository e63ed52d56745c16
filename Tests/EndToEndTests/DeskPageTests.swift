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
                    "ines", try await world.account("ines", role: "administrator"),
                ]).outcome(within: .seconds(240))
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
                // Those of A 004, once more, of A 005 and of A 006.
                try await eventually("four papers came") {
                    (try? FileManager.default.contentsOfDirectory(atPath: papers))?
                        .filter { $0.hasSuffix(".pdf") }.count == 4
                }
            }
        }

        @Test
        func `a hub that is killed during a call comes back, and every desk shows what is true`()
            async throws
        {
            try await World.run { world in
                let token = try await world.token("desk")
                try await world.startHub()
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
                let desk = try await world.terminal([
                    "desk", "--hub", world.url, "--token-file", token, "--counter", "2",
                ])
                try await desk.shows("1 wartet")
                let password = try await world.account("bert", role: "clerk")
                let page = try world.start([
                    World.python, "Tests/WebLab/desk_restart.py", world.url, "bert", password,
                    world.folder,
                ])
                func told(_ name: String) async throws {
                    try await eventually(
                        name,
                        within: .seconds(90),
                        seen: { page.output + page.errors }
                    ) {
                        FileManager.default.fileExists(atPath: "\(world.folder)/\(name)")
                    }
                }
                try await told("called")
                try await desk.shows("1 → A 001")
                try await world.hub?.killHard()
                try await desk.shows("Keine Verbindung zum Hub.")
                try await told("unanswered")
                try await world.startHub()
                try Data().write(to: URL(filePath: world.folder + "/back"))
                try await desk.hides("Keine Verbindung")
                let browser = try await page.outcome(within: .seconds(90))
                #expect(browser.output.hasSuffix("Done.\n"), "\(browser.output)\(browser.errors)")
                try await desk.hides("1 → A 001")
                try await desk.press("n")
                try await desk.shows("Niemand wartet")
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
