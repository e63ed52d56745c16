package import Lobby

/// Who comes on one day, and how long each will take: the same for every order that is tried on it.
///
/// Instants are those of a day that begins at midnight with 0.
package struct OfficeDay: Equatable, Sendable {
    /// Somebody who comes.
    package struct Visitor: Equatable, Sendable {
        package var visit: Visit
        /// The time at the counter.
        package var work: Duration

        package init(visit: Visit, work: Duration) {
            self.visit = visit
            self.work = work
        }
    }

    /// In the order of their arrival.
    package let visitors: [Visitor]
    /// Appointments whose holders stay away.
    package let absent: [Visit]
    package let opening: Instant
    /// No number is drawn after this; whoever waits then is still called.
    package let closing: Instant
    /// How many counters the day is made for.
    package let counters: Int

    package init(
        visitors: [Visitor],
        absent: [Visit] = [],
        opening: Instant,
        closing: Instant,
        counters: Int
    ) {
        self.absent = absent
        self.visitors = visitors.sorted {
            ($0.visit.arrived, $0.visit.id) < ($1.visit.arrived, $1.visit.id)
        }
        self.opening = opening
        self.closing = closing
        self.counters = counters
    }

    /// What the visitors take together, in minutes.
    var workMinutes: Double {
        visitors.map(\.work.inMinutes).reduce(0, +)
    }

    /// What the counters have until closing, in minutes.
    var openMinutes: Double {
        Double(counters) * (closing - opening).inMinutes
    }

    /// The same day, each visit taking so many times as long.
    func stretched(by factor: Double) -> OfficeDay {
        OfficeDay(
            visitors: visitors.map { visitor in
                let milliseconds = Double(visitor.work.wholeMilliseconds) * factor
                return Visitor(visit: visitor.visit, work: .milliseconds(Int64(milliseconds)))
            },
            absent: absent,
            opening: opening,
            closing: closing,
            counters: counters
        )
    }
}

extension [OfficeDay] {
    /// What all visitors take together, as a part of what the counters have; 0 when nobody is there.
    package var load: Double {
        let open = map(\.openMinutes).reduce(0, +)
        return open > 0 ? map(\.workMinutes).reduce(0, +) / open : 0
    }

    /// The same days, every visit stretched alike until all days together have this load.
    ///
    /// So busy days stay busier than others.
    package func stretched(to wanted: Double) -> [OfficeDay] {
        let now = load
        return now > 0 ? map { $0.stretched(by: wanted / now) } : self
    }
}

/// Somebody of whom it is not decided yet how long they take.
private struct Comer {
    var service: ServiceID
    var arrived: Instant
    var booked: Instant?
    var plannedMinutes: Double
    var takenMinutes: Double?
    var comes = true
}

extension OfficeDay {
    /// A day like those of a workload.
    ///
    /// - Parameters:
    ///   - workload: What the day is drawn from.
    ///   - seed: The same seed gives the same day.
    ///   - counters: How many are open.
    ///   - services: Those of the office, for the planned minutes.
    package init(
        of workload: Workload,
        seed: UInt64,
        counters: Int,
        services: ServiceDirectory
    ) {
        var chance = Chance(seed: seed)
        let comers = workload.booked(&chance) + workload.walkIns(&chance)
        let opening = Instant(atMinute: Double(workload.hours.lowerBound.minutes))
        self.init(
            comers.map { comer in
                var comer = comer
                comer.arrived = max(comer.arrived, opening)
                comer.plannedMinutes = services.plannedMinutes(of: comer.service)
                return comer
            },
            opening: opening,
            closing: Instant(atMinute: Double(workload.hours.upperBound.minutes)),
            spread: workload.spread,
            counters: counters,
            &chance
        )
    }

