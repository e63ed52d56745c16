import ArgumentParser
import Lobby
import OfficeFiles
import TicketPrinting

/// Prints a page that shows whether a printer is set up well.
struct TicketTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Print a test page, and say what the printer says of it.",
        discussion: """
            Ends with 69 when the page did not come, or may not have. A printer that cannot answer \
            ends with 0: look whether the page is there.
            """
    )

    @OptionGroup var options: PrinterOptions

    @Option(
        help: "The paper, one of layouts/tickets/papers.yaml. Left out: as the kiosk's file says."
    )
    var paper: String?

    @Option(help: "The language.")
    var language = "de"

    @Option(help: "The office's file.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    func run() async throws {
        let paper = try paper ?? options.usualPaper()
        let office = try loadOffice(office)
        let layouts = try testLayouts(in: layouts, on: paper)
        let printer = try await options.open(layouts: layouts)
        try await printTestPage(on: printer, language: language, of: office)
    }
}

/// The layouts of tickets, the test page's among them, or the end of the program.
func testLayouts(in folder: String, on paper: String) throws -> [TicketLayout] {
    do {
        let tickets = try readTicketLayouts(in: folder, paper: paper).get()
        guard tickets.contains(where: { $0.name == Ticket.testLayout }) else {
            throw end(
                .configuration,
                "There is no layout tickets/test.yaml. Take it from the example layouts."
            )
        }
        return tickets
    } catch let mistakes as FileMistakes {
        throw end(.configuration, mistakes.description)
    }
}

/// Prints the test page and says what became of it; ends the program where it did not come.
func printTestPage(
    on printer: any TicketPrinter,
    language: LanguageCode,
    of office: Office
) async throws {
    let page = Ticket.testPage(
        printer: printer.summary,
        language: language,
        of: office,
        at: .machine
    )
    switch await printer.print(page) {
    case .printed where printer.givesPaper:
        print("\(printer.summary): the page is printed.")
    case .printed: print("\(printer.summary): the page is there.")
    case .unknown(let reasons) where reasons.isEmpty:
        print("\(printer.summary): the page is on its way. It cannot say whether it came: look.")
    case .notPrinted(let reasons):
        let lines = ["\(printer.summary): no page came."] + advice(on: reasons)
        throw end(.unavailable, lines.joined(separator: "\n"))
    case .unknown(let reasons):
        let lines = ["\(printer.summary): the page may not have come."] + advice(on: reasons)
        throw end(.unavailable, lines.joined(separator: "\n"))
    }
}
