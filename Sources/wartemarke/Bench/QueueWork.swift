import Foundation
import Lobby

/// What programs and clerks do at a hub, one request after the other over one connection.
final class QueueWork {
    private struct Envelope: Decodable {
        struct Held: Decodable {
            let id: VisitID
        }

        let visit: Held
    }

    private let line: PlainConnection
    private let hub: HubUnderTest
    private let draws: [HTTPForm]
    private var key = 0
    private var drawn = 0

    init(_ hub: HubUnderTest, office: Office) throws {
        self.hub = hub
        line = try PlainConnection(port: hub.port)
        draws = office.services.all.map { service in
            HTTPForm(
                "POST",
                "/api/v1/tickets",
                token: hub.program,
                body: "{\"service\":\"\(service.id)\"}"
            )
        }
    }

    /// Draws a number, the services in turn.
    func draw() throws {
        _ = try exchange(draws[drawn % draws.count], wanted: 201)
        drawn += 1
    }

    /// Calls the next visit to a counter, lets it appear and finishes it.
    ///
    /// - Returns: How long the call took, in nanoseconds.
    @discardableResult
    func serve(counter: Int) throws -> UInt64 {
        let path = "/api/v1/counters/\(counter)/"
        let call = HTTPForm("POST", path + "next", token: hub.desk, body: "{}")
        let begin = monotonicNow()
        let body = try exchange(call, wanted: 200)
        let time = monotonicNow() - begin
        let visit = try JSONDecoder().decode(Envelope.self, from: body).visit.id
        for action in ["appear", "finish"] {
            let form = HTTPForm(
                "POST",
                path + action,
                token: hub.desk,
                body: "{\"visit\":\"\(visit)\"}"
            )
            _ = try exchange(form, wanted: 200)
        }
        return time
    }

    private func exchange(_ form: HTTPForm, wanted: Int) throws -> Data {
        var form = form
        key += 1
        form.number(key)
        let (status, body) = try line.exchange(form)
        guard status == wanted else {
            throw BenchProblem("The hub says: \(String(decoding: body, as: UTF8.self))")
        }
        return body
    }
}
