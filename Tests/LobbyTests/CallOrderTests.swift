import Lobby
import Testing

@Suite struct `Who is next` {
    @Test func `is the one who came first, among walk-ins for the same service`() {
        let queue = [walkIn(1, "08:10"), walkIn(2, "08:00"), walkIn(3, "08:05")]
        #expect(order(queue, "08:20") == [2, 3, 1])
    }

    @Test func `is who came for a service with a shorter target, when both waited as long`() {
        let queue = [walkIn(1, "08:00"), walkIn(2, "08:00", service: "pick-up")]
        #expect(order(queue, "08:05") == [2, 1])
        // 40 minutes over the target of 10 come before 25 over the target of 30.
        #expect(
            order([walkIn(1, "08:00"), walkIn(2, "08:05", service: "pick-up")], "08:55") == [2, 1]
        )
        // But not for ever: a later one has less lateness.
        #expect(
            order([walkIn(1, "08:00"), walkIn(2, "08:25", service: "pick-up")], "08:55") == [1, 2]
        )
    }

    @Test func `is an appointment at its time, before walk-ins within their target`() {
        let queue = [walkIn(1, "08:05"), appointment(2, for: "08:30", arrived: "08:25")]
        #expect(order(queue, "08:30") == [2, 1])
    }

    @Test func `is a walk-in whose lateness weighs more than an appointment's`() {
        // Due 08:30 and 31 minutes late, borne three times as long: weighs 10 minutes and a third.
        let queue = [walkIn(1, "08:00"), appointment(2, for: "08:51", arrived: "08:40")]
        #expect(order(queue, "09:01") == [1, 2])
        #expect(order(queue, "09:07") == [2, 1])
    }

    @Test func `is an early appointment only within the lead, or when nobody else waits`() {
        let early = appointment(1, for: "10:00", arrived: "08:00")
        // Due 10:45, which by lateness alone is behind the appointment.
        let patient = walkIn(2, "09:45", service: "driving-licence")
        #expect(order([early, patient], "09:49") == [2, 1])
        #expect(order([early, patient], "09:50") == [1, 2])
        #expect(order([early], "09:00") == [1])
        let earlier = appointment(3, for: "09:30", arrived: "09:00")
        #expect(order([early, earlier], "09:01") == [3, 1])
    }

    @Test func `counts an appointment within the grace from its check-in`() {
        let queue = [
            appointment(1, for: "08:30", arrived: "08:40"),
            appointment(2, for: "08:35", arrived: "08:20"),
        ]
        #expect(order(queue, "08:41") == [2, 1])
    }

    @Test func `counts an appointment beyond the grace as a walk-in from its time`() {
        let policy = Policy()
        // 12 minutes late: credited from its time.
        let late = Due(
            of: appointment(1, for: "08:30", arrived: "08:42"),
            under: policy,
            services: services
        )
        #expect(late.instant == at("09:00"))
        #expect(late.patience == policy.walkInPatience)
        #expect(!late.isAppointment)
        // An hour late: credited from 30 minutes before its check-in.
        let later = Due(
            of: appointment(1, for: "08:30", arrived: "09:30"),
            under: policy,
            services: services
        )
        #expect(later.instant == at("09:30"))
        // To the very end of the grace it is an appointment.
        let justInTime = Due(
            of: appointment(1, for: "08:30", arrived: "08:40"),
            under: policy,
            services: services
        )
        #expect(justInTime.isAppointment)
        #expect(justInTime.instant == at("08:40"))
    }

    @Test(arguments: [Visit.Standing.priority, .transferred, .returned])
    func `is who has priority, was transferred or returned`(standing: Visit.Standing) {
        let passing = walkIn(1, "08:59", standing: standing)
        let others = [walkIn(2, "08:00"), appointment(3, for: "09:00", arrived: "08:50")]
        #expect(order(others + [passing], "09:00").first == 1)
    }

    @Test func `is an appointment more than five minutes late, even before priority`() {
        let priority = walkIn(1, "08:30", standing: .priority)
        let late = appointment(2, for: "08:54", arrived: "08:50")
        #expect(order([priority, late], "08:59") == [1, 2])
        #expect(order([priority, late], "09:00") == [2, 1])
        // A walk-in does not pass priority, however late.
        #expect(order([priority, walkIn(3, "06:00")], "09:00") == [1, 3])
    }

    @Test func `waits and is served at the counter that calls`() {
        var called = walkIn(1, "08:00")
        called.state = .called
        let queue = [called, walkIn(2, "08:01", service: "pick-up"), walkIn(3, "08:02")]
        #expect(next(of: queue, at: "08:30", serving: ["passport"]) == 3)
        #expect(next(of: queue, at: "08:30", serving: ["pick-up"]) == 2)
        #expect(next(of: queue, at: "08:30", serving: ["dog-tax"]) == nil)
        #expect(next(of: [called], at: "08:30", serving: ["passport"]) == nil)
        #expect(next(of: [], at: "08:30", serving: ["passport"]) == nil)
    }

    @Test(arguments: VisitState.allCases)
    func `is never anyone who does not wait`(state: VisitState) {
        var visit = walkIn(1, "08:00")
        visit.state = state
        #expect((next(of: [visit], at: "08:30", serving: ["passport"]) == 1) == (state == .waiting))
    }

    @Test func `is the earlier id when all else is equal`() {
        #expect(
            order([walkIn(2, "08:00"), walkIn(1, "08:00"), walkIn(3, "08:00")], "09:00") == [
                1, 2, 3,
            ]
        )
    }

    @Test func `can be someone for a service that is no longer in the file`() {
        #expect(order([walkIn(1, "08:00", service: "gone")], "09:00") == [1])
    }
}

