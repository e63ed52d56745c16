import Foundation
import Lobby

/// A secret is a line; a larger file is something else.
private let longestSecret = 1_000

extension Place {
    /// Log-in by a provider.
    func logIn() -> LogInRules? {
        let keys = [
            "issuer", "client", "secretFile", "address", "name", "rolesFrom", "roles", "passwords",
        ]
        guard let entries = Entries(self, keys: keys) else { return nil }
        let issuer = entries.required("issuer")?.providerAddress()
        let client = entries.required("client")?.text()
        let secretFile = entries.required("secretFile")?.secretFile()
        let address = entries.required("address")?.providerAddress()?.withoutSlash
        let name = entries.optional("name").map { $0.text() } ?? "preferred_username"
        let rolesFrom = entries.optional("rolesFrom").map { $0.text() } ?? "groups"
        let roles = entries.required("roles")?.roleMappings()
        let passwords =
            entries.optional("passwords").map { $0.choice(LogInRules.Passwords.self) }
            ?? .administrators
        guard let issuer, let client, let secretFile, let address, let name, let rolesFrom,
            let roles, let passwords
        else { return nil }
        return LogInRules(
            issuer: issuer,
            client: client,
            secretFile: secretFile,
            address: address,
            nameClaim: name,
            roleClaim: rolesFrom,
            roles: roles,
            passwords: passwords
        )
    }

    /// An address inside TLS, or on this machine; kept as it is written.
    private func providerAddress() -> String? {
        guard webAddress() != nil, let text = text() else { return nil }
        guard isSafeAddress(text) else {
            mistake(
                "\"\(text)\" is not inside TLS: everybody on the way could log in as anybody.",
                remedy: "Write an address that begins with https://."
            )
            return nil
        }
        return text
    }

    private func secretFile() -> String? {
        guard let path = text() else { return nil }
        let remedy = "Put the secret that the provider gave this client there, in one line."
        guard path.hasPrefix("/") else {
            mistake(
                "\"\(path)\" is not a whole path.",
                remedy: "Begin it with /: /etc/wartemarke/log-in.secret."
            )
            return nil
        }
        guard let secret = try? String(contentsOfFile: path, encoding: .utf8) else {
            warning("\(path) cannot be read here; the hub needs it.", remedy: remedy)
            return path
        }
        let words = secret.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (1...longestSecret).contains(words.utf8.count), !words.contains("\n") else {
            mistake("\(path) does not hold one line with a secret.", remedy: remedy)
            return nil
        }
        return path
    }

    /// Which values of the claim make which role, in the order of the file.
    private func roleMappings() -> [LogInRules.Mapping]? {
        let known = LogInRules.Role.allCases.map(\.rawValue)
        guard Entries(self, keys: known) != nil, let pairs = pairs() else { return nil }
        guard !pairs.isEmpty else {
            mistake("Nobody could log in.", remedy: "Add \"clerk: [GROUP]\" below it.")
            return nil
        }
        let mappings = pairs.map { name, value -> LogInRules.Mapping? in
            guard let role = LogInRules.Role(rawValue: name.word), let items = value.list() else {
                return nil
            }
            let values = items.map { $0.text() }
            guard !values.isEmpty, !values.contains(nil) else {
                if values.isEmpty {
                    value.mistake("The list is empty.", remedy: "Name a group, or take it out.")
                }
                return nil
            }
            return LogInRules.Mapping(role: role, values: values.compactMap(\.self))
        }
        return mappings.contains(nil) ? nil : mappings.compactMap(\.self)
    }
}

extension String {
    fileprivate var withoutSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
