package import Lobby

/// Today's numbers and appointments in the order of calls, for staff who call by voice.
package struct StaffList: Equatable, Sendable {
    package enum Line: Equatable, Sendable {
        /// A number that waits; `booked` is the time of its appointment.
        case waiting(Label, ServiceID, arrived: Instant, booked: Instant?)
        /// An appointment that nobody has checked in for.
        case expected(ServiceID, booked: Instant)
    }

    /// How old the hub's word in the list is.
    package enum Standing: Equatable, Sendable {
        case current
        case asOf(Instant)
        /// The hub never said anything: these are this kiosk's own numbers.
        case ownOnly
    }

    package var lines: [Line]
    package var standing: Standing

    package init(lines: [Line], standing: Standing) {
        self.lines = lines
        self.standing = standing
    }
}
