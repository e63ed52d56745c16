import HubClient
import Lobby
import Screens
import Sync

// Booking, moving and cancelling, all of which the hub does.
extension KioskEngine {
    private static let hour: Duration = .seconds(3600)

    func findTimes(_ errands: [Errand], isNew: Bool) {
        guard core.link == .greeted else { return post(.times(.failed(.noConnection))) }
        // Said before anything was chosen in vain.
        if isNew, isFullyBooked { return post(.times(.failed(.tooMany))) }
        let (secret, office) = (identity.secret, self.office)
        let announced = Set(freed.map(\.start))
        run { [hub, post] in
            do throws(HubProblem) {
                let answer = try await hub.freeDays(for: errands, secret: secret)
                let free = freeTimes(answer, for: errands, in: office, and: announced)
                post(.times(.free(free)))
            } catch {
                post(.times(.failed(error.failure)))
            }
        }
    }

    /// Whether as many appointments were booked here within an hour as may be.
    private var isFullyBooked: Bool {
        let now = world.elapsed()
        bookings.removeAll { now - $0 >= Self.hour }
        return bookings.count >= bookingsPerHour
    }

    /// Books, and prints the slip; what comes when the visitor has left is cancelled again.
    func book(
        _ errands: [Errand],
        _ start: Instant,
        phone: String?,
        _ language: LanguageCode
    ) {
        let now = world.elapsed()
        guard !isFullyBooked else { return post(.booked(.failed(.tooMany))) }
        let request = BookingRequest(
            errands: errands,
            start: start,
            language: language,
            person: phone.map { PersonAnswer(phone: $0) }
        )
        let visitor = visitors
        ask { (hub, key, secret) throws(HubProblem) in
            try await hub.book(request, key: key, secret: secret)
        } then: { engine, answer in
            switch answer {
            case .success(let answer) where engine.visitors != visitor:
                let id = answer.id
                engine.ask { (hub, key, secret) throws(HubProblem) in
                    try await hub.cancel(id, key: key, secret: secret)
                } then: { _, _ in
                }
            case .success(let answer):
                engine.bookings.append(now)
                engine.finish(BookedAppointment(answer), language)
            case .failure(let problem): engine.post(.booked(problem.bookingAnswer))
            }
        }
    }

    /// Gives an appointment another time, and prints a new slip; what comes when the visitor has left
    /// is moved back.
    func move(_ booked: BookedAppointment, to start: Instant, _ language: LanguageCode) {
        let (id, before) = (booked.appointment.id, booked.appointment.start)
        let visitor = visitors
        ask { (hub, key, secret) throws(HubProblem) in
            try await hub.move(id, to: start, key: key, secret: secret)
        } then: { engine, answer in
            switch answer {
            case .success where engine.visitors != visitor:
                engine.ask { (hub, key, secret) throws(HubProblem) in
                    try await hub.move(id, to: before, key: key, secret: secret)
                } then: { _, _ in
                }
            case .success(let answer):
                let moved = ShownAppointment(answer).map { shown in
                    BookedAppointment(
                        appointment: shown,
                        code: booked.code,
                        change: booked.change
                    )
                }
                engine.finish(moved, language)
            case .failure(let problem): engine.post(.booked(problem.bookingAnswer))
            }
        }
    }

    func cancelAppointment(_ id: VisitID) {
        ask { (hub, key, secret) throws(HubProblem) in
            try await hub.cancel(id, key: key, secret: secret)
        } then: { engine, answer in
            let isDone = (try? answer.get())?.state == .cancelled
            engine.post(.appointmentCancelled(isDone))
        }
    }

    /// Looks for the appointment of both codes.
    func findAppointment(code: String, change: String) {
        switch codeLimit.verdict(at: world.elapsed(), on: today) {
        case .wait(let seconds): return post(.managed(.wait(seconds: seconds)))
        case .off: return post(.managed(.off))
        case .open: break
        }
        let codes = CodesRequest(checkIn: code, change: change)
        ask { (hub, _, secret) throws(HubProblem) in
            try await hub.find(codes, secret: secret)
        } then: { engine, answer in
            engine.post(.managed(engine.managed(answer)))
        }
    }

    private func managed(_ answer: Result<AppointmentAnswer, HubProblem>) -> ManagedAnswer {
        switch answer {
        case .success(let answer):
            codeLimit.hit()
            guard let shown = ShownAppointment(answer) else { return .failed(.refused) }
            let canChange = answer.state == .booked && wall < shown.start
            return canChange ? .found(shown) : .over(shown)
        case .failure(.refused(404, _, _, _)):
            countMiss()
            return .unknown
        case .failure(let problem): return .failed(problem.failure)
        }
    }

    // MARK: Asking

    /// Asks the hub once more when the first answer does not come; the key makes both one.
    private func ask(
        _ question:
            @escaping @Sendable (HubClient, String, String) async throws(HubProblem) ->
            AppointmentAnswer,
        then done:
            @escaping @Sendable (isolated KioskEngine, Result<AppointmentAnswer, HubProblem>) ->
            Void
    ) {
        guard core.link == .greeted else { return done(self, .failure(.unreachable)) }
        let key = TicketKey.make(chance: (world.chance(), world.chance()))
        let secret = identity.secret
        run { [hub] in
            var problem = HubProblem.unreachable
            for _ in 1...2 {
                do throws(HubProblem) {
                    return await done(self, .success(try await question(hub, key, secret)))
                } catch {
                    problem = error
                }
                guard problem == .unreachable else { break }
            }
            await done(self, .failure(problem))
        }
    }

    /// Tells the visitor, and prints the slip; an answer that cannot be read is as a refusal.
    private func finish(_ booked: BookedAppointment?, _ language: LanguageCode) {
        guard let booked else { return post(.booked(.failed(.refused))) }
        post(.booked(.done(booked)))
        printSlip(slip(booked, language), of: booked.appointment.id)
    }

    /// What its holder takes home.
    private func slip(_ booked: BookedAppointment, _ language: LanguageCode) -> Ticket {
        .slip(
            booked.appointment.errands,
            at: booked.appointment.start,
            codes: (booked.code, booked.change),
            of: office,
            texts: texts.first { $0.language == language } ?? texts.first,
            language: language,
            today: today
        )
    }
}

/// The free times to choose from: so many that they can be read, and all that were announced.
private func freeTimes(
    _ answer: SlotsAnswer,
    for errands: [Errand],
    in office: Office,
    and announced: Set<Instant>
) -> [FreeTimes] {
    let minutes = Slots(office)?.minutes(for: errands) ?? 0
    return answer.days.map { day in
        let starts = day.starts.compactMap { Instant(iso8601: $0) }
        let shown = spaced(starts, minutes: minutes, keeping: announced)
        return FreeTimes(day: day.day, starts: shown)
    }
}

extension BookedAppointment {
    fileprivate init?(_ answer: AppointmentAnswer) {
        guard let shown = ShownAppointment(answer), let codes = answer.codes else { return nil }
        self.init(appointment: shown, code: codes.checkIn, change: codes.change)
    }
}

extension HubProblem {
    fileprivate var failure: BookingFailure {
        switch self {
        case .unreachable, .untrusted, .notAHub: .noConnection
        case .refused(_, "kiosk_limit", _, _): .tooMany
        case .refused(_, "not_bookable", _, _): .gone
        case .refused, .slotTaken: .refused
        }
    }

    fileprivate var bookingAnswer: BookingAnswer {
        if case .slotTaken(let nearest) = self { return .taken(nearest: nearest) }
        return .failed(failure)
    }
}
