/// Why a provider's word does not let somebody in.
package enum SignOnProblem: Error, Equatable, Sendable {
    /// Nobody answers, or not in time, or with an error of its own.
    case unreachable(String)
    /// What it says cannot be what a provider says, or is not safe; a setting may be wrong.
    case notAProvider(String)
    /// The code was not taken: used before, too old, or the client's secret is wrong.
    case refused(String)
    /// The token proves nothing: the sentence names what is wrong with it.
    case badToken(String)
    /// The return does not belong to a log-in that this browser began a short while ago.
    case notBegun
    /// The person is known to the provider, but has no role here.
    case noRole(name: String)

    /// For the log; holds no secret.
    package var sentence: String {
        switch self {
        case .unreachable(let what): "The provider cannot be reached: \(what)"
        case .notAProvider(let what): "The provider's answer cannot be used: \(what)"
        case .refused(let what): "The provider refused the code: \(what)"
        case .badToken(let what): "The provider's token is not accepted: \(what)"
        case .notBegun: "The answer does not belong to a log-in that was begun here."
        case .noRole(let name): "\(name) has no role in this office."
        }
    }
}
