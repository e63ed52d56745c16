import Foundation

/// Why a hub at a URL must not be talked to.
package enum UnsafeHub: Error, Equatable, Sendable {
    /// It is another machine, and what is said would not be encrypted.
    case plainElsewhere
    /// It is encrypted, but nothing tells it from any other machine.
    case noAuthority
}

/// What speaks against talking to a hub at this URL; nil when nothing does.
///
/// A hub is told by its own authority alone, never by those that the system trusts.
package func unsafety(ofHub url: String, hasAuthority: Bool) -> UnsafeHub? {
    guard let parts = URLComponents(string: url), let host = parts.host else {
        return .plainElsewhere
    }
    if parts.scheme?.lowercased() == "https" { return hasAuthority ? nil : .noAuthority }
    return isLoopback(host) ? nil : .plainElsewhere
}

/// Whether a host is this machine, told by its name alone.
package func isLoopback(_ host: String) -> Bool {
    ["localhost", "::1", "[::1]"].contains(host)
        || host.wholeMatch(of: /127\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}/) != nil
}
