import Hub
import HubStore
import Lobby
import Sync

extension Endpoint {
    /// What clerks do at their counters, and what the board shows of it.
    static let counterRoutes =
        [
            Endpoint(
                method: .get,
                path: "/api/v1/waiting",
                roles: [.desk, .program],
                summary: "Everybody who waits, in the order of calls.",
                gives: "Waiting",
                handle: waiting
            ),
            Endpoint(
                method: .get,
                path: "/api/v1/calls",
                roles: [.board, .desk],
                summary: "The latest calls; with since and wait, as soon as something changed.",
                gives: "Calls",
                query: ["since", "wait"],
                handle: calls
            ),
            Endpoint(
                method: .get,
                path: "/api/v1/counters/{number}",
                roles: [.desk],
                summary: "What a clerk sees; with since and wait, as soon as something changed.",
                gives: "Counter",
                query: ["since", "wait"],
                handle: counter
            ),
            Endpoint(
                method: .post,
                path: "/api/v1/counters/{number}/next",
                roles: [.desk],
                summary: "Calls the next visit; 204 when nobody waits, 409 while one is held.",
                gives: "VisitEnvelope",
                handle: next
            ),
            Endpoint(
                method: .post,
                path: "/api/v1/counters/{number}/finish-and-next",
                roles: [.desk],
                summary: "Finishes the visit that is held and calls the next; 204 for nobody.",
                takes: "VisitRequest",
                gives: "VisitEnvelope",
                handle: finishAndNext
            ),
            Endpoint(
                method: .post,
                path: "/api/v1/counters/{number}/call",
                roles: [.desk],
                summary: "Calls one visit, or one number that a cut-off kiosk gave out.",
                takes: "CallRequest",
                gives: "VisitEnvelope",
                handle: callOne
            ),
            Endpoint(
                method: .post,
                path: "/api/v1/counters/{number}/undo",
                roles: [.desk],
                summary: "Takes back what was done last, within ten seconds.",
                gives: "VisitEnvelope",
                handle: undo
            ),
        ]
        + CounterAction.allCases.map { action in
            Endpoint(
                method: .post,
                path: "/api/v1/counters/{number}/\(action.rawValue)",
                roles: [.desk],
                summary: summary(of: action),
                takes: "VisitRequest",
                gives: "VisitEnvelope",
                handle: { call in try await act(action, call) }
            )
        }

    private static func summary(of action: CounterAction) -> String {
        switch action {
        case .again: "Calls the same visit once more."
        case .appear: "The visitor has come to the counter."
        case .missed: "The visitor has not come."
        case .finish: "The visit is done."
        case .park: "The visitor is away for a while: reason is photo, payment, papers or other."
        case .transfer: "Sends the visitor to a service, a counter or both, with a note."
        case .redirect: "The visitor belongs elsewhere: an id of office.yaml."
        case .putBack: "The visit waits again, at its place."
        case .resume: "A parked visitor is back."
        case .reinstate: "A missed visitor is back."
        case .admit: "A visit that had to be clarified waits."
        case .cancel: "The visit will not be."
        case .left: "The visitor has left."
        case .prioritise: "Gives a visit priority; with priority false takes it away."
        case .add: "Adds a service, or without one a person."
        case .note: "Keeps a note for colleagues; an empty one deletes it."
        case .merge: "The other visit becomes part of this one: one call is for both numbers."
        case .reopen: "Serves on the visit that was finished last, until the next call."
        }
    }
}

private func next(_ call: Call) async throws -> Reply {
    let number = try call.counter()
    let body = try await call.hub.answer(
        "next \(number)",
        of: try call.caller(),
        key: call.idempotencyKey
    ) { cases, store, now in
        guard let visit = try cases.next(counter: number, in: store, at: now) else { return "" }
        return try envelope(visit, store)
    }
    return Reply(status: body.isEmpty ? 204 : 200, body)
}

private func finishAndNext(_ call: Call) async throws -> Reply {
    let number = try call.counter()
    let id = try read(call.body, as: VisitRequest.self).visit
    let body = try await call.hub.answer(
        "finish-and-next \(number) \(id)",
        of: try call.caller(),
        key: call.idempotencyKey
    ) { cases, store, now in
        let next = try cases.finishAndNext(id, counter: number, in: store, at: now)
        return try next.map { try envelope($0, store) } ?? ""
    }
    return Reply(status: body.isEmpty ? 204 : 200, body)
}

