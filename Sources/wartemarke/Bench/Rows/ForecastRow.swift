import Foundation
import Lobby
import OfficeFiles
import Simulation

extension BenchRow {
    private static let load = 0.9
    private static let seeds: UInt64 = 20

    /// How right announced waits are, and how long one change of the queue takes to forecast.
    func measureForecast(_ bench: Bench) throws -> [Finding] {
        let office = bench.world.office
        let time = forecastTime(of: office, count: bench.count(200, quick: 20))
        var findings = [
            Finding.atMost(
                20,
                .milliseconds,
                self,
                "forecast for 60 waiting, 40 expected at 12 counters, median",
                measured: time.median,
                details: "p99 \(briefly(time.p99)) ms, \(Forecaster.usualRuns) runs each"
            )
        ]
        guard let path = workloadFile(beside: Places.office),
            let workload = readWorkload(at: path, of: office).value
        else { throw BenchProblem("There is no workload.yaml beside \(Places.office).") }
        findings += try days(of: workload, office, bench)
        if let traces = bench.traces {
            findings += try positions(visits(in: traces), in: traces)
        }
        return findings
    }

    private func forecastTime(of office: Office, count: Int) -> Samples {
        let ids = office.services.all.map(\.id)
        let now = Instant(milliseconds: 1_800_000_000_000)
        let counters = (1...12).map { number in
            // A break for each, and closing.
            let pause = now + .minutes(60 + 10 * number)
            return ForecastInput.Counter(
                duty: CounterDuty(number: number, services: Set(ids)),
                holds: ForecastInput.Held(
                    errands: [Errand(ids[number % ids.count])],
                    since: now - .minutes(number)
                ),
                spans: [now..<pause, (pause + .minutes(30))..<(now + .minutes(420))]
            )
        }
        let waiting = (0..<60).map { number in
            Visit(
                id: VisitID(high: 1, low: UInt64(number)),
                label: Label(series: "A", number: number + 1),
                service: ids[number % ids.count],
                arrived: now - .minutes(number)
            )
        }
        let expected = (0..<40).map { number in
            Visit(
                id: VisitID(high: 2, low: UInt64(number)),
                label: Label(series: Label.appointmentLetter, number: 0),
                service: ids[number % ids.count],
                kind: .appointment,
                state: .booked,
                arrived: now,
                booked: now + .minutes(5 * number - 10)
            )
        }
        let input = ForecastInput(
            now: now,
            counters: counters,
            waiting: waiting,
            expected: expected
        )
        let forecaster = Forecaster(office)
        var times = Samples()
        for seed in 0..<count {
            let begin = monotonicNow()
            _ = forecaster.forecast(input, seed: UInt64(seed))
            times.add(monotonicNow() - begin)
        }
        return times
    }

    /// Days of the workload, each forecast from those before.
    private func days(
        of workload: Workload,
        _ office: Office,
        _ bench: Bench
    ) throws -> [Finding] {
        let own = Set(office.services.all.map(\.id))
        let duties = office.counters.prefix(workload.counters).map { counter in
            CounterDuty(number: counter.number, services: counter.services.map(Set.init) ?? own)
        }
        let seeds = UInt64(bench.count(Int(Self.seeds), quick: 4))
        let days = (1...seeds).map { seed in
            OfficeDay(
                of: workload,
                seed: seed,
                counters: duties.count,
                services: office.services
            )
        }
        var trial = ForecastTrial(of: office, counters: duties)
        for day in days.stretched(to: Self.load) { trial.pass(day) }
        let figures = trial.figures
        if let file = bench.plot { try draw(trial, to: file) }
        let what = "office day at \(Int(Self.load * 100)) %"
        return [
            .atMost(
                5.5,
                .minutes,
                self,
                "\(what): mean error of announced waits",
                measured: figures.meanError,
                details: "bias \(briefly(figures.bias)) min, \(figures.visits) visits, "
                    + "\(seeds) days"
            ),
            .atLeast(
                75,
                .percent,
                self,
                "\(what): waits inside the interval shown, 85 at most",
                measured: figures.inside <= 0.85 ? figures.inside * 100 : 0,
                details: "inside \(briefly(figures.inside * 100)) %, "
                    + "its mean width \(briefly(figures.meanWidth)) min"
            ),
            .atMost(
                10,
                .percent,
                self,
                "\(what): waits over 5 min beyond it",
                measured: figures.overFiveBeyond * 100
            ),
        ]
    }

    private func draw(_ trial: ForecastTrial, to file: String) throws {
        let plot = CalibrationPlot(
            points: trial.calibration.points,
            shown: trial.figures.inside,
            title: "Waits within the forecast interval, \(trial.calibration.visits) visits"
        )
        do {
            try Data(plot.svg.utf8).write(to: URL(fileURLWithPath: file))
        } catch is CocoaError {
            throw end(
                .usage,
                "\(file) cannot be written. Is the folder there, and may you write in it?"
            )
        }
    }

    private func visits(in file: String) throws -> [TracedVisit] {
        do {
            return try readTrace(at: file, toForecast: true).get()
        } catch {
            throw end(.configuration, error.description)
        }
    }

    /// A trace of which only positions are known.
    private func positions(_ visits: [TracedVisit], in file: String) throws -> [Finding] {
        let result = PositionTrial().run(visits)
        let error = result.meanError
        guard let own = error[.estimator], let last = error[.lastToEnter],
            let learned = error[.minutesPerPosition], let fixed = error[.fixedMinutes]
        else {
            throw BenchProblem(
                "\(file) has no visit to forecast: a day is predicted from the days before, so give "
                    + "at least two days of a queue, with the columns date, ahead and wait_min."
            )
        }
        let details =
            "mean error \(briefly(own)) min; fixed minutes \(briefly(fixed)), last to enter "
            + "\(briefly(last)), minutes per position \(briefly(learned)); \(result.visits) visits"
        return [
            .atLeast(
                38,
                .percent,
                self,
                "trace: error below that of last to enter service",
                measured: (1 - own / last) * 100,
                details: details
            ),
            .atLeast(
                10,
                .percent,
                self,
                "trace: error below that of learned minutes per position",
                measured: (1 - own / learned) * 100
            ),
        ]
    }
}
