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
        subcommands: [AccessCommand.self]
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
            let widths = rows[0].indices.map { column in
                rows.map { $0[column].count }.max() ?? 0
            }
            return rows.map { row in
                zip(row, widths).map { cell, width in
                    cell + String(repeating: " ", count: width - cell.count)
                }.joined(separator: "  ")
            }.joined(separator: "\n")
        }

        private func cell(_ one: AccessAnswer) -> String {
            (one.days.map(String.init) ?? "-") + (one.isMissed ? "!" : "")
        }
    }
}

/// A value as JSON, its keys in order.
func encoded(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
}
