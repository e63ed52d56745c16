import ArgumentParser

/// The one program of the lobby; its subcommands are the kiosk, the hub, the desk, the board.
@main
struct Wartemarke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wartemarke",
        abstract: "Check in, draw a number, call the next one.",
        subcommands: [
            HubCommand.self, KioskCommand.self, CheckCommand.self, AdminCommand.self,
        ]
    )
}