@Suite struct `The order of calls, whatever the queue` {
    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `does not depend on the order of the queue`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        let queue = anyQueue(using: &chance)
        let now = at("10:00") + .seconds(Int.random(in: -3600...7200, using: &chance))
        let expected = calls(queue, now)
        #expect(expected.count == queue.count { $0.state == .waiting })
        for _ in 0..<5 {
            #expect(calls(queue.shuffled(using: &chance), now) == expected)
        }
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `begins with the one that is called`(seed: UInt64) {
        var chance = SeededChance(seed: seed)
        let queue = anyQueue(using: &chance)
        let duty = CounterDuty(number: 1, services: Set(services.all.map(\.id)))
        let chosen = nextVisit(
            for: duty,
            among: queue.shuffled(using: &chance),
            at: at("10:00"),
            under: Policy(),
            services: services
        )
        #expect(chosen?.id == calls(queue, at("10:00")).first)
    }

    @Test(arguments: 1...300 as ClosedRange<UInt64>)
    func `keeps its rules for every two`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let now = at("10:00")
        let ordered = callOrder(
            of: anyQueue(using: &chance),
            at: now,
            under: Policy(),
            services: services
        )
        for (position, first) in ordered.enumerated() {
            for second in ordered.dropFirst(position + 1) {
                // Nobody is passed by a like one who came later.
                if first.isWalkIn, second.isWalkIn, first.service == second.service {
                    #expect(first.arrived <= second.arrived)
                }
                // Priority passes everybody but a late appointment.
                if first.standing == .usual, second.standing != .usual {
                    let due = Due(of: first, under: Policy(), services: services)
                    #expect(due.isAppointment && now - due.instant > .minutes(5))
                }
            }
        }
    }

    @Test(arguments: 1...100 as ClosedRange<UInt64>)
    func `starves no walk-in, however many appointments come on time`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        let backlog = Int.random(in: 0...8, using: &chance)
        var now = at("08:00")
        var number: UInt64 = 1
        var queue = [walkIn(0, "08:00")]
        func appointmentNow() -> Visit {
            number += 1
            return visit(number, kind: .appointment, arrived: now - .minutes(3), booked: now)
        }
        for _ in 0..<backlog { queue.append(appointmentNow()) }
        // A backlog of 8 lasts 8 × 12 minutes; the walk-in is due after 30 and bears three times as
        // much lateness: 30 + 3 × 96 minutes, in calls of at least 4 minutes.
        for _ in 0..<80 {
            queue.append(appointmentNow())
            let call = try #require(calls(queue, now).first)
            if call == walkIn(0, "08:00").id { return }
            queue.removeAll { $0.id == call }
            now = now + .minutes(Int.random(in: 4...12, using: &chance))
        }
        Issue.record("the walk-in was not called in 80 calls")
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func `empties the queue`(seed: UInt64) throws {
        var chance = SeededChance(seed: seed)
        var queue = anyQueue(using: &chance).filter { $0.state == .waiting }
        var now = at("10:00")
        while !queue.isEmpty {
            let call = try #require(calls(queue, now).first)
            queue.removeAll { $0.id == call }
            now = now + .minutes(5)
        }
    }
}

