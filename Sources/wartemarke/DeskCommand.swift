import ArgumentParser
import CursesTerminal
import Foundation
import HubClient
import Lobby
import Screens
import Synchronization
import Sync

/// The clerk's call-up: in this terminal, or one action for scripts.
struct DeskCommand: AsyncParsableCommand {
    enum Action: String, ExpressibleByArgument, CaseIterable {
        case list, next, call, again, appear, missed, finish
    }

    static let configuration = CommandConfiguration(
        commandName: "desk",
        abstract: "Call the next number, in this terminal or as one action.",
        discussion: """
            Keys: n calls the next number, a calls it again, p says the visitor is here, m that the \
            visitor was missed, z puts the number back, f finishes, e finishes and calls the next, k \
            and a digit park, w transfers, o reopens, u takes back what was done last, y gives out a \
            new number, b and a digit pause, h calls for help, i goes where help was called, 0 says \
            that it is done, q quits. The arrow keys choose a line, Page Up and Page Down scroll. With \
            the chosen line: c calls, v gives priority or takes it, g has left, r is here or back, x \
            cancels. The page /desk of the hub, in a browser, does more.

            "desk call --label A047" calls one number, also one that a kiosk gave out while it was \
            cut off and that the hub does not know yet.
            """
    )

    @Argument(help: "One action for scripts; without it the desk opens in this terminal.")
    var action: Action?

    @OptionGroup var options: HubOptions

    @Option(
        parsing: .unconditional,
        help: "The counter this desk is. (default: 1)",
        transform: wholeNumber(in: Counter.numbers)
    )
    var counter = 1

    @Option(help: "The visit an action is about; the one the counter holds if left out.")
    var visit: String?

    @Option(help: "The number to call, for the action call.")
    var label: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let desk = Desk(
            client: try options.client(),
            counter: counter,
            token: try options.token(or: Places.deskToken)
        )
        if let action {
            do throws(HubProblem) {
                if action == .call {
                    print(try await desk.call(try wantedLabel(), json: json))
                } else {
                    print(try await desk.line(for: action, visit: try wantedVisit(), json: json))
                }
            } catch {
                throw error.exit(hub: options.hub)
            }
            return
        }
        let office = try loadOffice(options.office)
        guard office.counters.contains(where: { $0.number == counter }) else {
            let known = office.counters.map { String($0.number) }.joined(separator: ", ")
            throw end(.usage, "There is no counter \(counter). The counters are \(known).")
        }
        try await DeskLoop.run(
            DeskDialogue(office: office, counter: counter, texts: try options.texts()),
            desk: desk,
            hub: options.hub
        )
    }

    private func wantedLabel() throws(HubProblem) -> Label {
        guard let label, let number = Label(label) else {
            throw .refused(
                status: 400,
                code: "bad_request",
                sentence: "The action call needs a number: --label A047.",
                visit: nil
            )
        }
        return number
    }

    private func wantedVisit() throws(HubProblem) -> VisitID? {
        guard let visit else { return nil }
        guard let id = VisitID(visit) else {
            throw .refused(
                status: 400,
                code: "bad_request",
                sentence: "--visit takes a visit's id (a UUID).",
                visit: nil
            )
        }
        return id
    }
}

/// One counter's questions to the hub.
struct Desk: Sendable {
    var client: HubClient
    var counter: Int
    var token: String
    /// Keys of what was asked and not answered.
    private let unanswered = Unanswered()
    /// The key of the request that is made now; nil for a new one each time.
    private var key: String?

    init(client: HubClient, counter: Int, token: String) {
        self.client = client
        self.counter = counter
        self.token = token
    }

    /// Carries one action out and says what is now true.
    func line(
        for action: DeskCommand.Action,
        visit: VisitID?,
        json: Bool
    ) async throws(HubProblem) -> String {
        if action == .list {
            let view = try await client.counter(counter, since: nil, secret: token)
            if json { return encoded(view) }
            let lines = view.waiting.map { "\($0.label)  \($0.service)  \($0.arrived)" }
            return lines.isEmpty ? "Nobody waits." : lines.joined(separator: "\n")
        }
        if action == .next {
            let next = try await client.next(counter: counter, key: newKey(), secret: token)
            guard let next else { return json ? "null" : "Nobody waits." }
            return json ? encoded(next) : describe(next)
        }
        var id = visit
        if id == nil {
            id = try await client.counter(counter, since: nil, secret: token).holding?.id
        }
        guard let id else {
            throw .refused(
                status: 409,
                code: "nobody",
                sentence: "Counter \(counter) holds no visit.",
                visit: nil
            )
        }
        let now = try await act(action.rawValue, on: id)
        return json ? encoded(now) : describe(now)
    }

