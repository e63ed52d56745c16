package import Hub
package import HubStore
package import Hummingbird
import HummingbirdCore
import Lobby
package import Logging
import Sync

/// What `wartemarke admin` asks of a running hub, over a socket beside the database.
///
/// Whoever may open the socket may do all of it: its rights are those of the database file.
package struct AdminRequest: Codable, Sendable {
    package enum Wish: String, Codable, Sendable {
        case token, enrol, pin, revoke, list, alarms, backup, bookings, user, removeUser, users,
            audit
    }

    package var wish: Wish
    /// The name of the device, the PIN, or where the backup goes.
    package var text: String
    package var role: Device.Role?
    /// Whether the backup goes without names, mail and phone.
    package var withoutPersons: Bool?
    /// Whether the alarms shown need not be shown again.
    package var seen: Bool?
    /// The only counter a desk's token is for.
    package var counter: Int?
    /// Whether a desk's token calls visits before their turn.
    package var callsAnybody: Bool?

    package init(
        wish: Wish,
        text: String,
        role: Device.Role? = nil,
        withoutPersons: Bool? = nil,
        seen: Bool? = nil,
        counter: Int? = nil,
        callsAnybody: Bool? = nil
    ) {
        self.counter = counter
        self.callsAnybody = callsAnybody
        self.wish = wish
        self.text = text
        self.role = role
        self.withoutPersons = withoutPersons
        self.seen = seen
    }

    /// Does it, and answers what to print.
    package func carryOut(_ cases: AdminCases) async throws -> String {
        switch wish {
        case .token:
            return try await cases.makeToken(
                role: role ?? .program,
                name: text,
                counter: counter,
                callsAnybody: callsAnybody ?? false
            )
        case .enrol: return try await cases.makeEnrolment(name: text)
        case .pin:
            try await cases.setStaffPIN(text)
            return "The staff PIN is set."
        case .revoke:
            let count = try await cases.revoke(name: text, role: role)
            return count == 1 ? "1 device is revoked." : "\(count) devices are revoked."
        case .backup:
            return try await cases.backUp(to: text, keepingPersons: withoutPersons != true)
        case .alarms:
            let alarms = try await cases.alarms(marking: seen == true)
            if alarms.isEmpty { return "There is no alarm." }
            return alarms.map { "\($0.at.iso8601)\t\($0.source)\t\($0.sentence)" }
                .joined(separator: "\n")
        case .bookings:
            let all = try await cases.bookings().map { appointment, person in
                AppointmentAnswer(appointment, person: person.map(PersonAnswer.init))
            }
            return try write(all)
        case .user:
            return try await cases.setAccount(name: text, role: role ?? .clerk)
        case .removeUser:
            try await cases.removeAccount(name: text)
            return "The account is removed."
        case .users:
            let accounts = try await cases.accounts()
            if accounts.isEmpty { return "There is no account." }
            return accounts.map { account in
                let first = account.firstUntil == nil ? "" : "\tfirst password"
                return "\(account.role.rawValue)\t\(account.name)\(first)"
            }.joined(separator: "\n")
        case .audit:
            let acts = try await cases.audit()
            if acts.isEmpty { return "Nothing was administered yet." }
            return acts.reversed().map {
                "\($0.at.iso8601)\t\($0.who)\t\(AuditAct($0.act).sentence)"
            }.joined(separator: "\n")
        case .list:
            let devices = try await cases.devices()
            if devices.isEmpty { return "No device may talk to the hub." }
            return devices.map { device in
                let counter = device.counter.map { "\tcounter \($0)" } ?? ""
                let right = device.callsAnybody ? "\tcalls anybody" : ""
                return "\(device.role.rawValue)\t\(device.name)\(counter)\(right)"
            }.joined(separator: "\n")
        }
    }
}

package struct AdminApplication {
    package static let path = "/admin"

    private let hub: Hub
    private let logger: Logger

    package init(hub: Hub, logger: Logger) {
        self.hub = hub
        self.logger = logger
    }

    package func server(socket: String) -> some ApplicationProtocol {
        let router = Router()
        router.post(RouterPath(Self.path)) { [hub] request, _ in
            do {
                let bytes = try await request.body.collect(upTo: HubApplication.Limit.bodyBytes)
                let wish = try read(Array(bytes.readableBytesView), as: AdminRequest.self)
                let line = try await hub.administer { try await wish.carryOut($0) }
                return Response(
                    status: .ok,
                    body: ResponseBody(byteBuffer: ByteBuffer(string: line))
                )
            } catch let refusal as HubRefusal {
                return respond(refusal)
            }
        }
        return Application(
            responder: router.buildResponder(),
            configuration: ApplicationConfiguration(
                address: .unixDomainSocket(path: socket),
                serverName: nil
            ),
            logger: logger
        )
    }
}
