/// Why no screen can be drawn here.
package enum TerminalProblem: Error, Equatable, CustomStringConvertible {
    case notATerminal
    /// The value of TERM is unknown to this machine.
    case unknownKind(String)
    case alreadyOpen

    package var description: String {
        switch self {
        case .notATerminal:
            "Standard input and output must be a terminal: start this in a terminal window, not"
                + " through a pipe or a redirection."
        case .unknownKind(let name):
            "The terminal kind \(name.isEmpty ? "(TERM is empty)" : "'\(name)'") is not known here:"
                + " set TERM, for example TERM=linux or TERM=xterm-256color."
        case .alreadyOpen:
            "The terminal is already in use by this program."
        }
    }
}
