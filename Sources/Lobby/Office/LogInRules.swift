/// Log-in against an OpenID Connect provider, as `office.yaml` sets it.
package struct LogInRules: Equatable, Sendable {
    /// Who may still log in with a password of this hub.
    package enum Passwords: String, CaseIterable, Sendable {
        case everybody, administrators, nobody
    }

    /// What somebody may be, the words of the file.
    package enum Role: String, CaseIterable, Sendable {
        case clerk, lead, head, administrator, auditor
    }

    /// The values of the claim that make somebody one of the role.
    package struct Mapping: Equatable, Sendable {
        package var role: Role
        package var values: [String]

        package init(role: Role, values: [String]) {
            self.role = role
            self.values = values
        }
    }

    /// The provider's address, exactly as its tokens name it.
    package var issuer: String
    /// What this hub is called at the provider.
    package var client: String
    /// The file that holds the client's secret.
    package var secretFile: String
    /// Where staff reach this hub, without a slash at the end.
    package var address: String
    /// The claim that somebody is called by.
    package var nameClaim: String
    /// The claim that holds groups or roles; a point leads into a claim of several parts.
    package var roleClaim: String
    /// The first one that fits counts.
    package var roles: [Mapping]
    package var passwords: Passwords

    package init(
        issuer: String,
        client: String,
        secretFile: String,
        address: String,
        nameClaim: String = "preferred_username",
        roleClaim: String = "groups",
        roles: [Mapping],
        passwords: Passwords = .administrators
    ) {
        self.issuer = issuer
        self.client = client
        self.secretFile = secretFile
        self.address = address
        self.nameClaim = nameClaim
        self.roleClaim = roleClaim
        self.roles = roles
        self.passwords = passwords
    }

    /// The path that the provider sends people back to.
    package static let returnPath = "/desk/log-in/answer"

    /// The address that has to be registered at the provider.
    package var returnAddress: String { address + Self.returnPath }

    /// What somebody with these values of the claim is; nil for nobody of this office.
    package func role(for values: [String]) -> Role? {
        roles.first { !Set($0.values).isDisjoint(with: values) }?.role
    }
}

/// Whether what is said to an address cannot be read on the way: TLS, or this machine itself.
package func isSafeAddress(_ address: String) -> Bool {
    let text = address.lowercased()
    if text.hasPrefix("https://") { return true }
    guard text.hasPrefix("http://") else { return false }
    let rest = text.dropFirst("http://".count)
    let authority = rest.prefix { !"/?#".contains($0) }
    guard !authority.contains("@") else { return false }
    for host in ["127.0.0.1", "localhost", "[::1]"] where authority.hasPrefix(host) {
        let port = authority.dropFirst(host.count)
        if port.isEmpty || port.first == ":" && port.dropFirst().allSatisfy(\.isNumber) {
            return true
        }
    }
    return false
}
