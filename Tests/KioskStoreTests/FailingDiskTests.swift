import KioskStore
import Lobby
import Sync
import TestWorlds
import Testing

@Suite struct `A kiosk's disk that fails` {
    let disk = FaultDisk()
    let store: KioskDatabase

    init() throws {
        store = try KioskDatabase(
            path: disk.file("kiosk.sqlite"),
            newIncarnation: "first",
            letter: "K"
        )
    }

    @Test func `to flush a number is not asked for anything else until it was opened anew`() throws
    {
        #expect(try store.issueOwn(1).label == Label("AK 001"))
        #expect(store.trouble == nil)
        disk.failNextFlush()
        let error = try #require(
            throws: KioskStoreError.self,
            performing: { try store.issueOwn(2) }
        )
        #expect(error == store.trouble)
        guard case .gone = error else {
            Issue.record(error)
            return
        }
        // The disk would work again, but what it says is not believed.
        #expect(throws: error) { try store.issueOwn(3) }
        #expect(throws: error) { try store.waitingVisits() }
        #expect(throws: error) { try store.memory() }
        #expect(throws: error) { try store.truncateLog() }
        try? store.close()

        let again = try KioskDatabase(
            path: disk.file("kiosk.sqlite"),
            newIncarnation: "second",
            letter: nil
        )
        #expect(try again.memory().incarnation == "first")
        let known = try again.waitingVisits().map(\.label)
        #expect(known.first == Label("AK 001"))
        #expect(try !known.contains(again.issueOwn(4).label))
    }

    @Test func `is told at the next start, too`() throws {
        try store.close()
        disk.failNextFlush()
        let error = #expect(throws: KioskStoreError.self) {
            let again = try KioskDatabase(
                path: disk.file("kiosk.sqlite"),
                newIncarnation: "second",
                letter: nil
            )
            try again.issueOwn(1)
        }
        #expect(error?.description.contains("disk failed") == true)
    }
}
