import Foundation
import Lobby
import OfficeFiles
import Testing

@testable import Simulation

@Suite struct `Forecasts on trial` {
    private static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func shipped(
        _ seeds: ClosedRange<UInt64>
    ) throws -> (office: Office, duties: [CounterDuty], days: [OfficeDay]) {
        let path = Self.folder.appending(path: "kiosk-config/office.yaml").path()
        let office = try readOffice(at: path).get()
        let file = try #require(workloadFile(beside: path))
        let workload = try readWorkload(at: file, of: office).get()
        let all = Set(office.services.all.map(\.id))
        let duties = office.counters.prefix(workload.counters).map { counter in
            CounterDuty(number: counter.number, services: counter.services.map(Set.init) ?? all)
        }
        let days = seeds.map { seed in
            OfficeDay(
                of: workload,
                seed: seed,
                counters: duties.count,
                services: office.services
            )
        }
        return (office, duties, days.stretched(to: 0.9))
    }

    @Test func `are as right as they claim on the shipped workload`() throws {
        let (office, duties, days) = try shipped(1...2)
        var trial = ForecastTrial(of: office, counters: duties, runs: 40)
        for day in days { trial.pass(day) }
        let figures = trial.figures
        #expect(figures.visits > 320)
        #expect(figures.meanError <= 5.5)
        #expect((0.65...0.92).contains(figures.inside), "\(figures)")
        #expect(figures.overFiveBeyond <= 0.15)
        // Before closing everybody who came is announced and called.
        #expect(trial.announced.allSatisfy { $0.real >= 0 && $0.day < 2 })
        let points = trial.calibration.points
        #expect(trial.calibration.visits == figures.visits)
        #expect(points.map(\.observed) == points.map(\.observed).sorted())
        #expect(points.allSatisfy { abs($0.claimed - $0.observed) < 0.2 }, "\(points)")
    }

    @Test func `come out the same from the same days`() throws {
        let (office, duties, days) = try shipped(1...1)
        func announced() -> [ForecastTrial.Announced] {
            var trial = ForecastTrial(of: office, counters: duties, runs: 8)
            for day in days { trial.pass(day) }
            return trial.announced
        }
        #expect(announced() == announced())
    }

    @Test func `learn a day only after it was forecast`() throws {
        let (office, duties, days) = try shipped(1...2)
        var trial = ForecastTrial(of: office, counters: duties, runs: 8)
        #expect(trial.forecaster.times.known.isEmpty)
        trial.pass(days[0])
        let visits = trial.forecaster.times.known.values.map(\.visits).reduce(0, +)
        #expect(visits > 0 && visits <= days[0].visitors.count)
    }

    // MARK: Positions alone

    private func visit(
        _ day: Int,
        _ minute: Double,
        ahead: Double?,
        wait: Double?,
        queue: String = "a"
    ) -> TracedVisit {
        TracedVisit(
            office: "town",
            day: "2026-11-\(10 + day)",
            service: queue,
            arrivedMinute: minute,
            plannedMinutes: 10,
            openCounters: 2,
            waitMinutes: wait,
            ahead: ahead
        )
    }

    /// Two queues in which each one ahead takes three or eight minutes.
    private var trace: [TracedVisit] {
        (1...4).flatMap { day in
            (0..<30).flatMap { number -> [TracedVisit] in
                let (minute, ahead) = (480 + Double(number) * 10, Double(number % 7))
                return [
                    visit(day, minute, ahead: ahead, wait: 3 * (ahead + 1), queue: "fast"),
                    visit(day, minute, ahead: ahead, wait: 8 * (ahead + 1), queue: "slow"),
                ]
            }
        }
    }

    @Test func `in four ways, each day from the days before`() throws {
        let result = PositionTrial().run(trace)
        #expect(result.visits == 3 * 60)
        let error = result.meanError
        #expect(error.count == PositionTrial.Way.allCases.count)
        let (own, last) = (try #require(error[.estimator]), try #require(error[.lastToEnter]))
        let learned = try #require(error[.minutesPerPosition])
        #expect(own < 2 && own < last && learned < last, "\(error)")
        // People ahead times ten minutes, by two counters.
        let expected = trace.dropFirst(60).map { abs(($0.ahead ?? 0) * 5 - ($0.waitMinutes ?? 0)) }
        let mean = expected.reduce(0, +) / Double(expected.count)
        #expect(abs(try #require(error[.fixedMinutes]) - mean) < 1e-9)
    }

    @Test func `pass over what a trace does not tell, in whatever order it comes`() {
        let holes = [
            visit(2, 500, ahead: nil, wait: 10), visit(2, 501, ahead: 3, wait: nil),
        ]
        let whole = PositionTrial().run(trace)
        #expect(PositionTrial().run(trace + holes).visits == whole.visits)
        #expect(PositionTrial().run([]).visits == 0)
        // One day alone is only learned from.
        #expect(PositionTrial().run(trace.filter { $0.day == "2026-11-11" }).visits == 0)
    }

    @Test func `know the hours of a queue after enough of its days`() {
        typealias Sample = PositionEstimator.Sample
        let samples = (0..<400).flatMap { number -> [Sample] in
            let ahead = Double(number % 10)
            return [
                Sample(queue: "a", hour: 8, ahead: ahead, lastWait: nil, wait: 3 * (ahead + 1)),
                Sample(queue: "a", hour: 12, ahead: ahead, lastWait: nil, wait: 9 * (ahead + 1)),
            ]
        }
        let estimator = PositionEstimator(learning: samples)
        let morning = estimator.wait(queue: "a", hour: 8, ahead: 5, lastWait: nil)
        let noon = estimator.wait(queue: "a", hour: 12, ahead: 5, lastWait: nil)
        #expect(noon > morning + 10, "\(morning) \(noon)")
    }
}
