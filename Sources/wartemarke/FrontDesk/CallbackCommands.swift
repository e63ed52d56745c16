import ArgumentParser
import HubClient
import Lobby
import Sync

extension AppointmentsCommand {
    /// Who wants to be called back, as single commands.
    struct Callbacks: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Who wants to be called back: list, take down, done.",
            subcommands: [List.self, Add.self, Done.self],
            defaultSubcommand: List.self
        )

        struct List: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Everybody who waits for a call, the first to ask first."
            )

            @OptionGroup var options: HubOptions

            @Flag(help: "Print JSON.")
            var json = false

            func run() async throws {
                try await options.ask { (desk) throws(HubProblem) in
                    let callbacks = try await desk.client.callbacks(secret: desk.token)
                    return json ? encoded(CallbacksAnswer(callbacks)) : desk.lines(callbacks)
                }
            }
        }

        struct Add: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Take down who wants to be called back."
            )

            @OptionGroup var options: HubOptions

            @Option(help: "The number to call, up to 40 characters.")
            var phone: String

            @Option(help: "What for, up to 200 characters.")
            var wish = ""

            func run() async throws {
                try await options.ask { (desk) throws(HubProblem) in
                    let request = CallbackRequest(phone: phone, wish: wish)
                    return desk.lines([
                        try await desk.client.takeDown(request, key: newKey(), secret: desk.token)
                    ])
                }
            }
        }

        struct Done: AsyncParsableCommand {
            static let configuration = CommandConfiguration(
                abstract: "Forget a call-back that is done, and list the others."
            )

            @OptionGroup var options: HubOptions

            @Argument(help: "Its id, the last word of its line in the list.")
            var callback: String

            func run() async throws {
                guard let id = VisitID(callback) else {
                    throw end(.usage, "\(callback) is no id of a call-back (a UUID).")
                }
                try await options.ask { (desk) throws(HubProblem) in
                    let callbacks = try await desk.client.callbacks(secret: desk.token)
                    guard callbacks.contains(where: { $0.id == id }) else {
                        return "No call-back \(callback) is open.\n" + desk.lines(callbacks)
                    }
                    return desk.lines(
                        try await desk.client.callbackDone(id, secret: desk.token)
                    )
                }
            }
        }
    }
}

extension FrontDesk {
    /// When, the number, the wish and the id, a call-back on each line.
    fileprivate func lines(_ callbacks: [CallbackAnswer]) -> String {
        let lines = callbacks.map { callback in
            let at = Instant(iso8601: callback.at).map(dayTime) ?? callback.at
            return [at, callback.phone, callback.wish, callback.id.description]
                .filter { !$0.isEmpty }.joined(separator: "  ")
        }
        return lines.isEmpty ? "Nobody waits for a call." : lines.joined(separator: "\n")
    }
}
