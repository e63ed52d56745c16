import ArgumentParser

/// Tickets without a visitor.
struct TicketCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket",
        abstract: "Look at the tickets, and at the printer.",
        subcommands: [
            TicketPreviewCommand.self, TicketStatusCommand.self, TicketTestCommand.self,
        ]
    )
}
