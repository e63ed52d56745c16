import Foundation
import Testing

extension EndToEnd {
    @Suite struct `The kiosk in its terminal` {
        @Test func `Ctrl with C, Z, D or backslash does not end it`() async throws {
            try await World.run { world in
                let kiosk = try await world.hubAndKiosk()
                try await kiosk.terminal.press("C-c", "C-z", "C-\\", "C-d")
                #expect(kiosk.terminal.status == nil)
                try await kiosk.drawNumber()
                let state = try String(
                    contentsOfFile: "/proc/\(try kiosk.terminal.pid())/stat",
                    encoding: .utf8
                )
                #expect(!state.contains(") T "), "it was stopped")
            }
        }

        @Test func `F10, the PIN and 1 end it; a wrong PIN does not`() async throws {
            try await World.run { world in
                let code = try await world.enrolmentCode()
                try await world.startHub()
                try await world.setPIN()
                let kiosk = try await world.kiosk(enrol: code)
                try await kiosk.terminal.shows("08:3")
                try await kiosk.typePIN("9999")
                try await kiosk.terminal.shows("Die PIN stimmt nicht.")
                #expect(kiosk.terminal.status == nil)
                try await kiosk.terminal.press("BSpace")
                try await kiosk.terminal.shows("Brauchen Sie eine Nummer?")
                #expect(try await kiosk.leave() == 0)
                #expect(kiosk.terminal.errors == "")
            }
        }

        @Test func `without a PIN the staff screen is off`() async throws {
            try await World.run { world in
                let kiosk = try await world.hubAndKiosk()
                try await kiosk.typePIN("1234")
                try await kiosk.terminal.shows("wartemarke admin pin")
                #expect(kiosk.terminal.status == nil)
            }
        }

        @Test func `a terminal that is too small says how large it must be`() async throws {
            try await World.run { world in
                let code = try await world.enrolmentCode()
                try await world.startHub()
                let terminal = try await world.terminal(
                    ["kiosk", "--hub", world.url, "--database", world.kioskFile]
                        + ["--enrol", code],
                    columns: 39,
                    rows: 11
                )
                try await terminal.shows("Das Fenster ist zu klein.", "40 × 12", "39 ×")
            }
        }

        @Test(arguments: [["kiosk"], ["desk"], ["board"], ["demo"]])
        func `what is no terminal ends it with a sentence`(words: [String]) async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                try #"{"device":"one","secret":"none"}"#.write(
                    toFile: world.kioskFile + ".identity",
                    atomically: true,
                    encoding: .utf8
                )
                var words = words
                switch words[0] {
                case "kiosk": words += ["--hub", world.url, "--database", world.kioskFile]
                case "desk", "board": words += ["--hub", world.url, "--token-file", token]
                default: break
                }
                let done = try await world.run([world.program] + words)
                #expect(done.status == 69)
                #expect(done.errors.contains("terminal"), "\(done.errors)")
                #expect(done.errors.split(separator: "\n").count == 1, "\(done.errors)")
            }
        }

        @Test func `a number is found again, handed back, and no longer waits`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let kiosk = try await world.hubAndKiosk()
                try await kiosk.drawNumber()
                try await world.waits(["A 001"], token: token)
                try await kiosk.goBack()

                let terminal = kiosk.terminal
                try await kiosk.choose("1")
                try await terminal.shows("Was möchten Sie tun?")
                try await kiosk.choose("5")
                try await terminal.shows("Welche Nummer haben Sie?")
                try await terminal.press("1", "Enter")
                try await terminal.shows("Ihre Nummer A 001", "Vor Ihnen wartet niemand.")
                try await kiosk.choose("1")
                try await terminal.shows("Möchten Sie die Nummer A 001 zurückgeben?")
                try await kiosk.choose("1")
                try await terminal.shows("Danke. Die Nummer A 001 ist zurückgegeben.")
                try await world.waits([], token: token)
            }
        }

        @Test func `a number nobody has is said kindly`() async throws {
            try await World.run { world in
                let kiosk = try await world.hubAndKiosk()
                try await kiosk.choose("1")
                try await kiosk.terminal.shows("Was möchten Sie tun?")
                try await kiosk.choose("5")
                try await kiosk.terminal.shows("Welche Nummer haben Sie?")
                try await kiosk.terminal.press("7", "7", "Enter")
                try await kiosk.terminal.shows("Die Nummer 77 finden wir heute nicht.")
            }
        }
    }
}
