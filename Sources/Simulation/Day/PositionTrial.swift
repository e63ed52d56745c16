package import Lobby

/// Forecasts the waits of a trace, a day from the days before, in four ways.
package struct PositionTrial: Sendable {
    /// A way to forecast.
    package enum Way: String, CaseIterable, Sendable, Encodable {
        /// People ahead × the planned minutes / the open counters.
        case fixedMinutes
        /// The wait of the last one called; minutes per position before the first call.
        case lastToEnter
        /// People ahead × the minutes per position that the queue showed on the days before.
        case minutesPerPosition
        case estimator
    }

    /// Errors in minutes.
    package struct Result: Equatable, Sendable, Encodable {
        package var visits = 0
        package var meanError: [Way: Double] = [:]
    }

    /// Somebody who came, with what was known then.
    private struct Moment {
        var visit: TracedVisit
        var queue: String
        var ahead: Double
        var lastWait: Double?
        var wait: Double

        var hour: Int { Int(visit.arrivedMinute / 60) }
    }

    /// What one queue showed on the days before; shrunk to all queues.
    private struct Rate {
        static let weight = 10.0
        var waits = 0.0
        var positions = 0.0

        func shrunk(to all: Rate) -> Double {
            let usual = all.positions > 0 ? all.waits / all.positions : 5
            return (waits + Self.weight * usual) / (positions + Self.weight)
        }
    }

    package init() {}

    /// Forecasts every day but the first.
    ///
    /// - Parameter visits: Those whose wait and people ahead are not in the trace are passed over.
    /// - Returns: The mean absolute errors over all of them.
    package func run(_ visits: [TracedVisit]) -> Result {
        let days = Dictionary(grouping: visits, by: \.day).sorted { $0.key < $1.key }
            .map { moments(of: $0.value) }
        var result = Result()
        var sums: [Way: Double] = [:]
        var rates: [String: Rate] = [:]
        var all = Rate()
        var samples: [PositionEstimator.Sample] = []
        for (number, day) in days.enumerated() {
            let estimator = PositionEstimator(learning: samples)
            for moment in day where number > 0 {
                let rate = (rates[moment.queue] ?? Rate()).shrunk(to: all)
                for (way, wait) in waits(moment, rate: rate, by: estimator) {
                    sums[way, default: 0] += abs(wait - moment.wait)
                }
                result.visits += 1
            }
            for moment in day {
                rates[moment.queue, default: Rate()].waits += moment.wait
                rates[moment.queue, default: Rate()].positions += moment.ahead + 1
                all.waits += moment.wait
                all.positions += moment.ahead + 1
                samples.append(
                    PositionEstimator.Sample(
                        queue: moment.queue,
                        hour: moment.hour,
                        ahead: moment.ahead,
                        lastWait: moment.lastWait,
                        wait: moment.wait
                    )
                )
            }
        }
        result.meanError = sums.mapValues { $0 / Double(max(1, result.visits)) }
        return result
    }

    private func waits(
        _ moment: Moment,
        rate: Double,
        by estimator: PositionEstimator
    ) -> [(Way, Double)] {
        let planned = moment.visit.plannedMinutes ?? 15
        let learned = rate * (moment.ahead + 1)
        return [
            (.fixedMinutes, moment.ahead * planned / max(1, moment.visit.openCounters ?? 1)),
            (.lastToEnter, moment.lastWait ?? learned),
            (.minutesPerPosition, learned),
            (
                .estimator,
                estimator.wait(
                    queue: moment.queue,
                    hour: moment.hour,
                    ahead: moment.ahead,
                    lastWait: moment.lastWait
                )
            ),
        ]
    }

    /// The visits of a day in the order of their arrival, each with what was known then.
    private func moments(of visits: [TracedVisit]) -> [Moment] {
        let queues = Dictionary(grouping: visits) { "\($0.office)|\($0.service)" }
        return queues.flatMap { queue, visits in
            let known = visits.filter { $0.waitMinutes != nil && $0.ahead != nil }
            return known.map { visit in
                let called = known.filter { other in
                    other.arrivedMinute < visit.arrivedMinute
                        && other.arrivedMinute + (other.waitMinutes ?? 0) <= visit.arrivedMinute
                }
                let last = called.max {
                    ($0.arrivedMinute + ($0.waitMinutes ?? 0), $0.arrivedMinute)
                        < ($1.arrivedMinute + ($1.waitMinutes ?? 0), $1.arrivedMinute)
                }
                return Moment(
                    visit: visit,
                    queue: queue,
                    ahead: visit.ahead ?? 0,
                    lastWait: last?.waitMinutes,
                    wait: visit.waitMinutes ?? 0
                )
            }
        }
    }
}