    /// A day of a trace; it lasts from the full hour before the first arrival to that after the last.
    ///
    /// - Parameters:
    ///   - visits: Those of one day.
    ///   - seed: Chance decides what those take of whom the trace does not say it.
    ///   - spread: The standard deviation of the time at the counter, as a part of its mean.
    ///   - counters: How many are open.
    ///   - services: Those of the office, for the planned minutes that the trace does not say.
    package init(
        of visits: [TracedVisit],
        seed: UInt64,
        spread: Double,
        counters: Int,
        services: ServiceDirectory
    ) {
        var chance = Chance(seed: seed)
        let minutes = visits.map(\.arrivedMinute)
        self.init(
            visits.map { visit in
                Comer(
                    service: visit.service,
                    arrived: Instant(atMinute: visit.arrivedMinute),
                    booked: visit.bookedMinute.map(Instant.init(atMinute:)),
                    plannedMinutes: visit.plannedMinutes
                        ?? services.plannedMinutes(of: visit.service),
                    takenMinutes: visit.takenMinutes
                )
            },
            opening: Instant(atMinute: ((minutes.min() ?? 0) / 60).rounded(.down) * 60),
            closing: Instant(atMinute: (((minutes.max() ?? 0) + 1) / 60).rounded(.up) * 60),
            spread: spread,
            counters: counters,
            &chance
        )
    }

    private init(
        _ comers: [Comer],
        opening: Instant,
        closing: Instant,
        spread: Double,
        counters: Int,
        _ chance: inout Chance
    ) {
        func visit(_ number: Int, _ comer: Comer) -> Visit {
            Visit(
                id: VisitID(high: comer.comes ? 0 : 1, low: UInt64(number)),
                label: Label(series: "A", number: number + 1),
                service: comer.service,
                kind: comer.booked == nil ? .walkIn : .appointment,
                arrived: comer.arrived,
                booked: comer.booked
            )
        }
        let visitors = comers.filter(\.comes).enumerated().map { number, comer in
            let drawn = chance.stretch(spread: spread)
            let minutes = comer.takenMinutes ?? comer.plannedMinutes * drawn
            return Visitor(
                visit: visit(number, comer),
                work: .milliseconds(Int64(minutes * 60_000))
            )
        }
        self.init(
            visitors: visitors,
            absent: comers.filter { !$0.comes }.enumerated().map(visit),
            opening: opening,
            closing: closing,
            counters: counters
        )
    }
}

extension Workload {
    /// The people with an appointment who come.
    fileprivate func booked(_ chance: inout Chance) -> [Comer] {
        let day = Double(hours.upperBound.minutes - hours.lowerBound.minutes)
        let grid = appointments.grid.inMinutes
        let slots = max(1, Int(day / grid))
        var comers: [Comer] = []
        for number in 0..<appointments.number {
            let slot = number * slots / appointments.number
            let booked = Instant(atMinute: Double(hours.lowerBound.minutes) + Double(slot) * grid)
            let place = chance.place(among: mix.map(\.appointments))
            let wait = chance.between(
                -appointments.early.wholeMilliseconds,
                appointments.late.wholeMilliseconds
            )
            let isMissing = chance.happens(appointments.noShows)
            guard let place else { continue }
            comers.append(
                Comer(
                    service: mix[place].service,
                    arrived: booked + .milliseconds(wait),
                    booked: booked,
                    plannedMinutes: 0,
                    comes: !isMissing
                )
            )
        }
        return comers
    }

    /// The people without one.
    fileprivate func walkIns(_ chance: inout Chance) -> [Comer] {
        (0..<walkIns).compactMap { _ in
            guard let service = chance.place(among: mix.map(\.walkIns)),
                let rush = chance.place(among: profile.map(\.weight))
            else { return nil }
            let span = profile[rush].span
            let length = Double(span.upperBound.minutes - span.lowerBound.minutes)
            let minute = Double(span.lowerBound.minutes) + chance.fraction() * length
            return Comer(
                service: mix[service].service,
                arrived: Instant(atMinute: minute),
                plannedMinutes: 0
            )
        }
    }
}

extension ServiceDirectory {
    /// The planned minutes of a service; a quarter of an hour for one that is not in the file.
    fileprivate func plannedMinutes(of id: ServiceID) -> Double {
        Double(self[id]?.plannedMinutes ?? 15)
    }
}

extension Instant {
    /// So many minutes after the midnight with which the simulated day begins.
    init(atMinute minute: Double) {
        self.init(milliseconds: Int64((minute * 60_000).rounded()))
    }
}
