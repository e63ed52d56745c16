import Foundation
import Lobby

extension BenchRow {
    private static let pressing = 8
    private static let tickets = 400

    /// Whether clerks who press as fast as they can ever get somebody twice, or leave somebody.
    func measureClerks(_ bench: Bench) throws -> [Finding] {
        let rush = ClerksRush(
            hub: try HubUnderTest(
                bench.world,
                office: try bench.world.officeFile(counters: Self.pressing)
            ),
            service: bench.world.office.services.all[0].id,
            clerks: Self.pressing
        )
        let rounds = bench.count(bench.rounds, quick: 3)
        for _ in 0..<rounds { try rush.round(tickets: Self.tickets) }
        let what = "\(Self.pressing) clerks on \(Self.tickets) tickets, \(rounds) rounds"
        return [
            .atMost(0, .visits, self, "called twice: \(what)", measured: Double(rush.twice)),
            .atMost(
                0,
                .visits,
                self,
                "left, or called without a ticket: the same",
                measured: Double(rush.lost),
                details: "call p50 \(briefly(rush.times.median)) ms, "
                    + "p99 \(briefly(rush.times.p99)) ms of \(rush.times.count)"
            ),
        ]
    }
}

/// Clerks without patience: everybody draws, then everybody calls until nobody is left.
private final class ClerksRush {
    private struct Ticket: Decodable {
        struct Drawn: Decodable {
            let id: VisitID
        }

        let ticket: Drawn
    }

    private struct Called: Decodable {
        struct Visit: Decodable {
            let id: VisitID
        }

        let visit: Visit
    }

    private let hub: HubUnderTest
    private let service: ServiceID
    private let clerks: Int
    private var rounds = 0
    private(set) var times = Samples()
    private(set) var twice = 0
    private(set) var lost = 0

    init(hub: HubUnderTest, service: ServiceID, clerks: Int) {
        self.hub = hub
        self.service = service
        self.clerks = clerks
    }

    func round(tickets: Int) throws {
        var given: Set<VisitID> = []
        try together { _ in
            var left = tickets / clerks
            return { [self] answer in
                if let answer {
                    try expect(answer, 201)
                    given.insert(try JSONDecoder().decode(Ticket.self, from: answer.body).ticket.id)
                }
                left -= 1
                return left < 0
                    ? nil : form("/api/v1/tickets", hub.program, "{\"service\":\"\(service)\"}")
            }
        }
        var called: Set<VisitID> = []
        try together { clerk in
            let path = "/api/v1/counters/\(clerk)/"
            var (held, steps) = ("", ["next"])
            return { [self] answer in
                if let answer, steps.first == "next" {
                    if answer.status == 204 { return nil }
                    try expect(answer, 200)
                    times.add(answer.nanoseconds)
                    let visit = try JSONDecoder().decode(Called.self, from: answer.body).visit.id
                    if !called.insert(visit).inserted { twice += 1 }
                    held = "{\"visit\":\"\(visit)\"}"
                    steps = ["next", "appear", "finish", "next"]
                } else if let answer {
                    try expect(answer, 200)
                }
                if answer != nil { steps.removeFirst() }
                return form(path + steps[0], hub.desk, steps[0] == "next" ? "{}" : held)
            }
        }
        lost += given.symmetricDifference(called).count
    }

    /// - Parameter plan: Makes the plan of a clerk, by the number of the counter.
    /// - Throws: ``BenchProblem`` when the hub does not answer.
    private func together(
        _ plan: (Int) -> (Requester.Answer?) throws -> Requester.Request?
    ) throws {
        rounds += 1
        try talk(
            (1...clerks).map { clerk in
                try Requester(
                    port: hub.port,
                    firstKey: (rounds * 100 + clerk) * 10_000,
                    plan: plan(clerk)
                )
            }
        )
    }

    private func form(_ path: String, _ token: String, _ body: String) -> Requester.Request {
        Requester.Request(form: HTTPForm("POST", path, token: token, body: body))
    }

    private func expect(_ answer: Requester.Answer, _ status: Int) throws {
        guard answer.status == status else {
            throw BenchProblem("The hub says: \(String(decoding: answer.body, as: UTF8.self))")
        }
    }
}
