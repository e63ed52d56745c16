import ArgumentParser
import CursesTerminal
import Foundation
import HubClient
import Lobby
import Screens
import Speech
import Sync

/// The board in the waiting room.
struct BoardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "board",
        abstract: "Show the called numbers, large, in this terminal.",
        discussion: """
            The key q ends it. With --voice or --wav it says each call, with gong and voice as in \
            layouts/board/board.yaml.
            """
    )

    @OptionGroup var options: HubOptions

    @Flag(help: "Do not let the newest call blink.")
    var still = false

    @OptionGroup var sound: VoiceOptions

    func run() async throws {
        let office = try loadOffice(options.office)
        let texts = try options.texts()
        let (layout, allTexts) = try boardFiles(options.layouts)
        let (client, token) = (try options.client(), try options.token(or: Places.boardToken))
        let mailbox = Mailbox<BoardNews>()
        var speaker: BoardSpeaker?
        if let output = try sound.output() {
            speaker = BoardSpeaker(
                layout: layout.voice,
                texts: allTexts,
                output: output,
                mailbox: mailbox
            )
            // Somebody who sets a board up hears now that no voice will come, and why.
            do { try await speaker?.rehearse() } catch {
                throw end(.unavailable, "The board has no voice: \(error)")
            }
        }
        let watch = watchCalls(client, token, mailbox)
        defer { watch.cancel() }
        let (problem, silences) = try await BoardLoop.run(
            office: office,
            texts: texts,
            blinks: layout.blinks && !still,
            notices: layout.notices,
            speaker: speaker,
            mailbox: mailbox
        )
        for sentence in silences { say("The board was silent: \(sentence)") }
        if let problem { throw problem.exit(hub: options.hub) }
    }
}

/// What the board hears of the hub, and of its voice.
enum BoardNews: Sendable {
    case calls(CallsAnswer)
    case linkLost
    /// The hub refuses, and asking again cannot help.
    case refused(HubProblem)
    /// A call was said, or could not be.
    case said(SpeechProblem?)
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

/// What the board shows and says, from one turn of its loop to the next.
@MainActor
private struct BoardLoop {
    /// The board says that its data is old when the hub was silent for so long.
    static let staleAfter: Duration = .seconds(12)
    /// Different reasons for silence that are told at the end.
    static let mostSilences = 3

    let office: Office
    let texts: ScreenTexts
    let blinks: Bool
    let notices: [LocalizedText]
    let speaker: BoardSpeaker?
    private var silences: [String] = []
    private var view = BoardView(calls: [], asOf: nil)
    private var heard: Duration?
    private var problem: HubProblem?
    private var queue = AnnouncementQueue()
    private var isSpeaking = false

    private init(
        office: Office,
        texts: ScreenTexts,
        blinks: Bool,
        notices: [LocalizedText],
        speaker: BoardSpeaker?
    ) {
        self.office = office
        self.texts = texts
        self.blinks = blinks
        self.notices = notices
        self.speaker = speaker
    }

    /// Shows and says calls until somebody ends it.
    ///
    /// - Returns: Why the hub does not or no longer let this board in, nil after the key q; and why
    ///   calls were not said, each reason once.
    static func run(
        office: Office,
        texts: ScreenTexts,
        blinks: Bool,
        notices: [LocalizedText],
        speaker: BoardSpeaker?,
        mailbox: Mailbox<BoardNews>
    ) throws -> (HubProblem?, silences: [String]) {
        var loop = BoardLoop(
            office: office,
            texts: texts,
            blinks: blinks,
            notices: notices,
            speaker: speaker
        )
        try loop.run(mailbox: mailbox)
        return (loop.problem, loop.silences)
    }

    private mutating func run(mailbox: Mailbox<BoardNews>) throws {
        try TerminalLoop.run(mailbox: mailbox) { terminal, batch, moment in
            var turn = TerminalLoop.Turn(wake: blinks ? boardBlink / 2 : .seconds(1))
            for news in batch.messages { take(news, at: moment) }
            if problem != nil || batch.keys.contains(.character("q")) { turn.isRunning = false }
            if moment.elapsed - (heard ?? .zero) > Self.staleAfter { view.isStale = true }
            say()
            // The hub's time of day, so that every clock in the lobby agrees.
            var wall = moment.wall
            if let heard, let asOf = view.asOf { wall = asOf + (moment.elapsed - heard) }
            terminal.draw(
                boardScreen(
                    view,
                    office: office,
                    texts: texts,
                    size: terminal.size,
                    at: Moment(elapsed: moment.elapsed, wall: wall),
                    blinks: blinks,
                    notices: notices
                ).grid
            )
            return turn
        }
    }

    private mutating func take(_ news: BoardNews, at moment: Moment) {
        switch news {
        case .calls(let answer):
            view = BoardView(answer)
            heard = moment.elapsed
            queue.hear(view)
        case .linkLost: view.isStale = true
        case .refused(let refusal): problem = refusal
        case .said(let problem):
            isSpeaking = false
            guard let sentence = problem?.description, !silences.contains(sentence),
                silences.count < Self.mostSilences
            else { return }
            silences.append(sentence)
        }
    }

    /// Begins with the next call when the one before has ended.
    private mutating func say() {
        guard let speaker, !isSpeaking, let call = queue.next() else { return }
        isSpeaking = true
        speaker.say(call)
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
            plan: answer.plan,
            soon: answer.soon,
            asOf: asOf
        )
    }
}
