import Hub
import HubStore
import Lobby
import Sync

extension Endpoint {
    /// What is about a counter itself: pauses, and calls for help.
    static let workplaceRoutes = [
        Endpoint(
            method: .post,
            path: "/api/v1/counters/{number}/pause",
            roles: [.desk],
            summary: "Nobody is called here for some minutes, or until the next call; 0 ends that.",
            status: 204,
            takes: "PauseRequest",
            handle: pause
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/counters/{number}/help",
            roles: [.desk],
            summary: "Calls the other counters for help: shown on every desk.",
            status: 204,
            handle: { call in
                let id = call.hub.newIdentity().id
                return try await quietly(call, "help") { number, cases, store, now in
                    try cases.callForHelp(from: .counter(number), id: id, in: store, at: now)
                }
            }
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/counters/{number}/help-take",
            roles: [.desk],
            summary: "This counter goes where help was called; 409 when another one does already.",
            status: 204,
            takes: "HelpRequest",
            handle: { call in
                let id = try read(call.body, as: HelpRequest.self).help
                return try await quietly(call, "help-take \(id)") { number, cases, store, now in
                    try cases.takeHelp(id, by: number, in: store, at: now)
                }
            }
        ),
        Endpoint(
            method: .post,
            path: "/api/v1/counters/{number}/help-done",
            roles: [.desk],
            summary: "Nobody needs to come any more.",
            status: 204,
            takes: "HelpRequest",
            handle: { call in
                let id = try read(call.body, as: HelpRequest.self).help
                return try await quietly(call, "help-done \(id)") { _, cases, store, now in
                    try cases.endHelp(id, in: store, at: now)
                }
            }
        ),
    ]
}

/// The longest pause, in minutes.
private let longestPause = 240

private func pause(_ call: Call) async throws -> Reply {
    let minutes = try read(call.body, as: PauseRequest.self).minutes
    guard (0...longestPause).contains(minutes) else {
        throw HubRefusal.badRequest("A pause has 1 to \(longestPause) minutes; 0 ends it.")
    }
    return try await quietly(call, "pause \(minutes)") { number, cases, store, now in
        let end = minutes == 0 ? nil : now + .minutes(minutes)
        try cases.pause(counter: number, until: end, in: store, at: now)
    }
}

/// Does something at the counter that has nothing to answer.
private func quietly(
    _ call: Call,
    _ request: String,
    _ work: @escaping @Sendable (Int, HubCases, HubTransaction, Instant) throws -> Void
) async throws -> Reply {
    let number = try call.counter()
    _ = try await call.hub.answer(
        "\(request) \(number)",
        of: try call.caller(),
        key: call.idempotencyKey
    ) { cases, store, now in
        try work(number, cases, store, now)
        return ""
    }
    return Reply(status: 204, "")
}
