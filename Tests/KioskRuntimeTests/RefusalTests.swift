import Foundation
import Hub
import HubClient
import HubStore
import KioskRuntime
import Lobby
import Screens
import TestWorlds
import Testing

@Suite struct `A kiosk that its hub refuses` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test(arguments: [
        (HubRefusal.notKnown, TextKey.noticeRevoked), (.notAllowed(role: "desk"), .noticeRevoked),
        (.fork, .noticeFork), (.updateNeeded(spoken: 2), .noticeUpdate),
        (.hubTooOld(spoken: 1, wanted: 2), .noticeHubTooOld), (.staleHub, .noticeStaleHub),
    ])
    func `tells staff what is the case`(refusal: HubRefusal, key: TextKey) {
        #expect(problem(refusal).staffNotice?.key == key)
    }

    @Test func `shows the hub's own sentence where it knows none`() {
        let refusal = HubRefusal.unavailable("The disk is full. Make room.")
        #expect(
            problem(refusal).staffNotice
                == StaffNotice(.noticeRefused, ["reason": "The disk is full. Make room."])
        )
        #expect(HubProblem.notAHub.staffNotice?.key == .noticeNotAHub)
    }

    @Test func `has nothing to tell when nobody answers`() {
        #expect(HubProblem.unreachable.staffNotice == nil)
    }

    @Test func `because its log is an old copy says so`() async throws {
        try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            await kiosk.engine.stop()
            let copy = try TemporaryFolder()
            for name in try FileManager.default.contentsOfDirectory(atPath: kiosk.folder.path) {
                try FileManager.default.copyItem(
                    atPath: kiosk.folder.file(name),
                    toPath: copy.file(name)
                )
            }
            let first = try Front(base, clock: world.clock, in: kiosk.folder)
            await first.engine.start()
            try await first.isConnected()
            let ticket = try await first.draw()
            _ = try await hub(world) { try $0.visit(ticket.id) }
            await first.engine.stop()
            let old = try Front(base, clock: world.clock, in: copy)
            await old.engine.start()
            try await old.lobby { $0.hubNotice?.key == .noticeFork && !$0.isConnected }
            await old.engine.stop()
        }
    }

    @Test func `a number of its own says why, until the hub has all numbers of today again`()
        async throws
    {
        let before = try TemporaryFolder()
        let (base, kiosk) = try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            // The hub's file as it was before the numbers that the kiosk will hear of.
            for ending in ["", "-wal"] {
                try FileManager.default.copyItem(
                    atPath: world.path + ending,
                    toPath: before.file("hub.sqlite") + ending
                )
            }
            for _ in 1...3 { _ = try await world.draw() }
            try await kiosk.lobby { $0.waitingNumbers == 3 }
            return (base, kiosk)
        }
        try await kiosk.isConnected(false)
        let port = try #require(base.split(separator: ":").last.flatMap { Int($0) })
        let old = try HubWorld(at: world.clock.now, in: before)
        try await old.serving(on: port) { _ in
            try await kiosk.isConnected()
            #expect(try await kiosk.draw().label == Label("AK 001"))
            try await kiosk.lobby { $0.hubNotice?.key == .noticeStaleHub }
            for _ in 1...3 { _ = try await old.draw() }
            kiosk.skip(.seconds(11))
            #expect(try await kiosk.draw().label == Label("A 004"))
            try await kiosk.lobby { $0.hubNotice == nil }
        }
        await kiosk.engine.stop()
    }

    private func problem(_ refusal: HubRefusal) -> HubProblem {
        .refused(
            status: refusal.status,
            code: refusal.code,
            sentence: refusal.message,
            visit: nil
        )
    }
}
