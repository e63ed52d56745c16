import Lobby

extension BenchRow {
    /// Clients that draw at once.
    private static let clients = 16

    /// How many tickets a second a hub gives, each on disk before it is answered.
    func measureRate(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world)
        defer { hub.process.end() }
        let form = HTTPForm(
            "POST",
            "/api/v1/tickets",
            token: hub.program,
            body: "{\"service\":\"\(bench.world.office.services.all[0].id)\"}"
        )
        // The first second fills caches and is not counted.
        let first = 1_000_000_000
        _ = try load(hub, form, seconds: 1, firstKey: first).run()
        let result = try load(hub, form, seconds: bench.count(8, quick: 2), firstKey: 0).run()
        guard result.refused == 0 else {
            throw BenchProblem("The hub refused \(result.refused) of \(result.samples.count).")
        }
        let isSlow = bench.world.slowFlush != nil
        let rate = Finding.atLeast(
            isSlow ? 1_500 : 12_000,
            .perSecond,
            self,
            "tickets drawn over HTTP, 16 clients, durable",
            measured: result.perSecond,
            details: "p50 \(briefly(result.samples.median)) ms, "
                + "p99 \(briefly(result.samples.p99)) ms"
        )
        guard isSlow else { return [rate] }
        return [
            rate,
            .atMost(
                50,
                .milliseconds,
                self,
                "the same, p99",
                measured: result.samples.p99,
                details: "longest \(briefly(result.samples.longest)) ms of \(result.samples.count)"
            ),
        ]
    }

    private func load(
        _ hub: HubUnderTest,
        _ form: HTTPForm,
        seconds: Int,
        firstKey: Int
    ) -> Load {
        Load(
            port: hub.port,
            connections: Self.clients,
            seconds: seconds,
            form: form,
            wanted: 201,
            firstKey: firstKey
        )
    }
}
