import Hub
import HubStore
import Lobby
import TestWorlds
import Testing

@testable import HubServer

@Suite struct `A desk that is a program` {
    private let asking: Asking
    private let path = "/api/v1/counters"

    init() async throws {
        asking = try await Asking()
    }

    @Test func `calls for help, and one counter goes there`() async throws {
        #expect(try await asking.ask(.post, "\(path)/1/help", as: .desk).status == 204)
        let seen = try await asking.ask(.get, "\(path)/2", as: .desk)
        #expect(seen["help.0.counter"] as? Int == 1)
        let id = try #require(seen["help.0.id"] as? String)
        let wish = #"{"help":"\#(id)"}"#
        #expect(try await asking.ask(.post, "\(path)/2/help-take", wish, as: .desk).status == 204)
        let late = try await asking.ask(.post, "\(path)/3/help-take", wish, as: .desk)
        #expect(late.status == 409 && late.code == "help_taken")
        #expect(late.message == "Counter 2 goes there already.")
        #expect(try await asking.ask(.post, "\(path)/1/help-done", wish, as: .desk).status == 204)
        let over = try await asking.ask(.post, "\(path)/3/help-take", wish, as: .desk)
        #expect(over.status == 409 && over.code == "help_over")
    }

    @Test func `hears of a visitor at a kiosk who wants help`() async throws {
        #expect(try await asking.ask(.post, "/api/v1/kiosk/help", as: .kiosk).status == 204)
        for counter in 1...3 {
            let seen = try await asking.ask(.get, "\(path)/\(counter)", as: .desk)
            #expect(seen["help.0.kiosk"] as? String == "one")
        }
    }

    @Test func `pauses, and works again`() async throws {
        let long = try await asking.ask(.post, "\(path)/1/pause", #"{"minutes":241}"#, as: .desk)
        #expect(long.status == 400)
        let pause = #"{"minutes":15}"#
        #expect(try await asking.ask(.post, "\(path)/1/pause", pause, as: .desk).status == 204)
        let seen = try await asking.ask(.get, "\(path)/1", as: .desk)
        #expect((seen["pausedUntil"] as? String)?.hasPrefix("2026-11-24T08:15") == true)
        let end = #"{"minutes":0}"#
        #expect(try await asking.ask(.post, "\(path)/1/pause", end, as: .desk).status == 204)
        #expect(try await asking.ask(.get, "\(path)/1", as: .desk)["pausedUntil"] == nil)
    }

    @Test func `sees why somebody is next, notes, and who is parked, missed and expected`()
        async throws
    {
        let world = asking.world
        let parked = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.appear, parked.id, 1)
        try await world.act(CounterWish(.park, on: parked.id, reason: .photo), 1)
        let missed = try await world.draw()
        _ = try await world.next(1)
        try await world.act(.missed, missed.id, 1)
        let waiting = try await world.draw()
        try await world.act(CounterWish(.note, on: waiting.id, note: "Kinderwagen"), 1)
        let seen = try await asking.ask(.get, "\(path)/1", as: .desk)
        #expect(seen["waiting.0.reason"] as? String == "withinTarget")
        #expect(seen["waiting.0.urgency"] as? String == "calm")
        #expect(seen["waiting.0.note"] as? String == "Kinderwagen")
        #expect(seen["parked.0.parkedFor"] as? String == "photo")
        #expect(seen["missed.0.label"] as? String == missed.label.description)
        #expect((seen["expected"] as? [Any])?.isEmpty == true)
    }

    @Test func `gives out a number for persons and with priority; other programs give none`()
        async throws
    {
        let wish = #"{"service":"passport","persons":4,"priority":true}"#
        let drawn = try await asking.ask(.post, "/api/v1/tickets", wish, as: .desk)
        #expect(drawn.status == 201)
        let waiting = try await asking.world.store.read { try $0.waitingVisits() }
        #expect(waiting.map(\.errands) == [[Errand("passport", persons: 4)]])
        #expect(waiting.map(\.standing) == [.priority])
        let program = try await asking.ask(.post, "/api/v1/tickets", wish, as: .program)
        #expect(program.status == 400 && program.message == "Only a desk gives priority.")
        let many = #"{"service":"passport","persons":21}"#
        #expect(try await asking.ask(.post, "/api/v1/tickets", many, as: .program).status == 400)
    }
}
