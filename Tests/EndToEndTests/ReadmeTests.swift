import Foundation
import Testing

/// The commands in the code blocks of the README.
enum Readme {
    static let text =
        (try? String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)) ?? ""

    /// The lines of all blocks marked `sh`.
    static let lines: [String] = {
        var (isCode, found): (Bool, [String]) = (false, [])
        for line in text.split(separator: "\n") {
            if line.hasPrefix("```") {
                isCode = line == "```sh"
            } else if isCode, !line.hasPrefix("#") {
                found.append(String(line))
            }
        }
        return found
    }()

    static let ours = lines.filter { line in
        ["wartemarke ", ".build/release/wartemarke ", "sh kiosk-config/"]
            .contains(where: line.hasPrefix)
    }

    /// The lines that change or ask something and end by themselves.
    static let setUp = lines.filter {
        // A printer is set up in PrinterTests, where there is one.
        $0.hasPrefix("mkdir ")
            || $0.hasPrefix("wartemarke admin ") && !$0.hasPrefix("wartemarke admin printer")
    }
    static let atWork = lines.filter { line in
        let desk = /wartemarke desk (list|next|call|again|appear|missed|finish) .*/
        return line.hasPrefix("curl ") || line.wholeMatch(of: desk) != nil
            || line.wholeMatch(of: /wartemarke appointments (list|free|book) .*/) != nil
            || line.hasPrefix("wartemarke report ") || line.hasPrefix("wartemarke check")
            || line.hasPrefix("wartemarke ticket ")
            || line.hasPrefix("wartemarke simulate day")
    }
}

extension EndToEnd {
    @Suite struct `The README tells the truth` {
        @Test(arguments: Readme.ours)
        func `the program knows the command and its options`(line: String) async throws {
            try await World.run { world in
                let words = line.split(separator: " ").prefix { $0 != ">" && $0 != "#" }
                if words[0] == "sh" {
                    let script = String(words[1])
                    let checked = try await world.run("sh", "-n", script)
                    #expect(checked.status == 0, "\(checked.errors)")
                    let text = try String(
                        contentsOfFile: "\(Program.root)/\(script)",
                        encoding: .utf8
                    )
                    for option in words.dropFirst(2) { #expect(text.contains(option)) }
                    return
                }
                let names = words.dropFirst().prefix { !$0.hasPrefix("-") }.map(String.init)
                let help = try await helpText(for: names, in: world)
                for option in words where option.hasPrefix("--") {
                    #expect(help.contains("\(option) "), "\(option) is not in:\n\(help)")
                }
            }
        }

        /// The help of the longest part of the words that is a command; the rest are values in it.
        private func helpText(for names: [String], in world: World) async throws -> String {
            for count in [min(2, names.count), 1] {
                let command = Array(names.prefix(count))
                let done = try await world.run([world.program] + command + ["--help"])
                guard done.status == 0,
                    done.output.contains("USAGE: wartemarke \(command.joined(separator: " "))")
                else { continue }
                for value in names.dropFirst(count) { #expect(done.output.contains(value)) }
                guard let chosen = done.output.firstMatch(of: /([\w-]+) \(default\)/) else {
                    return done.output
                }
                let all = command + [String(chosen.1), "--help"]
                return try await done.output + world.run([world.program] + all).output
            }
            Issue.record("There is no command \(names.joined(separator: " ")).")
            return ""
        }

        @Test func `the lines that end by themselves do, in their order, with 0`() async throws {
            #expect(Readme.setUp.count >= 6)
            #expect(Readme.atWork.count >= 9)
            try await World.run { world in
                // The program under test is first on the path, as the README sets it.
                let tools = world.folder + "/bin"
                try FileManager.default.createDirectory(
                    atPath: tools,
                    withIntermediateDirectories: false
                )
                try FileManager.default.createSymbolicLink(
                    atPath: tools + "/wartemarke",
                    withDestinationPath: world.program
                )
                world.environment["PATH", default: ""] = "\(tools):/usr/local/bin:/usr/bin:/bin"
                for line in Readme.setUp { try await does(line, in: world) }

                world.hubFile = world.folder + "/lobby/hub.sqlite"
                try await world.startHub()
                // So that there is somebody to call, the numbers are drawn first.
                let draws = Readme.atWork.filter { $0.contains("/tickets ") }
                #expect(draws.count == 1)
                for line in draws {
                    try await does(line, in: world)
                    try await does(
                        line.replacing("visitor-1", with: "visitor-2"),
                        in: world
                    )
                }
                for line in Readme.atWork where !line.contains("/tickets ") {
                    try await does(line, in: world)
                }
            }
        }

        @Test func `its day is the one that the program shows`() async throws {
            let line = try #require(Readme.lines.first { $0.hasPrefix("wartemarke simulate day") })
            try await World.run { world in
                let words = line.split(separator: " ").dropFirst().map(String.init)
                let done = try await world.run([world.program] + words)
                #expect(done.status == 0, "\(done.errors)")
                #expect(Readme.text.contains("```text\n\(done.output)"), "\(done.output)")
                #expect(done.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
            }
        }

        private func does(_ line: String, in world: World) async throws {
            let here = line.replacing("http://127.0.0.1:8080", with: world.url)
                .replacing("/tmp/", with: world.folder + "/")
            let done = try await world.run("sh", "-c", here, input: World.pin + "\n")
            #expect(done.status == 0, "\(line)\n\(done.output)\(done.errors)")
        }

        @Test func `the two commands of the set-up stand in it`() {
            #expect(Readme.lines.contains("sh kiosk-config/demo.sh"))
            #expect(Readme.lines.contains("sh kiosk-config/test.sh"))
        }

        /// That they are the tickets of today is a matter of `Every layout on every paper`.
        @Test func `it has a picture of every ticket on every paper`() async throws {
            try await World.run { world in
                let pictures = Readme.text.matches(of: /src="(layouts\/[^"]+)"/).map { $0.1 }
                for picture in pictures {
                    let path = "\(Program.root)/\(picture)"
                    #expect(FileManager.default.fileExists(atPath: path), "\(picture)")
                }
                let folder = Program.root + "/layouts/tickets"
                let files = try FileManager.default.contentsOfDirectory(atPath: folder)
                let layouts = files.filter { $0.hasSuffix(".yaml") && $0 != "papers.yaml" }
                    .map { $0.dropLast(".yaml".count) }
                for layout in layouts {
                    for paper in ["58mm", "80mm", "112mm", "a6", "a5", "a4"] {
                        let name = "layouts/tickets/pictures/\(layout)-\(paper).png"
                        #expect(pictures.contains { $0 == name }, "\(name)")
                        let picture = world.folder + "/ticket.png"
                        let words = ["--layout", "\(layout)", "--paper", paper, "--png", picture]
                        let done = try await world.run(
                            [world.program, "ticket", "preview"] + words
                        )
                        #expect(done.status == 0, "\(done.errors)")
                        #expect(try size(picture) == size("\(Program.root)/\(name)"), "\(name)")
                    }
                }
            }
        }

        /// Width and height in the head of a PNG file.
        private func size(_ path: String) throws -> [UInt8] {
            try [UInt8](Data(contentsOf: URL(filePath: path)).dropFirst(16).prefix(8))
        }

        @Test func `its files and folders exist`() {
            let named = Readme.text.matches(
                of: /`((?:kiosk-config|layouts|Tests|\.ci)\/[\w\/.-]*)[*`]/
            )
            #expect(named.count > 5)
            for match in named {
                let path = "\(Program.root)/\(match.1)"
                #expect(FileManager.default.fileExists(atPath: path), "\(match.1)")
            }
        }
    }
}
