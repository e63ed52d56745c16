import ArgumentParser
import Lobby
import OfficeFiles
import TicketPrinting

/// The printer of the front desk, for the slips that people take home.
struct SlipPrinter: Sendable {
    let printer: any TicketPrinter
    let texts: ScreenTexts
    let office: Office

    /// Whether the paper is out, as the printer says.
    ///
    /// - Parameters:
    ///   - errands: What the appointment is for.
    ///   - start: When it begins.
    ///   - code: The digits to check in with.
    ///   - change: The digits that change it.
    ///   - today: The hub's business day; nil when it did not tell.
    /// - Returns: False also when nobody knows.
    func print(
        _ errands: [Errand],
        at start: Instant,
        code: String,
        change: String,
        today: Day?
    ) async -> Bool {
        let slip = Ticket.slip(
            errands,
            at: start,
            codes: (code, change),
            of: office,
            texts: texts,
            language: texts.language,
            today: today ?? office.time.day(at: .machine)
        )
        return await printer.print(slip) == .printed
    }
}

struct SlipOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Where slips are printed. \(printerValues). Without it nothing is printed.",
            valueName: "printer"
        )
    )
    var printer: String?

    @Option(help: "What is in that printer, one of layouts/tickets/papers.yaml.")
    var paper = TicketPaper.usualName

    /// Nil when nothing is to be printed.
    func slips(_ options: HubOptions) async throws -> SlipPrinter? {
        guard let printer else { return nil }
        do {
            let layouts = try readTicketLayouts(in: options.layouts, paper: paper).get()
            guard layouts.contains(where: { $0.name == "slip" }) else {
                throw end(.configuration, "There is no layout tickets/slip.yaml.")
            }
            let choice = try PrinterChoice(setting: printer)
            let opened = try await choice.open(
                folder: printer,
                renderer: TicketRenderer(layouts: layouts),
                owner: JobOwner("desk-\(JobOwner.machine.word)")
            )
            if let mistake = opened.mistake { throw mistake }
            return SlipPrinter(
                printer: opened.printer,
                texts: try options.texts(),
                office: try loadOffice(options.office)
            )
        } catch let mistakes as FileMistakes {
            throw end(.configuration, mistakes.description)
        } catch let mistake as PrinterChoice.Mistake {
            throw end(.configuration, mistake.description)
        }
    }
}
