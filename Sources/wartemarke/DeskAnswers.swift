import Foundation
import HubClient
import Lobby
import Screens
import Sync

// What the hub is asked for the terminal desk, and what it answers.
extension Desk {
    private func act(
        _ action: String,
        _ request: VisitRequest
    ) async throws(HubProblem) -> VisitAnswer {
        try await client.act(action, request, counter: counter, key: newKey(), secret: token)
    }

    func answer(
        to effect: DeskDialogue.Effect
    ) async throws(HubProblem) -> DeskDialogue.Message {
        func done(_ key: TextKey, _ visit: VisitAnswer) -> DeskDialogue.Message {
            .done(key, ["label": visit.label.description])
        }
        switch effect {
        case .next:
            guard let visit = try await next() else { return .done(.deskDoneNobody, [:]) }
            return done(.deskDoneCalled, visit)
        case .again(let id):
            let visit = try await act("again", on: id)
            return .calledAgain(visit.label, calls: visit.calls)
        case .appear(let id): return done(.deskDoneAppeared, try await act("appear", on: id))
        case .missed(let id): return done(.deskDoneMissed, try await act("missed", on: id))
        case .finish(let id): return done(.deskDoneFinished, try await act("finish", on: id))
        case .putBack(let id): return done(.deskDonePutBack, try await act("put-back", on: id))
        case .park(let id, let reason):
            let request = VisitRequest(visit: id, reason: reason.rawValue)
            return done(.deskDoneParked, try await act("park", request))
        case .finishAndNext(let id):
            let next = try await client.finishAndNext(
                id,
                counter: counter,
                key: newKey(),
                secret: token
            )
            return next.map { done(.deskDoneCalled, $0) } ?? .done(.deskDoneNobody, [:])
        case .undo:
            let visit = try await client.undo(counter: counter, key: newKey(), secret: token)
            return done(visit.state == .cancelled ? .deskDoneTakenBack : .deskDoneUndone, visit)
        case .call(let id):
            let visit = try await client.call(id, counter: counter, key: newKey(), secret: token)
            return done(.deskDoneCalled, visit)
        case .transfer(let id, let service, let other):
            let request = VisitRequest(visit: id, service: service, counter: other)
            return done(.deskDoneTransferred, try await act("transfer", request))
        case .prioritise(let id, let isPriority):
            let request = VisitRequest(visit: id, priority: isPriority)
            let visit = try await act("prioritise", request)
            return done(isPriority ? .deskDonePriority : .deskDoneNoPriority, visit)
        case .left(let id): return done(.deskDoneLeft, try await act("left", on: id))
        case .resume(let id): return done(.deskDoneBack, try await act("resume", on: id))
        case .reinstate(let id): return done(.deskDoneBack, try await act("reinstate", on: id))
        case .admit(let id): return done(.deskDoneBack, try await act("admit", on: id))
        case .cancel(let id): return done(.deskDoneCancelled, try await act("cancel", on: id))
        case .reopen(let id): return done(.deskDoneReopened, try await act("reopen", on: id))
        case .checkIn(let id):
            let visit = try await client.checkIn(id, key: newKey(), secret: token)
            return done(.deskDoneBack, visit)
        case .pause, .help, .takeHelp, .endHelp, .draw: return try await tell(effect)
        case .quit, .wake: return .tick
        }
    }

    /// What has no visit to answer.
    private func tell(
        _ effect: DeskDialogue.Effect
    ) async throws(HubProblem) -> DeskDialogue.Message {
        func tell(_ action: String, _ request: some Encodable) async throws(HubProblem) {
            try await client.tell(
                action,
                request,
                counter: counter,
                key: newKey(),
                secret: token
            )
        }
        switch effect {
        case .pause(let minutes):
            try await tell("pause", PauseRequest(minutes: minutes))
            // Until when stands above the list, by the hub's clock.
            return minutes == 0 ? .done(.deskDoneWorking, [:]) : .done(.deskDonePauseBegun, [:])
        case .help:
            try await tell("help", [String: String]())
            return .done(.deskDoneHelp, [:])
        case .takeHelp(let id):
            try await tell("help-take", HelpRequest(help: id))
            return .done(.deskDoneHelpTaken, [:])
        case .endHelp(let id):
            try await tell("help-done", HelpRequest(help: id))
            return .done(.deskDoneHelpDone, [:])
        case .draw(let service, let persons, let isPriority):
            let label = try await client.draw(
                WalkInRequest(service: service, persons: persons, priority: isPriority),
                key: newKey(),
                secret: token
            )
            return .done(.deskDoneDrawn, ["label": label.description])
        default: return .tick
        }
    }

