import ArgumentParser
import Foundation

/// Measures the budgets on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this build against its budgets: a table of values.",
        discussion: """
            Starts hubs and kiosks of its own on loopback, in a folder of its own. Takes about five \
            minutes; needs a machine with nothing else to do.
            """
    )

    @Argument(help: "Rows to measure, all when none is named.")
    var rows: [BenchRow] = []

    @Flag(help: "Print the values as JSON.")
    var json = false

    @Flag(help: "Fewer samples and less history: a look in between that proves nothing.")
    var quick = false

    @Option(help: "Where the temporary folder is made; it should be on the disk that counts.")
    var folder = NSTemporaryDirectory()

    func run() throws {
        let place = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        var report = BenchReport(machine: Machine(folder: place), isQuick: quick)
        do {
            let bench = Bench(world: try BenchWorld(in: place), isQuick: quick)
            for row in rows.isEmpty ? BenchRow.allCases : rows {
                if !json { say("measuring \(row.rawValue) …") }
                do {
                    let disturbance = Disturbance()
                    let findings = try row.measure(bench)
                    report.add(findings, disturbance.text())
                } catch let problem as BenchProblem {
                    report.failures.append(
                        BenchReport.Failure(row: row, sentence: problem.description)
                    )
                }
            }
        }
        print(json ? try report.json() : report.table)
        guard report.failures.isEmpty else { throw ExitCode(Exit.unavailable.rawValue) }
    }
}
