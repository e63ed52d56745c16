import Lobby
import TestWorlds
import Testing

@Suite struct `Whether the office is open` {
    private func state(
        _ now: Instant = at(9),
        _ change: (inout OpeningHours) -> Void = { _ in }
    ) -> OpenState {
        var office = smallOffice()
        change(&office.hours)
        return office.openState(at: now)
    }

    private let tomorrow = Opening(day: tuesday + 1, time: TimeOfDay(minutes: 8 * 60))
    private let noon = TimeOfDay(minutes: 12 * 60)

    @Test func `is known with the time at which it closes or opens`() {
        #expect(state() == .open(until: TimeOfDay(minutes: 16 * 60)))
        let today = Opening(day: tuesday, time: TimeOfDay(minutes: 8 * 60))
        #expect(state(at(7)) == .closed(.hours, next: today))
        #expect(state(at(16)) == .closed(.hours, next: tomorrow))
        let monday = Opening(day: tuesday + 6, time: TimeOfDay(minutes: 8 * 60))
        #expect(state(at(9, daysLater: 4)) == .closed(.hours, next: monday))
        #expect(state { $0.weekdays = [:] } == .closed(.hours, next: nil))
        #expect(state { $0 = .always } == .open(until: nil))
    }

    @Test func `comes with a holiday's name`() {
        // Christmas Day, a Friday.
        let day = 31
        let next = Opening(day: tuesday + day + 3, time: TimeOfDay(minutes: 8 * 60))
        #expect(
            state(at(9, daysLater: day)) { $0.holidays = .berlin }
                == .closed(.holiday(.christmas), next: next)
        )
    }

    @Test func `comes with a closure's reason, for its part of the day`() {
        let words = LocalizedText(["de": "Betriebsausflug"])
        let wholeDay = TimeOfDay(minutes: 0)..<TimeOfDay(minutes: 1440)
        #expect(
            state {
                $0.closures = [tuesday]
                $0.reasons[tuesday] = [ClosureReason(span: wholeDay, words: words)]
            } == .closed(.closure(words), next: tomorrow)
        )
        #expect(state { $0.closures = [tuesday] } == .closed(.closure(nil), next: tomorrow))
        let morning = TimeOfDay(minutes: 8 * 60)..<noon
        let part: (inout OpeningHours) -> Void = {
            $0.partClosures[tuesday] = [morning]
            $0.reasons[tuesday] = [ClosureReason(span: morning, words: words)]
        }
        let later = Opening(day: tuesday, time: noon)
        #expect(state(at(9), part) == .closed(.closure(words), next: later))
        #expect(state(at(13), part).isOpen)
        #expect(state(at(17), part) == .closed(.hours, next: tomorrow))
    }

    @Test func `is not when a lead lets it close early`() {
        var plan = DayPlan(day: tuesday, version: 1)
        plan.closes = noon
        let office = smallOffice().under(plan)
        #expect(office.openState(at: at(11)) == .open(until: noon))
        #expect(office.openState(at: at(12)) == .closed(.early(noon), next: tomorrow))
    }
}

@Suite struct `A wait as it is said` {
    private func said(_ low: Double, _ high: Double, waiting: Int) -> SaidWait {
        SaidWait(Wait(low: low, middle: low, high: high), waiting: waiting, asOf: at(9, 3))
    }

    @Test func `is a span, hardly any, longer than two hours, or unknown`() {
        #expect(said(18, 36, waiting: 9) == .between(ShownWait(from: 20, to: 35)))
        #expect(said(0, 9, waiting: 2) == .hardlyAny)
        #expect(said(0, 9, waiting: 3) == .between(ShownWait(from: 0, to: 10)))
        #expect(said(140, 170, waiting: 30) == .long(notBefore: at(11, 20)))
        #expect(SaidWait(nil, waiting: 0, asOf: at(9)) == .unknown)
        #expect(SaidWait(nil, waiting: 0, asOf: at(9), isTooLate: true) == .tooLate)
    }

    @Test func `is not hardly any where few wait behind one clerk`() {
        #expect(said(20, 40, waiting: 2) == .between(ShownWait(from: 20, to: 40)))
        #expect(said(5, 15, waiting: 2) == .hardlyAny)
        #expect(said(5, 25, waiting: 1) == .between(ShownWait(from: 5, to: 25)))
    }
}
