import Hub
import HubStore
import Lobby
import Sync

extension Endpoint {
    static let bookingRoutes = [
        Endpoint(
            method: .get,
            path: "/api/v1/slots",
            roles: [.desk, .program, .kiosk],
            summary: "Free slots; errands are services with persons, passport*2,pick-up.",
            gives: "Slots",
            query: ["errands", "channel", "from", "to"],
            handle: slots
        ),
        Endpoint(
            method: .get,
            path: "/api/v1/appointments",
            roles: [.desk],
            summary: "The appointments of a day, today's without one.",
            gives: "Appointments",
            query: ["day"],
            handle: appointments
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/appointments",
            roles: [.desk, .program, .kiosk],
            summary: "Books a slot; 409 with the nearest free ones when it is taken.",
            status: 201,
            takes: "BookingRequest",
            gives: "AppointmentEnvelope",
            handle: book
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/appointments/find",
            roles: [.desk, .program, .kiosk],
            summary: "The appointment that belongs to both codes.",
            takes: "CodesRequest",
            gives: "AppointmentEnvelope",
            handle: find
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/appointments/{id}/move",
            roles: [.desk, .program, .kiosk],
            summary: "Gives an appointment another time.",
            takes: "MoveRequest",
            gives: "AppointmentEnvelope",
            handle: move
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/appointments/{id}/cancel",
            roles: [.desk, .program, .kiosk],
            summary: "Cancels an appointment; its slot is free again.",
            gives: "AppointmentEnvelope",
            handle: cancel
        ),
    ]
}

private func slots(_ call: Call) async throws -> Reply {
    let channel = try await channel(call.query["channel"], of: call)
    let first = try day(call.query["from"], "from")
    let last = try day(call.query["to"], "to")
    let today = call.hub.office.time.date(at: call.hub.now())
    let from = first ?? today
    let to = last ?? first ?? from + Slots.longestSpan
    guard from <= to, to.ordinal - from.ordinal <= Slots.longestSpan else {
        throw HubRefusal.badRequest(
            "The days from and to must be in order, and at most \(Slots.longestSpan) apart."
        )
    }
    let free = try await call.hub.freeDays(
        for: try readErrands(call.query["errands"] ?? ""),
        by: channel,
        on: from...to
    )
    let answer = SlotsAnswer(
        asOf: call.hub.now(),
        days: free.map { SlotsAnswer.FreeDay(day: $0.day, starts: $0.starts) }
    )
    return Reply(try write(answer))
}

private func appointments(_ call: Call) async throws -> Reply {
    let asked = try day(call.query["day"], "day")
    let answer = try await call.hub.read { cases, store, now in
        let day = asked ?? cases.office.time.day(at: now)
        let all = try store.bookings(on: day).map { appointment in
            AppointmentAnswer(
                appointment,
                person: try store.person(appointment.id).map(PersonAnswer.init)
            )
        }
        let isToday = day == cases.office.time.day(at: now)
        let freed = isToday ? try cases.freedToday(for: .desk, in: store, at: now) : []
        return AppointmentsAnswer(
            asOf: now,
            day: day,
            appointments: all,
            freed: freed.map(\.start)
        )
    }
    return Reply(try write(answer))
}

private func book(_ call: Call) async throws -> Reply {
    let request = try read(call.body, as: BookingRequest.self)
    let device = try call.caller()
    let wish = BookingWish(
        errands: request.errands,
        start: try instant(request.start),
        channel: try await channel(request.channel?.rawValue, of: call),
        language: try language(request.language, of: call),
        person: try person(request.person ?? PersonAnswer()),
        isSqueezedIn: device.role == .desk && request.squeezeIn ?? false
    )
    let id = call.hub.newIdentity().id
    // The codes are not kept with the answer: they are made again.
    let booked = try await call.hub.answer(
        "book \(wish)",
        of: device,
        key: call.idempotencyKey
    ) { cases, store, now in
        try cases.book(wish, id: id, by: actor(device), in: store, at: now).id.description
    }
    return try await envelope(VisitID(booked), call, withCodes: true)
}

/// How somebody can be reached, with nothing in it that a mail's head or a list would trip over.
private func person(_ answer: PersonAnswer) throws -> Person {
    var person = Person(answer)
    person.mail = person.mail?.lowercased()
    person.phone = person.phone.map(withoutBlanksAround)
    if person.phone == "" { person.phone = nil }
    let lines = [person.name, person.phone, person.note].compactMap(\.self)
    guard person.mail.map(isMailAddress) ?? true,
        lines.allSatisfy({ $0.count <= 200 && !$0.contains(where: \.isNewline) })
    else {
        throw HubRefusal.badRequest(
            "A person has a whole mail address, and a name, a phone number and a note of one line "
                + "with 200 characters at most."
        )
    }
    guard person.phone.map(isPhoneNumber) ?? true else {
        throw HubRefusal.badRequest(
            "A phone number needs digits, at least \(fewestPhoneDigits). Write them, or none."
        )
    }
    return person
}

