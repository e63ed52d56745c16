import Hub
import HubStore
import Lobby
import ServiceLifecycle
import Sync

extension Endpoint {
    /// Every route of the hub's staff listener.
    static let all: [Endpoint] =
        Feed.allCases.map(\.endpoint) + publicRoutes + programRoutes + counterRoutes
        + workplaceRoutes + bookingRoutes + frontDeskRoutes + kioskRoutes

    private static let publicRoutes = [
        Endpoint(
            method: .get,
            path: "/healthz",
            summary: "Whether the hub works.",
            gives: "Health",
            handle: health
        ),
        Endpoint(
            method: .get,
            path: "/metrics",
            summary: "Figures in Prometheus' text format.",
            handle: { call in .text(try await metrics(call.hub)) }
        ),
        Endpoint(
            method: .get,
            path: "/api/v1/openapi.json",
            summary: "This description.",
            handle: { _ in Reply(try openAPIDocument()) }
        ),
    ]

    private static let programRoutes = [
        Endpoint(
            method: .post,
            path: "/api/v1/tickets",
            roles: [.program, .desk],
            summary: "Draws a number for a service.",
            status: 201,
            takes: "TicketRequest",
            gives: "Ticket",
            handle: drawTicket
        )
    ]

    private static let kioskRoutes = [
        Endpoint(
            method: .post,
            path: "/api/v1/kiosk/enrol",
            summary: "Turns a one-time code into a kiosk's secret.",
            takes: "EnrolRequest",
            gives: "EnrolAnswer",
            handle: { call in
                let request = try read(call.body, as: EnrolRequest.self)
                return Reply(
                    try write(
                        try await call.hub.administer { try await $0.enrol(code: request.code) }
                    )
                )
            }
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/kiosk/hello",
            roles: [.kiosk],
            summary: "A kiosk says what it has; the hub, what it has of it.",
            takes: "HelloRequest",
            gives: "HelloAnswer",
            handle: { call in
                let request = try read(call.body, as: HelloRequest.self)
                let device = try call.caller()
                let machine = call.hub.machineTime()
                return Reply(
                    try write(
                        try await call.hub.perform(for: device) { cases, store, now in
                            try cases.hello(
                                request,
                                from: device,
                                machine: machine,
                                in: store,
                                at: now
                            )
                        }
                    )
                )
            }
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/kiosk/reserve",
            roles: [.kiosk],
            summary: "Reserves the next number of a letter for a visit.",
            takes: "ReserveRequest",
            gives: "ReserveAnswer",
            handle: { call in
                let request = try read(call.body, as: ReserveRequest.self)
                let device = try call.caller()
                return Reply(
                    try write(
                        try await call.hub.perform(for: device) { cases, store, now in
                            try cases.reserve(request, in: store, at: now)
                        }
                    )
                )
            }
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/kiosk/events",
            roles: [.kiosk],
            summary: "Takes the next events of a kiosk's log.",
            takes: "EventsRequest",
            gives: "EventsAnswer",
            handle: { call in
                let request = try read(call.body, as: EventsRequest.self)
                let device = try call.caller()
                return Reply(
                    try write(
                        try await call.hub.perform(for: device) { cases, store, now in
                            try cases.receive(request, from: device, in: store, at: now)
                        }
                    )
                )
            }
        ),
        Endpoint(
            method: .get,
            path: "/api/v1/kiosk/changes",
            roles: [.kiosk],
            summary: "What happened to visits since a cursor; waits until something did.",
            gives: "ChangesAnswer",
            query: ["since", "epoch", "seen", "wait"],
            handle: changes
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/kiosk/back",
            roles: [.kiosk],
            summary: "A parked visitor is back, or one who was missed, once within 30 minutes.",
            takes: "BackRequest",
            gives: "VisitEnvelope",
            handle: comeBack
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/kiosk/help",
            roles: [.kiosk],
            summary: "A visitor at the kiosk wants somebody to come; shown on every desk.",
            status: 204,
            handle: { call in
                let device = try call.caller()
                let id = call.hub.newIdentity().id
                try await call.hub.perform(for: device) { cases, store, now in
                    let place = HelpCall.Place.kiosk(device.name)
                    try cases.callForHelp(from: place, id: id, in: store, at: now)
                }
                return Reply(status: 204, "")
            }
        ),
    ]
}

// MARK: - Handlers

private func drawTicket(_ call: Call) async throws -> Reply {
    let request = try read(call.body, as: TicketRequest.self)
    let language = request.language ?? "de"
    guard call.hub.office.languages.contains(language) else {
        let known = call.hub.office.languages.joined(separator: ", ")
        throw HubRefusal.badRequest("The language must be one of the office's: \(known).")
    }
    let device = try call.caller()
    guard request.priority != true || device.role == .desk else {
        throw HubRefusal.badRequest("Only a desk gives priority.")
    }
    let (id, key) = call.hub.newIdentity()
    let body = try await call.hub.answer(
        "ticket \(request.service) \(request.persons ?? 1) \(request.priority ?? false)",
        of: device,
        key: call.idempotencyKey
    ) { cases, store, now in
        let drawn = try cases.drawTicket(
            service: request.service,
            persons: request.persons ?? 1,
            isPriority: request.priority ?? false,
            language: language,
            visit: id,
            key: key,
            actor: "\(device.role.rawValue):\(device.name)",
            in: store,
            at: now
        )
        return ticketAnswer(drawn)
    }
    return Reply(body)
}

private func comeBack(_ call: Call) async throws -> Reply {
    let request = try read(call.body, as: BackRequest.self)
    let device = try call.caller()
    let visit = try await call.hub.perform(for: device) { cases, store, now in
        try cases.comeBack(request.visit, atKiosk: device.name, in: store, at: now)
    }
    return Reply(try write(VisitEnvelope(visit, also: [])))
}

private func changes(_ call: Call) async throws -> Reply {
    let cursor = try call.query("since", or: 0)
    let epoch = try call.query("epoch", or: 0)
    let limit = try waitLimit(call)
    let ask: @Sendable () async throws -> (Int, ChangesAnswer) = {
        let version = call.hub.changed.version
        let answer = try await call.hub.read { cases, store, now in
            try cases.changes(since: cursor, epoch: epoch, in: store, at: now)
        }
        return (version, answer)
    }
    var (version, answer) = try await ask()
    // What is no event, as another wait, may have changed since the caller's last answer was read.
    let seen = try call.query("seen", or: version)
    if answer.cursor == cursor, !answer.resync, seen == version {
        await wait(call, after: version, limit: limit)
        (version, answer) = try await ask()
    }
    answer.version = version
    return Reply(try write(answer))
}

/// Waits while nothing changed since the version the caller has seen; answers the version now.
func waited(_ call: Call) async throws -> Int {
    let limit = try waitLimit(call)
    let seen = try call.query("since", or: -1)
    if seen >= 0 {
        await wait(call, after: seen, limit: limit)
    }
    return call.hub.changed.version
}

/// Waits for a change, and no longer once the hub is told to stop.
private func wait(_ call: Call, after version: Int, limit: Duration) async {
    await cancelWhenGracefulShutdown {
        await call.hub.changed.wait(after: version, limit: limit, clock: .continuous)
    }
}

private func waitLimit(_ call: Call) throws -> Duration {
    .seconds(min(max(0, try call.query("wait", or: 0)), ChangesAnswer.longestWait))
}
