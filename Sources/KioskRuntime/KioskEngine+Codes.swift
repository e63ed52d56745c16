import HubClient
import KioskStore
import Lobby
import Screens
import Sync

// Checking in with the nine digits, also while the hub is away.
extension KioskEngine {
    /// Answers what is behind nine digits.
    ///
    /// What the hub told of today and the next days is looked at first; only it is asked about others.
    func checkCode(_ code: String) {
        switch codeLimit.verdict(at: world.elapsed(), on: today) {
        case .wait(let seconds): return post(.code(.wait(seconds: seconds)))
        case .off: return post(.code(.off))
        case .open: break
        }
        if let known = (try? knownAppointment(code)) ?? nil {
            codeLimit.hit()
            return post(.code(known))
        }
        guard code.count == KioskDialogue.codeDigits else { return missCode(.unknown) }
        guard core.link == .greeted else { return missCode(.unchecked(code)) }
        let secret = identity.secret
        run { [hub] in
            let request = CodesRequest(checkIn: code, change: nil)
            do throws(HubProblem) {
                await self.answerCode(try await hub.find(request, secret: secret))
            } catch .refused(404, _, _, _) {
                await self.answerCode(nil)
            } catch {
                // Nobody knows; it is no wrong code.
                self.post(.code(.unchecked(code)))
            }
        }
    }

    private func answerCode(_ found: AppointmentAnswer?) {
        guard let found, let shown = ShownAppointment(found) else { return missCode(.unknown) }
        codeLimit.hit()
        // The changes will tell of one of today in a moment.
        let isToday = office.time.day(at: shown.start) == today
        switch found.state {
        case .cancelled, .expired: post(.code(.cancelled(shown)))
        case .checkedIn: post(.code(isToday ? .here(shown, nil) : .otherDay(shown)))
        case .booked, .held, .missed:
            post(.code(isToday ? .expected(shown) : .otherDay(shown)))
        }
    }

    private func missCode(_ answer: CodeAnswer) {
        countMiss()
        post(.code(answer))
    }

    /// Counts a wrong code, also for the day's next start of this program.
    func countMiss() {
        codeLimit.miss(at: world.elapsed())
        keep { try store.setCodeMisses(codeLimit.missesToday, on: today) }
    }

    /// What the kiosk itself knows of a code: today's appointment before others.
    private func knownAppointment(_ code: String) throws -> CodeAnswer? {
        guard let key = try store.codeKey() else { return nil }
        let known = try store.appointments(code: codeDigest(of: code, key: key))
        let ofToday = known.last { office.time.day(at: $0.booked) == today }
        guard let change = ofToday ?? known.last else { return nil }
        let shown = ShownAppointment(change)
        switch change.state {
        case .cancelled: return .cancelled(shown)
        case .checkedIn where ofToday == nil: return .otherDay(shown)
        case .checkedIn:
            let seen = try change.visit.flatMap { try store.visit($0) }
            let waiting = try store.waitingVisits()
            return .here(shown, seen.map { found($0.visit, among: waiting) })
        case .booked: return ofToday == nil ? .otherDay(shown) : .expected(shown)
        }
    }

    /// Gives the holder of an appointment a number.
    func checkIn(_ shown: ShownAppointment, _ language: LanguageCode) {
        let known = (try? store.appointment(shown.id)) ?? nil
        let claim = AppointmentClaim(
            code: known?.code ?? "",
            appointment: shown.id,
            booked: shown.start
        )
        let service = shown.errands.first?.service ?? ""
        draw(service, letter: Label.appointmentLetter, language, claim: claim)
    }

    /// Gives a number to somebody who says when the appointment is, or has a code that could not be
    /// looked up.
    func claim(_ service: ServiceID, _ said: SaidAppointment, _ language: LanguageCode) {
        guard let letter = office.services[service]?.letter else {
            return post(.issueRefused(.noTickets(.service(service))))
        }
        let key = (try? store.codeKey()) ?? nil
        let digest = said.code.flatMap { code in key.map { codeDigest(of: code, key: $0) } }
        let claim = AppointmentClaim(code: digest ?? "", booked: said.time)
        draw(service, letter: letter, language, claim: claim)
    }

    /// Today's times at which somebody is expected, each once.
    func expectedTimes() -> [Instant] {
        guard office.booking != nil else { return [] }
        let times = ((try? appointmentsOfToday()) ?? [])
            .filter { $0.state == .booked }
            .map(\.booked)
        return Array(Set(times)).sorted { $0 < $1 }
    }

    func appointmentsOfToday() throws -> [AppointmentChange] {
        try store.appointments(
            from: office.time.instant(of: OfficeTime.dayChange, on: today),
            to: office.time.instant(of: OfficeTime.dayChange, on: today + 1)
        )
    }

    var today: Day {
        office.time.day(at: wall)
    }
}

extension ShownAppointment {
    init(_ change: AppointmentChange) {
        self.init(
            id: change.appointment,
            errands: ([change.service] + (change.further ?? [])).map { Errand($0) },
            start: change.booked
        )
    }

    init?(_ answer: AppointmentAnswer) {
        guard let start = Instant(iso8601: answer.start) else { return nil }
        self.init(id: answer.id, errands: answer.errands, start: start)
    }
}
