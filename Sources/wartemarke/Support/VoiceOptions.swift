import ArgumentParser
import Foundation
import Speech

/// Whether, and how, a program speaks on its own machine.
struct VoiceOptions: ParsableArguments {
    @Flag(help: "Speak on this machine, with espeak-ng.")
    var voice = false

    @Option(help: "The program that plays a WAV file, which it gets as its last word.")
    var player = "aplay -q"

    @Option(
        help: ArgumentHelp(
            "Write what is said as WAV files into this folder instead of playing it.",
            valueName: "folder"
        )
    )
    var wav: String?

    /// Where the voice goes; nil for a program without one.
    func output() throws -> SoundOutput? {
        if let wav {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: wav, isDirectory: &isFolder),
                isFolder.boolValue, access(wav, W_OK) == 0
            else {
                throw end(
                    .configuration,
                    "There is no folder \(wav) that can be written. Make it, or name another: --wav."
                )
            }
            return .folder(wav)
        }
        guard voice else { return nil }
        let words = player.split(separator: " ").map(String.init)
        guard !words.isEmpty else {
            throw end(.usage, "--player names a program, for example: --player \"aplay -q\".")
        }
        return .player(words)
    }
}
