/// Forecasts waits in a queue of which only positions are known: from how many are ahead and how long
/// the last one called has waited.
///
/// A plane through the visits of the days before, for all queues together and, as far as a queue has
/// visits of its own, bent to it, and once more to each of its hours: so the minutes per position are
/// those of queue and hour, corrected by the last wait. It keeps the mean absolute error small, so that a few very long waits
/// count no more than others (least absolute deviations, by weighting squares again and again).
package struct PositionEstimator: Sendable {
    /// Somebody who waited.
    package struct Sample: Equatable, Sendable {
        package var queue: String
        /// Of the arrival, 0 to 23.
        package var hour: Int
        package var ahead: Double
        /// The wait of the last one called before, in minutes; nil when nobody was yet that day.
        package var lastWait: Double?
        package var wait: Double

        package init(
            queue: String,
            hour: Int,
            ahead: Double,
            lastWait: Double?,
            wait: Double
        ) {
            self.queue = queue
            self.hour = hour
            self.ahead = ahead
            self.lastWait = lastWait
            self.wait = wait
        }
    }

    private typealias Plane = SIMD3<Double>

    private struct QueueHour: Hashable {
        var queue: String
        var hour: Int
    }

    /// How much the plane of all queues weighs in that of one.
    private static let sharedWeight = 1.0
    /// How much the plane of a queue weighs in that of one of its hours: a few visits of one morning
    /// tell little of the next.
    private static let queueWeight = 30.0
    /// Of all queues together there is always enough.
    private static let everybodyWeight = 0.01
    private static let fewest = 5
    private static let rounds = 15
    /// Before anything is known: minutes for each one ahead.
    private static let usualMinutes = 5.0

    private var shared = Plane(usualMinutes, usualMinutes, 0)
    private var own: [String: Plane] = [:]
    private var hours: [QueueHour: Plane] = [:]
    private var minutesPerPosition = usualMinutes

    package init() {}

    /// Learns from all visits of the days before.
    package init(learning samples: [Sample]) {
        let positions = samples.map { $0.ahead + 1 }.reduce(0, +)
        if positions > 0 {
            minutesPerPosition = samples.map(\.wait).reduce(0, +) / positions
        }
        func rows(_ samples: [Sample]) -> [(row: Plane, wait: Double)] {
            samples.map { (row($0.ahead, $0.lastWait), $0.wait) }
        }
        shared = Self.fit(rows(samples), around: nil, weight: Self.everybodyWeight)
        for (queue, samples) in Dictionary(grouping: samples, by: \.queue)
        where samples.count >= Self.fewest {
            let plane = Self.fit(rows(samples), around: shared, weight: Self.sharedWeight)
            own[queue] = plane
            for (hour, samples) in Dictionary(grouping: samples, by: \.hour) {
                hours[QueueHour(queue: queue, hour: hour)] = Self.fit(
                    rows(samples),
                    around: plane,
                    weight: Self.queueWeight
                )
            }
        }
    }

    /// How long somebody who comes now will wait, in minutes.
    package func wait(queue: String, hour: Int, ahead: Double, lastWait: Double?) -> Double {
        let plane = hours[QueueHour(queue: queue, hour: hour)] ?? own[queue] ?? shared
        return max(0, (plane * row(ahead, lastWait)).sum())
    }

    private func row(_ ahead: Double, _ lastWait: Double?) -> Plane {
        Plane(1, ahead, lastWait ?? minutesPerPosition * (ahead + 1))
    }

    private static func fit(
        _ samples: [(row: Plane, wait: Double)],
        around prior: Plane?,
        weight: Double
    ) -> Plane {
        var plane = prior ?? Plane(usualMinutes, usualMinutes, 0)
        // One unit of each, so that none weighs more because its numbers are larger.
        var scale = Plane(repeating: 0)
        for sample in samples { scale += sample.row * sample.row }
        scale /= Double(max(1, samples.count))
        let center = prior ?? Plane(repeating: 0)
        for _ in 0..<rounds {
            var matrix = [Plane](repeating: Plane(repeating: 0), count: 3)
            var right = Plane(repeating: 0)
            for index in 0..<3 {
                matrix[index][index] = weight * max(scale[index], 0.01)
                right[index] = matrix[index][index] * center[index]
            }
            for sample in samples {
                let away = abs(sample.wait - (plane * sample.row).sum())
                let weighted = sample.row / max(away, 1)
                for index in 0..<3 { matrix[index] += sample.row[index] * weighted }
                right += weighted * sample.wait
            }
            plane = solved(matrix, right)
        }
        return plane
    }

    /// The solution of three linear equations, by elimination; positive definite, so never without one.
    private static func solved(_ matrix: [Plane], _ right: Plane) -> Plane {
        var (matrix, right) = (matrix, right)
        for column in 0..<3 {
            for row in 0..<3 where row != column {
                let factor = matrix[row][column] / matrix[column][column]
                matrix[row] -= factor * matrix[column]
                right[row] -= factor * right[column]
            }
        }
        return Plane(
            right[0] / matrix[0][0],
            right[1] / matrix[1][1],
            right[2] / matrix[2][2]
        )
    }
}
