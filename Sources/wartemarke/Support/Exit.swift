import ArgumentParser
import Foundation

/// How the program ends when it cannot do its work; the numbers are those of sysexits.h.
enum Exit: Int32 {
    case usage = 64
    /// A needed service is unreachable.
    case unavailable = 69
    case internalTrouble = 70
    /// The configuration is wrong.
    case configuration = 78
}

/// Says one sentence on standard error and ends with the code.
func end(_ exit: Exit, _ sentence: String) -> ExitCode {
    say(sentence)
    return ExitCode(exit.rawValue)
}

/// Tells whoever mistyped a path that the database there is not the one that devices know.
func tellOfNewDatabase(at path: String) {
    say(
        "A new, empty database was made at \(path). Kiosks, desks and boards enrolled in another one "
            + "are unknown to it. If there should have been one, name the right path with --database."
    )
}

/// Writes a line to standard error, where it does not mix with results.
func say(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
