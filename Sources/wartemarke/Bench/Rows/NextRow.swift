import Hub
import HubStore
import Lobby

extension BenchRow {
    private static let waiting = 60
    private static let visitsPerDay = 2_000

    /// How long a call takes with years of visits in the file, and beside an empty one.
    ///
    /// Both hubs are asked in turn, so that whatever else the machine does meets both.
    func measureNext(_ bench: Bench) async throws -> [Finding] {
        let world = bench.world
        let history = bench.count(1_000_000, quick: 100_000)
        let file = world.path("history.sqlite")
        try await fill(file, world, visits: history)
        let works = try [nil, file].map { file in
            try QueueWork(try HubUnderTest(world, database: file), office: world.office)
        }
        for work in works { for _ in 0..<Self.waiting { try work.draw() } }
        let counter = world.office.counters.first { $0.services == nil }?.number
        guard let counter else { throw BenchProblem("No counter serves everything.") }
        var times = [Samples(), Samples()]
        for round in 0..<bench.count(550, quick: 120) {
            for (index, work) in works.enumerated() {
                try work.draw()
                let time = try work.serve(counter: counter)
                // The first calls fill caches and are not counted.
                if round >= 50 || bench.isQuick && round >= 20 { times[index].add(time) }
            }
        }
        let (empty, full) = (times[0], times[1])
        return [
            .atMost(
                // A call waits for its flush, which then alone takes all of the usual budget.
                world.slowFlush == nil ? 5 : 50,
                .milliseconds,
                self,
                "call next over HTTP, \(history) visits of history, p99",
                measured: full.p99,
                details: "p50 \(briefly(full.median)) ms of \(full.count) calls, 60 waiting"
            ),
            .atMost(
                1.2,
                .times,
                self,
                "the same as a multiple of an empty table, medians",
                measured: full.median / empty.median,
                details: "empty: p50 \(briefly(empty.median)) ms, p99 \(briefly(empty.p99)) ms"
            ),
        ]
    }

    /// Writes the history in front of the morning that the hub starts on, and has a hub learn from it.
    func fill(_ file: String, _ world: BenchWorld, visits: Int) async throws {
        guard let morning = Instant(iso8601: BenchWorld.morning) else { return }
        let (lock, store) = try openHub(file, office: world.office.id)
        let days = visits / Self.visitsPerDay
        let today = world.office.time.day(at: morning)
        for back in (1...days).reversed() {
            try store.writeNow { store in
                try store.insertHistory(
                    count: Self.visitsPerDay,
                    on: today + -back,
                    opening: morning - .seconds(86_400 * back),
                    services: world.office.services.all
                )
            }
        }
        let hub = try Hub(office: world.office, store: store, world: .real(startingAt: morning))
        try await hub.learn()
        while try await hub.sumUpDays() {}
        try store.close()
        withExtendedLifetime(lock) {}
    }
}