    func call(_ label: Label, json: Bool) async throws(HubProblem) -> String {
        let visit = try await client.call(label, counter: counter, key: newKey(), secret: token)
        return json ? encoded(visit) : describe(visit)
    }

    func next() async throws(HubProblem) -> VisitAnswer? {
        try await client.next(counter: counter, key: newKey(), secret: token)
    }

    func act(_ action: String, on visit: VisitID) async throws(HubProblem) -> VisitAnswer {
        try await client.act(
            action,
            VisitRequest(visit: visit),
            counter: counter,
            key: newKey(),
            secret: token
        )
    }

    func newKey() -> String {
        key ?? "\(UInt64.random())-\(UInt64.random())"
    }

    private func describe(_ visit: VisitAnswer) -> String {
        "\(([visit.label] + visit.also).map(\.description).joined(separator: " + "))  \(visit.service)  \(visit.state.rawValue)"
            + (visit.counter.map { "  counter \($0)" } ?? "")
    }
}

/// The key of the last thing that was asked, until there is an answer: the same key pressed again asks
/// for the same, which is done once.
private final class Unanswered: Sendable {
    private let last = Mutex<(effect: DeskDialogue.Effect, key: String)?>(nil)

    func key(for effect: DeskDialogue.Effect, or fresh: String) -> String {
        last.withLock { last in
            if let last, last.effect == effect { return last.key }
            last = (effect, fresh)
            return fresh
        }
    }

    func forget() {
        last.withLock { $0 = nil }
    }
}

/// What the desk hears of the hub.
enum DeskNews: Sendable {
    case message(DeskDialogue.Message)
    /// The hub refuses, and asking again cannot help.
    case refused(HubProblem)
}

/// The loop that owns the clerk's terminal.
@MainActor
enum DeskLoop {
    /// - Throws: The exit code, when the hub does not or no longer let this desk in.
    static func run(_ start: DeskDialogue, desk: Desk, hub: String) throws {
        var dialogue = start
        var size: Size?
        var problem: HubProblem?
        let mailbox = Mailbox<DeskNews>()
        let watch = desk.watch(mailbox)
        defer { watch.cancel() }
        try TerminalLoop.run(mailbox: mailbox) { terminal, batch, moment in
            var turn = TerminalLoop.Turn()
            var messages: [DeskDialogue.Message] = [.tick]
            if size != terminal.size { messages.append(.resized(terminal.size)) }
            size = terminal.size
            messages += batch.keys.map(DeskDialogue.Message.key)
            for news in batch.messages {
                switch news {
                case .message(let message): messages.append(message)
                case .refused(let refusal): (problem, turn.isRunning) = (refusal, false)
                }
            }
            for message in messages {
                for effect in dialogue.update(message, at: moment) {
                    switch effect {
                    case .wake(let after): turn.wake = after
                    case .quit: turn.isRunning = false
                    default: desk.carryOut(effect, mailbox)
                    }
                }
            }
            terminal.draw(dialogue.screen(size: terminal.size, at: moment).grid)
            return turn
        }
        if let problem { throw problem.exit(hub: hub) }
    }
}

extension Desk {
    /// Keeps the view fresh: the hub answers as soon as something changed.
    func watch(_ mailbox: Mailbox<DeskNews>) -> Task<Void, Never> {
        Task.detached {  // Off the main actor, whose thread waits for keys.
            var version: Int?
            while !Task.isCancelled {
                do throws(HubProblem) {
                    let answer = try await client.counter(counter, since: version, secret: token)
                    version = answer.version
                    mailbox.post(.message(.view(DeskView(answer))))
                } catch {
                    if error.isFinal { return mailbox.post(.refused(error)) }
                    version = nil
                    mailbox.post(.message(.linkLost))
                    try? await Task.sleep(for: .seconds(1))
                }
            }
        }
    }

    func carryOut(_ effect: DeskDialogue.Effect, _ mailbox: Mailbox<DeskNews>) {
        Task.detached {  // Off the main actor, whose thread waits for keys.
            do throws(HubProblem) {
                var desk = self
                desk.key = unanswered.key(for: effect, or: newKey())
                let message = try await desk.answer(to: effect)
                unanswered.forget()
                mailbox.post(.message(message))
            } catch {
                if !error.isAbsence { unanswered.forget() }
                if error.isAboutToken { return mailbox.post(.refused(error)) }
                mailbox.post(.message(message(about: error)))
            }
            // What is now true comes with the answer, not with the next change.
            if let view = try? await client.counter(counter, since: nil, secret: token) {
                mailbox.post(.message(.view(DeskView(view))))
            }
        }
    }
}
