extension BenchRow {
    /// How long a kiosk takes from its start to the first screen, with a database it has used.
    func measureStart(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world)
        let database = bench.world.path("kiosk.sqlite")
        var times = Samples()
        for round in 0...bench.count(10, quick: 3) {
            let kiosk = try KioskUnderTest(
                bench.world,
                hub: hub,
                database: database,
                enrol: round == 0 ? try hub.enrolmentCode() : nil
            )
            let shown = try kiosk.waitFor(bench.world.firstLanguage)
            if round == 0 {
                // The start that enrols and makes the database is not counted.
                try hub.awaitKiosk()
                kiosk.settle(quiet: 500)
            } else {
                times.add(shown - kiosk.started)
            }
            kiosk.settle()
            kiosk.process.end()
        }
        return [
            .atMost(
                300,
                .milliseconds,
                self,
                "start to first screen, median",
                measured: times.median,
                details: "longest \(briefly(times.longest)) ms of \(times.count)"
            )
        ]
    }
}
