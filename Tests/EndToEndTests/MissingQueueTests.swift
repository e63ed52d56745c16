import Testing

extension EndToEnd {
    @Suite struct `A queue that is not there` {
        @Test func `lets the kiosk come up, say so, and print when it is there`()
            async throws
        {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    try await world.setPIN()
                    let kiosk = try await world.hubAndKiosk(printer: "Lobby")
                    try await kiosk.terminal.shows("Drucker: nicht erreichbar")
                    let words = "CUPS kennt den Drucker Lobby nicht mehr."
                    try await kiosk.typePIN(World.pin)
                    try await kiosk.terminal.shows(words)
                    try await kiosk.goBack()
                    try await kiosk.drawNumber()
                    try await kiosk.terminal.shows(PaperRow.trouble, "gilt trotzdem")
                    try await kiosk.goBack()
                    try await lab.cups([
                        "lpadmin", "-p", "Lobby", "-E", "-v", lab.scriptedAddress, "-m",
                        "everywhere",
                    ])
                    try await kiosk.terminal.hides("Drucker:")
                    try await kiosk.typePIN(World.pin)
                    let screen = try await kiosk.terminal.shows("Kiosk beenden")
                    #expect(!screen.contains(words))
                    try await kiosk.goBack()
                    try await kiosk.drawNumber()
                    try await kiosk.terminal.shows(PaperRow.taken)
                    #expect(try lab.scriptedPages().count == 1)
                }
            }
        }

        @Test func `ends a command that prints, with what CUPS has`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { _ in
                    let token = try await world.token("desk")
                    try await world.startHub()
                    let done = try await world.wartemarke(
                        "appointments",
                        "book",
                        "--service",
                        "passport",
                        "--at",
                        "2026-11-25T09:00",
                        "--channel",
                        "desk",
                        "--phone",
                        "0123",
                        "--printer",
                        "Lobby",
                        "--hub",
                        world.url,
                        "--token-file",
                        token
                    )
                    #expect(done.status == 78)
                    #expect(done.errors.contains("CUPS has no queue “Lobby”. It has:"))
                    #expect(done.errors.contains("ticket"))
                }
            }
        }
    }
}
