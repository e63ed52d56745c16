import Foundation
import Testing

extension EndToEnd {
    /// A real browser, a real mail program, a real mail server.
    @Suite struct `On the web` {
        @Test(arguments: [["script"], []])
        func `an appointment is booked, moved and cancelled`(script: [String]) async throws {
            try await World.run { world in
                let post = try await PostOffice(in: world)
                try await world.startPages(mail: post.program)
                let browser = try await world.start(
                    [World.python, "Tests/WebLab/browse.py", world.pages, post.letters, axe]
                        + script
                ).outcome(within: .seconds(180))
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
                let calendars = try await world.run(
                    World.python,
                    "Tests/WebLab/calendar_file.py",
                    post.letters
                )
                let lines = calendars.output.split(separator: "\n")
                #expect(lines.count == 4, "\(calendars.output)\(calendars.errors)")
                let methods = lines.dropLast().map { $0.split(separator: " ")[0] }
                #expect(methods == ["PUBLISH", "PUBLISH", "CANCEL"])
                #expect(lines.last == "Appointments: 1")
                #expect(lines[0].hasSuffix("Bürgerbüro Musterstadt: Reisepass (2 Personen)"))
            }
        }

        @Test(arguments: ["de-simple", "en"])
        func `an appointment is booked and moved in every language`(
            language: String
        ) async throws {
            try await World.run { world in
                let post = try await PostOffice(in: world)
                try await world.startPages(mail: post.program)
                let browser = try await world.start([
                    World.python, "Tests/WebLab/languages.py", world.pages, post.letters, axe,
                    language,
                ]).outcome(within: .seconds(180))
                #expect(browser.status == 0, "\(browser.output)\(browser.errors)")
                #expect(browser.output.hasSuffix("Done.\n"))
            }
        }

        @Test func `who booked is reminded by mail on the day before`() async throws {
            try await World.run { world in
                let post = try await PostOffice(in: world)
                try await world.startPages(mail: post.program)
                _ = try await world.run(
                    "curl",
                    "-sSL",
                    "--data-urlencode",
                    "mail=a@example.org",
                    "-d",
                    "for=passport*1&at=2026-11-27T09:00:00Z&key=1&phone=",
                    world.pages + "/en/book/hold"
                )
                let asked = try await post.letter("Please confirm")
                let link = try #require(asked.split(separator: " ").dropFirst().first)
                _ = try await world.run("curl", "-sSL", "-d", "", link + "/confirm")
                _ = try await post.letter("Your appointment on")
                let hub = try #require(world.hub)
                try await hub.killHard()
                try await world.startPages(
                    mail: post.program,
                    at: "2026-11-26T10:01:00+01:00"
                )
                let reminder = try await post.letter("Reminder: your appointment on")
                #expect(reminder.hasPrefix("a@example.org \(link)"), "\(reminder)")
            }
        }

        @Test func `a mail waits while its program fails, and is not lost when the hub ends`()
            async throws
        {
            try await World.run { world in
                let post = try await PostOffice(in: world)
                let flag = world.folder + "/broken"
                let program = world.folder + "/send"
                try """
                #!/bin/sh
                [ ! -e \(flag) ] || { echo "no route" >&2; exit 75; }
                exec \(post.program) "$@"
                """.write(toFile: program, atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes(
                    [.posixPermissions: 0o700],
                    ofItemAtPath: program
                )
                #expect(FileManager.default.createFile(atPath: flag, contents: nil))
                try await world.startPages(mail: program)
                let sent = try await world.run(
                    "curl",
                    "-sSL",
                    "--data-urlencode",
                    "mail=a@example.org",
                    "-d",
                    "for=passport*1&at=2026-11-25T08:00:00Z&key=1&phone=",
                    world.pages + "/en/book/hold"
                )
                #expect(sent.output.contains("Please check your email"), "\(sent.output)")
                let hub = try #require(world.hub)
                try await eventually("the hub says why the mail waits", seen: { hub.errors }) {
                    hub.errors.contains("ended with 75: no route")
                }
                try await hub.killHard()
                try FileManager.default.removeItem(atPath: flag)
                // A minute later it is tried again.
                try await world.startPages(mail: program, at: "2026-11-24T08:35:00+01:00")
                try await eventually("the mail is there") {
                    try FileManager.default.contentsOfDirectory(atPath: post.letters)
                        .contains { $0.hasSuffix(".eml") }
                }
            }
        }

        @Test func `nothing but the pages and feeds is reachable`() async throws {
            try await World.run { world in
                try await world.startPages(mail: "/bin/false")
                for path in ["/api/v1/calls", "/metrics", "/api/v1/appointments", "/healthz"] {
                    let answer = try await world.run(
                        "curl",
                        "-s",
                        "-o",
                        "/dev/null",
                        "-w",
                        "%{http_code}",
                        world.pages + path
                    )
                    #expect(answer.output == "404", "\(path)")
                }
            }
        }
    }
}

/// Where `kiosk-config/test.sh` puts axe-core.
private let axe = Program.root + "/.build/axe-core/axe_core_python"

/// msmtp, and a mail server that keeps what it gets.
private struct PostOffice {
    let program: String
    let letters: String
    private let server: RunningProgram
    fileprivate let world: World

    init(in world: World) async throws {
        self.world = world
        letters = world.folder + "/letters"
        try FileManager.default.createDirectory(
            atPath: letters,
            withIntermediateDirectories: false
        )
        let port = try freePort()
        let settings = world.folder + "/msmtprc"
        try """
        account default
        host 127.0.0.1
        port \(port)
        auth off
        tls off
        """.write(toFile: settings, atomically: true, encoding: .utf8)
        program = "/usr/bin/msmtp --file=\(settings)"
        let server = try world.start([
            World.python, "Tests/WebLab/mailbox.py", String(port), letters,
        ])
        self.server = server
        try await eventually("the mail server is open", seen: { server.errors }) {
            server.output.contains("open")
        }
    }
}

extension PostOffice {
    /// Receiver, link and subject of the mail whose subject begins so, once it is there.
    fileprivate func letter(_ subject: String) async throws -> String {
        var found: String?
        try await eventually("a mail: \(subject)") {
            let told = try await world.run(World.python, "Tests/WebLab/letters.py", letters)
            found = told.output.split(separator: "\n").map(String.init)
                .first { $0.contains(" \(subject)") }
            return found != nil
        }
        return try #require(found)
    }
}

extension World {
    /// Debian's, which has the packages that test.sh installs.
    static let python = "/usr/bin/python3"

    var pages: String { "http://127.0.0.1:\(port + 1)" }

    /// Starts a hub that shows its pages and sends mail by a program.
    func startPages(
        mail program: String,
        at time: String = morning,
        options: [String] = []
    ) async throws {
        let office = folder + "/office.yaml"
        let shipped = try String(
            contentsOfFile: Program.root + "/kiosk-config/office.yaml",
            encoding: .utf8
        )
        let lines = shipped.split(separator: "\n").filter {
            !$0.hasPrefix("publicURL:") && !$0.hasPrefix("mail:")
        }
        let mail = """

            publicURL: \(pages)
            mail:
              program: "\(program)"
              from: termine@musterstadt.example

            """
        try (lines.joined(separator: "\n") + mail).write(
            toFile: office,
            atomically: true,
            encoding: .utf8
        )
        try await startHub(
            at: time,
            options: ["--office", office, "--public", "127.0.0.1:\(port + 1)"] + options
        )
        let hub = try #require(hub)
        try await eventually("the pages are there", seen: { hub.errors }) {
            (hub.output + hub.errors).contains("pages.listening")
        }
    }
}
