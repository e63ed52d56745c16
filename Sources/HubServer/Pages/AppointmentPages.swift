import Foundation
import Hub
import HubStore
import Lobby
import Sync

/// What the link in a mail opens: one appointment, to confirm, move or cancel.
enum AppointmentPages {
    /// An appointment with its codes.
    private struct Found {
        var appointment: Appointment
        var codes: AppointmentCodes
    }

    // MARK: Showing

    static func show(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call) else { return missed(call) }
        let (appointment, words) = (found.appointment, call.words)
        let isOver = appointment.start + .minutes(appointment.minutes) < call.hub.now()
        var values = about(appointment, call)
        var title = PageTextKey.appointmentTitle
        switch appointment.state {
        case _ where isOver && appointment.state != .cancelled:
            title = .appointmentOverTitle
            values["isOver"] = true
        case .held, .expired:
            title = .appointmentHeldTitle
            let isHeld = appointment.heldUntil.map { call.hub.now() < $0 } ?? false
            values["confirm"] = words[isHeld ? .appointmentHeldText : .appointmentExpiredText]
        case .booked:
            values["isBooked"] = true
            if !call.office.receives(appointment) {
                values["closed"] = words[.appointmentClosedNote, ["phone": call.office.phone]]
            }
            values["code"] = grouped(found.codes.checkIn)
            values["change"] = grouped(found.codes.change)
            values["qr"] = QRPicture(found.codes.checkIn)?.svg ?? ""
            values["documents"] = words.documents(appointment.errands)
            values["hasDocuments"] = !words.documents(appointment.errands).isEmpty
            values["note"] = note(call)
        case .checkedIn:
            title = .appointmentHereTitle
        case .cancelled, .missed:
            title = .appointmentCancelledTitle
            values["isOver"] = true
        }
        return call.page(
            PageContent(
                template: .appointment,
                title: title,
                texts: ["code": grouped(found.codes.checkIn)],
                values: values
            )
        )
    }

    private static func note(_ call: PageCall) -> String? {
        switch call.query["note"] {
        case "booked": call.words[.appointmentBookedNote]
        case "moved": call.words[.appointmentMovedNote]
        default: nil
        }
    }

    /// A file for the calendar of the holder.
    static func calendar(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call), found.appointment.state == .booked else {
            return missed(call)
        }
        let event = CalendarEvent(found.appointment, found.codes, call.words, at: call.hub.now())
        return .file(event.text, type: "text/calendar; charset=utf-8; method=PUBLISH")
    }

    // MARK: Changing

    static func confirm(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call) else { return missed(call) }
        let link = found.codes.link
        do {
            _ = try await call.hub.perform { cases, store, now in
                try cases.confirm(link: link, by: "web", in: store, at: now)
            }
        } catch HubRefusal.slotTaken(let nearest) {
            return taken(call, nearest, for: found.appointment.errands)
        }
        return .redirect("\(here(call))?note=booked")
    }

    static func askToCancel(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call), found.appointment.state == .booked else {
            return .redirect(here(call))
        }
        return call.page(
            PageContent(
                template: .cancel,
                title: .cancelTitle,
                values: about(found.appointment, call)
            )
        )
    }

    static func cancel(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call) else { return missed(call) }
        let id = found.appointment.id
        _ = try await call.hub.perform { cases, store, now in
            try cases.cancel(id, by: "web", in: store, at: now)
        }
        return .redirect(here(call))
    }

    static func days(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call), found.appointment.state == .booked else {
            return .redirect(here(call))
        }
        let here = here(call)
        return try await BookingPages.days(
            call,
            for: found.appointment.errands,
            instead: found.appointment.start,
            title: .moveTitle
        ) { link in
            "\(here)/\(link.replacing("contact?", with: "move?"))"
        }
    }

    static func times(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call), found.appointment.state == .booked else {
            return .redirect(here(call))
        }
        let here = here(call)
        return try await BookingPages.times(
            call,
            for: found.appointment.errands,
            instead: found.appointment.start,
            back: "\(here)/days"
        ) { "\(here)/move?at=\($0.iso8601)" }
    }

    static func askToMove(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call), found.appointment.state == .booked,
            let start = call.query["at"].flatMap({ Instant(iso8601: $0) })
        else { return .redirect(here(call)) }
        let words = call.words
        var values = about(found.appointment, call)
        values["at"] = start.iso8601
        return call.page(
            PageContent(
                template: .move,
                title: .moveTitle,
                texts: ["old": words.when(found.appointment.start), "new": words.when(start)],
                values: values
            )
        )
    }

    static func move(_ call: PageCall) async throws -> PageAnswer {
        guard let found = try await find(call) else { return missed(call) }
        guard let start = call.form["at"].flatMap({ Instant(iso8601: $0) }) else {
            return .redirect(here(call))
        }
        let id = found.appointment.id
        do {
            _ = try await call.hub.perform { cases, store, now in
                try cases.move(id, to: start, by: .web, actor: "web", in: store, at: now)
            }
        } catch HubRefusal.slotTaken(let nearest) {
            return taken(call, nearest, for: found.appointment.errands, moving: here(call))
        }
        return .redirect("\(here(call))?note=moved")
    }

    // MARK: By code

    static func code(_ call: PageCall) async throws -> PageAnswer {
        code(call, problem: false)
    }

    private static func code(_ call: PageCall, problem: Bool) -> PageAnswer {
        var values: [String: Any] = ["code": call.form["code"] ?? ""]
        values["problem"] = problem ? call.words[.codeUnknown] : nil
        return call.page(
            PageContent(
                template: .code,
                title: .codeTitle,
                values: values,
                status: problem ? 404 : 200
            )
        )
    }

    /// Opens the page of an appointment to who has both of its codes.
    static func openByCode(_ call: PageCall) async throws -> PageAnswer {
        let now = call.hub.now()
        let digits = { (name: String) in (call.form[name] ?? "").filter("0123456789".contains) }
        let (checkIn, change) = (digits("code"), digits("change"))
        // The same for digits that nobody has, so that nobody learns which ones exist.
        if let minutes = call.limits.wait(.miss, call.range, at: now)
            ?? call.limits.wait(.guess, checkIn, at: now)
        {
            return call.tooMany(minutes)
        }
        let link = try await call.hub.read { cases, store, _ in
            try cases.appointment(code: checkIn, change: change, in: store)
                .flatMap { try cases.codes(of: $0.id, in: store)?.link }
        }
        guard let link else {
            call.limits.count(.miss, call.range, at: now)
            call.limits.count(.guess, checkIn, at: now)
            _ = try await call.hub.note(.unknownAppointment, to: nil)
            return code(call, problem: true)
        }
        return .redirect("\(call.root)/a/\(link)")
    }

    // MARK: -

    static func taken(
        _ call: PageCall,
        _ nearest: [Instant],
        for errands: [Errand],
        moving here: String? = nil
    ) -> PageAnswer {
        let words = call.words
        let list = errands.map { "\($0.service)*\($0.persons)" }.joined(separator: ",")
        let times = nearest.map { start -> [String: Any] in
            [
                "when": words.when(start),
                "href": here.map { "\($0)/move?at=\(start.iso8601)" }
                    ?? "\(call.root)/book/contact?at=\(start.iso8601)&for=\(list)",
            ]
        }
        let back = here.map { "\($0)/days" } ?? "\(call.root)/book/days?for=\(list)"
        return call.page(
            PageContent(
                template: .taken,
                title: .takenTitle,
                values: ["times": times, "hasTimes": !times.isEmpty, "back": back],
                status: 409
            )
        )
    }

    private static func here(_ call: PageCall) -> String {
        "\(call.root)/a/\(call.parameters["link"] ?? "")"
    }

    private static func about(_ appointment: Appointment, _ call: PageCall) -> [String: Any] {
        [
            "here": here(call), "when": call.words.when(appointment.start),
            "what": call.words.what(appointment.errands),
        ]
    }

    private static func find(_ call: PageCall) async throws -> Found? {
        guard let link = call.parameters["link"], (1...64).contains(link.utf8.count)
        else { return nil }
        return try await call.hub.read { cases, store, _ in
            guard let appointment = try cases.appointment(link: link, in: store),
                let codes = try cases.codes(of: appointment.id, in: store)
            else { return nil }
            return Found(appointment: appointment, codes: codes)
        }
    }

    /// The same words for every link that opens nothing.
    private static func missed(_ call: PageCall) -> PageAnswer {
        call.refused(.refusedUnknownTitle, .refusedUnknown, status: 404)
    }
}
