import Simulation
import Testing

@Suite struct `The simulated lobby` {
    @Test func `keeps every promise in sixty worlds`() async throws {
        let sum = try await Campaign(first: 1, count: 60, workers: 2).run()
        #expect(sum.violations.map { "\($0.seed): \($0.violation as Any)" } == [])
        // The worlds are worth something only if a lot happens in them.
        #expect(sum.seeds == 60)
        #expect(sum.tickets > 3_000)
        #expect(sum.kioskCrashes > 100)
        #expect(sum.hubCrashes > 30)
    }

    @Test func `keeps them where it once did not`() throws {
        for (seed, was) in corpus {
            let violation = try Simulation(seed: seed).run().violation
            #expect(violation == nil, "seed \(seed), \(was)")
        }
    }

    @Test(arguments: [PlantedBug.noVoid, .counterResetByClock, .flushesSkipped])
    func `finds a mistake put into it`(bug: PlantedBug) async throws {
        let sum = try await Campaign(first: 1, count: 200, workers: 2, bug: bug).run()
        #expect(!sum.violations.isEmpty, "\(bug.words)")
    }

    @Test func `comes out the same from the same seed`() throws {
        let first = try Simulation(seed: 7, isTraced: true).run()
        let second = try Simulation(seed: 7, isTraced: true).run()
        #expect(first == second)
        #expect(first.lines.count > 500)
    }

    @Test func `differs from seed to seed, and not by being watched`() throws {
        let first = try Simulation(seed: 1).run()
        #expect(try Simulation(seed: 2).run().traceHash != first.traceHash)
        #expect(try Simulation(seed: 1, isTraced: true).run().traceHash == first.traceHash)
    }
}
