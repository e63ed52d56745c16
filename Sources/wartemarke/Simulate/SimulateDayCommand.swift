import ArgumentParser
import Foundation
import Lobby
import OfficeFiles
import Simulation

/// Shows what the office's policy, and the number of counters, do to the waits of a day.
struct SimulateDayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "day",
        abstract: "How long people wait on an office day, by the order in which they are called.",
        discussion: """
            Makes days like the one in workload.yaml, and lets each pass with the same visitors three \
            times: called by the policy of office.yaml, as the hub does it; whoever came first; \
            appointments first. Then by the policy with one counter fewer and one more.

            The wait of an appointment counts from its time, or from the check-in if that was later; \
            that of a walk-in from the arrival. Everybody called is there, and clerks make no \
            breaks, so a real day is a little longer.

            --trace FILE takes the visitors of past days from a CSV file whose first line names the \
            columns. Those read are: queue (a service of office.yaml or any other name), \
            arrival_min_of_day; and if they are there office and date (who has them alike came on one \
            day), booked_min_of_day (empty for walk-ins), service_min (what the visit took), \
            official_service_min (what it is planned to take, else the minutes in office.yaml; chance \
            makes the rest), open_counters (their mean over the day counts). Where service_min stands \
            in each line and --load is not given, visits take as long as they took.

            Ends with 1 when a counter stood idle beside somebody it serves.
            """
    )

    /// More take longer than anybody waits.
    private static let mostSeeds: UInt64 = 10_000

    @Option(help: "The office's file, for services, counters and policy.")
    var office = Places.office

    @Option(
        help: ArgumentHelp(
            "The day's file. (default: the workload.yaml beside the office's file)",
            valueName: "file"
        )
    )
    var workload: String?

    @Option(help: ArgumentHelp("Visitors of past days in place of chance.", valueName: "file"))
    var trace: String?

    @Option(
        parsing: .unconditionalSingleValue,
        help: """
            Stretch what the visitors of all days take to this part of what the counters have, \
            like 0.9, in a trace for each office; may be given several times. \
            (default: those in the day's file)
            """,
        transform: loadArgument
    )
    var load: [Double] = []

    @Option(
        parsing: .unconditional,
        help:
            "How many counters are open; the load is a part of these. (default: as in the day's file, or the trace)",
        transform: wholeNumber(in: 1...200)
    )
    var counters: Int?

    @Option(
        parsing: .unconditional,
        help: "How many days are made by chance, or of each day in a trace. (default: 20)",
        transform: wholeNumber(in: 1...Self.mostSeeds)
    )
    var seeds: UInt64 = 20

    @Option(
        parsing: .unconditional,
        help: "The first seed. (default: 1)",
        transform: wholeNumber(in: 0...UInt64.max - Self.mostSeeds)
    )
    var first: UInt64 = 1

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let office = try loadOffice(office)
        let workload = try loadWorkload(of: office)
        let visits = try trace.map { try value(of: readTrace(at: $0)) }
        let comparison = DayComparison(
            of: office,
            visits.map { .trace($0, spread: workload.spread, counters: workload.counters) }
                ?? .workload(workload),
            seeds: first...first + seeds - 1,
            counters: counters
        )
        let wanted: [Double?] =
            if !load.isEmpty {
                load
            } else if let visits, visits.allSatisfy({ $0.takenMinutes != nil }) {
                [nil]
            } else {
                workload.loads
            }
        let results = wanted.map(comparison.run(load:))
        print(
            json
                ? try encoded(results)
                : DayTable(office: office, results: results).text
        )
        let idle = results.map(\.idleBesideWaiting).reduce(0, +)
        if idle > 0 {
            say("\(idle) times a counter stood idle beside somebody it serves. This must never be.")
            throw ExitCode(1)
        }
    }

    private func loadWorkload(of read: Office) throws -> Workload {
        guard let path = workload ?? workloadFile(beside: office) else {
            throw end(
                .configuration,
                "There is no workload.yaml beside \(office). Copy the example file there, "
                    + "or name another with --workload."
            )
        }
        return try value(of: readWorkload(at: path, of: read))
    }

    /// What stands in a file, or the end with every mistake in it.
    private func value<Value>(of file: Checked<Value>) throws -> Value {
        do {
            return try file.get()
        } catch {
            throw end(.configuration, error.description)
        }
    }

    private func encoded(_ results: [DayComparison.Result]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(results), as: UTF8.self)
    }
}

/// Reads a load like 0.9.
@Sendable private func loadArgument(_ argument: String) throws -> Double {
    guard let load = Double(argument), (0.1...2).contains(load) else {
        throw ValidationError("Loads from 0.1 to 2 are allowed; 0.9 is nine tenths.")
    }
    return load
}
