import Foundation
import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@Suite struct `The name of a backup` {
    @Test func `tells office, number and time`() {
        let file = BackupFile(office: "north-2", number: 123, at: at(9))
        #expect(file.name == "north-2-000123-2026-11-24T080000Z.sqlite")
        #expect(BackupFile(name: file.name) == file)
    }

    @Test(arguments: [
        "north-000123-2026-11-24T080000Z.sqlite.part", "hub.sqlite", "notes.txt",
        "north-123-2026-11-24T080000Z.sqlite", "north-000123-2026-13-24T080000Z.sqlite",
        "-000123-2026-11-24T080000Z.sqlite",
    ])
    func `is not read from other files`(name: String) {
        #expect(BackupFile(name: name) == nil)
    }
}

@Suite struct `Old backups` {
    @Test func `thin out: the newest, one an hour, one a day for two weeks`() {
        // Thirty days of a hub that changes all the time.
        var (files, now): ([BackupFile], Instant) = ([], at(9))
        for number in 1...(30 * 288) {
            now = now + .minutes(5)
            files.append(BackupFile(office: "small", number: number, at: now))
            let outdated = Set(BackupRules.outdated(files, at: now))
            files.removeAll { outdated.contains($0) }
        }
        let ages = files.map { now - $0.at }.sorted()
        #expect(ages.prefix(12) == (0..<12).map { .minutes($0 * 5) }.prefix(12))
        for hour in 0..<24 {
            let span = Duration.minutes(hour * 60)..<Duration.minutes(hour * 60 + 65)
            #expect(ages.contains { span.contains($0) }, "hour \(hour)")
        }
        for day in 0..<14 {
            let span = Duration.minutes(day * 1440)..<Duration.minutes(day * 1440 + 1445)
            #expect(ages.contains { span.contains($0) }, "day \(day)")
        }
        #expect(ages.allSatisfy { $0 < .minutes(14 * 1440) })
        #expect((40...52).contains(files.count))
    }

    @Test func `are all deleted after two weeks except the very newest`() {
        let files = (1...20).map { BackupFile(office: "small", number: $0, at: at(9)) }
        let outdated = BackupRules.outdated(files, at: at(9, daysLater: 15))
        #expect(Set(files).subtracting(outdated) == [files[19]])
    }

    @Test func `of a clock that was ahead do not stay for ever`() {
        var files = (1...30).map {
            BackupFile(office: "small", number: $0, at: at(9, daysLater: 3_000 + $0))
        }
        files += (31...50).map { BackupFile(office: "small", number: $0, at: at(9, $0)) }
        let outdated = BackupRules.outdated(files, at: at(10))
        #expect(Set(files.prefix(30)).isSubset(of: outdated))
    }
}

@Suite struct `Backups are due` {
    @Test func `five minutes after the last try, when something has changed`() {
        let due = { (minutes: Int, hasChanged: Bool) in
            BackupRules.backupIsDue(lastTry: at(9), hasChanged: hasChanged, at: at(9, minutes))
        }
        #expect(!due(4, true))
        #expect(due(5, true))
        #expect(!due(60, false))
        #expect(BackupRules.backupIsDue(lastTry: nil, hasChanged: true, at: at(9)))
        // The clock was set back.
        #expect(BackupRules.backupIsDue(lastTry: at(9), hasChanged: true, at: at(8)))
    }

    @Test func `and the drill once each business day`() {
        let newest = BackupFile(office: "small", number: 7, at: at(9))
        let good = Drill(at: at(9), backup: newest.name, took: .zero, finding: nil)
        let due = { (drill: Drill?, newest: BackupFile?, now: Instant) in
            BackupRules.drillIsDue(last: drill, newest: newest, at: now, in: berlin)
        }
        #expect(due(nil, newest, at(9)))
        #expect(!due(nil, nil, at(9)))
        #expect(!due(good, newest, at(23, 59)))
        #expect(!due(good, newest, at(2, 59, daysLater: 1)))
        #expect(due(good, newest, at(3, daysLater: 1)))
        var bad = good
        bad.finding = "damaged"
        #expect(!due(bad, newest, at(10)))
        #expect(due(bad, BackupFile(office: "small", number: 8, at: at(10)), at(10)))
    }
}

@Suite struct `The hub's own backups` {
    let world: HubWorld
    let folder: String
    let backups: Backups

