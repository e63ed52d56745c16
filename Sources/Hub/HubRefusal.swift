package import Lobby

/// Why the hub does not do what was asked: a code for programs, a sentence for people.
package enum HubRefusal: Error, Equatable, Sendable {
    case notKnown
    case notAllowed(role: String)
    case wrongCode
    case notLoggedIn
    case wrongPassword
    case badPassword(PasswordMistake)
    case tooManyTries(Duration)
    /// This person logs in at the provider.
    case passwordsOff
    /// Somebody who logs in otherwise has the name.
    case nameTaken(String)
    case fork
    case updateNeeded(spoken: Int)
    case hubTooOld(spoken: Int, wanted: Int)
    case staleHub
    case unknownService(String)
    case unknownCounter(Int, known: [Int])
    case unknownDevice(String, known: [String])
    case severalRoles(String, roles: [String])
    case closed
    /// The office is open, but no walk-in numbers are given now.
    case noTickets(TicketStop)
    case badPlan(DayPlanMistake)
    case planChanged
    case counterBusy(Visit)
    case unknownVisit
    case notAtCounter(Visit, counter: Int)
    case impossible(ImpossibleTransition, Visit)
    case notReopenable(Visit)
    /// It was missed too long ago, or came back before: a clerk decides.
    case tooLateToComeBack(Visit)
    case nothingToUndo
    /// Whoever asks calls visits only in their order.
    case outOfTurn(Visit)
    /// The token is for one counter only.
    case otherCounter(Int)
    case helpTaken(by: Int)
    case helpOver
    case keyUsedBefore
    /// This office gives no appointments.
    case noAppointments
    case notBookable
    case slotTaken(nearest: [Instant])
    case tooManyBookings
    /// A kiosk has booked as many as it may within an hour.
    case kioskLimit
    case unknownAppointment
    /// Nobody is let in with an appointment of another day.
    case appointmentOfOtherDay(Day)
    case badRequest(String)
    case unavailable(String)

    /// The HTTP status, RFC 9110.
    package var status: Int {
        switch self {
        case .notKnown, .notLoggedIn: 401
        case .notAllowed, .wrongCode, .wrongPassword, .passwordsOff, .outOfTurn, .otherCounter: 403
        case .tooManyTries, .kioskLimit: 429
        case .unknownVisit, .unknownCounter, .unknownDevice, .unknownAppointment,
            .noAppointments:
            404
        case .fork, .staleHub, .closed, .noTickets, .planChanged, .counterBusy, .notAtCounter,
            .impossible, .severalRoles,
            .slotTaken, .tooManyBookings, .notReopenable, .tooLateToComeBack, .nothingToUndo,
            .nameTaken, .helpTaken, .helpOver, .appointmentOfOtherDay:
            409
        case .unknownService, .keyUsedBefore, .notBookable, .badPassword, .badPlan: 422
        case .updateNeeded, .hubTooOld: 426
        case .badRequest: 400
        case .unavailable: 503
        }
    }

    package var code: String {
        switch self {
        case .notKnown: "not_known"
        case .notAllowed: "not_allowed"
        case .wrongCode: "wrong_code"
        case .notLoggedIn: "not_logged_in"
        case .wrongPassword: "wrong_password"
        case .badPassword: "bad_password"
        case .tooManyTries: "too_many_tries"
        case .passwordsOff: "passwords_off"
        case .nameTaken: "name_taken"
        case .fork: "fork"
        case .updateNeeded: "update_needed"
        case .hubTooOld: "hub_too_old"
        case .staleHub: "stale_hub"
        case .unknownService: "unknown_service"
        case .unknownCounter: "unknown_counter"
        case .unknownDevice: "unknown_device"
        case .severalRoles: "several_roles"
        case .closed: "closed"
        case .noTickets: "tickets_stopped"
        case .badPlan: "bad_plan"
        case .planChanged: "plan_changed"
        case .counterBusy: "counter_busy"
        case .unknownVisit: "unknown_visit"
        case .notAtCounter: "not_at_counter"
        case .impossible: "impossible"
        case .notReopenable: "not_reopenable"
        case .tooLateToComeBack: "too_late"
        case .nothingToUndo: "nothing_to_undo"
        case .outOfTurn: "out_of_turn"
        case .otherCounter: "other_counter"
        case .helpTaken: "help_taken"
        case .helpOver: "help_over"
        case .keyUsedBefore: "key_used_before"
        case .noAppointments: "no_appointments"
        case .notBookable: "not_bookable"
        case .slotTaken: "slot_taken"
        case .tooManyBookings: "too_many_bookings"
        case .kioskLimit: "kiosk_limit"
        case .unknownAppointment: "unknown_appointment"
        case .appointmentOfOtherDay: "other_day"
        case .badRequest: "bad_request"
        case .unavailable: "unavailable"
        }
    }

    package var message: String {
        switch self {
        case .notKnown:
            "The secret is missing, unknown or was revoked. Get one with: wartemarke admin token."
        case .notAllowed(let role):
            "A \(role) may not do this. Use a token of the right role."
        case .wrongCode:
            "The code is unknown, was used before or is older than 15 minutes. "
                + "Make a new one with: wartemarke admin enrol."
        case .notLoggedIn: "Nobody is logged in here, or it was too long ago. Log in again."
        case .wrongPassword: "The name or the password is not right."
        case .badPassword(let mistake): Self.sentence(mistake)
        case .tooManyTries(let pause):
            "That was wrong too often. Wait \(pause.components.seconds + 1) seconds."
        case .passwordsOff: "This person has to log in at the office's provider."
        case .nameTaken(let name):
            "There is another account \(name), with a password of this hub. Remove it first with: "
                + "wartemarke admin user --remove."
        case .fork:
            "The log contradicts what the hub has: two kiosks may use one identity. "
                + "Enrol the later one again."
        case .updateNeeded(let spoken):
            "This hub speaks protocol \(spoken). Update the kiosk."
        case .hubTooOld(let spoken, let wanted):
            "This hub speaks protocol \(spoken), the kiosk protocol \(wanted). Update the hub."
        case .staleHub:
            "The kiosk has seen higher numbers than the hub: the hub was restored."
        case .unknownService(let id):
            "There is no service \(id). The services are listed under /api/v1/status."
        case .unknownCounter(let number, let known):
            "There is no counter \(number). The counters are \(Self.list(known))."
        case .unknownDevice(let name, let known):
            "There is no device \(name). "
                + (known.isEmpty
                    ? "There is none at all." : "There are: \(known.joined(separator: ", ")).")
        case .severalRoles(let name, let roles):
            "The name \(name) belongs to several devices: \(roles.joined(separator: ", ")). "
                + "Say which one with --role."
        case .closed: "The office is closed, so no number is given."
        case .noTickets(let stop): Self.sentence(stop)
        case .badPlan(let mistake): Self.sentence(mistake)
        case .planChanged:
            "Somebody has planned today otherwise meanwhile. Look at it again, then change it."
        case .counterBusy(let visit):
            "The counter still holds \(visit.label). Finish it or mark it as missed first."
        case .unknownVisit: "There is no such visit."
        case .notAtCounter(let visit, let counter):
            "\(visit.label) is not at counter \(counter); it is \(visit.state.rawValue)"
                + (visit.counter.map { " at counter \($0)." } ?? ".")
        case .impossible(let transition, let visit): Self.impossible(transition, visit)
        case .notReopenable(let visit):
            "\(visit.label) is \(visit.state.rawValue). Only the visit that was finished last at a "
                + "counter can be reopened there, until its next call."
        case .tooLateToComeBack(let visit):
            "\(visit.label) was missed more than 30 minutes ago, or came back before. "
                + "A clerk can let it wait again: reinstate."
        case .nothingToUndo:
            "There is nothing to take back: it is longer ago than 10 seconds, or more has happened."
        case .outOfTurn(let visit):
            "\(visit.label) is not next here. Only a lead, or a token made with --calls-anybody, calls "
                + "somebody before their turn, unless clerksChoose in office.yaml lets everybody."
        case .otherCounter(let own): "This token is for counter \(own) only."
        case .helpTaken(let counter): "Counter \(counter) goes there already."
        case .helpOver: "Nobody needs help there any more."
        case .keyUsedBefore:
            "This Idempotency-Key was used before for another request. Use a new one."
        case .noAppointments: "This office gives no appointments."
        case .notBookable:
            "For this no appointment can be booked: a service is unknown, has no appointments, or "
                + "there are too many services or persons."
        case .slotTaken: "This time is not free any more. Choose one of the nearest free times."
        case .tooManyBookings:
            "There are two appointments for this service under this address already. "
                + "Cancel one of them first."
        case .kioskLimit:
            "This kiosk has booked as many appointments within an hour as it may. "
                + "The front desk can book more."
        case .unknownAppointment: "There is no such appointment, or it cannot be changed any more."
        case .appointmentOfOtherDay(let day):
            "The appointment is on \(day), not today. Move it to today to let its holder in now."
        case .badRequest(let sentence): sentence
        case .unavailable(let sentence): sentence
        }
    }

    /// The visit the answer shows beside the refusal, so that the caller sees what is now true.
    package var visit: Visit? {
        switch self {
        case .counterBusy(let visit), .notAtCounter(let visit, _), .impossible(_, let visit),
            .notReopenable(let visit), .tooLateToComeBack(let visit), .outOfTurn(let visit):
            visit
        default: nil
        }
    }

    /// Free times the answer shows beside the refusal.
    package var nearest: [Instant]? {
        if case .slotTaken(let nearest) = self { nearest } else { nil }
    }

    private static func sentence(_ stop: TicketStop) -> String {
        switch stop {
        case .stopped: "No more walk-in numbers are given today."
        case .service(let id): "No walk-in numbers are given for \(id) today."
        case .notBefore(let time): "Walk-in numbers are given from \(time) today."
        case .full: "All walk-in numbers for today are taken."
        case .tooLate(let id): "The time until closing is not enough for another \(id) today."
        }
    }

    private static func sentence(_ mistake: DayPlanMistake) -> String {
        switch mistake {
        case .closedDay: "The office is closed today by its file. Write hours into office.yaml."
        case .order: "What begins has to be earlier than what ends."
        case .unknownService(let id): "There is no service \(id)."
        case .unknownCounter(let number): "There is no counter \(number)."
        case .quota(let number):
            "\(number) is no quota. Choose \(DayPlan.quotas.lowerBound) to "
                + "\(DayPlan.quotas.upperBound) numbers."
        }
    }

    private static func sentence(_ mistake: PasswordMistake) -> String {
        switch mistake {
        case .tooShort(let least): "A password has at least \(least) characters."
        case .tooLong(let most): "A password has at most \(most) characters."
        case .holdsName: "A password does not hold the name it is for."
        case .fewDifferent: "A password has at least five different characters."
        case .same: "The new password is the old one."
        }
    }

    private static func impossible(_ transition: ImpossibleTransition, _ visit: Visit) -> String {
        if visit.state == .missed {
            return "\(visit.label) is missed. Let it wait again first: reinstate."
        }
        let sentence =
            "\(visit.label) is \(visit.state.rawValue), so this is not possible now: "
            + "\(transition.happening.rawValue)."
        return switch visit.state {
        case .called: sentence + " Say first whether the visitor came: appear or missed."
        case .serving: sentence + " Finish it first: finish."
        default: sentence
        }
    }

    private static func list(_ numbers: [Int]) -> String {
        numbers.map(String.init).joined(separator: ", ")
    }
}