// MARK: - The waiting room

private let services = ServiceDirectory([
    Service(id: "passport", letter: "A", name: LocalizedText([:]), plannedMinutes: 15),
    Service(
        id: "pick-up",
        letter: "E",
        name: LocalizedText([:]),
        plannedMinutes: 5,
        targetWait: .minutes(10)
    ),
    Service(
        id: "driving-licence",
        letter: "F",
        name: LocalizedText([:]),
        plannedMinutes: 20,
        targetWait: .minutes(60)
    ),
])

extension Visit {
    fileprivate var isWalkIn: Bool {
        kind == .walkIn && standing == .usual
    }
}

private func visit(
    _ number: UInt64,
    kind: Visit.Kind,
    arrived: Instant,
    booked: Instant? = nil
) -> Visit {
    Visit(
        id: VisitID(high: 0, low: number),
        label: Label(series: "A", number: Int(number) + 1),
        service: "passport",
        kind: kind,
        arrived: arrived,
        booked: booked
    )
}

private func walkIn(
    _ number: UInt64,
    _ arrived: TimeOfDay,
    service: ServiceID = "passport",
    standing: Visit.Standing = .usual
) -> Visit {
    var walkIn = visit(number, kind: .walkIn, arrived: at(arrived))
    walkIn.service = service
    walkIn.standing = standing
    return walkIn
}

private func appointment(_ number: UInt64, for booked: TimeOfDay, arrived: TimeOfDay) -> Visit {
    visit(number, kind: .appointment, arrived: at(arrived), booked: at(booked))
}

private func anyQueue(using chance: inout SeededChance) -> [Visit] {
    (0..<UInt64.random(in: 1...40, using: &chance)).map { number in
        let isAppointment = Bool.random(using: &chance)
        // Whole minutes, so that ties are common.
        let arrived = at("08:00") + .minutes(Int.random(in: 0...150, using: &chance))
        var any = visit(
            number,
            kind: isAppointment ? .appointment : .walkIn,
            arrived: arrived,
            booked: isAppointment
                ? at("08:00") + .minutes(Int.random(in: 0...200, using: &chance)) : nil
        )
        any.service = services.all.randomElement(using: &chance)?.id ?? "passport"
        if Int.random(in: 0..<8, using: &chance) == 0 {
            any.standing = Visit.Standing.allCases.randomElement(using: &chance) ?? .usual
        }
        if Int.random(in: 0..<6, using: &chance) == 0 {
            any.state = VisitState.allCases.randomElement(using: &chance) ?? .waiting
        }
        return any
    }
}

private func calls(_ queue: [Visit], _ now: Instant) -> [VisitID] {
    callOrder(of: queue, at: now, under: Policy(), services: services).map(\.id)
}

private func order(_ queue: [Visit], _ now: TimeOfDay) -> [Int] {
    calls(queue, at(now)).map { Int($0.low) }
}

private func next(of queue: [Visit], at now: TimeOfDay, serving ids: Set<ServiceID>) -> Int? {
    nextVisit(
        for: CounterDuty(number: 1, services: ids),
        among: queue,
        at: at(now),
        under: Policy(),
        services: services
    ).map { Int($0.id.low) }
}