    init() throws {
        let place = try TemporaryFolder()
        folder = place.file("backups")
        world = try HubWorld(in: place, backups: folder)
        backups = try #require(world.hub.backups)
    }

    @Test func `are made at the start and when something has changed`() async throws {
        #expect(await backups.tend().count == 1)
        #expect(try names() == ["small-000001-2026-11-24T080000Z.sqlite"])
        // The drill has written its result.
        try await tend(after: .minutes(5))
        #expect(try names().count == 2)
        try await tend(after: .minutes(5))
        #expect(try names().count == 2)
        try await world.draw()
        try await tend(after: .minutes(4))
        #expect(try names().count == 2)
        try await tend(after: .minutes(1))
        #expect(try names().count == 3)
        #expect(backups.state.newest?.number == 3)
        #expect(backups.state.problem == nil)
    }

    @Test func `go on counting after a restart`() async throws {
        _ = await backups.tend()
        let again = try HubWorld(at: at(10), in: world.folder, backups: folder)
        _ = await again.hub.backups?.tend()
        #expect(try names().map { $0.prefix(12) } == ["small-000001", "small-000002"])
        #expect(again.hub.backups?.state.drill?.finding == nil)
    }

    @Test func `are restored on trial once a day`() async throws {
        let news = await backups.tend()
        guard case .drilled(let drill) = news.first else {
            Issue.record("\(news)")
            return
        }
        #expect(drill.finding == nil)
        #expect(try names() == [drill.backup])
        #expect(backups.state.drill == drill)
        try await world.draw()
        #expect(try await tend(after: .minutes(5)) == [])
        world.clock.set(at(3, 1, daysLater: 1))
        try await world.hub.housekeep()
        #expect(await backups.tend().count == 1)
        #expect(backups.state.drill?.at == at(3, 1, daysLater: 1))
        // Nothing of the trial is left.
        #expect(try names().allSatisfy { BackupFile(name: $0) != nil })
    }

    @Test func `that cannot be restored raise one alarm, and the next one is tried`() async throws {
        _ = await backups.tend()
        try await tend(after: .minutes(5))
        // From here on nothing changes, so the backup of today is the one that is tried tomorrow.
        try damage(folder + "/" + (try #require(try names().last)))
        world.clock.set(at(3, 1, daysLater: 1))
        _ = await backups.tend()
        #expect(backups.state.drill?.finding?.contains("is damaged") == true)
        #expect(try await alarms().filter { $0.contains("cannot be restored") }.count == 1)
        try await tend(after: .minutes(5))
        #expect(backups.state.drill?.finding == nil)
    }

    @Test func `that fail raise one alarm and are tried again, and the queue goes on`() async throws
    {
        // A file stands where the folder should be.
        try "".write(toFile: folder, atomically: true, encoding: .utf8)
        let news = await backups.tend()
        guard case .failed(let sentence) = news.first else {
            Issue.record("\(news)")
            return
        }
        #expect(sentence.contains(folder))
        #expect(backups.state.problem == sentence)
        #expect(try await world.draw().label == Label("A 001"))
        #expect(try await tend(after: .minutes(1)) == [])
        #expect(try await tend(after: .minutes(4)).count == 1)
        #expect(try await alarms().count == 1)
        try FileManager.default.removeItem(atPath: folder)
        try await tend(after: .minutes(5))
        #expect(backups.state.problem == nil)
        #expect(try names().count == 1)
    }

    @Test func `clear away what was interrupted, and nothing of others`() async throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false
        )
        let part = "small-000001-2026-11-24T080000Z.sqlite.part"
        let kept = ["notes.part", "other-000001-2026-11-24T080000Z.sqlite.part", "other.sqlite"]
        for name in kept + [part, part + "-wal"] {
            try "x".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
        }
        _ = await backups.tend()
        #expect(
            try names()
                == (kept + ["small-000001-2026-11-24T080000Z.sqlite"]).sorted()
        )
    }
}

extension `The hub's own backups` {
    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func alarms() async throws -> [String] {
        try await world.store.read { try $0.alarms(most: 10).map(\.sentence) }
    }

    @discardableResult
    private func tend(after time: Duration) async throws -> [Backups.News] {
        world.clock.advance(time)
        return await backups.tend()
    }
}
