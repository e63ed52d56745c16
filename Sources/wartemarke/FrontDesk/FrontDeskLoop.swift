import CursesTerminal
import HubClient
import Lobby
import Screens
import Sync

/// The loop that owns the terminal of the front desk.
@MainActor
enum FrontDeskLoop {
    /// - Throws: The exit code, when the hub does not or no longer let this desk in.
    static func run(_ start: FrontDeskDialogue, desk: FrontDesk, hub: String) throws {
        var dialogue = start
        var problem: HubProblem?
        // Of the last action: asked for once more after a lost answer it is still done once.
        var last: (effect: FrontDeskDialogue.Effect, key: String)?
        let mailbox = Mailbox<FrontDesk.News>()
        desk.carryOut(.showDay(nil), key: "", mailbox)
        try TerminalLoop.run(mailbox: mailbox) { terminal, batch, moment in
            var turn = TerminalLoop.Turn()
            var messages: [FrontDeskDialogue.Message] = batch.keys.map { .key($0) }
            for news in batch.messages {
                switch news {
                case .message(let message): messages.append(message)
                case .refused(let refusal): (problem, turn.isRunning) = (refusal, false)
                }
            }
            if messages.isEmpty { messages = [.tick] }
            for message in messages {
                for effect in dialogue.update(message, at: moment) {
                    switch effect {
                    case .wake(let after): turn.wake = after
                    case .quit: turn.isRunning = false
                    default:
                        let key = last?.effect == effect ? last?.key : nil
                        let action = (effect, key ?? "\(UInt64.random())-\(UInt64.random())")
                        if effect.changesSomething { last = action }
                        desk.carryOut(effect, key: action.1, mailbox)
                    }
                }
            }
            terminal.draw(dialogue.screen(size: terminal.size, at: moment).grid)
            return turn
        }
        if let problem { throw problem.exit(hub: hub) }
    }
}

extension FrontDeskDialogue.Effect {
    /// Whether doing it twice would be one too many.
    fileprivate var changesSomething: Bool {
        switch self {
        case .book, .move, .cancel, .checkIn, .match, .takeDown: true
        default: false
        }
    }
}

/// The front desk's questions to the hub.
struct FrontDesk: Sendable {
    /// What the front desk hears of the hub.
    enum News: Sendable {
        case message(FrontDeskDialogue.Message)
        /// The hub does not let this token in.
        case refused(HubProblem)
    }

    var client: HubClient
    var office: Office
    var token: String
    /// Nil at a desk without a printer.
    var slips: SlipPrinter?

    /// The key makes an action that changes something one, however often it is asked for.
    func carryOut(_ effect: FrontDeskDialogue.Effect, key: String, _ mailbox: Mailbox<News>) {
        Task.detached {  // Off the main actor, whose thread waits for keys.
            do throws(HubProblem) {
                for message in try await answers(to: effect, key: key) {
                    mailbox.post(.message(message))
                }
            } catch {
                if error.isAboutToken { return mailbox.post(.refused(error)) }
                mailbox.post(.message(message(about: error)))
            }
        }
    }

    private func answers(
        to effect: FrontDeskDialogue.Effect,
        key: String
    ) async throws(HubProblem) -> [FrontDeskDialogue.Message] {
        switch effect {
        case .showDay(let day):
            return [.day(DeskDay(try await client.appointments(on: day, secret: token)))]
        case .findTimes(let errands, let channel):
            let answer = try await client.freeDays(
                for: errands,
                channel: channel,
                secret: token
            )
            return [.slots(answer.times)]
        case .book(let form): return try await book(form, key: key)
        case .move(let id, let start, let channel):
            _ = try await client.move(
                id,
                to: start,
                channel: channel,
                key: key,
                secret: token
            )
            return [try await open(id, .frontDoneMoved)]
        case .cancel(let id):
            let cancelled = try await client.cancel(id, key: key, secret: token)
            return [.cancelled(Instant(iso8601: cancelled.start) ?? Instant(milliseconds: 0))]
        case .checkIn(let id):
            let visit = try await client.checkIn(id, key: key, secret: token)
            return [.checkedIn(visit.label)]
        case .match(let id, let label):
            let waiting = try await client.waiting(secret: token)
            guard let visit = waiting.first(where: { $0.label == label }) else {
                return [.noNumber(label)]
            }
            let matched = try await client.checkIn(id, as: visit.id, key: key, secret: token)
            return [.checkedIn(matched.label)]
        case .printSlip(let appointment):
            guard let slips, let code = appointment.code, let change = appointment.change else {
                return [.slip(isPrinted: false)]
            }
            let isPrinted = await slips.print(
                appointment.errands,
                at: appointment.start,
                code: code,
                change: change,
                today: await today()
            )
            return [.slip(isPrinted: isPrinted)]
        case .open(let id): return [try await open(id, nil)]
        case .find(let code): return try await find(code)
        case .showAccess: return [.access(AccessView(try await client.access(secret: token)))]
        case .showCallbacks: return [.callbacks(lines(try await client.callbacks(secret: token)))]
        case .takeDown(let phone, let wish):
            let request = CallbackRequest(phone: phone, wish: wish)
            _ = try await client.takeDown(request, key: key, secret: token)
            return [.callbacks(lines(try await client.callbacks(secret: token)))]
        case .callbackDone(let id):
            return [.callbacks(lines(try await client.callbackDone(id, secret: token)))]
        case .quit, .wake: return []
        }
    }

