/// A usual day of an office, of which chance makes many: who comes when, for what, and how long it
/// takes.
package struct Workload: Equatable, Sendable {
    /// The booked times are spread evenly over the day.
    package struct Appointments: Equatable, Sendable {
        /// How many are booked, also by people who then stay away.
        package var number: Int
        /// They begin at multiples of this after the opening.
        package var grid: Duration
        /// The earliest check in so long before their time.
        package var early: Duration
        /// The latest check in so long after it.
        package var late: Duration
        /// The part that never comes, 0 to 1.
        package var noShows: Double

        package init(
            number: Int,
            grid: Duration,
            early: Duration,
            late: Duration,
            noShows: Double
        ) {
            self.number = number
            self.grid = grid
            self.early = early
            self.late = late
            self.noShows = noShows
        }
    }

    /// Some time of the day, and how many come in it compared to the others.
    package struct Rush: Equatable, Sendable {
        package var span: Range<TimeOfDay>
        package var weight: Int

        package init(span: Range<TimeOfDay>, weight: Int) {
            self.span = span
            self.weight = weight
        }
    }

    /// How often a service is asked for, compared to the others.
    package struct Share: Equatable, Sendable {
        package var service: ServiceID
        package var appointments: Int
        package var walkIns: Int

        package init(service: ServiceID, appointments: Int, walkIns: Int) {
            self.service = service
            self.appointments = appointments
            self.walkIns = walkIns
        }
    }

    /// From the opening to the last number; whoever waits then is still called.
    package var hours: Range<TimeOfDay>
    /// How many counters are open, all day.
    package var counters: Int
    /// The loads to try: what the visitors of a day take together, as a part of what the counters
    /// have.
    package var loads: [Double]
    /// The standard deviation of the time at the counter, as a part of its mean.
    package var spread: Double
    package var appointments: Appointments
    package var walkIns: Int
    /// When walk-ins come; within one of these all times are alike.
    package var profile: [Rush]
    package var mix: [Share]

    package init(
        hours: Range<TimeOfDay>,
        counters: Int,
        loads: [Double],
        spread: Double,
        appointments: Appointments,
        walkIns: Int,
        profile: [Rush],
        mix: [Share]
    ) {
        self.hours = hours
        self.counters = counters
        self.loads = loads
        self.spread = spread
        self.appointments = appointments
        self.walkIns = walkIns
        self.profile = profile
        self.mix = mix
    }
}

/// Somebody who came on a day in the past, as a trace tells.
package struct TracedVisit: Equatable, Sendable {
    /// Empty where the trace is of one office.
    package var office: String
    /// The date; visits of the same office and day met in the waiting room.
    package var day: String
    package var service: ServiceID
    /// Minutes after midnight.
    package var arrivedMinute: Double
    /// Minutes after midnight; nil for a walk-in.
    package var bookedMinute: Double?
    /// What such a visit is planned to take, where the trace says so.
    package var plannedMinutes: Double?
    /// What this one took, where the trace says so.
    package var takenMinutes: Double?
    /// How many counters were open then, where the trace says so.
    package var openCounters: Double?
    /// How long it waited, in minutes, where the trace says so.
    package var waitMinutes: Double?
    /// How many were ahead of it at the arrival, where the trace says so.
    package var ahead: Double?

    package init(
        office: String = "",
        day: String,
        service: ServiceID,
        arrivedMinute: Double,
        bookedMinute: Double? = nil,
        plannedMinutes: Double? = nil,
        takenMinutes: Double? = nil,
        openCounters: Double? = nil,
        waitMinutes: Double? = nil,
        ahead: Double? = nil
    ) {
        self.waitMinutes = waitMinutes
        self.ahead = ahead
        self.office = office
        self.day = day
        self.service = service
        self.arrivedMinute = arrivedMinute
        self.bookedMinute = bookedMinute
        self.plannedMinutes = plannedMinutes
        self.takenMinutes = takenMinutes
        self.openCounters = openCounters
    }
}