    func message(about problem: HubProblem) -> DeskDialogue.Message {
        switch problem {
        case .unreachable, .notAHub, .untrusted: return .linkLost
        case .refused(_, "nothing_to_undo", _, _): return .done(.deskRefusedUndo, [:])
        case .refused(_, "help_taken", let sentence, _):
            let counter = sentence.filter(\.isNumber)
            return .done(.deskRefusedHelpTaken, ["counter": counter])
        case .refused(_, "help_over", _, _): return .done(.deskRefusedHelpOver, [:])
        case .refused(_, "tickets_stopped", _, _): return .done(.deskRefusedTickets, [:])
        case .refused(_, "closed", _, _): return .done(.deskRefusedClosed, [:])
        case .refused(_, "not_reopenable", _, let visit?):
            return .done(.deskRefusedReopen, ["label": visit.label.description])
        case .refused(_, "out_of_turn", _, let visit?):
            return .done(.deskRefusedTurn, ["label": visit.label.description])
        case .refused(_, "counter_busy", _, let visit?):
            return .done(.deskRefusedBusy, ["label": visit.label.description])
        case .refused(_, _, _, let visit?) where visit.state == .missed:
            return .done(.deskRefusedMissed, ["label": visit.label.description])
        case .refused(_, _, _, let visit?):
            return .done(.deskRefusedChanged, ["label": visit.label.description])
        case .refused, .slotTaken: return .done(.deskRefusedOther, [:])
        }
    }
}

extension DeskView {
    init(_ answer: CounterAnswer) {
        let asOf = Instant(iso8601: answer.asOf) ?? Instant(milliseconds: 0)
        self.init(
            waiting: answer.waiting.map { visit in
                var line = WaitingLine(visit, asOf: asOf)
                line.isPaperUnclear = answer.unclearPapers?.contains(visit.id) ?? false
                return line
            },
            holding: answer.holding.map { visit in
                HeldVisit(
                    id: visit.id,
                    label: visit.label,
                    also: visit.also,
                    errands: visit.errands,
                    state: visit.state,
                    calls: visit.calls,
                    lastCalled: visit.lastCalled.flatMap { Instant(iso8601: $0) },
                    note: visit.note
                )
            },
            others: answer.others.compactMap { visit in
                visit.counter.map {
                    OtherCounter(counter: $0, label: visit.label, state: visit.state)
                }
            },
            printers: (answer.printers ?? []).map { printer in
                Printer(
                    kiosk: printer.kiosk,
                    reasons: Set(printer.reasons.map { PrinterReason(rawValue: $0) ?? .other }),
                    ticketsLeft: printer.ticketsLeft
                )
            },
            asOf: asOf,
            isOpen: answer.open
        )
        entries = answer.parked.map { Entry(.parked, $0) }
        entries += answer.missed.map { Entry(.missed, $0) }
        entries += answer.atDesk.map { Entry(.atDesk, $0) }
        entries += answer.expected.map { one in
            Entry(
                .expected,
                id: one.id,
                start: Instant(iso8601: one.start),
                errands: one.errands,
                note: one.name
            )
        }
        help = answer.help.map { call in
            Help(
                id: call.id,
                counter: call.counter,
                kiosk: call.kiosk ?? "",
                takenBy: call.takenBy
            )
        }
        pausedUntil = answer.pausedUntil.flatMap { Instant(iso8601: $0) }
        reopenable = answer.reopenable.map { Reopenable(id: $0.visit, label: $0.label) }
    }
}

extension DeskView.WaitingLine {
    fileprivate init(_ visit: VisitAnswer, asOf: Instant) {
        self.init(
            id: visit.id,
            label: visit.label,
            errands: visit.errands,
            kind: visit.kind,
            arrived: Instant(iso8601: visit.arrived) ?? asOf,
            booked: visit.booked.flatMap { Instant(iso8601: $0) },
            claimed: visit.claimed.flatMap { Instant(iso8601: $0) },
            mayHaveBeenCalled: visit.mayHaveBeenCalled,
            wait: visit.wait
        )
        also = visit.also
        isPriority = visit.standing == .priority
        note = visit.note
        reason = visit.reason
        urgency = visit.urgency
    }
}

extension DeskView.Entry {
    fileprivate init(_ kind: Kind, _ visit: VisitAnswer) {
        self.init(
            kind,
            id: visit.id,
            label: visit.label,
            errands: visit.errands,
            parkedFor: visit.parkedFor,
            note: visit.note
        )
    }
}
