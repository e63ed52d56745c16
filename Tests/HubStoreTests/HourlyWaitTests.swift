import GRDB
import Lobby
import TestWorlds
import Testing

@testable import HubStore

@Suite struct `Waits by the hour` {
    @Test func `come out of the visits of a file that was there before them`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("hub.sqlite")
        let before = try DatabaseQueue(path: path)
        try HubDatabase.migrator.migrate(before, upTo: "13: sessions that train")
        try await before.write { database in
            let store = HubTransaction(office: "small")
            try store.use(database) {
                for later in [0, 1] {
                    try store.insertHistory(
                        count: 24,
                        on: tuesday + later,
                        opening: at(8, daysLater: later),
                        services: smallOffice().services.all
                    )
                }
                try store.setOpenDay(tuesday + 1)
            }
        }
        try before.close()

        let store = try HubDatabase(path: path, office: "small")
        #expect(try await store.read { try $0.dayToSumUp() } == tuesday)
        let waits = try await store.read { try $0.sumUp(tuesday, by: berlin) }
        try await store.write { try $0.keep(waits, of: tuesday) }
        // 24 in eight hours, and each waited a quarter of an hour.
        #expect(waits.count == 24 && Set(waits.map(\.hour)) == Set(8...15))
        #expect(waits.allSatisfy { $0.visits == 1 && $0.minutes == 15 })
        #expect(waits.first?.service == "passport" && waits.first?.day == tuesday)
        let kept = try await store.read { try $0.hourlyWaits(from: tuesday, to: tuesday + 5) }
        #expect(kept == waits)
        #expect(try await store.read { try $0.dayToSumUp() } == nil, "the open day is not over")
    }

    @Test func `stay after the visits are gone, for four hundred days`() async throws {
        let store = try HubDatabase(path: nil, office: "small")
        func wait(_ day: Day) -> HourlyWait {
            HourlyWait(day: day, hour: 9, service: "passport", visits: 4, minutes: 12.5)
        }
        let last = tuesday + 401
        for day in [tuesday, tuesday + 1, last] {
            let kept = wait(day)
            // Twice, as after an end in the middle: it counts once.
            for _ in 0..<2 { try await store.write { try $0.keep([kept], of: day) } }
        }
        let kept = try await store.read { try $0.hourlyWaits(from: tuesday, to: last) }
        #expect(kept == [wait(tuesday + 1), wait(last)])
    }
}
