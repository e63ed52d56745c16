import ArgumentParser
import Glibc

/// The one program of the lobby; its subcommands are the kiosk, the hub, the desk, the board.
@main
struct Wartemarke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wartemarke",
        abstract: "Check in, draw a number, call the next one.",
        version: "0.1.0",
        subcommands: [
            DemoCommand.self, HubCommand.self, KioskCommand.self, DeskCommand.self,
            AppointmentsCommand.self,
            BoardCommand.self,
            CheckCommand.self, TicketCommand.self, SimulateCommand.self, BenchCommand.self,
            ReportCommand.self, AdminCommand.self,
        ]
    )

    static func main() async {
        // Databases, tokens and tickets are for their owner alone.
        umask(0o077)
        await main(nil)
    }
}
