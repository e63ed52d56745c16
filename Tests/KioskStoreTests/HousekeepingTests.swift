import Foundation
import KioskStore
import Lobby
import Sync
import TestWorlds
import Testing

/// The write-ahead log is never longer, at any moment of a week.
private let longestLog = 4 << 20
/// Numbers on each day of the week: enough for the log to begin anew several times a day.
private let numbers = 40

@Suite struct `The kiosk's file over the weeks` {
    let kiosk: Kiosk
    var store: KioskDatabase { kiosk.store }

    init() throws {
        kiosk = try Kiosk()
    }

    @Test func `has a short write-ahead log at every moment, also while much is forgotten`() throws
    {
        var longest = 0
        func look() throws {
            let path = kiosk.path + "-wal"
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            longest = max(longest, size ?? 0)
        }
        for day in 0..<7 {
            let today = tuesday + day
            try store.adopt(hello(haveSeq: store.memory().head.seq, day: today), clockOffset: 0)
            for number in 1...numbers {
                let now = at(9, daysLater: day)
                let draw = numbers * day + number
                try store.commitIntent(someDraw(draw).visit, at: now)
                let issued = try store.issueOwn(draw, at: now)
                try store.start(issued.job)
                let head = try store.finish(issued.job, .printed, at: now)
                try store.acknowledge(head.seq, day: today)
                try store.mirror(news([elsewhere(number)], cursor: draw, day: today))
                try look()
            }
        }
        #expect(try store.forgetOld(at: at(9, daysLater: 7)) == 0)
        // All but the last event, which the next one goes on from.
        #expect(try store.forgetOld(at: at(9, daysLater: 30)) == 2 * 7 * numbers - 1)
        try look()
        #expect(longest < longestLog)
        try store.truncateLog()
        longest = 0
        try look()
        #expect(longest == 0)
    }
}
