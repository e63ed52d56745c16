import ArgumentParser
import Lobby
import TicketPrinting

/// Says in words what a printer says of itself, and what to do.
struct TicketStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Ask the printer how it is, and say what to do.",
        discussion: "Ends with 0 when a ticket sent now should come out, and with 69 when not."
    )

    @OptionGroup var options: PrinterOptions

    func run() async throws {
        let printer = try await options.open(layouts: [])
        let details = await printer.details()
        print(printer.summary)
        print(lines(of: details, givesPaper: printer.givesPaper).joined(separator: "\n"))
        guard details.condition.isReady else { throw ExitCode(Exit.unavailable.rawValue) }
    }

    private func lines(of details: PrinterDetails, givesPaper: Bool) -> [String] {
        var lines: [String] = []
        if let model = details.model { lines.append("It calls itself \(model).") }
        if !givesPaper { lines.append("No paper comes here: tickets become PDF files.") }
        if details.isRaw {
            lines.append("It is a raw queue, which hands everything on as it comes.")
        } else if !details.formats.isEmpty {
            lines.append("Tickets go to it as \(format(among: details.formats)).")
        }
        let isReady = details.condition.isReady
        lines.append(isReady ? "It is ready." : "It does not print now.")
        lines += advice(on: details.condition.reasons)
        if !details.unknownReasons.isEmpty {
            let words = details.unknownReasons.joined(separator: ", ")
            lines.append("It also says, in words of its own: \(words).")
        }
        return lines
    }

    private func format(among formats: [String]) -> String {
        let known = [
            ("image/pwg-raster", "PWG raster"), ("image/urf", "Apple raster"),
            ("application/pdf", "PDF"),
        ]
        let name = known.first { formats.contains($0.0) }?.1
        return name ?? "nothing it takes; it takes \(formats.joined(separator: ", "))"
    }
}

/// A line for each reason: what it means, and what to do about it.
func advice(on reasons: Set<PrinterReason>) -> [String] {
    PrinterReason.allCases.filter(reasons.contains).map { reason in
        "\(reason.finding) \(reason.remedy) (\(reason.rawValue))"
    }
}
