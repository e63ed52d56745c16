import Foundation
import Lobby

extension BenchRow {
    private static let connections = 16
    private static let ticketsPerSecond = 50

    /// How many reads of the status a second a hub answers to everybody while tickets are drawn.
    func measureStatus(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world, isPublic: true)
        defer { hub.process.end() }
        let service = bench.world.office.services.all[0].id
        let drawing = Drawing()
        let (port, token) = (hub.port, hub.program)
        Thread.detachNewThread {
            drawing.run(
                port: port,
                form: HTTPForm(
                    "POST",
                    "/api/v1/tickets",
                    token: token,
                    body: "{\"service\":\"\(service)\"}"
                ),
                perSecond: Self.ticketsPerSecond
            )
        }
        let load = Load(
            port: hub.publicPort,
            connections: Self.connections,
            seconds: bench.count(6, quick: 2),
            form: HTTPForm("GET", "/api/v1/status"),
            wanted: 200
        )
        let answer = Swift.Result { try load.run() }
        let drawn = drawing.end()
        let result = try answer.get()
        let rate = Double(drawn) / result.seconds
        guard result.refused == 0, rate > Double(Self.ticketsPerSecond) * 0.9 else {
            throw BenchProblem(
                "\(result.refused) reads were refused, \(Int(rate)) tickets a second were drawn."
            )
        }
        return [
            .atLeast(
                20_000,
                .perSecond,
                self,
                "reads of the public status while 50 tickets a second are drawn",
                measured: result.perSecond,
                details: "p50 \(briefly(result.samples.median)) ms, "
                    + "p99 \(briefly(result.samples.p99)) ms"
            )
        ]
    }
}
