/// Why nothing is heard, with what to do about it.
package enum SpeechProblem: Error, Equatable, CustomStringConvertible {
    /// The program cannot be started.
    case noProgram(String)
    /// espeak-ng has no voice for the language.
    case noVoice(String)
    /// What came out is no sound.
    case noSound(String)
    /// The program ended with something else than 0, or not at all.
    case failed(String, why: String)
    case noFile(String)

    package var description: String {
        switch self {
        case .noProgram(let program):
            "\(program) cannot be started. Install it; on Debian: apt-get install espeak-ng alsa-utils."
        case .noVoice(let language):
            "espeak-ng has no voice for \(language). Take it out of voice.languages in board.yaml."
        case .noSound(let program):
            "\(program) gave no sound of 16 bit and \(Sound.rate) Hz. Install Debian\u{2019}s espeak-ng."
        case .failed(let program, let why):
            "\(program) did not do it: \(why)"
        case .noFile(let path):
            "\(path) cannot be written. Give the user who runs this the right to write there."
        }
    }
}
