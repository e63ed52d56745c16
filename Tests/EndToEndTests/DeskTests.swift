import Foundation
import Testing

extension EndToEnd {
    @Suite struct `Desk and board when the hub does not let them in or is away` {
        @Test(arguments: ["desk", "board"])
        func `a wrong token ends it with the sentence of the single commands`(
            command: String
        ) async throws {
            try await World.run { world in
                try await world.startHub()
                let token = world.folder + "/wrong.token"
                try "wrong\n".write(toFile: token, atomically: true, encoding: .utf8)
                let screen = try await world.terminal([
                    command, "--hub", world.url, "--token-file", token,
                ])
                #expect(try await screen.outcome() == 78)
                #expect(screen.errors.contains("wartemarke admin token"), "\(screen.errors)")
                #expect(screen.errors.split(separator: "\n").count == 1, "\(screen.errors)")
            }
        }

        @Test(arguments: [("desk", "board"), ("board", "program")])
        func `a token of another role ends it with a sentence`(
            command: String,
            role: String
        ) async throws {
            try await World.run { world in
                let token = try await world.token(role)
                try await world.startHub()
                let screen = try await world.terminal([
                    command, "--hub", world.url, "--token-file", token,
                ])
                #expect(try await screen.outcome() == 78)
                #expect(screen.errors.contains("Use a token of the right role."))
            }
        }

        @Test(arguments: ["desk", "board"])
        func `a token revoked while it is open ends it`(command: String) async throws {
            try await World.run { world in
                let token = try await world.token(command)
                try await world.startHub()
                let screen = try await world.terminal([
                    command, "--hub", world.url, "--token-file", token,
                ])
                try await screen.shows(command == "desk" ? "Niemand wartet." : "Gleich geht es")
                let done = try await world.wartemarke(
                    "admin",
                    "revoke",
                    "--database",
                    world.hubFile,
                    "--name",
                    "test \(command)"
                )
                #expect(done.status == 0, "\(done.errors)")
                #expect(try await screen.outcome() == 78)
                #expect(screen.errors.contains("was revoked"), "\(screen.errors)")
            }
        }

        @Test func `a hub that comes later is waited for`() async throws {
            try await World.run { world in
                let (deskToken, boardToken) = (
                    try await world.token("desk"), try await world.token("board")
                )
                let desk = try await world.terminal([
                    "desk", "--hub", world.url, "--token-file", deskToken,
                ])
                let board = try await world.terminal([
                    "board", "--hub", world.url, "--token-file", boardToken,
                ])
                try await desk.shows("Noch keine Verbindung zum Hub.")
                let silent = try await board.shows("Neue Aufrufe erscheinen hier gerade nicht.")
                #expect(!silent.contains("Stand"), "\(silent)")
                try await world.startHub()
                try await desk.shows("Niemand wartet.")
                try await desk.hides("Verbindung")
                try await board.shows("Gleich geht es los.")
            }
        }
    }
}