    private func book(
        _ form: BookingForm,
        key: String
    ) async throws(HubProblem) -> [FrontDeskDialogue.Message] {
        guard let start = form.start else { return [] }
        let person = PersonAnswer(
            name: form.name.isEmpty ? nil : form.name,
            phone: form.phone.isEmpty ? nil : form.phone
        )
        let request = BookingRequest(
            errands: form.errands,
            start: start,
            channel: form.channel,
            person: person
        )
        let booked = try await client.book(request, key: key, secret: token)
        if let callback = form.callback {
            // What is booked is told, also when this did not get through.
            _ = try? await client.callbackDone(callback, secret: token)
        }
        return [.appointment(DeskAppointment(booked), .frontDoneBooked)]
    }

    /// The hub's business day, for papers: the clock of this machine may be another one.
    func today() async -> Day? {
        do throws(HubProblem) {
            return try await client.appointments(on: nil, secret: token).day
        } catch {
            return nil
        }
    }

    private func open(
        _ id: VisitID,
        _ sentence: TextKey?
    ) async throws(HubProblem) -> FrontDeskDialogue.Message {
        .appointment(DeskAppointment(try await client.appointment(id, secret: token)), sentence)
    }

    private func find(
        _ code: String
    ) async throws(HubProblem) -> [FrontDeskDialogue.Message] {
        do throws(HubProblem) {
            let request = CodesRequest(checkIn: code, change: nil)
            let found = try await client.find(request, secret: token)
            return [try await open(found.id, nil)]
        } catch {
            guard case .refused(404, _, _, _) = error else { throw error }
            return [.appointment(nil, nil)]
        }
    }

    private func message(about problem: HubProblem) -> FrontDeskDialogue.Message {
        switch problem {
        case .unreachable, .notAHub, .untrusted: .linkLost
        case .slotTaken(let nearest): .taken(nearest)
        case .refused(_, let code, _, _):
            switch code {
            case "closed": .refused(.frontRefusedClosed)
            case "unknown_appointment", "unknown_visit": .refused(.frontNotPossible)
            case "not_bookable", "unknown_service": .refused(.frontRefusedService)
            case "no_appointments": .refused(.frontRefusedOffice)
            default: .refused(.deskRefusedOther)
            }
        }
    }

    private func lines(_ callbacks: [CallbackAnswer]) -> [CallbackLine] {
        callbacks.compactMap { callback in
            Instant(iso8601: callback.at).map { at in
                CallbackLine(id: callback.id, at: at, phone: callback.phone, wish: callback.wish)
            }
        }
    }

    func dayTime(_ instant: Instant) -> String {
        "\(office.time.date(at: instant)) \(office.time.timeOfDay(at: instant))"
    }
}

extension DeskDay {
    fileprivate init(_ answer: AppointmentsAnswer) {
        self.init(
            day: answer.day,
            appointments: answer.appointments.map(DeskAppointment.init),
            asOf: Instant(iso8601: answer.asOf) ?? Instant(milliseconds: 0),
            freed: answer.freed.compactMap { Instant(iso8601: $0) }
        )
    }
}

extension DeskAppointment {
    fileprivate init(_ answer: AppointmentAnswer) {
        self.init(
            id: answer.id,
            errands: answer.errands,
            start: Instant(iso8601: answer.start) ?? Instant(milliseconds: 0),
            channel: answer.channel,
            state: answer.state,
            name: answer.person?.name ?? "",
            phone: answer.person?.phone ?? answer.person?.mail ?? "",
            code: answer.codes?.checkIn,
            change: answer.codes?.change
        )
    }
}

extension AccessView {
    fileprivate init(_ answer: AccessList) {
        var (promised, lines): ([Channel: Int], [Line]) = ([:], [])
        for one in answer.access {
            promised[one.channel] = one.target
            if lines.last?.service != one.service {
                lines.append(Line(service: one.service, cells: [:]))
            }
            let cell = Cell(days: one.days, isMissed: one.isMissed)
            lines[lines.count - 1].cells[one.channel] = cell
        }
        self.init(promised: promised, lines: lines)
    }
}

extension SlotsAnswer {
    /// The days with their times.
    var times: [FreeTimes] {
        days.map { day in
            FreeTimes(day: day.day, starts: day.starts.compactMap { Instant(iso8601: $0) })
        }
    }
}
