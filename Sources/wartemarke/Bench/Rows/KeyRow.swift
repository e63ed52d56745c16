extension BenchRow {
    /// Keys of which each changes the welcome screen and none follows itself: larger letters, help,
    /// smaller letters, back.
    private static let keys: [Character] = ["7", "0", "7", "*"]
    /// Output belongs to one drawing when it comes within this time, in milliseconds.
    private static let quiet: Int32 = 12

    /// How long a key takes to a changed screen, its last byte, on a terminal of 60 × 20.
    func measureKey(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world)
        let kiosk = try KioskUnderTest(
            bench.world,
            hub: hub,
            database: bench.world.path("kiosk.sqlite"),
            enrol: try hub.enrolmentCode()
        )
        try hub.awaitKiosk()
        kiosk.settle(quiet: 500)
        var times = Samples()
        for round in 0..<bench.count(200, quick: 60) {
            let struck = kiosk.strike(Self.keys[round % Self.keys.count])
            guard let (shown, _) = try kiosk.awaitChange(quiet: Self.quiet) else {
                throw BenchProblem("A key did not change the screen.")
            }
            times.add(shown - struck)
            kiosk.settle()
        }
        return [
            .atMost(
                8,
                .milliseconds,
                self,
                "key to changed screen, p99",
                measured: times.p99,
                details: "p50 \(briefly(times.median)) ms of \(times.count)"
            )
        ]
    }
}
