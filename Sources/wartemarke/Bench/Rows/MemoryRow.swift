import Lobby

extension BenchRow {
    /// What kiosk and hub keep resident after work.
    func measureMemory(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world)
        let fresh = try hub.process.residentMemory()
        let journey = try VisitorJourney(bench, hub)
        let tickets = bench.count(20, quick: 3)
        for _ in 0..<tickets { _ = try journey.drawNumber() }
        let kiosk = try journey.kiosk.process.residentMemory()
        let work = try QueueWork(hub, office: bench.world.office)
        // Counters that serve everything, so that nobody is left waiting.
        let all = bench.world.office.counters.filter { $0.services == nil }.map(\.number)
        guard !all.isEmpty else { throw BenchProblem("No counter serves everything.") }
        let visits = bench.count(2_000, quick: 200)
        for round in 0..<visits {
            try work.draw()
            try work.serve(counter: all[round % all.count])
        }
        return [
            .atMost(
                64,
                .mebibytes,
                self,
                "kiosk, resident after \(tickets) tickets",
                measured: kiosk
            ),
            .atMost(
                96,
                .mebibytes,
                self,
                "hub, resident after a day of \(visits) visits",
                measured: try hub.process.residentMemory(),
                details: "at its start \(briefly(fresh)) MiB"
            ),
        ]
    }
}
