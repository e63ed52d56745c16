import ArgumentParser
import Foundation
import Lobby
import OfficeFiles
import TicketPrinting

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

struct TicketPreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Draw a ticket as it would be printed."
    )

    @Option(help: "The picture to write.")
    var png: String

    @Option(help: "The layout, a file of layouts/tickets without its ending.")
    var layout = "walk-in"

    @Option(help: "The language.")
    var language = "de"

    @Option(help: "The number on it.")
    var label = "A 047"

    @Flag(help: "Draw it as a second copy.")
    var reprint = false

    @Option(help: "The office's file.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    func run() throws {
        let office = try loadOffice(office)
        guard office.languages.contains(language) else {
            let known = office.languages.joined(separator: ", ")
            throw end(.usage, "The office does not speak \(language). It speaks: \(known).")
        }
        do {
            let tickets = try readTicketLayouts(in: layouts).get()
            guard tickets.contains(where: { $0.name == layout }) else {
                let known = tickets.map(\.name).joined(separator: ", ")
                throw end(.usage, "There is no layout \(layout). There are: \(known).")
            }
            let picture = try TicketRenderer(layouts: tickets).png(for: sample(office))
            try Data(picture).write(to: URL(fileURLWithPath: png))
        } catch let mistakes as FileMistakes {
            throw end(.configuration, mistakes.description)
        } catch let error as TicketDrawingError {
            throw end(.configuration, error.description)
        } catch is CocoaError {
            throw end(
                .usage,
                "\(png) cannot be written. Is the folder there, and may you write in it?"
            )
        }
    }

    private func sample(_ office: Office) -> Ticket {
        Ticket(
            layout: layout,
            language: language,
            values: [
                .office: office.name[language], .phone: office.phone, .label: label,
                .service: office.services.all.first?.name[language] ?? "",
                .date: "24.11.2026", .time: "10:43", .ahead: "7",
                .link: office.link(toTicket: "01234567890123456789"),
                .services: office.services.all.first?.name[language] ?? "",
                .booked: "10:50", .from: "10:40",
                .documents: office.services.all.first?.documents.map { $0[language] }
                    .joined(separator: "\n") ?? "",
                .code: "123456789", .codeGroups: grouped("123456789"), .change: grouped("135790"),
            ],
            isReprint: reprint
        )
    }
}
