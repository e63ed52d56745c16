import ArgumentParser
import HubServer
import HubStore

/// What a person may do; devices have roles of their own.
enum AccountRole: String, CaseIterable, ExpressibleByArgument {
    case clerk, lead, head, administrator, auditor

    var role: Device.Role {
        switch self {
        case .clerk: .clerk
        case .lead: .lead
        case .head: .head
        case .administrator: .administrator
        case .auditor: .auditor
        }
    }
}

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Give a person an account, and print its first password, once.",
        discussion: """
            The first password opens for seven days; at the first log-in its owner chooses another. \
            For a name that there is already it gives a new role and a new first password, and whoever \
            is logged in with it is logged out.

            A clerk calls and serves; a lead also changes the day; head, administrator and auditor read.
            """
    )

    @OptionGroup var place: DatabaseOption

    @Option(help: "The name to log in with.")
    var name: String

    @Option(help: "clerk, lead, head, administrator or auditor.")
    var role = AccountRole.clerk

    func run() async throws {
        try await ask(
            AdminRequest(wish: .user, text: name, role: role.role),
            of: place.database
        )
    }
}

struct UsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users",
        abstract: "List the accounts of people: role and name."
    )

    @OptionGroup var place: DatabaseOption

    func run() async throws {
        try place.mustExist()
        try await ask(AdminRequest(wish: .users, text: ""), of: place.database)
    }
}

struct RemoveUserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove-user",
        abstract: "Take a person's account away, at once."
    )

    @OptionGroup var place: DatabaseOption

    @Option(help: "The name to log in with.")
    var name: String

    func run() async throws {
        try place.mustExist()
        try await ask(AdminRequest(wish: .removeUser, text: name), of: place.database)
    }
}

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "List who administered what: when, who, what, the newest last."
    )

    @OptionGroup var place: DatabaseOption

    func run() async throws {
        try place.mustExist()
        try await ask(AdminRequest(wish: .audit, text: ""), of: place.database)
    }
}
