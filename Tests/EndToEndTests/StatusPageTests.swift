import Foundation
import Testing

extension EndToEnd {
    /// A real browser on the public start page.
    @Suite struct `The start page` {
        @Test func `follows the office, stops when told to, and says when it is cut off`()
            async throws
        {
            try await World.run { world in
                let (program, desk) = (
                    try await world.token("program"), try await world.token("desk")
                )
                // A day before, three people with a passport waited.
                try await world.startPages(mail: "/bin/false", at: "2026-11-23T09:00:00+01:00")
                for key in 1...3 { try await world.serve(key, program: program, desk: desk) }
                try await world.hub?.killHard()
                try await world.startPages(mail: "/bin/false")
                let hub = try #require(world.hub)
                let pictures = ProcessInfo.processInfo.environment["PICTURES"]
                let browser = try await world.start(
                    [
                        World.python, "Tests/WebLab/status.py", world.pages, world.url, program,
                        String(hub.pid), axe,
                    ] + (pictures.map { [$0] } ?? [])
                ).outcome(within: .seconds(240))
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
            }
        }
    }
}

extension World {
    /// Draws a number, calls it to counter 1, and finishes it.
    fileprivate func serve(_ key: Int, program: String, desk: String) async throws {
        let token =
            try String(contentsOfFile: program, encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).last ?? ""
        let drawn = try await run(
            "curl",
            "-fsS",
            "-X",
            "POST",
            url + "/api/v1/tickets",
            "-H",
            "Authorization: Bearer \(token)",
            "-H",
            "Idempotency-Key: past-\(key)",
            "-H",
            "Content-Type: application/json",
            "-d",
            #"{"service": "passport"}"#
        )
        #expect(drawn.status == 0, "\(drawn.errors)")
        for action in ["next", "appear", "finish"] {
            let done = try await wartemarke(
                "desk",
                action,
                "--hub",
                url,
                "--counter",
                "1",
                "--token-file",
                desk
            )
            #expect(done.status == 0, "\(action): \(done.errors)")
        }
    }
}

private let axe = Program.root + "/.build/axe-core/axe_core_python"
