import Foundation
import Lobby
import Sync

/// 24 November 2026, 09:00 in Greenwich, whose business day it is.
let instant = Instant(milliseconds: 1_795_510_800_000)
let greenwich = OfficeTime(zone: .gmt)
let today = greenwich.day(at: instant)

func visit(_ number: UInt64) -> VisitID {
    VisitID(at: instant, chance: (number, number))
}

func moment(_ elapsed: Duration) -> Moment {
    Moment(elapsed: elapsed, wall: instant + elapsed)
}

/// An event of the given kind as the first of a log.
func event(
    _ kind: KioskEvent.Kind,
    of visit: VisitID,
    details: String = "{}",
    at time: Instant = instant,
    day: Day? = today
) -> KioskEvent {
    KioskEvent(after: .empty, visit: visit, kind: kind, at: time, day: day, details: details)
}

/// A draw with the given label.
func draw(
    _ label: Label,
    of visit: VisitID,
    at time: Instant = instant,
    day: Day? = today,
    epoch: Int = 1,
    appointment: AppointmentClaim? = nil
) throws -> KioskEvent {
    let details = DrawDetails(
        label: label,
        service: "passport",
        language: "de",
        key: "12345678901234567890",
        clockOffset: 0,
        epoch: epoch,
        appointment: appointment
    )
    let text = String(decoding: try JSONEncoder().encode(details), as: UTF8.self)
    let kind: KioskEvent.Kind = appointment?.appointment == nil ? .draw : .checkIn
    return event(kind, of: visit, details: text, at: time, day: day)
}
