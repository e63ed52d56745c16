import Foundation
import Hub
import HubStore
import Lobby
import Sync
import TestWorlds

/// A kiosk as the hub sees it: a device with a log of its own.
struct Log: Sendable {
    let world: HubWorld
    let device: Device
    var incarnation = "first"
    var letter = ""
    var head = LogHead.empty

    init(_ world: HubWorld, name: String = "lobby", incarnation: String = "first") async throws {
        self.world = world
        self.incarnation = incarnation
        device = try await world.device(.kiosk, name: name).0
        letter = try await hello().letter
    }

    @discardableResult
    func hello(
        lastSeq: Int? = nil,
        head: String? = nil,
        protocol: Int = protocolNumber,
        clock: Instant? = nil,
        machine: Instant? = nil,
        printer: PrinterReport? = nil
    ) async throws -> HelloAnswer {
        let request = HelloRequest(
            incarnation: incarnation,
            protocol: `protocol`,
            lastSeq: lastSeq ?? self.head.seq,
            head: head ?? self.head.hash,
            epochSeen: 1,
            highest: [:],
            clock: clock ?? world.clock.now,
            printer: printer?.summary ?? "ready",
            printerReport: printer
        )
        return try await world.hub.perform(for: device) { [device] cases, store, now in
            try cases.hello(request, from: device, machine: machine, in: store, at: now)
        }
    }

    func reserve(
        _ visit: VisitID,
        letter: String = "A",
        highest: Int = 0
    ) async throws -> ReserveAnswer {
        let request = ReserveRequest(visit: visit, letter: letter, epoch: 1, highest: highest)
        return try await world.hub.perform(for: device) { cases, store, now in
            try cases.reserve(request, in: store, at: now)
        }
    }

    @discardableResult
    func send(
        _ events: [KioskEvent],
        printer: PrinterReport? = nil
    ) async throws -> EventsAnswer {
        let request = EventsRequest(
            incarnation: incarnation,
            epoch: 1,
            events: events,
            printer: printer
        )
        return try await world.hub.perform(for: device) { [device] cases, store, now in
            try cases.receive(request, from: device, in: store, at: now)
        }
    }

    /// The next event of the log, which is then its end.
    mutating func append(
        _ kind: KioskEvent.Kind,
        _ visit: VisitID,
        details: String = "{}"
    ) -> KioskEvent {
        let event = KioskEvent(
            after: head,
            visit: visit,
            kind: kind,
            at: world.clock.now,
            day: tuesday,
            details: details
        )
        head = LogHead(seq: event.seq, hash: event.hash)
        return event
    }

    mutating func draw(
        _ label: String,
        _ visit: VisitID,
        clockOffset: Int64 = 0,
        epoch: Int = 1,
        appointment: AppointmentClaim? = nil,
        wait: Wait? = nil
    ) throws -> KioskEvent {
        let details = DrawDetails(
            label: Label(label) ?? Label(series: "?", number: 1),
            service: "passport",
            language: "de",
            key: "\(visit.low)",
            clockOffset: clockOffset,
            epoch: epoch,
            appointment: appointment,
            wait: wait
        )
        let text = String(decoding: try JSONEncoder().encode(details), as: UTF8.self)
        return append(appointment?.appointment == nil ? .draw : .checkIn, visit, details: text)
    }

    /// What became of a paper.
    mutating func paper(
        _ visit: VisitID,
        _ outcome: PrintOutcome,
        isReprint: Bool = false
    ) -> KioskEvent {
        append(.paper, visit, details: PaperDetails(outcome, isReprint: isReprint).json)
    }

    /// What the hub put aside, for a person to look at.
    var alarms: [String] {
        get async throws {
            try await world.store.read { try $0.alarms(most: 20).map(\.sentence) }
        }
    }
}
