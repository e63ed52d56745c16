import Foundation
import Hub
import HubStore
import KioskRuntime
import KioskStore
import Lobby
import Screens
import Sync
import TestWorlds
import Testing

@Suite struct `A kiosk alone` {
    let world: HubWorld

    init() throws {
        world = try HubWorld()
    }

    @Test func `lists for its staff who is to be called, with and without the hub`() async throws {
        let kiosk = try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            _ = try await world.draw("residence")
            try await kiosk.lobby { $0.waitingNumbers == 1 }
            world.clock.advance(.minutes(1))
            _ = try await kiosk.draw()
            let list = try await kiosk.list()
            #expect(list.labels == ["D 001", "A 001"])
            #expect(list.standing == .current)
            return kiosk
        }
        try await kiosk.isConnected(false)
        world.clock.advance(.minutes(1))
        _ = try await kiosk.draw()
        let list = try await kiosk.list()
        #expect(list.labels == ["D 001", "A 001", "AK 001"])
        guard case .asOf(let heard) = list.standing else {
            Issue.record("\(list.standing)")
            return
        }
        #expect(heard <= world.clock.now && world.clock.now - heard <= .minutes(2))
        await kiosk.engine.stop()
    }

    @Test func `lists the appointments of today that nobody checked in for`() async throws {
        let folder = try TemporaryFolder()
        let store = try KioskDatabase(
            path: folder.file("kiosk.sqlite"),
            newIncarnation: "first",
            letter: "K"
        )
        func appointment(
            _ number: Int,
            _ time: Instant,
            _ state: AppointmentChange.State
        )
            -> AppointmentChange
        {
            AppointmentChange(
                appointment: VisitID(high: 5, low: UInt64(number)),
                service: "passport",
                booked: time,
                standing: .usual,
                code: "\(number)",
                state: state
            )
        }
        try store.mirror(
            ChangesAnswer(
                epoch: 1,
                cursor: 3,
                resync: false,
                day: tuesday,
                now: at(8),
                changes: [],
                appointments: [
                    appointment(1, at(11), .booked), appointment(2, at(10), .booked),
                    appointment(3, at(10), .checkedIn), appointment(4, at(10), .cancelled),
                    appointment(5, at(10, daysLater: 1), .booked),
                ]
            )
        )
        try store.close()
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock, in: folder)
        await kiosk.engine.start()
        let list = try await kiosk.list()
        #expect(list.standing == .asOf(at(8)))
        #expect(
            list.lines == [
                .expected("passport", booked: at(10)), .expected("passport", booked: at(11)),
            ]
        )
        await kiosk.engine.stop()
    }

    @Test func `that never heard of the hub lists nobody and says so`() async throws {
        let kiosk = try Front("http://127.0.0.1:1", clock: world.clock)
        await kiosk.engine.start()
        #expect(try await kiosk.list() == StaffList(lines: [], standing: .ownOnly))
        await kiosk.engine.stop()
    }

    @Test func `on another machine gives own numbers only after the hub greeted it`() async throws {
        let folder = try await world.serving { [world] base in
            let kiosk = try await Front.connected(base, world)
            await kiosk.engine.stop()
            return kiosk.folder
        }
        let copy = try TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try FileManager.default.copyItem(atPath: folder.file(name), toPath: copy.file(name))
        }
        let nowhere = "http://127.0.0.1:1"
        let same = try Front(nowhere, clock: world.clock, in: folder)
        await same.engine.start()
        #expect(try await same.draw().label == Label("AK 001"))
        await same.engine.stop()
        let moved = try Front(nowhere, clock: world.clock, in: copy, machine: "there")
        await moved.engine.start()
        #expect(try await moved.refused() == .noNumber)
        await moved.engine.stop()
    }

    @Test func `tells staff when the hub has had nothing for an hour`() async throws {
        let kiosk = try await world.serving { [world] base in
            try await Front.connected(base, world)
        }
        try await kiosk.isConnected(false)
        _ = try await kiosk.draw()
        world.clock.advance(.minutes(59))
        await kiosk.engine.lookAfterFile()
        #expect(await kiosk.engine.staffNotice?.key != .noticeUnsent)
        world.clock.advance(.minutes(2))
        await kiosk.engine.lookAfterFile()
        let notice = try await kiosk.hears { message -> StaffNotice? in
            guard case .lobby(let view) = message else { return nil }
            return view.staffNotice
        }
        #expect(notice.key == .noticeUnsent)
        #expect(notice.values["time"] == "09:00")
        #expect(["1", "2"].contains(notice.values["count"] ?? ""))
        await kiosk.engine.stop()
    }

    @Test func `tells staff when its clock is wrong`() async throws {
        try await world.serving { [world] base in
            let clock = HandClock(world.clock.now + .minutes(7))
            let kiosk = try await Front.connected(base, world, clock: clock)
            await kiosk.engine.lookAfterFile()
            try await kiosk.lobby {
                $0.staffNotice == StaffNotice(.noticeClock, ["minutes": "7"])
            }
            await kiosk.engine.stop()
        }
    }

    @Test func `makes its write-ahead log short in a quiet moment, and only then`() async throws {
        let kiosk = try await world.serving { [world] base in
            try await Front.connected(base, world)
        }
        try await kiosk.isConnected(false)
        let ticket = try await kiosk.draw()
        _ = try await kiosk.outcome(of: ticket.id)
        kiosk.skip(.seconds(20))
        await kiosk.engine.lookAfterFile()
        #expect(try size(kiosk.path + "-wal") > 0)
        kiosk.skip(.seconds(10))
        await kiosk.engine.lookAfterFile()
        #expect(try size(kiosk.path + "-wal") == 0)
        await kiosk.engine.stop()
    }

    private func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? -1
    }
}

