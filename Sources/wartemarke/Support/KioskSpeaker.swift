import Lobby
import Speech
import Synchronization

/// Reads screens out at the kiosk: the newest one, which cuts off what is being said.
final class KioskSpeaker: Sendable {
    private struct State {
        var count = 0
        var saying: Task<Void, Never>?
    }

    private let announcer = Announcer()
    private let output: SoundOutput
    private let onProblem: @Sendable (SpeechProblem) -> Void
    private let state = Mutex(State())

    init(output: SoundOutput, onProblem: @escaping @Sendable (SpeechProblem) -> Void) {
        self.output = output
        self.onProblem = onProblem
    }

    /// Why there will be no voice in one of the languages; nil when there will be.
    static func problem(
        with output: SoundOutput,
        in languages: [LanguageCode]
    ) async
        -> SpeechProblem?
    {
        do throws(SpeechProblem) {
            try output.check()
            for language in languages { _ = try await Announcer().read("1.", in: language) }
            return nil
        } catch {
            return error
        }
    }

    /// Says a text instead of what is being said, and returns at once; nothing means silence.
    func say(_ text: String, in language: LanguageCode) {
        state.withLock { state in
            let before = state.saying
            before?.cancel()
            state.count += 1
            let number = state.count
            state.saying = Task.detached { [self] in  // Off the main actor, which waits for keys.
                // Two voices at once nobody understands.
                await before?.value
                if !text.isEmpty { await give(text, in: language, number: number) }
            }
        }
    }

    private func give(_ text: String, in language: LanguageCode, number: Int) async {
        guard !Task.isCancelled else { return }
        do throws(SpeechProblem) {
            let sound = try await announcer.read(text, in: language)
            guard !Task.isCancelled else { return }
            try await output.give(sound, number: number, name: language)
        } catch {
            // What was cut off is no problem.
            if !Task.isCancelled { onProblem(error) }
        }
    }
}
