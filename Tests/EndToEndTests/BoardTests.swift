import Foundation
import Testing

extension EndToEnd {
    @Suite struct `The board` {
        @Test func `in a browser shows and says each call, and says when it is cut off`()
            async throws
        {
            try await World.run { world in
                let layouts = try world.layouts(voice: "languages: [de]", times: 1, gong: false)
                for role in ["board", "desk", "program"] { _ = try await world.token(role) }
                try await world.startHub(options: ["--layouts", layouts])
                let hub = try #require(world.hub)
                let browser = try await world.start([
                    World.python, "Tests/WebLab/board.py", world.url, world.folder,
                    String(hub.pid), Program.root + "/.build/axe-core/axe_core_python",
                ]).outcome(within: .seconds(180))
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
                // The key went through a form, and no address that a log would keep.
                let key =
                    try String(contentsOfFile: world.folder + "/board.token", encoding: .utf8)
                    .split(whereSeparator: \.isWhitespace).last ?? ""
                #expect(!(hub.output + hub.errors).contains(key))
            }
        }

        @Test func `in a terminal writes each call as a sound, in order and whole`() async throws {
            try await World.run { world in
                let sounds = world.folder + "/sounds"
                try FileManager.default.createDirectory(
                    atPath: sounds,
                    withIntermediateDirectories: false
                )
                let (board, desk) = (try await world.token("board"), try await world.token("desk"))
                try await world.startHub()
                try await world.draw("passport", "passport", "pick-up")
                let screen = try await world.terminal([
                    "board", "--hub", world.url, "--token-file", board, "--wav", sounds,
                ])
                try await screen.shows("Gleich geht es los.")
                var labels: [String] = []
                for counter in [1, 2, 3] {
                    let visit = try await world.desk(
                        "next",
                        counter: counter,
                        token: desk,
                        as: CalledVisit.self
                    )
                    labels.append(visit.label)
                }
                var names: [String] = []
                try await eventually("three sounds are there", seen: { "\(names)" }) {
                    names = try FileManager.default.contentsOfDirectory(atPath: sounds)
                        .filter { $0.hasSuffix(".wav") }.sorted()
                    return names.count == 3
                }
                #expect(
                    names
                        == labels.enumerated().map { index, label in
                            "000\(index + 1)-\(label.filter { $0 != " " }).wav"
                        }
                )
                for name in names {
                    let seconds = try soundSeconds(of: "\(sounds)/\(name)")
                    // A gong of 1.7 s, and four sentences of about four seconds with pauses.
                    #expect((16...26).contains(seconds), "\(name): \(seconds) s")
                }
                try await screen.press("q")
                #expect(try await screen.outcome() == 0)
                #expect(screen.errors.isEmpty, "\(screen.errors)")
            }
        }

        @Test func `in a terminal plays one call after the other, never two at once`() async throws
        {
            try await World.run { world in
                let layouts = try world.layouts(voice: "languages: [de]", times: 1, gong: true)
                let (board, desk) = (try await world.token("board"), try await world.token("desk"))
                // It plays for half a second and writes when it begins and ends.
                let player = world.folder + "/player"
                try """
                #!/bin/sh
                echo begin >> "$0.log"
                [ -s "$1" ] || exit 1
                sleep 0.5
                echo end >> "$0.log"
                """.write(toFile: player, atomically: true, encoding: .utf8)
                try await world.startHub()
                try await world.draw("passport", "passport", "pick-up")
                let screen = try await world.terminal([
                    "board", "--hub", world.url, "--token-file", board, "--layouts", layouts,
                    "--voice", "--player", "sh \(player)",
                ])
                try await screen.shows("Gleich geht es los.")
                for counter in [1, 2, 3] {
                    _ = try await world.desk(
                        "next",
                        counter: counter,
                        token: desk,
                        as: CalledVisit.self
                    )
                }
                var log = ""
                try await eventually("three calls are played", seen: { log }) {
                    log = (try? String(contentsOfFile: player + ".log", encoding: .utf8)) ?? ""
                    return log.split(separator: "\n").count == 6
                }
                #expect(log == String(repeating: "begin\nend\n", count: 3))
            }
        }

        @Test func `without espeak-ng or a folder ends with a sentence and what to do`()
            async throws
        {
            try await World.run { world in
                let token = try await world.token("board")
                let words = ["board", "--hub", world.url, "--token-file", token, "--wav"]
                let noFolder = try await world.run([world.program] + words + ["/nowhere"])
                #expect(noFolder.status == 78)
                #expect(noFolder.errors.contains("There is no folder /nowhere"))
                // A path with nothing on it but what the shell needs.
                world.environment["PATH"] = world.folder
                let noVoice = try await world.run(
                    ["/usr/bin/env"] + [world.program] + words + [world.folder]
                )
                #expect(noVoice.status == 69)
                #expect(noVoice.errors.contains("apt-get install espeak-ng"), "\(noVoice.errors)")
            }
        }
    }
}

extension World {
    /// The shipped layouts with another voice.
    fileprivate func layouts(voice languages: String, times: Int, gong: Bool) throws -> String {
        let copy = folder + "/layouts"
        try FileManager.default.copyItem(atPath: Program.root + "/layouts", toPath: copy)
        let file = copy + "/board/board.yaml"
        let text = try String(contentsOfFile: file, encoding: .utf8)
            .replacing("languages: [de, en]", with: languages)
            .replacing("times: 2", with: "times: \(times)")
            .replacing("gong: true", with: "gong: \(gong)")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        return copy
    }

    /// Draws a number for each service, as another program does.
    fileprivate func draw(_ services: String...) async throws {
        let token =
            try String(contentsOfFile: try await token("program"), encoding: .utf8)
            .split(whereSeparator: \.isWhitespace).last ?? ""
        for service in services {
            let done = try await run(
                "curl",
                "-sSf",
                "-H",
                "Authorization: Bearer \(token)",
                "-d",
                #"{"service": "\#(service)"}"#,
                url + "/api/v1/tickets"
            )
            try #require(done.status == 0, "\(done.errors)")
        }
    }
}

/// How long a WAV file of 16 bit is, after its head of 44 bytes.
private func soundSeconds(of path: String) throws -> Double {
    let file = try Data(contentsOf: URL(filePath: path))
    try #require(file.prefix(4) == Data("RIFF".utf8))
    let rate = file.subdata(in: 24..<28).enumerated().reduce(0) { $0 | Int($1.1) << (8 * $1.0) }
    return Double(file.count - 44) / 2 / Double(rate)
}
