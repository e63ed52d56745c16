import Foundation
package import Lobby
import Synchronization

/// Turns announcements into sound, by espeak-ng.
///
/// espeak-ng runs as a program of its own: its licence (GPL 3) would reach into a program that is
/// linked with its library, it keeps its state in globals, and a voice that crashes must not take the
/// hub with it. A sentence costs about 12 ms.
package final class Announcer: Sendable {
    /// Silence between two sentences: long enough to look up, short enough to be one call.
    package static let pause: Duration = .milliseconds(600)
    /// Announcements that are kept, half a megabyte each, because several boards ask for one.
    private static let mostKept = 8
    /// Words a minute; espeak-ng's own 175 are too fast for a hall.
    private static let wordsPerMinute = 145
    private static let longestSentence = 400

    private typealias Making = Task<Sound, any Error>

    private let program: String
    private let kept = Mutex<[(announcement: Announcement, sound: Making)]>([])

    /// The program is looked for in the path when it has no folder.
    package init(program: String = "espeak-ng") {
        self.program = program
    }

    /// The gong and the sentences, with pauses between them.
    ///
    /// - Throws: ``SpeechProblem``.
    package func sound(of announcement: Announcement) async throws -> Sound {
        let making = kept.withLock { kept -> Making in
            if let same = kept.first(where: { $0.announcement == announcement }) {
                return same.sound
            }
            let making = Task { [self] in try await make(announcement) }
            kept.append((announcement, making))
            if kept.count > Self.mostKept { kept.removeFirst() }
            return making
        }
        do {
            return try await making.value
        } catch {
            // Who asks again hears whether it works meanwhile.
            kept.withLock { kept in kept.removeAll { $0.sound == making } }
            throw error
        }
    }

    private func make(_ announcement: Announcement) async throws -> Sound {
        var said: [Announcement.Sentence: Sound] = [:]
        var parts = announcement.hasGong ? [Sound.gong] : []
        for sentence in announcement.sentences {
            let sound: Sound
            if let before = said[sentence] {
                sound = before
            } else {
                sound = try await say(sentence)
            }
            said[sentence] = sound
            parts.append(sound)
        }
        return Sound(
            samples: Array(
                parts.map(\.samples).joined(separator: Sound.silence(Self.pause).samples)
            )
        )
    }

    /// A whole text, sentence by sentence with small pauses, as a screen is read out.
    ///
    /// - Throws: ``SpeechProblem``.
    package func read(
        _ text: String,
        in language: LanguageCode
    ) async throws(SpeechProblem) -> Sound {
        var sound = Sound(samples: [])
        for words in Self.sentences(of: text) {
            sound = sound + (try await say(Announcement.Sentence(language: language, words: words)))
        }
        return sound
    }

    /// Parts that espeak-ng reads in one go: as long as possible, and ended where sentences end.
    static func sentences(of text: String) -> [String] {
        var parts: [String] = []
        for sentence in wholeSentences(of: text) {
            if let last = parts.last, last.count + sentence.count < longestSentence {
                parts[parts.count - 1] = last + " " + sentence
            } else {
                parts.append(sentence)
            }
        }
        return parts
    }

    private static func wholeSentences(of text: String) -> [String] {
        text.split(separator: " ").reduce(into: []) { sentences, word in
            if let last = sentences.last, last.last.map({ !".!?…:".contains($0) }) ?? false {
                sentences[sentences.count - 1] = last + " " + word
            } else {
                sentences.append(String(word))
            }
        }
    }

    /// One sentence, without a gong.
    ///
    /// - Throws: ``SpeechProblem``.
    package func say(_ sentence: Announcement.Sentence) async throws(SpeechProblem) -> Sound {
        // Plain German, `de-simple`, has German's voice.
        let voice = sentence.language.split(separator: "-").first.map(String.init) ?? ""
        let outcome = try await ChildProgram.run(
            [
                program, "-m", "-s", "\(Self.wordsPerMinute)", "-v", voice, "--stdout", "--",
                Self.spelled(String(sentence.words.prefix(Self.longestSentence))),
            ],
            patience: .seconds(10)
        )
        guard outcome.status == 0 else {
            if outcome.complaint.contains("voice does not exist") { throw .noVoice(voice) }
            throw .failed(program, why: outcome.complaint)
        }
        guard let sound = Sound(wav: outcome.output), !sound.samples.isEmpty else {
            throw .noSound(program)
        }
        return sound
    }

    /// The words as espeak-ng reads them best: the letters of a number are names of letters.
    ///
    /// Without that an English voice takes the A of `A 47` for an article.
    static func spelled(_ words: String) -> String {
        words.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
            .replacing(/\b([A-Z]{1,4}) (\d+)/) { match in
                "<say-as interpret-as=\"characters\">\(match.1)</say-as> \(match.2)"
            }
    }
}
