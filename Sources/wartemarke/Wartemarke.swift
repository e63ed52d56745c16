import ArgumentParser

/// The one program of the lobby; its subcommands are the kiosk, the hub, the desk, the board.
@main
struct Wartemarke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wartemarke",
        abstract: "Check in, draw a number, call the next one.",
        subcommands: [
            DemoCommand.self, HubCommand.self, KioskCommand.self, DeskCommand.self,
            BoardCommand.self,
            CheckCommand.self, TicketCommand.self, SimulateCommand.self, BenchCommand.self,
            AdminCommand.self,
        ]
    )
}
