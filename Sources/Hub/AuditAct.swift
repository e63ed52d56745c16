import Foundation
package import HubStore
package import Lobby

/// What a line of the audit says, read back from its text.
///
/// Lines stay as they were written; they become sentences only where they are shown.
package enum AuditAct: Equatable, Sendable {
    /// An account was made, or got another role; its first password is new.
    case account(name: String, role: Device.Role)
    /// An account has the role that the provider told when its owner logged in.
    case provided(name: String, role: Device.Role)
    case accountRemoved(name: String)
    case deviceRevoked(name: String, role: Device.Role)
    case planned(DayPlan)
    /// Something else, as it was written.
    case other(String)

    /// - Parameter act: The text of the line.
    package init(_ act: String) {
        self = Self.readPlan(act) ?? Self.readName(act) ?? .other(act)
    }

    private static func readPlan(_ act: String) -> AuditAct? {
        let start = "today: "
        guard act.hasPrefix(start) else { return nil }
        let plan = Data(act.dropFirst(start.count).utf8)
        return (try? JSONDecoder().decode(DayPlan.self, from: plan)).map(AuditAct.planned)
    }

    private static func readName(_ act: String) -> AuditAct? {
        if let parts = act.wholeMatch(of: /account (.+): removed/) {
            return .accountRemoved(name: String(parts.1))
        }
        // A device's name may hold whatever separates it from its role: the last role counts.
        guard let parts = act.wholeMatch(of: /(account|device) (.+): ([a-z]+), ([a-z ]+)/),
            let role = Device.Role(rawValue: String(parts.3))
        else { return nil }
        let name = String(parts.2)
        switch (parts.1, parts.4) {
        case ("account", "first password"): return .account(name: name, role: role)
        case ("account", "by the provider"): return .provided(name: name, role: role)
        case ("device", "revoked"): return .deviceRevoked(name: name, role: role)
        default: return nil
        }
    }

    /// A sentence for whoever administers at the command line.
    package var sentence: String {
        switch self {
        case .account(let name, let role):
            "Account \(name): \(role.rawValue), with a new first password."
        case .provided(let name, let role):
            "Account \(name): \(role.rawValue), as the provider says."
        case .accountRemoved(let name): "Account \(name) was removed."
        case .deviceRevoked(let name, let role): "Device \(name) (\(role.rawValue)) was revoked."
        case .planned(let plan): Self.sentence(plan)
        case .other(let act): act
        }
    }

    private static func sentence(_ plan: DayPlan) -> String {
        if plan.isPlain { return "The day is as usual again." }
        var changes: [String] = []
        if let opens = plan.opens { changes.append("opens at \(opens)") }
        if let closes = plan.closes { changes.append("closes at \(closes)") }
        if let from = plan.ticketsFrom { changes.append("numbers from \(from)") }
        if let until = plan.ticketsUntil { changes.append("numbers until \(until)") }
        if let quota = plan.quota { changes.append("walk-in numbers at most: \(quota)") }
        if plan.isStopped { changes.append("no more numbers") }
        if !plan.stoppedServices.isEmpty {
            changes.append("not possible: " + plan.stoppedServices.sorted().joined(separator: " "))
        }
        if let counters = plan.counters {
            let numbers = counters.sorted().map(String.init).joined(separator: " ")
            changes.append(counters.isEmpty ? "no counter works" : "counters that work: \(numbers)")
        }
        if !plan.notices.isEmpty {
            let notices = DayNotice.allCases.filter(plan.notices.contains).map(\.rawValue)
            changes.append("notices: " + notices.joined(separator: " "))
        }
        return "The day was changed: " + changes.joined(separator: ", ") + "."
    }
}
