/// The rules of calling, as the office sets them; the defaults are those of the example office.
package struct Policy: Equatable, Sendable {
    /// An appointment that checks in later than this after its time counts as a walk-in.
    package var grace: Duration = .minutes(10)
    /// An appointment is called at most this much before its time while others wait.
    package var lead: Duration = .minutes(10)
    /// An appointment that waits longer than this past its due time goes before priority.
    package var lateAppointment: Duration = .minutes(5)
    /// How far back the arrival of someone late, or of a reinstated visitor, may count.
    package var creditWindow: Duration = .minutes(30)
    /// How much lateness an appointment bears; a walk-in bears more.
    package var appointmentPatience: Double = 1
    package var walkInPatience: Double = 3
    /// Whether every clerk may call one visit before its turn; else only leads may.
    package var clerksChoose = false
    /// A number counts as missed after so many calls.
    package var callsUntilMissed = 3
    /// Each of these calls is at least this far from the one before.
    package var callSpacing: Duration = .seconds(20)
    /// The first and the last of these calls are at least this far apart.
    package var callTime: Duration = .seconds(90)
    /// What happens when whoever draws a number now may well not be called before closing.
    package var lastTicket = LastTicketRule.tell

    package init() {}
}

/// What happens when the time until closing is not enough for another number.
package enum LastTicketRule: String, CaseIterable, Sendable {
    /// The visitor is told, is offered an appointment, and may take a number all the same.
    case tell
    /// No number is given.
    case stop
}
