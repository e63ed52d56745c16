package import Lobby

/// How long some visitors waited, in minutes.
package struct WaitFigures: Equatable, Sendable, Encodable {
    package let visits: Int
    package let meanMinutes: Double
    /// Nineteen of twenty waited no longer than this (nearest rank).
    package let percentile95Minutes: Double
    /// The longest wait of a day, in the mean over the days.
    package let longestMinutes: Double

    /// - Parameter days: The waits of each day.
    init(_ days: [[Duration]]) {
        let waits = days.flatMap { $0.map(\.inMinutes) }.sorted()
        visits = waits.count
        meanMinutes = mean(waits)
        let rank = Int((0.95 * Double(waits.count)).rounded(.up))
        percentile95Minutes = waits.isEmpty ? 0 : waits[max(0, rank - 1)]
        longestMinutes = mean(days.compactMap { $0.max()?.inMinutes })
    }
}

/// What one order, or one number of counters, came to over all days.
package struct DayFigures: Equatable, Sendable, Encodable {
    package struct OfService: Equatable, Sendable, Encodable {
        package let service: ServiceID
        package let appointments: WaitFigures
        package let walkIns: WaitFigures
    }

    package let appointments: WaitFigures
    package let walkIns: WaitFigures
    package let services: [OfService]
    /// How long after closing the last visit was finished, in the mean over the days; 0 for days that
    /// end before.
    package let overtimeMinutes: Double
    /// How often a counter called nobody although it could have; must be 0.
    package let idleBesideWaiting: Int
    /// Visits that no counter serves.
    package let notServed: Int

    /// - Parameter days: Each day with what happened on it.
    package init(_ days: [(day: OfficeDay, course: DayCourse)]) {
        func figures(_ kind: Visit.Kind, _ service: ServiceID? = nil) -> WaitFigures {
            WaitFigures(
                days.map { day in
                    day.course.calls
                        .filter { $0.visit.kind == kind }
                        .filter { service == nil || $0.visit.service == service }
                        .map(\.wait)
                }
            )
        }
        appointments = figures(.appointment)
        walkIns = figures(.walkIn)
        let named = Set(days.flatMap { $0.course.calls.map(\.visit.service) })
        services = named.sorted().map { service in
            OfService(
                service: service,
                appointments: figures(.appointment, service),
                walkIns: figures(.walkIn, service)
            )
        }
        overtimeMinutes = mean(
            days.map { max(.zero, $0.course.end - $0.day.closing).inMinutes }
        )
        idleBesideWaiting = days.map(\.course.idle.count).reduce(0, +)
        notServed = days.map(\.course.notServed.count).reduce(0, +)
    }
}

/// The mean; 0 of nothing.
func mean(_ numbers: [Double]) -> Double {
    numbers.isEmpty ? 0 : numbers.reduce(0, +) / Double(numbers.count)
}

extension Duration {
    var inMinutes: Double {
        Double(wholeMilliseconds) / 60_000
    }
}
