import Foundation
import HubStore
import Lobby

extension BenchRow {
    private static let waitingAtDesk = 60
    private static let deeds = ["next", "appear", "finish"]

    /// From a key on the clerks' page to the page as it then is, with years of visits in the file.
    ///
    /// What is measured is `POST /desk/do` with all parts of the page in its answer: the browser only
    /// puts them in.
    func measureDesk(_ bench: Bench) async throws -> [Finding] {
        let world = bench.world
        let history = bench.count(1_000_000, quick: 100_000)
        let file = world.path("desk.sqlite")
        try await fill(file, world, visits: history)
        let hub = try HubUnderTest(world, database: file)
        let work = try QueueWork(hub, office: world.office)
        for _ in 0..<Self.waitingAtDesk { try work.draw() }
        guard let counter = world.office.counters.first(where: { $0.services == nil })?.number,
            let seat = try ClerkSeat.take([counter], at: hub).first
        else { throw BenchProblem("No counter serves everything.") }
        let line = try PlainConnection(port: hub.port)
        let unmeasured = bench.count(50, quick: 20)
        var times = Samples()
        for round in 0..<bench.count(400, quick: 60) {
            try work.draw()
            var held = ""
            for deed in Self.deeds {
                let body = "token=\(seat.token)&key=\(UUID())&do=\(deed)\(held)"
                let form = HTTPForm("POST", "/desk/do", cookies: seat.cookie, body: body)
                let begin = monotonicNow()
                let (status, answer) = try line.exchange(form)
                let time = monotonicNow() - begin
                let page = String(decoding: answer, as: UTF8.self)
                guard status == 200 else { throw BenchProblem("The desk hears: \(page)") }
                if deed == "next" {
                    guard let match = page.firstMatch(of: /appear:([0-9a-f-]+)/) else {
                        throw BenchProblem("Nobody was called: \(page)")
                    }
                    held = ":\(match.1)"
                }
                // The first ones fill caches and are not counted.
                if round >= unmeasured { times.add(time) }
            }
        }
        return [
            .atMost(
                world.slowFlush == nil ? 20 : 50,
                .milliseconds,
                self,
                "key to answer at the clerks' page, \(history) visits of history, p99",
                measured: times.p99,
                details: "p50 \(briefly(times.median)) ms of \(times.count) deeds, "
                    + "\(Self.waitingAtDesk) waiting"
            )
        ]
    }
}
