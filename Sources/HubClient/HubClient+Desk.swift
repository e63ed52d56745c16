import Foundation
package import Lobby
import NIOHTTP1
package import Sync

// What desks and boards ask.
extension HubClient {
    /// What a clerk sees; with a version seen, as soon as something is different.
    package func counter(
        _ number: Int,
        since version: Int?,
        secret: String
    ) async throws(HubProblem) -> CounterAnswer {
        try await get(
            "/api/v1/counters/\(number)" + Self.waiting(since: version),
            secret: secret,
            limit: .seconds(Self.longestLook) + Self.usualLimit
        )
    }

    package func calls(
        since version: Int?,
        secret: String
    ) async throws(HubProblem) -> CallsAnswer {
        try await get(
            "/api/v1/calls" + Self.waiting(since: version),
            secret: secret,
            limit: .seconds(Self.longestLook) + Self.usualLimit
        )
    }

    /// Calls the next visit; nil when nobody waits.
    ///
    /// The key makes a repeated request get the first one's answer.
    package func next(
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer? {
        try await next("next", Data("{}".utf8), counter: counter, key: key, secret: secret)
    }

    /// Finishes the visit that the counter holds and calls the next; nil when nobody waits.
    package func finishAndNext(
        _ visit: VisitID,
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer? {
        let body = Data("{\"visit\":\"\(visit)\"}".utf8)
        return try await next("finish-and-next", body, counter: counter, key: key, secret: secret)
    }

    private func next(
        _ action: String,
        _ body: Data,
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer? {
        let answer = try await ask(
            .POST,
            "/api/v1/counters/\(counter)/\(action)",
            body: body,
            secret: secret,
            key: key,
            limit: Self.usualLimit
        )
        if answer.isEmpty { return nil }
        return try Self.decode(VisitEnvelope.self, answer).visit
    }

    /// What a clerk does with a visit: the action is the last part of its address.
    package func act(
        _ action: String,
        _ request: some Encodable,
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer {
        let path = "/api/v1/counters/\(counter)/\(action)"
        let envelope: VisitEnvelope = try await post(path, request, secret: secret, key: key)
        return envelope.visit
    }

    /// Takes back what was done last at a counter.
    package func undo(
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer {
        try await act("undo", [String: String](), counter: counter, key: key, secret: secret)
    }

    /// Calls one number to a counter, also one that the hub does not know yet.
    package func call(
        _ label: Label,
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer {
        let request = CallRequest(label: label)
        return try await act("call", request, counter: counter, key: key, secret: secret)
    }

    /// Calls one visit that the clerk chose to a counter.
    package func call(
        _ visit: VisitID,
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) -> VisitAnswer {
        let request = CallRequest(visit: visit)
        return try await act("call", request, counter: counter, key: key, secret: secret)
    }

    /// What is about a counter itself, by the last part of its address; there is nothing to answer.
    package func tell(
        _ action: String,
        _ request: some Encodable,
        counter: Int,
        key: String,
        secret: String
    ) async throws(HubProblem) {
        guard let body = try? JSONEncoder().encode(request) else { throw .notAHub }
        _ = try await ask(
            .POST,
            "/api/v1/counters/\(counter)/\(action)",
            body: body,
            secret: secret,
            key: key,
            limit: Self.usualLimit
        )
    }

    /// Draws a number for somebody who is here.
    package func draw(
        _ request: WalkInRequest,
        key: String,
        secret: String
    ) async throws(HubProblem) -> Label {
        let answer: WalkInAnswer = try await post(
            "/api/v1/tickets",
            request,
            secret: secret,
            key: key
        )
        return answer.ticket.label
    }

    /// Desks and boards look again at least this often, in seconds.
    private static let longestLook = 5

    private static func waiting(since version: Int?) -> String {
        version.map { "?since=\($0)&wait=\(longestLook)" } ?? ""
    }
}
