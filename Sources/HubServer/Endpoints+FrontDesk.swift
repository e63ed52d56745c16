import Hub
import HubStore
import Lobby
import Sync

extension Endpoint {
    /// What only people at the front desk do.
    static let frontDeskRoutes = [
        Endpoint(
            method: .get,
            path: "/api/v1/appointments/{id}",
            roles: [.desk],
            summary: "One appointment with its codes, to read them out or print them.",
            gives: "AppointmentEnvelope"
        ) { call in
            try await envelope(try appointment(call), call, withCodes: true)
        },
        Endpoint(
            method: .post,
            path: "/api/v1/appointments/{id}/check-in",
            roles: [.desk],
            summary: "Lets the holder in by hand; with a visit, that number is theirs.",
            takes: "CheckInRequest",
            gives: "VisitEnvelope",
            handle: checkIn
        ),
        Endpoint(
            method: .get,
            path: "/api/v1/access",
            roles: [.desk, .program],
            summary: "Days to the next free appointment by service and channel, and the promise.",
            gives: "AccessList"
        ) { call in
            let access = try await call.hub.access()
            let answers = access.map { one in
                AccessAnswer(
                    channel: one.channel,
                    service: one.service,
                    first: one.first,
                    days: one.days,
                    target: one.target,
                    isMissed: one.isMissed
                )
            }
            return Reply(try write(AccessList(asOf: call.hub.now(), access: answers)))
        },
        Endpoint(
            method: .get,
            path: "/api/v1/forecasts",
            roles: [.desk, .program],
            summary: "How right announced waits were on the last days, by service and hour.",
            gives: "ForecastReport",
            query: ["days"]
        ) { call in
            let days = try call.query("days", or: 1)
            guard ForecastReport.days.contains(days) else {
                throw HubRefusal.badRequest(
                    "Ask for 1 to \(ForecastReport.days.upperBound) days, today among them."
                )
            }
            let report = try await call.hub.read { cases, store, now in
                try cases.forecastReport(days: days, in: store, at: now)
            }
            return Reply(try write(report))
        },
        Endpoint(
            method: .get,
            path: "/api/v1/callbacks",
            roles: [.desk],
            summary: "Who wants to be called back, the first to ask first.",
            gives: "Callbacks"
        ) { call in
            let callbacks = try await call.hub.read { _, store, _ in try store.callbacks() }
            return Reply(try write(CallbacksAnswer(callbacks.map(CallbackAnswer.init))))
        },
        Endpoint(
            method: .post,
            path: "/api/v1/callbacks",
            roles: [.desk],
            summary: "Takes down who wants to be called back.",
            status: 201,
            takes: "CallbackRequest",
            gives: "Callback",
            handle: takeDown
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/callbacks/{id}/done",
            roles: [.desk],
            summary: "Forgets a call-back that is done.",
            gives: "Callbacks",
            handle: forget
        ),
    ]
}

private func checkIn(_ call: Call) async throws -> Reply {
    let id = try appointment(call)
    let drawn = try read(call.body, as: CheckInRequest.self).visit
    let device = try call.caller()
    let fresh = call.hub.newIdentity()
    let body = try await call.hub.answer(
        "check-in \(id) \(drawn?.description ?? "")",
        of: device,
        key: call.idempotencyKey
    ) { cases, store, now in
        let visit = try cases.checkIn(
            id,
            drawn: drawn,
            fresh: fresh,
            by: actor(device),
            in: store,
            at: now
        )
        return try write(VisitEnvelope(visit))
    }
    return Reply(body)
}

private func takeDown(_ call: Call) async throws -> Reply {
    let request = try read(call.body, as: CallbackRequest.self)
    let phone = withoutBlanksAround(request.phone.withoutControls)
    let wish = withoutBlanksAround(request.wish.withoutControls)
    guard isPhoneNumber(phone), phone.count <= 40, wish.count <= 200 else {
        throw HubRefusal.badRequest(
            "A call-back needs a phone number (at least \(fewestPhoneDigits) digits, at most 40 "
                + "characters) and a wish (200 at most)."
        )
    }
    let id = call.hub.newIdentity().id
    // Number and wish are not kept with the answer: whoever asks again brings them along.
    let taken = try await call.hub.answer(
        "callback \(request)",
        of: try call.caller(),
        key: call.idempotencyKey
    ) { _, store, now in
        try store.add(Callback(id: id, at: now, phone: phone, wish: wish))
        return "\(id) \(now.milliseconds)"
    }
    let words = taken.split(separator: " ").map(String.init)
    guard words.count == 2, let id = VisitID(words[0]), let at = Int64(words[1]) else {
        throw HubRefusal.keyUsedBefore
    }
    let answer = CallbackAnswer(
        id: id,
        at: Instant(milliseconds: at),
        phone: phone,
        wish: wish
    )
    return Reply(status: 201, try write(answer))
}

private func forget(_ call: Call) async throws -> Reply {
    let id = call.parameters["id"].flatMap { VisitID($0) }
    let callbacks = try await call.hub.perform { _, store, _ in
        // One that another desk has done is done.
        if let id { _ = try store.removeCallback(id) }
        return try store.callbacks()
    }
    return Reply(try write(CallbacksAnswer(callbacks.map(CallbackAnswer.init))))
}

extension CallbackAnswer {
    fileprivate init(_ callback: Callback) {
        self.init(id: callback.id, at: callback.at, phone: callback.phone, wish: callback.wish)
    }
}
