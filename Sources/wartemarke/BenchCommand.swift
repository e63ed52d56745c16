import ArgumentParser
import Foundation

/// Measures the budgets on this machine.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this build against its budgets: a table of values.",
        discussion: """
            Starts hubs and kiosks of its own on loopback, in a folder of its own. Takes over ten \
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

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Measure the hub on a disk whose every flush takes so much longer, like 5ms or 500us.",
            valueName: "time"
        ),
        transform: SlowFlush.init(argument:)
    )
    var slowFlush: SlowFlush?

    @Option(
        help: ArgumentHelp(
            "Also forecast the waits of a trace, with the columns arrival_min_of_day, queue, wait_min and "
                + "ahead.",
            valueName: "file"
        )
    )
    var traces: String?

    @Option(
        help: ArgumentHelp(
            "Also draw how right the forecasts of the row forecast are, as an SVG picture.",
            valueName: "file"
        )
    )
    var plot: String?

    @Option(help: "Rounds of the row clerks; a thousand take about ten minutes.")
    var rounds = 100

    func validate() throws {
        guard (1...100_000).contains(rounds) else {
            throw ValidationError("--rounds is a number from 1 to 100000.")
        }
        guard plot == nil || rows.isEmpty || rows.contains(.forecast) else {
            throw ValidationError("--plot draws what the row forecast finds: name that row, too.")
        }
        guard slowFlush != nil, let row = rows.first(where: { !BenchRow.ofHub.contains($0) }) else {
            return
        }
        let names = BenchRow.ofHub.map(\.rawValue).joined(separator: ", ")
        throw ValidationError(
            "--slow-flush slows the hub's disk: it goes with \(names), not \(row)."
        )
    }

    func run() async throws {
        let place = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        var report = BenchReport(
            machine: Machine(folder: place),
            isQuick: quick,
            slowFlush: slowFlush
        )
        let usual = slowFlush == nil ? BenchRow.allCases : BenchRow.ofHub
        do {
            let world = try BenchWorld(in: place, slowFlush: slowFlush)
            let bench = Bench(
                world: world,
                traces: traces,
                plot: plot,
                rounds: rounds,
                isQuick: quick
            )
            for row in rows.isEmpty ? usual : rows {
                if !json { say("measuring \(row.rawValue) …") }
                do {
                    let disturbance = Disturbance()
                    let findings = try await row.measure(bench)
                    report.add(findings, disturbance.text())
                    // Whoever ends it early keeps what was measured so far.
                    if !json { for finding in findings { say("  " + report.line(finding)) } }
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
