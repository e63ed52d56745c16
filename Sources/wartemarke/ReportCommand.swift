import ArgumentParser
import Foundation
import HubClient
import Lobby
import Sync

/// What the head of the office wants to know.
struct ReportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Reports for the head of the office.",
        subcommands: [AccessCommand.self, ForecastCommand.self]
    )

    struct AccessCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "access",
            abstract: "Days to the next free appointment, by service and channel.",
            discussion: """
                A number with ! is more than the office promises for the channel (targetDays in \
                office.yaml); - means that nothing is free within the horizon.
                """
        )

        @OptionGroup var options: HubOptions

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let token = try options.token(or: Places.deskToken)
            let client = try options.client()
            do throws(HubProblem) {
                let list = try await client.access(secret: token)
                print(json ? encoded(list) : table(list))
            } catch {
                throw error.exit(hub: options.hub)
            }
        }

        private func table(_ list: AccessList) -> String {
            let channels = Channel.allCases
            let promised = channels.map { channel in
                list.access.first { $0.channel == channel }?.target.map(String.init) ?? "-"
            }
            var rows = [["service"] + channels.map(\.rawValue), ["promised"] + promised]
            var services: [ServiceID] = []
            for one in list.access where !services.contains(one.service) {
                services.append(one.service)
            }
            for service in services {
                let cells = channels.map { channel in
                    list.access.first { $0.service == service && $0.channel == channel }.map(cell)
                        ?? ""
                }
                rows.append([service] + cells)
            }
            return aligned(rows)
        }

        private func cell(_ one: AccessAnswer) -> String {
            (one.days.map(String.init) ?? "-") + (one.isMissed ? "!" : "")
        }
    }
}

extension ReportCommand {
    struct ForecastCommand: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "forecast",
            abstract: "How right announced waits were, by service and hour.",
            discussion: """
                Of people without an appointment who were told a wait and were called. "inside" is the \
                part whose wait was within the interval; it should be 80 %. "late" waited more than \
                five minutes beyond it. "error" is how far off the middle of the interval was, in \
                minutes; "bias" above 0 means that they waited less than that.
                """
        )

        @OptionGroup var options: HubOptions

        @Option(
            parsing: .unconditional,
            help: "How many days, today among them. (default: 7)",
            transform: wholeNumber(in: ForecastReport.days)
        )
        var days = 7

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let token = try options.token(or: Places.deskToken)
            let client = try options.client()
            do throws(HubProblem) {
                let report = try await client.forecastReport(days: days, secret: token)
                print(json ? encoded(report) : table(report))
            } catch {
                throw error.exit(hub: options.hub)
            }
        }

        private func table(_ report: ForecastReport) -> String {
            guard report.all.visits + report.uncalled > 0 else {
                return "Nobody was told a wait from \(report.from) to \(report.to)."
            }
            let head = [
                ["", "visits", "inside", "late", "error", "bias"], row("all", report.all),
            ]
            let services = report.services.map { row($0.service, $0.figures) }
            let hours = report.hours.map { row("\($0.hour):00", $0.figures) }
            let table = aligned(head + services + hours)
            guard report.uncalled > 0 else { return table }
            return table
                + "\n\nNot in it: \(report.uncalled) who were told a wait and not called, for "
                + "they left, wait still, or the office closed."
        }

        private func row(_ name: String, _ figures: ForecastFigures) -> [String] {
            [
                name, String(figures.visits), String(format: "%.0f %%", figures.inside * 100),
                String(format: "%.0f %%", figures.overFiveBeyond * 100),
                String(format: "%.1f", figures.meanError), String(format: "%+.1f", figures.bias),
            ]
        }
    }
}

/// Rows of cells, each column as wide as its widest.
private func aligned(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
        zip(row, widths).map { cell, width in
            cell + String(repeating: " ", count: width - cell.count)
        }.joined(separator: "  ")
    }.joined(separator: "\n")
}

/// A value as JSON, its keys in order.
func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}
