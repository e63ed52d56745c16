import ArgumentParser
import Lobby
import OfficeFiles
import TicketPrinting

/// What `--printer` takes, for the help of every command that has it.
let printerValues =
    "A queue of CUPS, ipp://…, socket://HOST:9100 or /dev/usb/lp0 for ESC/POS, escpos:QUEUE, "
    + "or folder:DIR"

/// The printer that a command is about: one that is named, or that of a kiosk's file.
struct PrinterOptions: ParsableArguments {
    @Option(help: ArgumentHelp("\(printerValues). Left out: as the kiosk's file says."))
    var printer: String?

    @Option(help: "The kiosk's file.")
    var config = Places.kiosk

    /// What is in the printer that is named, or in that of the kiosk's file.
    func usualPaper() throws -> String {
        if printer != nil { return TicketPaper.usualName }
        do {
            return try readKioskSettings(at: config).get().paper
        } catch {
            throw end(.configuration, error.description)
        }
    }

    /// The printer, ready for use, or the end of the program with why not.
    func open(layouts: [TicketLayout]) async throws -> any TicketPrinter {
        do {
            let setting = try printer ?? readKioskSettings(at: config).get().printer
            let place = folder(of: Places.kioskDatabase)
            let opened = try await PrinterChoice(setting: setting).open(
                folder: place + "/tickets",
                renderer: TicketRenderer(layouts: layouts),
                certificates: place + "/printers"
            )
            if let mistake = opened.mistake { throw mistake }
            return opened.printer
        } catch let mistakes as FileMistakes {
            throw end(.configuration, mistakes.description)
        } catch let mistake as PrinterChoice.Mistake {
            throw end(.configuration, mistake.description)
        }
    }
}
