import Foundation
import Lobby

extension BenchRow {
    private static let path = "/de/"

    /// How large the public start page is, and how soon it is there when something has changed.
    func measurePage(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world, isPublic: true)
        defer { hub.process.end() }
        let (queue, page) = (
            try PlainConnection(port: hub.port), try PlainConnection(port: hub.publicPort)
        )
        let services = bench.world.office.services.all
        var samples = Samples()
        var bytes = 0
        let count = bench.count(500, quick: 50)
        for index in 0..<count {
            // A change, and time enough that no reader gets the page of before.
            var draw = HTTPForm(
                "POST",
                "/api/v1/tickets",
                token: hub.program,
                body: "{\"service\":\"\(services[index % services.count].id)\"}"
            )
            draw.number(index + 1)
            guard try queue.exchange(draw).status == 201 else {
                throw BenchProblem("The hub gives no number.")
            }
            usleep(40_000)
            let sent = monotonicNow()
            let answer = try page.exchange(HTTPForm("GET", Self.path))
            samples.add(monotonicNow() - sent)
            guard answer.status == 200 else {
                throw BenchProblem("The start page answers with \(answer.status).")
            }
            bytes = max(bytes, answer.body.count)
        }
        let rest = try ["/style.css", "/status.js"].map {
            try page.exchange(HTTPForm("GET", $0)).body.count
        }
        return [
            .atMost(
                60,
                .kilobytes,
                self,
                "start page with its style and script",
                measured: Double(bytes + rest.reduce(0, +)) / 1000,
                details: "the page alone \(briefly(Double(bytes) / 1000)) kB"
            ),
            .atMost(
                10,
                .milliseconds,
                self,
                "start page after a change, request to last byte, p99",
                measured: samples.p99,
                details: "p50 \(briefly(samples.median)) ms of \(samples.count)"
            ),
        ]
    }
}
