import Glibc

extension BenchRow {
    /// How long the last key takes to the number: with the hub, at its first silence, and without.
    ///
    /// The hub is stopped first, so that it takes connections and never answers, which is worse than
    /// being gone; for the second half it is killed.
    func measureNumber(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world)
        let journey = try VisitorJourney(bench, hub)
        var connected = Samples()
        for _ in 0..<bench.count(30, quick: 5) { connected.add(try journey.drawNumber()) }
        hub.process.send(SIGSTOP)
        let first = Double(try journey.drawNumber()) / 1e6
        var alone = Samples()
        let count = bench.count(16, quick: 4)
        for round in 0..<count {
            if round == count / 2 { hub.process.kill() }
            alone.add(try journey.drawNumber())
        }
        return [
            .atMost(
                50,
                .milliseconds,
                self,
                "last key to number, hub on loopback, p99",
                measured: connected.p99,
                details: "p50 \(briefly(connected.median)) ms of \(connected.count)"
            ),
            .atMost(
                450,
                .milliseconds,
                self,
                "the same, the first with the hub silent",
                measured: first
            ),
            .atMost(
                20,
                .milliseconds,
                self,
                "the same from then on, p99",
                measured: alone.p99,
                details: "p50 \(briefly(alone.median)) ms of \(alone.count); silent, then killed"
            ),
        ]
    }
}

/// A visitor at a kiosk: language, draw a number, service.
struct VisitorJourney {
    /// A result stays at least so long before a key takes it away, in microseconds.
    private static let look: UInt32 = 1_050_000
    /// Large digits are drawn with these.
    private static let blocks = ["▀", "▄", "█"].map { Array($0.utf8) }

    let kiosk: KioskUnderTest
    /// A word that only the line about a paper that came has.
    private let printed: String

    /// Enrols a new kiosk at the hub; without a printer tickets become files.
    init(
        _ bench: Bench,
        _ hub: HubUnderTest,
        printer: String? = nil,
        server: String? = nil
    ) throws {
        let words = bench.world.printedWords.split(separator: " ").dropLast()
        printed = words.max { $0.count < $1.count }.map(String.init) ?? ""
        kiosk = try KioskUnderTest(
            bench.world,
            hub: hub,
            database: bench.world.path("kiosk.sqlite"),
            enrol: try hub.enrolmentCode(),
            printer: printer,
            server: server
        )
        // Another kiosk may have greeted the hub before.
        _ = try kiosk.waitFor(bench.world.firstLanguage)
        try hub.awaitKiosk()
        kiosk.settle(quiet: 500)
    }

    /// Walks to a number and away from it; no key follows itself, so none counts as a double strike.
    ///
    /// - Returns: Nanoseconds from the last key to the number on the screen.
    func drawNumber() throws -> UInt64 {
        let struck = try walk()
        let shown = try kiosk.waitFor("▀", or: ["▄", "█"])
        try goBack()
        return shown - struck
    }

    /// The same, until the paper is there.
    ///
    /// - Returns: When the number stood on the screen, and when that its paper came.
    func drawPaper() throws -> (shown: UInt64, printed: UInt64) {
        _ = try walk()
        let moments = try kiosk.waitFor(inOrder: [["▀", "▄", "█"], [printed]])
        try goBack()
        return (moments[0], moments[1])
    }

    /// Strikes the keys that lead to a number, and says when the last one was.
    private func walk() throws -> UInt64 {
        for key: Character in ["1", "2"] {
            _ = kiosk.strike(key)
            guard let (_, seen) = try kiosk.awaitChange(quiet: 60), !showsBlocks(seen) else {
                throw BenchProblem("The kiosk does not take the key \(key) as expected.")
            }
        }
        return kiosk.strike("1")
    }

    private func goBack() throws {
        usleep(Self.look)
        kiosk.settle()
        _ = kiosk.strike("*")
        _ = try kiosk.awaitChange(quiet: 60)
    }

    private func showsBlocks(_ bytes: [UInt8]) -> Bool {
        Self.blocks.contains(where: bytes.holds)
    }
}
