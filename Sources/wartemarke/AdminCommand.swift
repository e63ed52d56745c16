import ArgumentParser
import AsyncHTTPClient
import Foundation
import Hub
import HubServer
import HubStore
import Lobby
import NIOCore
import NIOHTTP1
import Sync

/// Secrets and codes, by whoever may open the hub's database.
struct AdminCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin",
        abstract: """
            Make, list and revoke tokens, enrol kiosks, set the staff PIN, give people accounts, back \
            up, restore, sign the hub's certificate, set a printer up.
            """,
        discussion: """
            Works on the database file while no hub runs, and through the running hub otherwise.
            """,
        subcommands: [
            TokenCommand.self, EnrolCommand.self, PINCommand.self, ListCommand.self,
            RevokeCommand.self, UserCommand.self, UsersCommand.self, RemoveUserCommand.self,
            AuditCommand.self, AlarmsCommand.self, BackupCommand.self, RestoreCommand.self,
            AuthorityCommand.self, PrinterCommand.self,
        ]
    )
}

struct DatabaseOption: ParsableArguments {
    @Option(help: "The hub's database.")
    var database = Places.hubDatabase

    /// Ends the program where an empty database made now could not be what is meant.
    func mustExist() throws {
        guard FileManager.default.fileExists(atPath: database) else {
            throw end(.configuration, "There is no database \(database). Name it with --database.")
        }
    }
}

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Print a new bearer token, once."
    )

    @OptionGroup var place: DatabaseOption

    /// Kiosks prove themselves too, but with a secret that they get for a one-time code.
    enum Role: String, CaseIterable, ExpressibleByArgument {
        case program, desk, board

        var ofDevice: Device.Role {
            switch self {
            case .program: .program
            case .desk: .desk
            case .board: .board
            }
        }
    }

    @Option(help: "What it is for: program, desk or board; a kiosk needs: wartemarke admin enrol.")
    var role: Role

    @Option(help: "A name to know it by.")
    var name: String

    @Option(
        help: "The only counter that a desk is for; without it the desk may be at any.",
        transform: wholeNumber(in: Counter.numbers)
    )
    var counter: Int?

    @Flag(help: "The desk may call somebody before their turn.")
    var callsAnybody = false

    func run() async throws {
        try await ask(
            AdminRequest(
                wish: .token,
                text: name,
                role: role.ofDevice,
                counter: counter,
                callsAnybody: callsAnybody
            ),
            of: place.database
        )
    }
}

struct EnrolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enrol",
        abstract: "Print a one-time code for a kiosk, good for 15 minutes.",
        discussion: "The name of a kiosk that is known already gives that kiosk a new secret."
    )

    @OptionGroup var place: DatabaseOption

    @Option(help: "A name to know the kiosk by.")
    var name: String

    func run() async throws {
        try await ask(AdminRequest(wish: .enrol, text: name), of: place.database)
    }
}

struct PINCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin",
        abstract: "Set the staff PIN of the kiosks.",
        discussion: "The PIN is read from standard input, so that it is in no list of processes."
    )

    @OptionGroup var place: DatabaseOption

    func run() async throws {
        let pin = askSecretly("New staff PIN (4 to 12 digits): ")
        try await ask(AdminRequest(wish: .pin, text: pin), of: place.database)
    }
}

struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the devices that may talk to the hub: role and name."
    )

    @OptionGroup var place: DatabaseOption

    func run() async throws {
        try place.mustExist()
        try await ask(AdminRequest(wish: .list, text: ""), of: place.database)
    }
}

struct RevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take the right to talk to the hub from a device."
    )

    @OptionGroup var place: DatabaseOption

    @Option(help: "The name given when it was made.")
    var name: String

    @Option(help: "Its role, where devices of several roles have the name.")
    var role: Device.Role?

    func run() async throws {
        try place.mustExist()
        try await ask(
            AdminRequest(wish: .revoke, text: name, role: role),
            of: place.database
        )
    }
}

struct AlarmsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarms",
        abstract: "List what a person should look at: when, about which device, what."
    )

    @OptionGroup var place: DatabaseOption

    @Flag(help: "Do not list these again.")
    var seen = false

    func run() async throws {
        try place.mustExist()
        try await ask(AdminRequest(wish: .alarms, text: "", seen: seen), of: place.database)
    }
}

extension Device.Role: ExpressibleByArgument {
    /// A role of a device; people get theirs with an account.
    public init?(argument: String) {
        guard let role = Self(rawValue: argument), Self.devices.contains(role) else { return nil }
        self = role
    }

    /// The roles that devices have.
    public static var allValueStrings: [String] { devices.map(\.rawValue) }
}

/// Does it on the file, or through the hub that holds it, and prints the answer.
func ask(_ request: AdminRequest, of database: String) async throws {
    print(try await answer(to: request, of: database))
}

/// The same without printing.
///
/// `start` is where the clock begins for work on the file; a hub that runs has its own.
func answer(
    to request: AdminRequest,
    of database: String,
    startingAt start: Instant? = nil,
    patience: TimeAmount = .seconds(10)
) async throws -> String {
    do {
        try Places.makeFolder(of: database)
        let lock = try DatabaseLock(database: database)
        let store = try lock.guarding { try HubDatabase(path: database, office: "") }
        if store.isNew { tellOfNewDatabase(at: database) }
        let cases = AdminCases(store: store, world: .real(startingAt: start))
        let line = try await request.carryOut(cases)
        try store.close()
        withExtendedLifetime(lock) {}
        return line
    } catch HubStoreError.held {
        return try await askRunningHub(request, database, patience)
    } catch let error as HubStoreError {
        throw end(.configuration, error.description)
    } catch HubRefusal.unavailable(let sentence) {
        throw end(.unavailable, sentence)
    } catch let refusal as HubRefusal {
        throw end(.usage, refusal.message)
    }
}

/// Bytes of an answer: all bookings of a large office.
private let largestAnswer = 64 * 1024 * 1024

private func askRunningHub(
    _ request: AdminRequest,
    _ database: String,
    _ patience: TimeAmount
) async throws -> String {
    let socket = database + ".socket"
    guard let url = URL(httpURLWithSocketPath: socket, uri: AdminApplication.path) else {
        throw end(.configuration, "\(socket) cannot be a socket's name. Use a shorter path.")
    }
    var message = HTTPClientRequest(url: url.absoluteString)
    message.method = .POST
    message.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(request)))
    do {
        let answer = try await HTTPClient.shared.execute(message, timeout: patience)
        let text = String(buffer: try await answer.body.collect(upTo: largestAnswer))
        guard answer.status == .ok else {
            let refusal = try? JSONDecoder().decode(ErrorAnswer.self, from: Data(text.utf8))
            throw end(
                answer.status == .serviceUnavailable ? .unavailable : .usage,
                refusal?.error.message ?? text
            )
        }
        return text
    } catch let exit as ExitCode {
        throw exit
    } catch {
        throw end(
            .unavailable,
            "The hub holds the database but does not answer at \(socket). Is it starting or hung?"
        )
    }
}

/// Reads a line without showing it when a person types it.
func askSecretly(_ question: String) -> String {
    guard isatty(STDIN_FILENO) == 1 else { return readLine() ?? "" }
    guard let answer = getpass(question) else { return "" }
    return String(cString: answer)
}
