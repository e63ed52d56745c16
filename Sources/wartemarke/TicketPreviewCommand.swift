import ArgumentParser
import Foundation
import Lobby
import OfficeFiles
import TicketPrinting

/// Shows a ticket in the terminal, or writes it as a picture.
struct TicketPreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Draw a ticket as it would be printed.",
        discussion: """
            Without --png it is shown in this terminal, as wide as the terminal is; the wider, the \
            easier to read. The values on it are made up, the names those of the office.

              wartemarke ticket preview
              wartemarke ticket preview --layout slip --language en
              wartemarke ticket preview --language ar --paper 58mm
              wartemarke ticket preview --paper a4 --png ticket.png
            """
    )

    /// Where nobody knows how wide it is.
    private static let usualColumns = 80

    @Option(help: "Write a picture of the dots that are printed.")
    var png: String?

    @Option(help: "The layout, a file of layouts/tickets without its ending.")
    var layout = "walk-in"

    @Option(help: "The paper, one of layouts/tickets/papers.yaml.")
    var paper = TicketPaper.usualName

    @Option(help: "The visitor's language: the office's, or one that the layout has words in.")
    var language = "de"

    @Option(help: "The number on it.")
    var label = "A 047"

    @Flag(help: "Draw it as a second copy.")
    var reprint = false

    @Option(
        parsing: .unconditional,
        help: "How wide it is shown, in characters; else as wide as the terminal.",
        transform: wholeNumber(in: 10...1000)
    )
    var columns: Int?

    @Option(help: "The office's file.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    func run() throws {
        let office = try loadOffice(office)
        do {
            let tickets = try layoutsOnPaper()
            guard let chosen = tickets.first(where: { $0.name == layout }) else {
                let known = tickets.map(\.name).joined(separator: ", ")
                throw end(.usage, "There is no layout \(layout). There are: \(known).")
            }
            let languages = office.languages + chosen.writtenLanguages
            guard languages.contains(language) else {
                let known = Set(languages).sorted().joined(separator: ", ")
                throw end(.usage, "The layout does not speak \(language). It speaks: \(known).")
            }
            var ticket = Ticket.sample(
                layout: layout,
                language: language,
                of: office,
                texts: readScreenTexts(in: layouts).value?.first { $0.language == language }
            )
            ticket.values[.label] = label
            ticket.isReprint = reprint
            try show(ticket, by: TicketRenderer(layouts: tickets))
        } catch let mistakes as FileMistakes {
            throw end(.configuration, mistakes.description)
        } catch let error as TicketDrawingError {
            throw end(.configuration, error.description)
        }
    }

    private func layoutsOnPaper() throws -> [TicketLayout] {
        let papers = try readTicketPapers(in: layouts).get()
        guard papers.contains(where: { $0.name == paper }) else {
            let known = papers.map(\.name).joined(separator: ", ")
            throw end(.usage, "There is no paper \(paper). There are: \(known).")
        }
        return try readTicketLayouts(in: layouts, paper: paper).get()
    }

    private func show(_ ticket: Ticket, by renderer: TicketRenderer) throws {
        guard let png else {
            let isTerminal = isatty(STDOUT_FILENO) == 1
            let shading: TicketPage.Shading =
                isTerminal && Self.terminalHasGreys ? .greys : .blocks
            let columns = columns ?? Self.terminalColumns ?? Self.usualColumns
            for page in try renderer.pages(for: ticket) {
                print(page.lines(columns: columns, shading: shading).joined(separator: "\n"))
                if page.cut != nil { print(String(repeating: "- ", count: columns / 2)) }
            }
            return
        }
        let picture = try renderer.png(for: ticket)
        do {
            try Data(picture).write(to: URL(fileURLWithPath: png))
        } catch {
            throw end(
                .usage,
                "\(png) cannot be written. Is the folder there, and may you write in it?"
            )
        }
    }

    private static var terminalHasGreys: Bool {
        let environment = ProcessInfo.processInfo.environment
        return environment["TERM"]?.contains("256") == true || environment["COLORTERM"] != nil
    }

    private static var terminalColumns: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
            return nil
        }
        return Int(size.ws_col)
    }
}
