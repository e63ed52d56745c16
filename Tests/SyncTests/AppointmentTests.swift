import Lobby
import Sync
import Testing

@Suite struct `A check-in at the hub` {
    private let label = Label(series: "TK", number: 1)
    private let claim = AppointmentClaim(code: "digest", appointment: visit(9), booked: instant)

    @Test func `of a booked appointment waits as an appointment`() throws {
        let changes = apply(try draw(label, of: visit(1), appointment: claim), facts: told(.booked))
        #expect(changes.contains(.checkedIn(visit(9))))
        let added = try #require(changes.added)
        #expect(added.kind == .appointment)
        #expect(added.booked == instant)
        #expect(added.state == .waiting)
    }

    @Test func `of one that is here already gives it a second label`() throws {
        let facts = told(.checkedIn, as: visit(2))
        let changes = apply(try draw(label, of: visit(1), appointment: claim), facts: facts)
        let place = DayLabel(day: today, label: label)
        #expect(changes == [.attach(place, to: visit(2), arrived: instant)])
    }

    @Test func `of one whose visit is gone waits anew`() throws {
        var facts = told(.checkedIn, as: visit(2))
        facts.appointment?.isGone = true
        let changes = apply(try draw(label, of: visit(1), appointment: claim), facts: facts)
        #expect(changes.added?.state == .waiting)
        #expect(changes.contains(.checkedIn(visit(9))))
    }

    @Test func `whose paper never came ends nothing while another one is held`() {
        var facts = officeFacts()
        facts.visit = Visit(id: visit(2), label: label, service: "passport", arrived: instant)
        let abandoned = event(.abandon, of: visit(2))
        #expect(apply(abandoned, facts: facts) == [.move(visit(2), .abandon)])
        facts.hasSecondLabel = true
        #expect(apply(abandoned, facts: facts) == [])
        #expect(apply(event(.abandon, of: visit(1)), facts: facts) == [])
    }

    @Test func `of a cancelled one is for a clerk to settle, and somebody is told`() throws {
        let facts = told(.cancelled)
        let changes = apply(try draw(label, of: visit(1), appointment: claim), facts: facts)
        #expect(try #require(changes.added).state == .atDesk)
        #expect(changes.contains { if case .alarm = $0 { true } else { false } })
        #expect(!changes.contains(.checkedIn(visit(9))))
    }

    @Test func `of one that the hub has forgotten teaches it`() throws {
        let changes = apply(
            try draw(label, of: visit(1), appointment: claim),
            facts: officeFacts()
        )
        #expect(changes.contains { if case .learn = $0 { true } else { false } })
        #expect(changes.contains(.checkedIn(visit(9))))
        #expect(try #require(changes.added).booked == instant)
    }

    @Test func `whose code no kiosk knew waits like a walk-in until the hub knows better`() throws {
        let unknown = AppointmentClaim(code: "digest")
        let event = try draw(label, of: visit(1), appointment: unknown)
        #expect(apply(event, facts: officeFacts()).added?.kind == .walkIn)
        #expect(apply(event, facts: told(.booked)).added?.kind == .appointment)
    }

    @Test func `called by voice before it came goes on from that call`() throws {
        var facts = officeFacts()
        (facts.labelOwner, facts.isOwnerStub) = (visit(7), true)
        let changes = apply(try draw(label, of: visit(1)), facts: facts)
        guard case .adopt(visit(7), let told, _)? = changes.first else {
            Issue.record("\(changes)")
            return
        }
        #expect(told.id == visit(1))
    }

    private func told(
        _ state: AppointmentChange.State,
        as visit: VisitID? = nil
    ) -> KioskEventFacts {
        var facts = officeFacts()
        facts.appointment = AppointmentFacts(
            id: SyncTests.visit(9),
            service: "passport",
            booked: instant,
            standing: .usual,
            state: state,
            visit: visit
        )
        return facts
    }
}

@Suite struct `A number of an earlier history of the hub` {
    private let label = Label(series: "A", number: 47)

    @Test func `is taken when it is sent again, and marked`() throws {
        var facts = officeFacts(letterOwner: .hub)
        facts.epoch = 2
        let added = apply(try draw(label, of: visit(1), epoch: 1), facts: facts).added
        #expect(added?.label == label)
        #expect(added?.mayHaveBeenCalled == true)
    }

    @Test func `of this history must have been reserved`() throws {
        let facts = officeFacts(letterOwner: .hub)
        #expect(apply(try draw(label, of: visit(1), epoch: 1), facts: facts).added == nil)
    }

    @Test func `that became void while its event was on the way is used after all`() throws {
        var facts = officeFacts(letterOwner: .hub)
        facts.labelOwner = visit(1)
        #expect(apply(try draw(label, of: visit(1)), facts: facts).added?.label == label)
    }
}

@Suite struct `A question for a number` {
    private let question = ReserveRequest(visit: visit(1), letter: "A", epoch: 1, highest: 5)

    @Test func `gets the next one, the same one again, or none when it is over`() {
        let had = DayLabel(day: today, label: Label(series: "A", number: 4))
        #expect(verdict(highest: 5) == .next)
        #expect(verdict(reserved: had, highest: 9) == .again(had))
        #expect(verdict(isSettled: true, reserved: had, highest: 9) == .gone)
    }

    @Test func `is refused by a hub that is behind the kiosk`() {
        #expect(verdict(highest: 4) == .staleHub)
    }

    private func verdict(
        isSettled: Bool = false,
        reserved: DayLabel? = nil,
        highest: Int
    ) -> ReserveVerdict {
        let facts = ReserveFacts(isSettled: isSettled, reserved: reserved, highest: highest)
        return ReserveVerdict(question, facts: facts)
    }
}

extension [HubChange] {
    fileprivate var added: Visit? {
        for case .add(let visit, _, _) in self { return visit }
        return nil
    }
}
