import CursesTerminal
import Lobby
import Screens
import Speech
import Synchronization

/// Says calls on the board's own machine, one at a time, and tells the board when one was said.
final class BoardSpeaker: Sendable {
    private let announcer = Announcer()
    private let layout: VoiceLayout
    private let texts: [ScreenTexts]
    private let output: SoundOutput
    private let mailbox: Mailbox<BoardNews>
    private let count = Mutex(0)

    init(
        layout: VoiceLayout,
        texts: [ScreenTexts],
        output: SoundOutput,
        mailbox: Mailbox<BoardNews>
    ) {
        self.layout = layout
        self.texts = texts
        self.output = output
        self.mailbox = mailbox
    }

    /// Makes an announcement without giving it out.
    ///
    /// - Throws: ``SpeechProblem`` when there will be no voice.
    func rehearse() async throws {
        _ = try await announcer.sound(of: announcement(Label(series: "A", number: 1), to: 1))
    }

    func say(_ call: BoardView.BoardCall) {
        let number = count.withLock { count in
            count += 1
            return count
        }
        Task.detached { [self] in  // Off the main actor, whose thread waits for keys.
            do {
                let sound = try await announcer.sound(
                    of: announcement(call.label, to: call.counter)
                )
                try await output.give(sound, number: number, name: call.label.description)
                mailbox.post(.said(nil))
            } catch {
                mailbox.post(.said(error as? SpeechProblem ?? .failed("voice", why: "\(error)")))
            }
        }
    }

    private func announcement(_ label: Label, to counter: Int) -> Announcement {
        Announcement(of: label, to: counter, as: layout, texts: texts)
    }
}
