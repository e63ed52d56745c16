package import Lobby

/// What a kiosk knows of a visit anywhere in the office: enough to say where it stands, nobody's name.
package struct VisitChange: Codable, Equatable, Sendable {
    package var visit: VisitID
    package var label: Label
    package var service: ServiceID
    package var state: VisitState
    package var kind: Visit.Kind
    package var standing: Visit.Standing
    package var arrived: Instant
    package var booked: Instant?
    package var counter: Int?
    package var key: String
    /// Ids of further check-ins of the same appointment, and of numbers called before they were known.
    package var attached: [VisitID]

    package init(_ visit: Visit, key: String, attached: [VisitID] = []) {
        self.visit = visit.id
        label = visit.label
        service = visit.service
        state = visit.state
        kind = visit.kind
        standing = visit.standing
        arrived = visit.arrived
        booked = visit.booked
        counter = visit.counter
        self.key = key
        self.attached = attached
    }

    package init(
        visit: VisitID,
        label: Label,
        service: ServiceID,
        state: VisitState,
        kind: Visit.Kind,
        standing: Visit.Standing,
        arrived: Instant,
        booked: Instant?,
        counter: Int?,
        key: String,
        attached: [VisitID] = []
    ) {
        self.visit = visit
        self.label = label
        self.service = service
        self.state = state
        self.kind = kind
        self.standing = standing
        self.arrived = arrived
        self.booked = booked
        self.counter = counter
        self.key = key
        self.attached = attached
    }

    /// The visit as the rules of the queue see it.
    package var asVisit: Visit {
        Visit(
            id: visit,
            label: label,
            service: service,
            kind: kind,
            state: state,
            arrived: arrived,
            booked: booked,
            standing: standing,
            counter: counter
        )
    }
}

/// What a kiosk knows of an appointment: enough to check its holder in, nobody's name.
package struct AppointmentChange: Codable, Equatable, Sendable {
    package enum State: String, Codable, Sendable {
        case booked, cancelled, checkedIn
    }

    package var appointment: VisitID
    package var service: ServiceID
    /// What else it is for; nil for nothing else.
    package var further: [ServiceID]?
    package var booked: Instant
    package var standing: Visit.Standing
    /// The digest of its code: see ``codeDigest(of:key:)``.
    package var code: String
    package var state: State
    /// The visit of its holder, once here.
    package var visit: VisitID?

    package init(
        appointment: VisitID,
        service: ServiceID,
        further: [ServiceID]? = nil,
        booked: Instant,
        standing: Visit.Standing,
        code: String,
        state: State,
        visit: VisitID? = nil
    ) {
        self.appointment = appointment
        self.service = service
        self.further = further
        self.booked = booked
        self.standing = standing
        self.code = code
        self.state = state
        self.visit = visit
    }
}

/// `GET /api/v1/kiosk/changes?since=C&epoch=E&seen=V&wait=25`: what happened since the cursor.
package struct ChangesAnswer: Codable, Equatable, Sendable {
    /// Changes in one answer at most; more follow at once.
    package static let mostChanges = 500
    /// How long the hub holds the question while nothing happens, in seconds.
    package static let longestWait = 25
    /// How many days ahead a kiosk knows appointments.
    package static let appointmentDays = 7

    package var epoch: Int
    package var cursor: Int
    /// The cursor is unknown or too old: ask for a snapshot.
    package var resync: Bool
    package var day: Day
    package var now: Instant
    package var changes: [VisitChange]
    /// Appointments of today and of the next ``appointmentDays`` days.
    package var appointments: [AppointmentChange]
    /// Today's slots that somebody gave back and nobody took yet; nil from an older hub.
    package var freed: [FreedTime]?
    /// What a lead has planned otherwise for a day.
    package var plan: DayPlan?
    /// Whether as many walk-in numbers were given as the plan allows.
    package var isFull: Bool?
    /// How long somebody waits who comes now, by service; a service left out is not known.
    package var waits: [ServiceID: Wait]?
    /// Services of which whoever comes now may well not be called today.
    package var tooLate: Set<ServiceID>?
    /// What to ask with next time as `seen`; nil from an older hub.
    ///
    /// Of another wait or plan the cursor does not tell.
    package var version: Int?

    package init(
        epoch: Int,
        cursor: Int,
        resync: Bool,
        day: Day,
        now: Instant,
        changes: [VisitChange],
        appointments: [AppointmentChange] = [],
        freed: [FreedTime]? = nil,
        plan: DayPlan? = nil,
        isFull: Bool? = nil,
        waits: [ServiceID: Wait]? = nil,
        tooLate: Set<ServiceID>? = nil
    ) {
        self.epoch = epoch
        self.cursor = cursor
        self.resync = resync
        self.day = day
        self.now = now
        self.changes = changes
        self.appointments = appointments
        self.freed = freed
        self.plan = plan
        self.isFull = isFull
        self.waits = waits
        self.tooLate = tooLate
    }
}
