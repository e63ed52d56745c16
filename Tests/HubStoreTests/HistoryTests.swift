import Lobby
import TestWorlds
import Testing

@testable import HubStore

@Suite struct `A history for measuring` {
    @Test func `leaves nobody waiting and every number used`() throws {
        let store = try HubDatabase(path: nil, office: "small")
        for daysLater in [0, 1] {
            try store.writeNow { store in
                try store.insertHistory(
                    count: 12,
                    on: tuesday + daysLater,
                    opening: at(8, daysLater: daysLater),
                    services: smallOffice().services.all
                )
            }
        }
        try store.writeNow { store in
            #expect(try store.waitingVisits() == [])
            #expect(try store.highestNumber(series: "A", day: tuesday) == 4)
            #expect(try store.latestEvent() == 2 * (12 * 4 + 1))
            let last = Label(series: "H", number: 4)
            let owner = try #require(try store.owner(of: last, on: tuesday))
            #expect(try store.visit(owner)?.state == .finished)
            #expect(try store.visits(on: tuesday).count == 12)
        }
    }
}
