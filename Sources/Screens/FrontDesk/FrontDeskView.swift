package import Lobby

/// An appointment as the front desk sees it.
package struct DeskAppointment: Equatable, Sendable {
    package var id: VisitID
    package var errands: [Errand]
    package var start: Instant
    package var channel: Channel
    package var state: Appointment.State
    /// How its holder is called and reached, as far as anybody told.
    package var name: String
    package var phone: String
    /// The codes in plain digits; nil where they were not asked for.
    package var code: String?
    package var change: String?

    package init(
        id: VisitID,
        errands: [Errand],
        start: Instant,
        channel: Channel,
        state: Appointment.State,
        name: String = "",
        phone: String = "",
        code: String? = nil,
        change: String? = nil
    ) {
        self.id = id
        self.errands = errands
        self.start = start
        self.channel = channel
        self.state = state
        self.name = name
        self.phone = phone
        self.code = code
        self.change = change
    }
}

/// The appointments of one day.
package struct DeskDay: Equatable, Sendable {
    package var day: Day
    package var appointments: [DeskAppointment]
    /// The hub's clock.
    package var asOf: Instant
    /// Slots that were given back and that nobody took yet.
    package var freed: [Instant]

    package init(
        day: Day,
        appointments: [DeskAppointment],
        asOf: Instant,
        freed: [Instant] = []
    ) {
        self.day = day
        self.appointments = appointments
        self.asOf = asOf
        self.freed = freed
    }
}

/// Somebody who asked to be called back.
package struct CallbackLine: Equatable, Sendable {
    package var id: VisitID
    package var at: Instant
    package var phone: String
    package var wish: String

    package init(id: VisitID, at: Instant, phone: String, wish: String) {
        self.id = id
        self.at = at
        self.phone = phone
        self.wish = wish
    }
}

/// How soon each channel gets an appointment, beside what the office promises.
package struct AccessView: Equatable, Sendable {
    package struct Cell: Equatable, Sendable {
        /// Days to the first free time; nil when there is none.
        package var days: Int?
        package var isMissed: Bool

        package init(days: Int?, isMissed: Bool) {
            self.days = days
            self.isMissed = isMissed
        }
    }

    package struct Line: Equatable, Sendable {
        package var service: ServiceID
        package var cells: [Channel: Cell]

        package init(service: ServiceID, cells: [Channel: Cell]) {
            self.service = service
            self.cells = cells
        }
    }

    /// Days, by channel; none for a channel without a promise.
    package var promised: [Channel: Int]
    package var lines: [Line]

    package init(promised: [Channel: Int], lines: [Line]) {
        self.promised = promised
        self.lines = lines
    }

    /// The channels of which a promise is not kept.
    var missed: [Channel] {
        Channel.allCases.filter { channel in
            lines.contains { $0.cells[channel]?.isMissed ?? false }
        }
    }
}

/// What is being booked at the front desk.
package struct BookingForm: Equatable, Sendable {
    package var channel: Channel
    package var errands: [Errand] = []
    package var start: Instant?
    package var name = ""
    package var phone = ""
    /// The call-back that is done with it.
    package var callback: VisitID?

    package init(channel: Channel) {
        self.channel = channel
    }
}
