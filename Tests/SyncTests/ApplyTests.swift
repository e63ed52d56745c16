import Lobby
import Sync
import Testing

private let a47 = Label(series: "A", number: 47)
private let ak3 = Label(series: "AK", number: 3)

@Suite struct `A kiosk's event at the hub` {
    @Test func `adds the visit with the number that was reserved for it`() throws {
        let reserved = DayLabel(day: today, label: a47)
        let changes = apply(try draw(a47, of: visit(1)), facts: officeFacts(reserved: reserved))
        let (added, day) = try #require(firstVisit(in: changes))
        #expect(added.label == a47)
        #expect(added.state == .waiting)
        #expect(day == today)
        #expect(changes.count == 1)
    }

    @Test func `voids the reserved number when the visit has one of the kiosk's own`() throws {
        let reserved = DayLabel(day: today, label: a47)
        let changes = apply(try draw(ak3, of: visit(1)), facts: officeFacts(reserved: reserved))
        #expect(firstVisit(in: changes)?.visit.label == ak3)
        #expect(changes.contains(.void(reserved)))
    }

    @Test func `is put aside when the label was not the kiosk's to give`() throws {
        for owner in [LetterOwner.hub, .another, .nobody] {
            let changes = apply(
                try draw(ak3, of: visit(1)),
                facts: officeFacts(letterOwner: owner)
            )
            #expect(isParked(changes))
        }
    }

    @Test func `never takes a label from another visit, and gives its reservation up`() throws {
        let reserved = DayLabel(day: today, label: a47)
        let changes = apply(
            try draw(ak3, of: visit(1)),
            facts: officeFacts(reserved: reserved, owner: visit(2))
        )
        #expect(isParked(changes))
        #expect(changes.contains(.void(reserved)))
    }

    @Test func `is put aside when it draws for a visit a second time`() throws {
        let known = Visit(id: visit(1), label: a47, service: "passport", arrived: instant)
        #expect(isParked(apply(try draw(ak3, of: visit(1)), facts: officeFacts(visit: known))))
    }

    @Test func `changes nothing when it comes again, because its log began anew`() throws {
        let known = Visit(id: visit(1), label: ak3, service: "passport", arrived: instant)
        #expect(apply(try draw(ak3, of: visit(1)), facts: officeFacts(visit: known)) == [])
    }

    @Test func `of an unknown kind or version is put aside`() {
        var strange = event(.drop, of: visit(1))
        strange.kind = "dance"
        #expect(isParked(apply(strange, facts: officeFacts())))
        var later = event(.drop, of: visit(1))
        later.version = 2
        #expect(isParked(apply(later, facts: officeFacts())))
    }

    @Test(arguments: ["", "{}", "[1]", #"{"label":"A"}"#])
    func `whose details cannot be read is put aside`(details: String) {
        #expect(isParked(apply(event(.draw, of: visit(1), details: details), facts: officeFacts())))
    }

    @Test func `that drops a number voids it, once`() {
        let reserved = DayLabel(day: today, label: a47)
        let drop = event(.drop, of: visit(1))
        #expect(apply(drop, facts: officeFacts(reserved: reserved)) == [.void(reserved)])
        #expect(apply(drop, facts: officeFacts()) == [])
    }

    @Test func `never puts an arrival into the future`() throws {
        let late = try draw(ak3, of: visit(1), at: instant + .seconds(3600))
        let added = firstVisit(in: apply(late, facts: officeFacts()))
        #expect(added?.visit.arrived == instant)
    }

    @Test func `of a day that is closed is kept, not queued, and told`() throws {
        let yesterday = today + -1
        let old = try draw(ak3, of: visit(1), at: instant - .seconds(86_400), day: yesterday)
        let changes = apply(old, facts: officeFacts())
        let (added, day) = try #require(firstVisit(in: changes))
        #expect(added.state == .notServed)
        #expect(day == yesterday)
        #expect(changes.contains { if case .alarm = $0 { true } else { false } })
    }

    @Test func `counts for the day the hub had told, whatever the kiosk's clock says`() throws {
        let turned = try draw(ak3, of: visit(1), at: instant - .seconds(5 * 86_400), day: today)
        let (added, day) = try #require(firstVisit(in: apply(turned, facts: officeFacts())))
        #expect(added.state == .waiting)
        #expect(day == today)
    }

    @Test func `that an earlier hub counted for yesterday is of yesterday`() throws {
        let yesterday = today + -1
        for clock in [instant, instant - .seconds(5 * 86_400)] {
            var again = try draw(ak3, of: visit(1), at: clock, day: yesterday)
            again.latestDay = yesterday
            let (added, day) = try #require(firstVisit(in: apply(again, facts: officeFacts())))
            #expect(added.state == .notServed)
            #expect(day == yesterday)
        }
    }

    @Test func `of a kiosk alone since yesterday counts for today`() throws {
        let alone = try draw(ak3, of: visit(1), day: today + -1)
        let (added, day) = try #require(firstVisit(in: apply(alone, facts: officeFacts())))
        #expect(added.state == .waiting)
        #expect(day == today)
    }

    @Test(arguments: [KioskEvent.Kind.handBack, .abandon])
    func `ends a visit that waits and is put aside for any other`(kind: KioskEvent.Kind) {
        var known = Visit(id: visit(1), label: ak3, service: "passport", arrived: instant)
        let changes = apply(event(kind, of: visit(1)), facts: officeFacts(visit: known))
        #expect(changes == [.move(visit(1), kind == .abandon ? .abandon : .handBack)])
        known.state = .called
        #expect(isParked(apply(event(kind, of: visit(1)), facts: officeFacts(visit: known))))
        #expect(isParked(apply(event(kind, of: visit(1)), facts: officeFacts())))
    }

    @Test func `about paper changes nothing but the record`() {
        let known = Visit(id: visit(1), label: ak3, service: "passport", arrived: instant)
        let paper = event(.paper, of: visit(1))
        #expect(apply(paper, facts: officeFacts(visit: known)) == [.record(visit(1), .paper)])
        #expect(isParked(apply(paper, facts: officeFacts())))
    }
}

/// What the hub knows at 09:00 of a number of the kiosk's own series.
func officeFacts(
    visit: Visit? = nil,
    reserved: DayLabel? = nil,
    letterOwner: LetterOwner = .kiosk,
    owner: VisitID? = nil
) -> KioskEventFacts {
    KioskEventFacts(
        visit: visit,
        reserved: reserved,
        letterOwner: letterOwner,
        labelOwner: owner,
        today: today,
        time: greenwich,
        now: instant
    )
}

private func firstVisit(in changes: [HubChange]) -> (visit: Visit, day: Day)? {
    for case .add(let visit, let day, _) in changes { return (visit, day) }
    return nil
}

private func isParked(_ changes: [HubChange]) -> Bool {
    changes.contains { if case .park = $0 { true } else { false } }
        && firstVisit(in: changes) == nil
}
