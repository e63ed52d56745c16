import HubStore
package import Lobby

/// What came of restoring a backup on trial.
package struct Drill: Equatable, Sendable {
    package var at: Instant
    /// The backup's name.
    package var backup: String
    package var took: Duration
    /// What was wrong; nil when a hub could have gone on with it.
    package var finding: String?

    package init(at: Instant, backup: String, took: Duration, finding: String?) {
        self.at = at
        self.backup = backup
        self.took = took
        self.finding = finding
    }
}

extension HubReading {
    /// The latest drill; nil before the first.
    func drill() throws -> Drill? {
        guard let at = try fact("drill.at").flatMap(Int64.init),
            let backup = try fact("drill.backup"),
            let took = try fact("drill.milliseconds").flatMap(Int64.init),
            let finding = try fact("drill.finding")
        else { return nil }
        return Drill(
            at: Instant(milliseconds: at),
            backup: backup,
            took: .milliseconds(took),
            finding: finding.isEmpty ? nil : finding
        )
    }
}

extension HubTransaction {
    func set(_ drill: Drill) throws {
        try setFact("drill.at", String(drill.at.milliseconds))
        try setFact("drill.backup", drill.backup)
        try setFact("drill.milliseconds", String(drill.took.wholeMilliseconds))
        try setFact("drill.finding", drill.finding ?? "")
    }
}