private func find(_ call: Call) async throws -> Reply {
    let codes = try read(call.body, as: CodesRequest.self)
    let needsBoth = try call.caller().role == .program
    let found = try await call.hub.read { cases, store, _ in
        if let change = codes.change {
            return try cases.appointment(code: codes.checkIn, change: change, in: store)
        }
        return needsBoth ? nil : try cases.appointment(code: codes.checkIn, in: store)
    }
    guard let found else { throw HubRefusal.unknownAppointment }
    return try await envelope(found.id, call)
}

private func move(_ call: Call) async throws -> Reply {
    let id = try appointment(call)
    let request = try read(call.body, as: MoveRequest.self)
    let start = try instant(request.start)
    let channel = try await channel(request.channel?.rawValue, of: call)
    let device = try call.caller()
    _ = try await call.hub.answer(
        "move \(id) \(start.iso8601) \(channel.rawValue)",
        of: device,
        key: call.idempotencyKey
    ) { cases, store, now in
        try cases.move(
            id,
            to: start,
            by: channel,
            actor: actor(device),
            in: store,
            at: now
        ).id.description
    }
    return try await envelope(id, call)
}

private func cancel(_ call: Call) async throws -> Reply {
    let id = try appointment(call)
    let device = try call.caller()
    _ = try await call.hub.answer(
        "cancel \(id)",
        of: device,
        key: call.idempotencyKey
    ) { cases, store, now in
        guard try cases.cancel(id, by: actor(device), in: store, at: now) else {
            throw HubRefusal.unknownAppointment
        }
        return id.description
    }
    return try await envelope(id, call)
}

// MARK: - Reading what was asked

func actor(_ device: Device) -> String {
    "\(device.role.rawValue):\(device.name)"
}

func envelope(
    _ id: VisitID?,
    _ call: Call,
    withCodes: Bool = false
) async throws -> Reply {
    let isKiosk = try call.caller().role == .kiosk
    let answer = try await call.hub.read { cases, store, _ in
        guard let id, let appointment = try store.booking(id) else {
            throw HubRefusal.unknownAppointment
        }
        return AppointmentAnswer(
            appointment,
            person: isKiosk ? nil : try store.person(id).map(PersonAnswer.init),
            codes: withCodes ? try cases.codes(of: id, in: store) : nil
        )
    }
    return Reply(try write(AppointmentEnvelope(answer)))
}

func appointment(_ call: Call) throws(HubRefusal) -> VisitID {
    guard let id = call.parameters["id"].flatMap({ VisitID($0) }) else {
        throw .unknownAppointment
    }
    return id
}

/// Clerks book at the desk, or for somebody on the phone; kiosks for themselves, programs as the web.
private func channel(_ name: String?, of call: Call) async throws -> Channel {
    let known: [Channel] =
        switch try call.caller().role {
        case .desk: [.desk, .phone]
        case .kiosk: [.kiosk]
        default: [.web]
        }
    guard let name else { return known[0] }
    guard let channel = Channel(rawValue: name), known.contains(channel) else {
        let names = known.map(\.rawValue).joined(separator: " or ")
        throw HubRefusal.badRequest("The channel must be \(names).")
    }
    return channel
}

private func language(_ language: String?, of call: Call) throws(HubRefusal) -> LanguageCode {
    let known = call.hub.office.languages
    let language = language ?? known.first ?? "de"
    guard known.contains(language) else {
        throw .badRequest(
            "The language must be one of the office's: \(known.joined(separator: ", "))."
        )
    }
    return language
}

private func instant(_ text: String) throws(HubRefusal) -> Instant {
    guard let instant = Instant(iso8601: text) else {
        throw .badRequest("\"\(text)\" is not an instant like 2026-11-24T09:40:00Z.")
    }
    return instant
}

private func day(_ text: String?, _ name: String) throws(HubRefusal) -> Day? {
    guard let text else { return nil }
    guard let day = Day(text) else {
        throw .badRequest("\(name) must be a day like 2026-11-24.")
    }
    return day
}

extension Person {
    init(_ answer: PersonAnswer) {
        self.init(
            name: answer.name,
            mail: answer.mail,
            phone: answer.phone,
            note: answer.note
        )
    }
}

extension PersonAnswer {
    init(_ person: Person) {
        self.init(
            name: person.name,
            mail: person.mail,
            phone: person.phone,
            note: person.note
        )
    }
}
