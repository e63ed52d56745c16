import ArgumentParser

/// Worlds and days made by chance, the same from the same seed.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Try the lobby by simulation: under faults, or how long people wait on a day.",
        subcommands: [SimulateFaultsCommand.self, SimulateDayCommand.self],
        defaultSubcommand: SimulateFaultsCommand.self
    )
}
