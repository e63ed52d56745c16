/// Why a visit stands where it does in the order of calls, in one word; see
/// ``callOrder(of:at:under:services:)``.
package enum CallReason: String, Codable, Sendable, CaseIterable {
    /// An appointment that has waited longer past its time than the office allows.
    case lateAppointment
    case priority, transferred, returned
    /// An appointment whose time is here or near.
    case dueAppointment
    /// An appointment that has come long before its time.
    case early
    /// A walk-in, or a late appointment, that has waited longer than the target of its service.
    case overTarget
    /// One that has not.
    case withinTarget
}

/// How soon somebody should be called.
package enum UrgencyLevel: String, Codable, Sendable, CaseIterable {
    case calm, soon, late
}

extension Visit {
    /// Why it stands where it does among those waiting.
    package func callReason(
        at now: Instant,
        under policy: Policy,
        services: ServiceDirectory
    ) -> CallReason {
        let due = Due(of: self, under: policy, services: services)
        let lateness = now - due.instant
        if due.isAppointment, standing == .usual {
            if lateness > policy.lateAppointment { return .lateAppointment }
            return lateness < .zero - policy.lead ? .early : .dueAppointment
        }
        return switch standing {
        case .priority: .priority
        case .transferred: .transferred
        case .returned: .returned
        case .usual: lateness > .zero ? .overTarget : .withinTarget
        }
    }

    /// How soon it should be called: late once it is past what the office allows, soon when that is at
    /// most ten minutes away or somebody passes others.
    package func urgency(
        at now: Instant,
        under policy: Policy,
        services: ServiceDirectory
    ) -> UrgencyLevel {
        let due = Due(of: self, under: policy, services: services)
        let allowed = due.isAppointment ? due.instant + policy.lateAppointment : due.instant
        if now > allowed { return .late }
        return standing != .usual || now > allowed - .minutes(10) ? .soon : .calm
    }
}
