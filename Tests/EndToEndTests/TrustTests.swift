import Foundation
import Testing

extension EndToEnd {
    @Suite struct `Several machines trust one hub` {
        @Test func `and work with it off loopback, also after its certificate is renewed`()
            async throws
        {
            try await World.run { world in
                let trust = try await world.authority()
                let token = try await world.token("desk")
                let code = try await world.enrolmentCode()
                try await world.startHub(host: "0.0.0.0")
                let kiosk = try await world.securedKiosk(trust, enrol: code)
                try await kiosk.drawNumber()
                try await kiosk.terminal.shows("Ihre Nummer A 001 gilt")
                try await eventually("the number waits") {
                    try await world.securedDesk(trust, token).output.contains("A 001")
                }
                try await kiosk.terminal.killHard()

                await world.hub?.end()
                _ = try await world.authority()
                try await world.startHub(host: "0.0.0.0")
                let desk = try await world.securedDesk(trust, token)
                #expect(desk.status == 0, "\(desk.errors)")

                // The kiosk knows another authority now: it stays alone, and staff see why.
                let other = try await world.authority(in: "other")
                let alone = try await world.securedKiosk(other)
                try await alone.terminal.shows("Der Hub weist sich nicht aus.")
                try await alone.drawNumber()
                try await alone.terminal.shows("Ihre Nummer AK 001 gilt")
            }
        }

        @Test func `and say why not, when it is not that hub`() async throws {
            try await World.run { world in
                let trust = try await world.authority()
                let other = try await world.authority(in: "other")
                let token = try await world.token("desk")
                try await world.startHub(host: "0.0.0.0")

                let foreign = try await world.securedDesk(other, token)
                #expect(foreign.status == 69)
                #expect(foreign.errors.contains("is not the hub this machine trusts"))
                #expect(foreign.errors.contains("not of the authority"), "\(foreign.errors)")
                let plain = try await world.wartemarke(
                    "desk",
                    "list",
                    "--hub",
                    world.url,
                    "--token-file",
                    token
                )
                #expect(plain.status == 69)
                #expect(plain.errors.contains("If it speaks TLS, write https://"))

                for command in ["desk", "board"] {
                    let screen = try await world.terminal([
                        command, "--hub", world.securedURL, "--authority", other,
                        "--token-file", token,
                    ])
                    #expect(try await screen.outcome() == 69)
                    #expect(screen.errors.contains("is not the hub this machine trusts"))
                }

                await world.hub?.end()
                _ = try await world.authority(for: "hub.example")
                try await world.startHub(host: "0.0.0.0")
                let named = try await world.securedDesk(trust, token)
                #expect(named.status == 69)
                #expect(named.errors.contains("does not name this address"), "\(named.errors)")

                await world.hub?.end()
                let silent = try await world.securedDesk(trust, token)
                #expect(silent.status == 69)
                #expect(silent.errors.contains("does not answer. Is it running?\n"))
            }
        }

        @Test func `and without TLS it is missed`() async throws {
            try await World.run { world in
                let trust = try await world.authority()
                let token = try await world.token("desk")
                // On loopback, a certificate beside the database changes nothing.
                try await world.startHub()
                let desk = try await world.securedDesk(trust, token)
                #expect(desk.status == 69)
                #expect(desk.errors.contains("it does not speak TLS"), "\(desk.errors)")
            }
        }
    }
}

extension World {
    fileprivate var securedURL: String { "https://127.0.0.1:\(port)" }

    /// Makes an authority with a certificate for the hub, or renews that; its `ca.pem`.
    fileprivate func authority(
        in name: String = "certificates",
        for host: String = "127.0.0.1"
    ) async throws -> String {
        let made = try await wartemarke(
            "admin",
            "ca",
            "--directory",
            "\(folder)/\(name)",
            "--host",
            host
        )
        try #require(made.status == 0, "\(made.errors)")
        return "\(folder)/\(name)/ca.pem"
    }

    fileprivate func securedKiosk(
        _ authority: String,
        enrol code: String? = nil
    ) async throws -> Kiosk {
        var words = ["kiosk", "--hub", securedURL, "--authority", authority]
        words += ["--database", kioskFile, "--printer", "folder:\(tickets)"]
        if let code { words += ["--enrol", code] }
        let terminal = try await terminal(words)
        try await terminal.shows("Deutsch")
        return Kiosk(terminal: terminal)
    }

    fileprivate func securedDesk(
        _ authority: String,
        _ token: String
    ) async throws -> RunningProgram.Outcome {
        try await wartemarke(
            "desk",
            "list",
            "--hub",
            securedURL,
            "--authority",
            authority,
            "--token-file",
            token
        )
    }
}
