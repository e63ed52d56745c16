package import Lobby

/// When backups are made and tried, and which of them are kept.
package enum BackupRules {
    /// Between two tries to make one.
    package static let interval: Duration = .minutes(5)
    package static let newestKept = 12
    /// One of each hour is kept for so long.
    package static let hoursKept: Duration = .seconds(24 * 3600)
    /// One of each day is kept for so long, and none for longer: they hold names of visitors.
    package static let daysKept: Duration = .seconds(14 * 24 * 3600)

    /// Whether a backup is to be made now, the last try having been at an instant.
    package static func backupIsDue(lastTry: Instant?, hasChanged: Bool, at now: Instant) -> Bool {
        guard hasChanged else { return false }
        return lastTry.map { isOver(interval, since: $0, at: now) } ?? true
    }

    /// Whether restoring the newest backup is to be tried now: once each business day, and after a
    /// failure as soon as there is another backup.
    package static func drillIsDue(
        last: Drill?,
        newest: BackupFile?,
        at now: Instant,
        in time: OfficeTime
    ) -> Bool {
        guard let newest else { return false }
        guard let last else { return true }
        if last.finding != nil, last.backup != newest.name { return true }
        return time.day(at: now) != time.day(at: last.at)
    }

    /// The backups to delete.
    ///
    /// Kept are the newest ones, the last one of each hour of a day, the last one of each day of two
    /// weeks. The newest of all is kept in any case. One dated in the future is from a clock that was
    /// wrong: nothing can be said about its hour and day.
    package static func outdated(_ files: [BackupFile], at now: Instant) -> [BackupFile] {
        var (hours, days): (Set<Int64>, Set<Int64>) = ([], [])
        return files.sorted { $0.number > $1.number }.enumerated().filter { place, file in
            let age = now - file.at
            let isRecent = place < newestKept
            guard age >= .zero else { return !isRecent }
            guard age < daysKept else { return place > 0 }
            let isLastOfHour = hours.insert(file.at.milliseconds / 3_600_000).inserted
            let isLastOfDay = days.insert(file.at.milliseconds / 86_400_000).inserted
            return !(isRecent || isLastOfDay || isLastOfHour && age < hoursKept)
        }.map(\.element)
    }

    /// A clock that was set back does not stop what is due.
    private static func isOver(_ time: Duration, since last: Instant, at now: Instant) -> Bool {
        now - last >= time || now < last
    }
}
