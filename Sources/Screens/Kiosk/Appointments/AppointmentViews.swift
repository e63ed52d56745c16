package import Lobby

/// An appointment as its holder may see it: what for and when, nobody's name.
package struct ShownAppointment: Equatable, Sendable {
    package var id: VisitID
    package var errands: [Errand]
    package var start: Instant

    package init(id: VisitID, errands: [Errand], start: Instant) {
        self.id = id
        self.errands = errands
        self.start = start
    }
}

/// What is behind the nine digits that somebody typed or scanned.
package enum CodeAnswer: Equatable, Sendable {
    /// Today, and its holder is not here yet.
    case expected(ShownAppointment)
    case otherDay(ShownAppointment)
    /// Today, but the office is closed then, contrary to what was said at the booking.
    case closed(ShownAppointment)
    /// Checked in already; the visit as far as it is known.
    case here(ShownAppointment, FoundVisit?)
    case cancelled(ShownAppointment)
    /// Nobody has these digits.
    case unknown
    /// This kiosk does not know the nine digits, and the hub could not be asked.
    case unchecked(String)
    /// Too many unknown ones in a row: none is looked at for so long.
    case wait(seconds: Int)
    /// Too many unknown ones today.
    case off
}

/// What somebody says of an appointment that the kiosk does not know.
package struct SaidAppointment: Equatable, Sendable {
    package var time: Instant?
    /// The nine digits, which the hub will look at when it is there again.
    package var code: String?

    package init(time: Instant? = nil, code: String? = nil) {
        self.time = time
        self.code = code
    }
}

/// The free times of one day.
package struct FreeTimes: Equatable, Sendable {
    package var day: Day
    package var starts: [Instant]

    package init(day: Day, starts: [Instant]) {
        self.day = day
        self.starts = starts
    }
}

extension [FreeTimes] {
    /// For an appointment that gets another time than the one it has; nil leaves all.
    func without(_ start: Instant?) -> [FreeTimes] {
        guard let start else { return self }
        return map { FreeTimes(day: $0.day, starts: $0.starts.filter { $0 != start }) }
            .filter { !$0.starts.isEmpty }
    }
}

/// The answer to a search for free times; days without any are left out.
package enum TimesAnswer: Equatable, Sendable {
    case free([FreeTimes])
    case failed(BookingFailure)
}

/// Why nothing was booked, moved or found.
package enum BookingFailure: Equatable, Sendable {
    case noConnection
    /// This kiosk has booked as many as it may within an hour.
    case tooMany
    /// There are no appointments for it any more.
    case gone
    /// The hub will not, and asking again does not help.
    case refused
}

/// A booked appointment with what its holder needs to use and to change it.
package struct BookedAppointment: Equatable, Sendable {
    package var appointment: ShownAppointment
    /// Nine digits.
    package var code: String
    /// Six digits.
    package var change: String

    package init(appointment: ShownAppointment, code: String, change: String) {
        self.appointment = appointment
        self.code = code
        self.change = change
    }
}

/// What became of a booking, or of another time for one.
package enum BookingAnswer: Equatable, Sendable {
    case done(BookedAppointment)
    /// Somebody was quicker; these are free.
    case taken(nearest: [Instant])
    case failed(BookingFailure)
}

/// The answer to both codes of somebody who wants to move or cancel.
package enum ManagedAnswer: Equatable, Sendable {
    case found(ShownAppointment)
    case unknown
    /// Its time has come, its holder is here, or it was cancelled.
    case over(ShownAppointment)
    case wait(seconds: Int)
    case off
    case failed(BookingFailure)
}
