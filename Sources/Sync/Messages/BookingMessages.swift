package import Lobby

/// `GET /api/v1/slots`: the free beginnings, day by day.
package struct SlotsAnswer: Codable, Equatable, Sendable {
    package struct FreeDay: Codable, Equatable, Sendable {
        package var day: Day
        package var starts: [String]

        package init(day: Day, starts: [Instant]) {
            self.day = day
            self.starts = starts.map(\.iso8601)
        }
    }

    package var asOf: String
    package var days: [FreeDay]

    package init(asOf: Instant, days: [FreeDay]) {
        self.asOf = asOf.iso8601
        self.days = days
    }
}

/// `POST /api/v1/appointments`.
package struct BookingRequest: Codable, Equatable, Sendable {
    package var errands: [Errand]
    package var start: String
    /// The caller's usual one when left out.
    package var channel: Channel?
    package var language: LanguageCode?
    package var person: PersonAnswer?
    /// Books also where nothing is free.
    package var squeezeIn: Bool?

    package init(
        errands: [Errand],
        start: Instant,
        channel: Channel? = nil,
        language: LanguageCode? = nil,
        person: PersonAnswer? = nil,
        squeezeIn: Bool? = nil
    ) {
        self.errands = errands
        self.start = start.iso8601
        self.channel = channel
        self.language = language
        self.person = person
        self.squeezeIn = squeezeIn
    }
}

/// How somebody can be reached.
package struct PersonAnswer: Codable, Equatable, Sendable {
    package var name: String?
    package var mail: String?
    package var phone: String?
    package var note: String?

    package init(
        name: String? = nil,
        mail: String? = nil,
        phone: String? = nil,
        note: String? = nil
    ) {
        self.name = name
        self.mail = mail
        self.phone = phone
        self.note = note
    }
}

/// An appointment as staff and programs see it.
package struct AppointmentAnswer: Codable, Equatable, Sendable {
    package var id: VisitID
    package var errands: [Errand]
    package var start: String
    package var minutes: Int
    package var channel: Channel
    package var state: Appointment.State
    package var language: LanguageCode
    package var person: PersonAnswer?
    /// Only where its holder is to be told them.
    package var codes: AppointmentCodes?
    /// True for one that a clerk booked although nothing was free; else left out.
    package var squeezedIn: Bool?

    package init(
        _ appointment: Appointment,
        person: PersonAnswer? = nil,
        codes: AppointmentCodes? = nil
    ) {
        id = appointment.id
        errands = appointment.errands
        start = appointment.start.iso8601
        minutes = appointment.minutes
        channel = appointment.channel
        state = appointment.state
        language = appointment.language
        squeezedIn = appointment.isSqueezedIn ? true : nil
        self.person = person
        self.codes = codes
    }
}

package struct AppointmentEnvelope: Codable, Equatable, Sendable {
    package var appointment: AppointmentAnswer

    package init(_ appointment: AppointmentAnswer) {
        self.appointment = appointment
    }
}

/// `GET /api/v1/appointments?day=DAY`.
package struct AppointmentsAnswer: Codable, Equatable, Sendable {
    package var asOf: String
    package var day: Day
    package var appointments: [AppointmentAnswer]
    /// Slots that were given back and that nobody took yet; of today only.
    package var freed: [String]

    package init(
        asOf: Instant,
        day: Day,
        appointments: [AppointmentAnswer],
        freed: [Instant]
    ) {
        self.asOf = asOf.iso8601
        self.day = day
        self.appointments = appointments
        self.freed = freed.map(\.iso8601)
    }
}

/// `POST /api/v1/appointments/find`: both codes, as they stand on the slip.
package struct CodesRequest: Codable, Equatable, Sendable {
    package var checkIn: String
    /// Kiosks may leave it out, to learn when somebody is expected.
    package var change: String?

    package init(checkIn: String, change: String?) {
        self.checkIn = checkIn
        self.change = change
    }
}

/// `POST /api/v1/appointments/{id}/check-in`.
package struct CheckInRequest: Codable, Equatable, Sendable {
    /// The number that its holder has already; a new one without.
    package var visit: VisitID?

    package init(visit: VisitID?) {
        self.visit = visit
    }
}

/// How soon one channel gets an appointment for one service.
package struct AccessAnswer: Codable, Equatable, Sendable {
    package var channel: Channel
    package var service: ServiceID
    /// The first free time; nil when there is none within the horizon.
    package var first: String?
    package var days: Int?
    /// The promise, in days; nil for none.
    package var target: Int?
    package var isMissed: Bool

    package init(
        channel: Channel,
        service: ServiceID,
        first: Instant?,
        days: Int?,
        target: Int?,
        isMissed: Bool
    ) {
        self.channel = channel
        self.service = service
        self.first = first?.iso8601
        self.days = days
        self.target = target
        self.isMissed = isMissed
    }
}

/// `GET /api/v1/access`.
package struct AccessList: Codable, Equatable, Sendable {
    package var asOf: String
    package var access: [AccessAnswer]

    package init(asOf: Instant, access: [AccessAnswer]) {
        self.asOf = asOf.iso8601
        self.access = access
    }
}

/// `POST /api/v1/callbacks`.
package struct CallbackRequest: Codable, Equatable, Sendable {
    package var phone: String
    package var wish: String

    package init(phone: String, wish: String) {
        self.phone = phone
        self.wish = wish
    }
}

/// Somebody who wants to be called back.
package struct CallbackAnswer: Codable, Equatable, Sendable {
    package var id: VisitID
    package var at: String
    package var phone: String
    package var wish: String

    package init(id: VisitID, at: Instant, phone: String, wish: String) {
        self.id = id
        self.at = at.iso8601
        self.phone = phone
        self.wish = wish
    }
}

/// `GET /api/v1/callbacks`: the first to ask first.
package struct CallbacksAnswer: Codable, Equatable, Sendable {
    package var callbacks: [CallbackAnswer]

    package init(_ callbacks: [CallbackAnswer]) {
        self.callbacks = callbacks
    }
}

/// `POST /api/v1/appointments/{id}/move`.
package struct MoveRequest: Codable, Equatable, Sendable {
    package var start: String
    /// The caller's usual one when left out.
    package var channel: Channel?

    package init(start: Instant, channel: Channel? = nil) {
        self.start = start.iso8601
        self.channel = channel
    }
}
