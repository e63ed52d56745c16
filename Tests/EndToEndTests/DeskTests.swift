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

        @Test func `two clerks do a day's work with keys alone`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                try await world.startHub()
                func desk(_ counter: Int) async throws -> Terminal {
                    try await world.terminal([
                        "desk", "--hub", world.url, "--token-file", token,
                        "--counter", "\(counter)",
                    ])
                }
                let (one, two) = (try await desk(1), try await desk(2))
                try await one.shows("Niemand wartet.")
                try await one.press("y")
                try await one.shows("Neue Nummer, Personen: 1", "▸1  Personalausweis")
                try await one.press("Right", "Enter")
                try await one.shows("Neue Nummer: A 001.", "Personalausweis ×2")
                try await one.press("n")
                try await one.shows("A 001 ist aufgerufen.")
                try await one.press("p")
                try await one.shows("A 001 ist da.")
                try await one.press("k", "1")
                try await one.shows("A 001 ist geparkt.", "Geparkt (1)", "Fotoautomat")
                try await two.shows("Geparkt (1)")
                try await two.press("Down", "c")
                try await two.shows("A 001 ist aufgerufen.")
                try await one.shows("2 → A 001")
                try await two.press("m")
                try await one.shows("Verpasst (1)")
                try await one.press("Down", "r")
                try await one.shows("A 001 wartet.", "ist zurück")
                try await one.press("Down", "v")
                try await one.shows("A 001 hat Vorrang.", "bald")
                try await one.press("g")
                try await one.shows("A 001 ist gegangen.")
                try await one.press("u")
                try await one.shows("A 001 ist wie vorher.")
                try await one.press("h")
                try await one.shows("Hilfe ist gerufen.")
                try await two.shows("Hilfe: Schalter 1")
                try await two.press("i")
                try await two.shows("Sie gehen hin.")
                try await one.shows("Hilfe: Schalter 1, Schalter 2 geht hin")
                try await one.press("0")
                try await two.hides("Hilfe: Schalter 1")
                try await one.press("b", "2")
                try await one.shows("Pause bis")
                try await one.press("b")
                try await one.shows("Die Pause ist zu Ende.")
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
