import Foundation
import Lobby
import Sync
import Testing

@Suite struct `A kiosk's log` {
    @Test func `links each event to the one before`() {
        let log = log(of: 3)
        #expect(log.map(\.seq) == [1, 2, 3])
        #expect(log[0].previous == "")
        #expect(log[1].previous == log[0].hash)
        #expect(log[2].previous == log[1].hash)
        #expect(Set(log.map(\.hash)).count == 3)
    }

    @Test func `comes through JSON as it was`() throws {
        for event in log(of: 2) {
            let sent = try JSONEncoder().encode(event)
            let received = try JSONDecoder().decode(KioskEvent.self, from: sent)
            #expect(received == event)
            #expect(received.chainHash() == event.hash)
        }
    }

    @Test func `shows a change to any field of an event`() {
        let event = log(of: 1)[0]
        let changes: [(inout KioskEvent) -> Void] = [
            { $0.seq = 2 }, { $0.previous = "00" }, { $0.visit = visit(9) }, { $0.kind = "drop" },
            { $0.version = 2 }, { $0.at = instant + .seconds(1) }, { $0.day = nil },
            { $0.details = "{ }" },
        ]
        for change in changes {
            var altered = event
            change(&altered)
            #expect(altered.chainHash() != event.hash)
        }
    }

    @Test func `accepts the next event and knows those it has`() {
        let log = log(of: 2)
        #expect(ChainVerdict(of: log[0], after: .empty, knownHash: nil) == .next)
        #expect(ChainVerdict(of: log[1], after: head(log[0]), knownHash: nil) == .next)
        #expect(ChainVerdict(of: log[0], after: head(log[1]), knownHash: log[0].hash) == .known)
    }

    @Test func `tells a gap from a fork`() {
        let log = log(of: 3)
        let other = KioskEvent(
            after: head(log[0]),
            visit: visit(7),
            kind: .drop,
            at: instant,
            day: nil,
            details: "{}"
        )
        #expect(ChainVerdict(of: log[2], after: head(log[0]), knownHash: nil) == .gap)
        #expect(ChainVerdict(of: other, after: head(log[2]), knownHash: log[1].hash) == .fork)
        let elsewhere = LogHead(seq: 1, hash: "ff")
        #expect(ChainVerdict(of: log[1], after: elsewhere, knownHash: nil) == .fork)
    }

    @Test func `is forked by an event that was altered on the way`() {
        var event = log(of: 1)[0]
        event.details = "{}"
        #expect(ChainVerdict(of: event, after: .empty, knownHash: nil) == .fork)
    }

    @Test func `is forked by an event it has that comes again altered`() {
        var event = log(of: 1)[0]
        let head = head(event)
        event.details = "{}"
        #expect(ChainVerdict(of: event, after: head, knownHash: event.hash) == .fork)
    }

    @Test func `shows an event that claims to be known but differs`() {
        let event = log(of: 1)[0]
        #expect(ChainVerdict(of: event, after: head(event), knownHash: "00") == .fork)
        #expect(ChainVerdict(of: event, after: head(event), knownHash: nil) == .fork)
    }
}

private func log(of count: Int) -> [KioskEvent] {
    var events: [KioskEvent] = []
    for number in 0..<count {
        events.append(
            KioskEvent(
                after: events.last.map(head) ?? .empty,
                visit: visit(UInt64(number)),
                kind: .draw,
                at: instant,
                day: today,
                details: #"{"text":"ä \" \n"}"#
            )
        )
    }
    return events
}

private func head(_ event: KioskEvent) -> LogHead {
    LogHead(seq: event.seq, hash: event.hash)
}
