import ArgumentParser
import Foundation
import Simulation

/// Runs the real cores and stores in simulated worlds with faults, and checks what must hold.
struct SimulateFaultsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "Try kiosks, hub and clerks under faults; every seed is a world of its own.",
        discussion: """
            Ends with 1 when something that must hold did not. A seed that showed it is run again \
            with --seed SEED --trace.

            With --planted all, mistakes that hubs and kiosks have made are put into the worlds, one after \
            the other, to see that each is found; it ends with 1 when one is not. \
            --planted NAME tries one of them.
            """
    )

    /// Within so many seeds a planted mistake must be found.
    private static let mostSeedsForBug: UInt64 = 600

    /// Lines shown of what came before a violation.
    private static let lastLines = 60

    /// More take longer than anybody waits.
    private static let mostSeeds: UInt64 = 1_000_000_000

    @Option(
        parsing: .unconditional,
        help: "How many seeds to run. (default: 500)",
        transform: wholeNumber(in: 1...Self.mostSeeds)
    )
    var seeds: UInt64 = 500

    @Option(
        parsing: .unconditional,
        help: "The first of them. (default: 1)",
        transform: wholeNumber(in: 0...UInt64.max)
    )
    var first: UInt64 = 1

    @Option(
        parsing: .unconditional,
        help: "Run this one seed only.",
        transform: wholeNumber(in: 0...UInt64.max)
    )
    var seed: UInt64?

    @Option(help: "Plant this mistake, or all of them, and look whether it is found.")
    var planted: PlantedBug.Choice?

    @Flag(help: "Show everything that happened; with --seed.")
    var trace = false

    func validate() throws {
        if seed != nil, let planted, planted.bugs.count > 1 {
            throw ValidationError("--seed needs the name of one mistake: --planted NAME.")
        }
        if seed == nil, trace { throw ValidationError("--trace needs --seed SEED.") }
        if first.addingReportingOverflow(seeds).overflow {
            throw ValidationError("--first is too large.")
        }
    }

    func run() async throws {
        if let planted, seed == nil { return try await find(planted.bugs) }
        let campaign = Campaign(
            first: seed ?? first,
            count: seed == nil ? seeds : 1,
            workers: ProcessInfo.processInfo.activeProcessorCount,
            bug: planted?.bugs.first
        )
        if trace, let seed { try show(seed, last: .max) }
        let sum = try await campaign.run { report in
            print("seed \(report.seed): \(report.violation.map(String.init) ?? "")")
        }
        if !trace, let worst = sum.violations.first { try show(worst.seed, last: Self.lastLines) }
        print(
            """
            \(grouped(sum.seeds)) \(sum.seeds == 1 ? "seed" : "seeds"), \(grouped(sum.tickets)) tickets, \
            \(grouped(sum.kioskCrashes)) kiosk crashes, \(grouped(sum.hubCrashes)) hub crashes, \
            \(grouped(sum.violations.count)) violations
            """
        )
        if !sum.violations.isEmpty { throw ExitCode(1) }
    }

    /// Looks for each of the mistakes until a seed shows it, and prints a table.
    private func find(_ bugs: [PlantedBug]) async throws {
        var missed = 0
        for bug in bugs {
            let campaign = Campaign(
                first: first,
                count: Self.mostSeedsForBug,
                workers: ProcessInfo.processInfo.activeProcessorCount,
                bug: bug
            )
            let sum = try await campaign.run()
            if let found = sum.violations.first, let violation = found.violation {
                print("\(bug.rawValue): found by seed \(found.seed)")
                print("    \(bug.words)")
                print("    \(violation)")
            } else {
                missed += 1
                print("\(bug.rawValue): NOT found in \(sum.seeds) seeds")
            }
        }
        print("\(bugs.count - missed) of \(bugs.count) planted mistakes found")
        if missed > 0 { throw ExitCode(1) }
    }

    /// Runs a seed once more and prints the last things that happened in it.
    private func show(_ seed: UInt64, last: Int) throws {
        let bug = planted?.bugs.first
        let report = try Simulation(seed: seed, bug: bug, isTraced: true).run()
        report.lines.suffix(last).forEach { print($0) }
        let verdict = report.violation.map(String.init) ?? "nothing wrong"
        print("seed \(seed): \(verdict), trace \(String(report.traceHash, radix: 16))")
    }

    private func grouped(_ number: Int) -> String {
        var digits = String(number)
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits.removeLast(3)
        }
        return ([digits[...]] + groups).joined(separator: ",")
    }
}

extension PlantedBug {
    /// One of them by its name, or all.
    struct Choice: ExpressibleByArgument {
        static let allValueStrings = ["all"] + PlantedBug.allCases.map(\.rawValue)

        let bugs: [PlantedBug]

        init?(argument: String) {
            if argument == "all" {
                bugs = PlantedBug.allCases
            } else if let bug = PlantedBug(rawValue: argument) {
                bugs = [bug]
            } else {
                return nil
            }
        }
    }
}
