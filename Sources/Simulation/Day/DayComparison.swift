package import Lobby

/// The same days under several orders of calls, and with one counter more and one less.
package struct DayComparison: Sendable {
    /// What the days are made of.
    package enum Source: Sendable {
        case workload(Workload)
        /// The spread is that of the time at the counter where the trace does not say it.
        case trace([TracedVisit], spread: Double, counters: Int)
    }

    /// What the comparison came to for one load.
    package struct Result: Equatable, Sendable, Encodable {
        package struct OfOrder: Equatable, Sendable, Encodable {
            package let order: CallingOrder
            package let figures: DayFigures
        }

        /// The office's own policy with another number of counters, for the same visitors.
        package struct OfCounters: Equatable, Sendable, Encodable {
            /// So many counters more; below 0 fewer.
            package let more: Int
            package let figures: DayFigures
        }

        /// What the visitors took together, as a part of what the counters had.
        package let load: Double
        /// What one visit took at the counter, in the mean.
        package let meanWorkMinutes: Double
        package let days: Int
        /// Open counters, in the mean over the days.
        package let openCounters: Double
        package let orders: [OfOrder]
        /// From one fewer to one more.
        package let counters: [OfCounters]

        /// How often a counter stood idle beside somebody it serves, in all of them; must be 0.
        package var idleBesideWaiting: Int {
            (orders.map(\.figures) + counters.map(\.figures)).map(\.idleBesideWaiting).reduce(0, +)
        }

        package subscript(order: CallingOrder) -> DayFigures? {
            orders.first { $0.order == order }?.figures
        }
    }

    private let office: Office
    private let source: Source
    private let seeds: ClosedRange<UInt64>
    private let wantedCounters: Int?

    /// A comparison that has not begun.
    ///
    /// - Parameters:
    ///   - office: Its services, counters and policy count.
    ///   - source: What the days are made of.
    ///   - seeds: Each gives a day of its own, or one of each day in a trace.
    ///   - counters: How many are open; nil takes what workload or trace say.
    package init(
        of office: Office,
        _ source: Source,
        seeds: ClosedRange<UInt64>,
        counters: Int? = nil
    ) {
        self.office = office
        self.source = source
        self.seeds = seeds
        wantedCounters = counters
    }

    /// Makes the days and lets each pass under every order.
    ///
    /// - Parameter load: What the visitors of all days of an office take is stretched to this part
    ///   of what the counters have; nil leaves it as planned, or as the trace says.
    /// - Returns: The figures over all days.
    package func run(load: Double?) -> Result {
        let days = makeDays().flatMap { days in load.map(days.stretched(to:)) ?? days }
        let orders = CallingOrder.allCases.map { order in
            Result.OfOrder(order: order, figures: figures(of: days, under: order))
        }
        let counters = [-1, 0, 1].filter { more in days.allSatisfy { $0.counters + more > 0 } }
            .map { more in
                Result.OfCounters(
                    more: more,
                    figures: more == 0 && orders[0].order == .policy
                        ? orders[0].figures : figures(of: days, under: .policy, more: more)
                )
            }
        let visitors = days.flatMap(\.visitors)
        return Result(
            load: days.load,
            meanWorkMinutes: mean(visitors.map(\.work.inMinutes)),
            days: days.count,
            openCounters: mean(days.map { Double($0.counters) }),
            orders: orders,
            counters: counters
        )
    }

    /// The days of each office.
    private func makeDays() -> [[OfficeDay]] {
        switch source {
        case .workload(let workload):
            let days = seeds.map { seed in
                OfficeDay(
                    of: workload,
                    seed: seed,
                    counters: wantedCounters ?? workload.counters,
                    services: office.services
                )
            }
            return [days]
        case .trace(let visits, let spread, let usual):
            return visits.grouped(by: \.office).map { visits in
                visits.grouped(by: \.day).flatMap { visits in
                    seeds.map { seed in
                        OfficeDay(
                            of: visits,
                            seed: seed,
                            spread: spread,
                            counters: wantedCounters ?? visits.openCounters ?? usual,
                            services: office.services
                        )
                    }
                }
            }
        }
    }

    private func figures(
        of days: [OfficeDay],
        under order: CallingOrder,
        more: Int = 0
    ) -> DayFigures {
        DayFigures(
            days.map { day in
                let simulation = DaySimulation(
                    day,
                    counters: office.duties(day.counters + more, on: day),
                    order: order,
                    under: office.policy,
                    services: office.services
                )
                return (day, simulation.run())
            }
        )
    }
}

extension [TracedVisit] {
    /// Those with the same office or day together, sorted by it.
    fileprivate func grouped(by key: KeyPath<TracedVisit, String>) -> [[TracedVisit]] {
        Dictionary(grouping: self) { $0[keyPath: key] }.sorted { $0.key < $1.key }.map(\.value)
    }

    /// How many counters were open in the mean; nil where the trace does not say it.
    fileprivate var openCounters: Int? {
        let known = compactMap(\.openCounters).filter { $0 > 0 }
        return known.isEmpty ? nil : Swift.max(1, Int(mean(known).rounded()))
    }
}

extension Office {
    /// The first counters of the office's file, and beyond those there some that serve everything.
    ///
    /// What is no service of this office, but comes in a trace, is served at each of them.
    fileprivate func duties(_ count: Int, on day: OfficeDay) -> [CounterDuty] {
        let own = Set(services.all.map(\.id))
        let others = Set(day.visitors.map(\.visit.service)).subtracting(own)
        let last = counters.map(\.number).max() ?? 0
        return (0..<count).map { place in
            guard counters.indices.contains(place) else {
                return CounterDuty(
                    number: last + 1 + place - counters.count,
                    services: own.union(others)
                )
            }
            let served = counters[place].services.map(Set.init) ?? own
            return CounterDuty(number: counters[place].number, services: served.union(others))
        }
    }
}
