import Foundation

/// Whether what is said to a hub at this URL may be: encrypted, or not leaving this machine.
package func isSafeHub(_ url: String) -> Bool {
    guard let parts = URLComponents(string: url), let host = parts.host else { return false }
    let isHere = ["localhost", "::1", "[::1]"].contains(host) || host.hasPrefix("127.")
    return isHere || parts.scheme?.lowercased() == "https"
}