private func callOne(_ call: Call) async throws -> Reply {
    let number = try call.counter()
    let request = try read(call.body, as: CallRequest.self)
    let stub = call.hub.newIdentity().id
    let mayChoose = try call.caller().callsAnybody
    let body = try await call.hub.answer(
        "call \(number) \(request)",
        of: try call.caller(),
        key: call.idempotencyKey
    ) { cases, store, now in
        if let id = request.visit {
            let visit = try cases.call(
                id,
                counter: number,
                mayChoose: mayChoose,
                in: store,
                at: now
            )
            return try envelope(visit, store)
        }
        guard let label = request.label else {
            throw HubRefusal.badRequest("Say whom to call: a visit or a label.")
        }
        let visit = try cases.call(
            label,
            counter: number,
            stub: stub,
            mayChoose: mayChoose,
            in: store,
            at: now
        )
        return try envelope(visit, store)
    }
    return Reply(body)
}

private func undo(_ call: Call) async throws -> Reply {
    let number = try call.counter()
    let body = try await call.hub.answer(
        "undo \(number)",
        of: try call.caller(),
        key: call.idempotencyKey
    ) { cases, store, now in
        try envelope(try cases.undo(counter: number, in: store, at: now), store)
    }
    return Reply(body)
}

private func act(_ action: CounterAction, _ call: Call) async throws -> Reply {
    let number = try call.counter()
    let request = try read(call.body, as: VisitRequest.self)
    let wish = try CounterWish(action, request)
    let body = try await call.hub.answer(
        "\(action.rawValue) \(number) \(request)",
        of: try call.caller(),
        key: call.idempotencyKey
    ) { cases, store, now in
        try envelope(try cases.act(wish, counter: number, in: store, at: now), store)
    }
    return Reply(body)
}

private func envelope(_ visit: Visit, _ store: HubReading) throws -> String {
    try write(VisitEnvelope(visit, also: try store.secondLabels(of: visit.id)))
}

extension CounterWish {
    /// - Throws: ``HubRefusal/badRequest(_:)`` for a reason that there is not.
    init(_ action: CounterAction, _ request: VisitRequest) throws(HubRefusal) {
        let reason = request.reason.flatMap { ParkReason(rawValue: $0) }
        guard reason != nil || request.reason == nil else {
            let known = ParkReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw .badRequest("The reason must be one of \(known).")
        }
        self.init(
            action,
            on: request.visit,
            reason: reason,
            service: request.service,
            counter: request.counter,
            note: request.note,
            other: request.other,
            elsewhere: request.elsewhere,
            isPriority: request.priority ?? true
        )
    }
}

private func waiting(_ call: Call) async throws -> Reply {
    let (asOf, visits) = try await call.hub.read { cases, store, now in
        let order = callOrder(
            of: try store.waitingVisits(),
            at: now,
            under: cases.office.policy,
            services: cases.office.services
        )
        return (now, order)
    }
    return Reply(
        try write(WaitingAnswer(asOf: asOf, waiting: visits))
    )
}

private func counter(_ call: Call) async throws -> Reply {
    let number = try call.counter()
    let version = try await waited(call)
    let view = try await call.hub.read { cases, store, now in
        try cases.workplace(ofCounter: number, in: store, at: now)
    }
    return Reply(try write(CounterAnswer(view, version: version)))
}

private func calls(_ call: Call) async throws -> Reply {
    let version = try await waited(call)
    let (asOf, plan) = (call.hub.now(), call.hub.office.plan(at: call.hub.now()))
    let (calls, due, soon) = try await call.hub.read { cases, store, now in
        (
            try cases.todaysCalls(in: store, at: now), try cases.dueTimes(in: store, at: now),
            try cases.soonCalled(in: store, at: now)
        )
    }
    return Reply(
        try write(
            CallsAnswer(
                version: version,
                asOf: asOf,
                calls: calls.map(CallAnswer.init),
                due: due,
                plan: plan,
                soon: soon
            )
        )
    )
}
