import ArgumentParser
import OfficeFiles

/// Reads all files that people edit and names every mistake.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read office, kiosk and layouts; report every mistake with its remedy."
    )

    @Option(help: "The office's file.")
    var office = Places.office

    @Option(help: "The kiosk's file.")
    var kiosk = Places.kiosk

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    func run() throws {
        let report = checkAll(office: office, kiosk: kiosk, layouts: layouts)
        print(report)
        if !report.mistakes.isEmpty { throw ExitCode(Exit.configuration.rawValue) }
    }
}
