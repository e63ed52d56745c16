import Lobby

extension Place {
    /// The rules of calling; a key that is left out keeps its default.
    func policy() -> Policy? {
        let keys = [
            "graceMinutes", "leadMinutes", "lateAppointmentMinutes", "creditWindowMinutes",
            "appointmentPatience", "walkInPatience", "callsUntilMissed", "callSpacingSeconds",
            "callTimeSeconds", "clerksChoose", "lastTicket",
        ]
        guard let entries = Entries(self, keys: keys) else { return nil }
        var policy = Policy()
        func minutes(_ key: String, _ field: WritableKeyPath<Policy, Duration>) {
            guard let number = entries.optional(key)?.integer(in: 0...240, "minutes") else {
                return
            }
            policy[keyPath: field] = .minutes(number)
        }
        func seconds(_ key: String, _ field: WritableKeyPath<Policy, Duration>) {
            guard let number = entries.optional(key)?.integer(in: 1...900, "seconds") else {
                return
            }
            policy[keyPath: field] = .seconds(number)
        }
        func patience(_ key: String, _ field: WritableKeyPath<Policy, Double>) {
            guard let number = entries.optional(key)?.number(in: 0.1...100, "patience") else {
                return
            }
            policy[keyPath: field] = number
        }
        minutes("graceMinutes", \.grace)
        minutes("leadMinutes", \.lead)
        minutes("lateAppointmentMinutes", \.lateAppointment)
        minutes("creditWindowMinutes", \.creditWindow)
        patience("appointmentPatience", \.appointmentPatience)
        patience("walkInPatience", \.walkInPatience)
        if let calls = entries.optional("callsUntilMissed")?.integer(in: 1...10, "calls") {
            policy.callsUntilMissed = calls
        }
        seconds("callSpacingSeconds", \.callSpacing)
        seconds("callTimeSeconds", \.callTime)
        if let choose = entries.optional("clerksChoose")?.flag() { policy.clerksChoose = choose }
        if let rule = entries.optional("lastTicket")?.choice(LastTicketRule.self) {
            policy.lastTicket = rule
        }
        return policy
    }
}
