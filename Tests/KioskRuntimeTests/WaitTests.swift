import NIOHTTP1
import AsyncHTTPClient
import Foundation
import Hub
import HubStore
import KioskRuntime
import KioskStore
import Lobby
import NIOCore
import Screens
import Sync
import TestWorlds
import Testing

@Suite struct `The wait, from the hub to the paper` {
    private let world: HubWorld
    private let texts = ScreenTexts(
        language: "de",
        name: "Deutsch",
        texts: [
            .numberWait: "Ungefähr {from} bis {to} Minuten (Stand {asOf})",
            .numberWaitUnknown: "Die Wartezeit ist gerade nicht bekannt.",
            .numberWaitTooLate: "Wir schließen um {time} Uhr.",
        ]
    )

    init() throws {
        world = try HubWorld()
    }

    @Test func `one forecast is shown, printed, logged, kept and given to programs`() async throws {
        try await world.serving { [world, texts] base in
            let kiosk = try await Front.connected(base, world, texts: [texts])
            for _ in 1...9 { try await world.draw() }
            let made = try await world.hub.forecast()
            let wait = try #require(made?.newcomers["passport"])
            #expect(wait.shown.from > 0)
            // Before the number is drawn.
            try await kiosk.lobby { $0.waitByService["passport"] == wait.shown }
            // On the screen and on the paper.
            let ticket = try await kiosk.draw()
            #expect(ticket.wait == .about(wait.shown))
            #expect(try await kiosk.outcome(of: ticket.id) == .printed)
            let paper = try #require(await kiosk.printer.papers.first)
            let words = "Ungefähr \(wait.shown.from) bis \(wait.shown.to) Minuten (Stand 09:00)"
            #expect(paper.values[.wait] == words)
            // In the kiosk's log, and so at the hub.
            _ = try await hub(world) { try $0.visit(ticket.id) }
            let kept = try await world.store.read { try $0.announcedWait(of: ticket.id) }
            #expect(kept == wait)
            // To a program, and in the status.
            let drawn = try await Self.ask(
                base + "/api/v1/tickets",
                try await world.device(.program).1
            )
            #expect(drawn.contains(#""wait":{"from":\#(wait.shown.from),"to":\#(wait.shown.to)}"#))
            let status = try await Self.ask(base + "/api/v1/status")
            let newer = try #require(world.hub.latestForecast?.newcomers["passport"]?.shown)
            #expect(status.contains(#""wait":{"from":\#(newer.from),"to":\#(newer.to)}"#))
            await kiosk.engine.stop()
        }
    }

    @Test func `without the hub it is said that nobody knows, and nothing is kept`() async throws {
        let (kiosk, base) = try await world.serving { [world, texts] base in
            let kiosk = try await Front.connected(base, world, texts: [texts])
            for _ in 1...9 { try await world.draw() }
            try await world.hub.forecast()
            try await kiosk.lobby { $0.waitByService["passport"] != nil }
            return (kiosk, base)
        }
        try await kiosk.isConnected(false)
        let ticket = try await kiosk.draw()
        #expect(ticket.wait == .unknown)
        _ = try await kiosk.outcome(of: ticket.id)
        let paper = try #require(await kiosk.printer.papers.first)
        #expect(paper.values[.wait] == "Die Wartezeit ist gerade nicht bekannt.")
        let port = try #require(base.split(separator: ":").last.flatMap { Int($0) })
        try world.store.close()
        let again = try HubWorld(at: world.clock.now, in: world.folder)
        try await again.serving(on: port) { _ in
            try await again.hub.forecast()
            _ = try await hub(again) { try $0.visit(ticket.id) }
            #expect(try await again.store.read { try $0.announcedWait(of: ticket.id) } == nil)
        }
        await kiosk.engine.stop()
    }

    @Test func `when it is too late, that is said before and on the paper`() async throws {
        world.clock.set(at(15, 30))
        try await world.serving { [world, texts] base in
            let kiosk = try await Front.connected(base, world, texts: [texts])
            for _ in 1...15 { try await world.draw() }
            try await world.hub.forecast()
            try await kiosk.lobby { $0.tooLate.contains("passport") }
            let ticket = try await kiosk.draw()
            #expect(ticket.wait == .tooLate)
            _ = try await kiosk.outcome(of: ticket.id)
            let paper = try #require(await kiosk.printer.papers.first)
            #expect(paper.values[.wait] == "Wir schließen um 16:00 Uhr.")
            await kiosk.engine.stop()
        }
    }

    /// What the hub answers to a question, or to a number drawn with a program's secret.
    private static func ask(_ url: String, _ secret: String? = nil) async throws -> String {
        var request = HTTPClientRequest(url: url)
        if let secret {
            request.method = .POST
            request.headers.add(name: "Authorization", value: "Bearer \(secret)")
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(Array(#"{"service":"passport"}"#.utf8))
        }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let body = try await answer.body.collect(upTo: 1 << 20)
        return String(decoding: body.readableBytesView, as: UTF8.self)
    }
}