@Suite struct `A kiosk whose disk fails` {
    let world: HubWorld
    let disk = FaultDisk()

    init() throws {
        world = try HubWorld()
    }

    @Test func `refuses one visitor, opens its file anew and goes on`() async throws {
        try await world.serving { [world, disk] base in
            let kiosk = try await Front.connected(base, world, disk: disk)
            let first = try await kiosk.draw()
            _ = try await kiosk.outcome(of: first.id)
            _ = try await hub(world) { try $0.visit(first.id) }
            disk.failNextFlush()
            #expect(try await kiosk.refused() == .noNumber)
            try await kiosk.lobby { $0.staffNotice == nil && $0.isConnected && $0.canIssue }
            let second = try await kiosk.draw()
            #expect(second.label.number > first.label.number)
            #expect(try await kiosk.outcome(of: second.id) == .printed)
            let visit = try await hub(world) { try $0.visit(second.id) }
            #expect(visit.label == second.label)
            #expect(try await world.store.read { try $0.parkedEvents() } == 0)
            await kiosk.engine.stop()
        }
    }

    @Test func `prints no paper twice and loses no outcome`() async throws {
        let printer = ScriptedPrinter(whilePrinting: { [disk] in disk.failNextFlush() })
        try await world.serving { [world, disk] base in
            let kiosk = try await Front.connected(base, world, printer: printer, disk: disk)
            let ticket = try await kiosk.draw()
            #expect(try await kiosk.outcome(of: ticket.id) == .printed)
            try await kiosk.lobby { $0.staffNotice == nil && $0.isConnected && $0.canIssue }
            let next = try await kiosk.draw()
            #expect(try await kiosk.outcome(of: next.id) == .printed)
            #expect(await printer.papers.map(\.isReprint) == [false, false])
            await kiosk.engine.stop()
        }
    }

    @Test func `is out of order until the disk is back`() async throws {
        let kiosk = try await world.serving { [world, disk] base in
            try await Front.connected(base, world, disk: disk)
        }
        try await kiosk.isConnected(false)
        disk.stop()
        #expect(try await kiosk.refused() == .noNumber)
        try await kiosk.lobby { !$0.canIssue && $0.staffNotice?.key == .noticeGone }
        disk.restore()
        try await kiosk.lobby { $0.canIssue && $0.staffNotice == nil }
        #expect(try await kiosk.draw().label == Label("AK 001"))
        await kiosk.engine.stop()
    }
}
