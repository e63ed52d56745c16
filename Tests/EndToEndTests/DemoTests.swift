import Foundation
import Testing

extension EndToEnd {
    @Suite struct `The demo` {
        @Test func `asks for a PIN once, runs the lobby, and keeps its state`() async throws {
            try await World.run { world in
                let first = try await demo(world)
                try await choosePIN(first)
                try await first.terminal.press("Enter")
                try await first.drawNumber()
                let waiting = try await world.wartemarke("desk", "list", "--hub", world.url)
                #expect(waiting.output.hasPrefix("A 001  id-card"), "\(waiting)")
                try await first.goBack()
                #expect(try await first.leave() == 0)
                try await first.terminal.shows("The demo is over.", "/state/wartemarke")

                let second = try await demo(world)
                try await second.terminal.shows("It starts when you press Enter.")
                try await second.terminal.press("Enter")
                try await second.drawNumber()
                try await second.terminal.shows("Ihre Nummer A 002 gilt")
                try await second.goBack()
                #expect(try await second.leave() == 0)

                let third = try await demo(world, "--fresh")
                try await choosePIN(third)
                try await third.terminal.press("Enter")
                try await third.drawNumber()
                try await third.terminal.shows("Ihre Nummer A 001 gilt")
            }
        }

        @Test func `takes no PIN that is too short`() async throws {
            try await World.run { world in
                let kiosk = try await demo(world)
                try await kiosk.terminal.shows("New staff PIN")
                try await kiosk.terminal.press("1", "2", "Enter")
                try await kiosk.terminal.shows("The same PIN again")
                try await kiosk.terminal.press("1", "2", "Enter")
                try await kiosk.terminal.shows("A staff PIN has 4 to 12 digits.")
                #expect(kiosk.terminal.status == nil)
            }
        }

        private func demo(_ world: World, _ words: String...) async throws -> Kiosk {
            Kiosk(
                terminal: try await world.terminal(
                    ["demo", "--listen", "127.0.0.1:\(world.port)"] + words,
                    columns: 100,
                    rows: 24
                )
            )
        }

        private func choosePIN(_ kiosk: Kiosk) async throws {
            try await kiosk.terminal.shows("New staff PIN")
            for digit in World.pin { try await kiosk.terminal.press(String(digit)) }
            try await kiosk.terminal.press("Enter")
            try await kiosk.terminal.shows("The same PIN again")
            for digit in World.pin { try await kiosk.terminal.press(String(digit)) }
            try await kiosk.terminal.press("Enter")
            let screen = try await kiosk.terminal.shows(
                "State of this demo:",
                "It starts when you press Enter."
            )
            #expect(!screen.contains(World.pin))
        }
    }
}
