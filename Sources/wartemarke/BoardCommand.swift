import ArgumentParser
import CursesTerminal
import HubClient
import Lobby
import Screens
import Sync

/// The board in the waiting room.
struct BoardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board",
        abstract: "Show the called numbers, large, in this terminal.",
        discussion: "The key q ends it."
    )

    @OptionGroup var options: HubOptions

    func run() async throws {
        let office = try loadOffice(options.office)
        let texts = try options.texts()
        let (client, token) = (try options.client(), try options.token(or: Places.boardToken))
        let mailbox = Mailbox<BoardNews>()
        let watch = watchCalls(client, token, mailbox)
        defer { watch.cancel() }
        let problem = try await BoardLoop.run(office: office, texts: texts, mailbox: mailbox)
        if let problem { throw problem.exit(hub: options.hub) }
    }
}

/// What the board hears of the hub.
private enum BoardNews: Sendable {
    case calls(CallsAnswer)
    case linkLost
    /// The hub refuses, and asking again cannot help.
    case refused(HubProblem)
}

private func watchCalls(
    _ client: HubClient,
    _ token: String,
    _ mailbox: Mailbox<BoardNews>
) -> Task<Void, Never> {
    Task.detached {  // Off the main actor, whose thread waits for keys.
        var version: Int?
        while !Task.isCancelled {
            do throws(HubProblem) {
                let answer = try await client.calls(since: version, secret: token)
                version = answer.version
                mailbox.post(.calls(answer))
            } catch {
                if error.isFinal { return mailbox.post(.refused(error)) }
                version = nil
                mailbox.post(.linkLost)
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }
}

@MainActor
private enum BoardLoop {
    /// The board says that its data is old when the hub was silent for so long.
    static let staleAfter: Duration = .seconds(12)

    /// - Returns: Why the hub does not or no longer let this board in; nil after the key q.
    static func run(
        office: Office,
        texts: ScreenTexts,
        mailbox: Mailbox<BoardNews>
    ) throws -> HubProblem? {
        var view = BoardView(calls: [], asOf: nil)
        var heard: Duration?
        var problem: HubProblem?
        try TerminalLoop.run(mailbox: mailbox) { terminal, batch, moment in
            var turn = TerminalLoop.Turn(wake: .seconds(1))
            for news in batch.messages {
                switch news {
                case .calls(let answer):
                    view = BoardView(answer)
                    heard = moment.elapsed
                case .linkLost:
                    view.isStale = true
                case .refused(let refusal): (problem, turn.isRunning) = (refusal, false)
                }
            }
            if moment.elapsed - (heard ?? .zero) > staleAfter { view.isStale = true }
            if batch.keys.contains(.character("q")) { turn.isRunning = false }
            // The hub's time of day, so that every clock in the lobby agrees.
            var wall = moment.wall
            if let heard, let asOf = view.asOf { wall = asOf + (moment.elapsed - heard) }
            let now = Moment(elapsed: moment.elapsed, wall: wall)
            terminal.draw(
                boardScreen(view, office: office, texts: texts, size: terminal.size, at: now)
                    .grid
            )
            return turn
        }
        return problem
    }
}

extension BoardView {
    init(_ answer: CallsAnswer) {
        let asOf = Instant(iso8601: answer.asOf) ?? Instant(milliseconds: 0)
        self.init(
            calls: answer.calls.map { call in
                BoardCall(
                    label: call.label,
                    counter: call.counter,
                    at: Instant(iso8601: call.at) ?? asOf
                )
            },
            due: (answer.due ?? []).compactMap { Instant(iso8601: $0) },
            asOf: asOf
        )
    }
}
