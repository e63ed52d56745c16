package import HubStore
import Lobby

extension Hub {
    /// Lets somebody in whom the office's provider has vouched for.
    ///
    /// The account goes along with what the provider says; another role ends the other sessions.
    ///
    /// - Parameters:
    ///   - id: The same for one person for ever.
    ///   - name: What the provider calls the person.
    ///   - role: What the person may here.
    /// - Returns: The session, and the secret that the browser keeps.
    /// - Throws: ``HubRefusal/nameTaken(_:)`` where somebody with a password has the name.
    package func logIn(
        provided id: String,
        name: String,
        role: Device.Role
    ) async throws -> (session: Session, secret: String) {
        // No digest of a password is empty: nobody logs in to it with one.
        let account = Account(
            id: id,
            name: name,
            role: role,
            salt: "",
            digest: "",
            firstUntil: nil
        )
        let secret = Secret.make(chance: world.chance)
        let session = Session(
            secretHash: Secret.hash(secret),
            account: account,
            token: String(Secret.make(chance: world.chance).prefix(32)),
            at: machineTime()
        )
        try await perform { _, store, _ in
            if let other = try store.account(named: name), other.id != id {
                throw HubRefusal.nameTaken(name)
            }
            let known = try store.accounts().first { $0.id == id }
            if known != account {
                // Its name may have changed, which is what it is found by.
                if let known { _ = try store.removeAccount(named: known.name) }
                try store.set(account, at: session.made)
                let act = "account \(name): \(role.rawValue), by the provider"
                try store.audit(AuditLine(at: session.made, who: "provider", act: act))
            }
            try store.set(session)
        }
        logIns.replace(try await read { _, store, _ in try store.sessions() })
        return (session, secret)
    }

    /// 256 bits of chance in hexadecimal.
    package func newSecret() -> String { Secret.make(chance: world.chance) }

    /// Whether somebody of the role may log in with a password of this hub.
    func mayUsePassword(_ role: Device.Role) -> Bool {
        switch office.logIn?.passwords {
        case nil, .everybody: true
        case .administrators: role == .administrator
        case .nobody: false
        }
    }
}
