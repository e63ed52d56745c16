import Foundation
import Lobby
import OfficeFiles
import Testing

@testable import Simulation

@Suite struct `A simulated day` {
    @Test func `keeps the office's promise on the shipped workload`() throws {
        let days = try shippedDays(1...20)
        for (load, mostMean, mostOfNineteen) in [(0.9, 3.0, 12.0), (0.98, 6.0, 24.0)] {
            let result = days.run(load: load)
            let policy = try #require(result[.policy])
            let appointmentsFirst = try #require(result[.appointmentsFirst])
            #expect(policy.appointments.meanMinutes <= mostMean, "at \(load)")
            #expect(policy.appointments.percentile95Minutes <= mostOfNineteen, "at \(load)")
            #expect(
                policy.walkIns.longestMinutes < appointmentsFirst.walkIns.longestMinutes,
                "at \(load)"
            )
            #expect(result.idleBesideWaiting == 0)
            #expect(abs(result.load - load) < 0.001)
            // Nobody is forgotten: 75 booked, 15 % of whom stay away, and 125 others.
            #expect(policy.walkIns.visits == 20 * 125)
            #expect((1_200...1_350).contains(policy.appointments.visits))
            #expect(policy.notServed == 0)
        }
    }

    @Test func `tells what the counters and the orders do`() throws {
        let result = try shippedDays(1...5).run(load: 0.95)
        let waits = result.counters.map(\.figures.walkIns.meanMinutes)
        #expect(result.counters.map(\.more) == [-1, 0, 1])
        #expect(waits == waits.sorted(by: >) && Set(waits).count == 3)
        #expect(result.counters[1].figures == result[.policy])
        let booked = CallingOrder.allCases.compactMap { result[$0]?.appointments.meanMinutes }
        // Policy lies between the two.
        #expect(booked[2] < booked[0] && booked[0] < booked[1])
    }

    @Test func `comes out the same from the same seeds, and differs from seed to seed`() throws {
        let first = try shippedDays(3...4).run(load: 0.9)
        #expect(try shippedDays(3...4).run(load: 0.9) == first)
        #expect(try shippedDays(4...5).run(load: 0.9) != first)
    }

    @Test func `finds a counter that stands idle beside somebody it serves`() {
        let day = day(of: [walkIn(0, at: 480), walkIn(1, at: 481), walkIn(2, at: 481)])
        let counters = [CounterDuty(number: 1, services: ["passport"])]
        let good = DaySimulation(day, counters: counters) { _, waiting, _ in waiting.first }.run()
        #expect(good.idle.isEmpty)
        #expect(good.calls.map(\.visit.id.low) == [0, 1, 2])
        // A clerk who calls nobody until two wait.
        let lazy = DaySimulation(day, counters: counters) { _, waiting, _ in
            waiting.count > 1 ? waiting.first : nil
        }.run()
        #expect(lazy.idle.first?.counter == 1)
        #expect(lazy.idle.first?.at == Instant(atMinute: 480))
        #expect(lazy.idle.first?.visit.id.low == 0)
        #expect(lazy.notServed.count == 1)
        let days = [(day, lazy)]
        #expect(DayFigures(days).idleBesideWaiting == lazy.idle.count)
    }

    @Test func `leaves a counter alone that does not serve who waits`() {
        let day = day(of: [walkIn(0, at: 480), walkIn(1, at: 480, for: "pick-up")])
        let counters = [CounterDuty(number: 7, services: ["pick-up"])]
        let course = DaySimulation(
            day,
            counters: counters,
            order: .policy,
            under: Policy(),
            services: services
        ).run()
        #expect(course.calls.map(\.visit.id.low) == [1])
        #expect(course.idle.isEmpty)
        #expect(course.notServed.map(\.id.low) == [0])
    }

    @Test func `calls at a counter one visit after the other`() {
        let day = day(of: (0..<6).map { walkIn($0, at: 480 + Double($0)) })
        let counters = [1, 2].map { CounterDuty(number: $0, services: ["passport"]) }
        let course = DaySimulation(
            day,
            counters: counters,
            order: .firstCome,
            under: Policy(),
            services: services
        ).run()
        #expect(course.calls.map(\.counter) == [1, 2, 1, 2, 1, 2])
        let starts = course.calls.map { ($0.at - Instant(atMinute: 480)).inMinutes }
        #expect(starts == [0, 1, 10, 11, 20, 21])
        #expect(course.end == Instant(atMinute: 511))
        #expect(course.calls.map(\.wait.inMinutes) == [0, 0, 8, 8, 16, 16])
    }
}

@Suite struct `The orders that are compared` {
    private let waiting = [
        walkIn(0, at: 500).visit,
        appointment(1, for: 540, at: 530).visit,
        appointment(2, for: 520, at: 525).visit,
        walkIn(3, at: 490).visit,
        // So late that it counts as a walk-in.
        appointment(4, for: 480, at: 495).visit,
        appointment(5, for: 560, at: 485).visit,
    ]

    @Test func `call whoever came first`() {
        #expect(order(.firstCome, at: 535) == [5, 3, 4, 0, 2, 1])
    }

    @Test func `call appointments first, from the lead before their time on`() {
        #expect(order(.appointmentsFirst, at: 535) == [2, 1, 3, 4, 0, 5])
        #expect(order(.appointmentsFirst, at: 529) == [2, 3, 4, 0, 1, 5])
        #expect(order(.appointmentsFirst, at: 550) == [2, 1, 5, 3, 4, 0])
    }

    @Test func `call by the office's policy as the hub does`() {
        let duty = CounterDuty(number: 1, services: ["passport"])
        let chosen = nextVisit(
            for: duty,
            among: waiting,
            at: Instant(atMinute: 535),
            under: Policy(),
            services: services
        )
        #expect(order(.policy, at: 535).first == chosen?.id.low)
    }

    @Test(arguments: CallingOrder.allCases)
    func `call only who waits and is served`(order: CallingOrder) {
        var called = waiting[5]
        called.state = .called
        func next(_ served: Set<ServiceID>) -> UInt64? {
            order.next(
                for: CounterDuty(number: 1, services: served),
                among: [called, walkIn(7, at: 520, for: "pick-up").visit],
                at: Instant(atMinute: 535),
                under: Policy(),
                services: services
            )?.id.low
        }
        #expect(next(["passport"]) == nil)
        #expect(next(["passport", "pick-up"]) == 7)
    }

    private func order(_ order: CallingOrder, at minute: Double) -> [UInt64] {
        var rest = waiting
        var called: [UInt64] = []
        while let visit = order.next(
            for: CounterDuty(number: 1, services: ["passport"]),
            among: rest,
            at: Instant(atMinute: minute),
            under: Policy(),
            services: services
        ) {
            called.append(visit.id.low)
            rest.removeAll { $0.id == visit.id }
        }
        return called
    }
}

@Suite struct `The figures of a day` {
    @Test func `count an appointment's wait from its time or its check-in, never below zero`() {
        func wait(_ visitor: OfficeDay.Visitor, calledAt minute: Double) -> Double {
            DayCourse.Call(visit: visitor.visit, counter: 1, at: Instant(atMinute: minute))
                .wait.inMinutes
        }
        #expect(wait(appointment(1, for: 540, at: 530), calledAt: 545) == 5)
        #expect(wait(appointment(1, for: 540, at: 543), calledAt: 545) == 2)
        #expect(wait(appointment(1, for: 540, at: 530), calledAt: 535) == 0)
        #expect(wait(walkIn(1, at: 530), calledAt: 545) == 15)
    }

    @Test func `are means, the nearest rank, and the mean of the longest`() {
        let figures = WaitFigures([(1...19).map { .minutes($0) }, [.minutes(41)], []])
        #expect(figures.visits == 20)
        #expect(figures.meanMinutes == 11.55)
        #expect(figures.percentile95Minutes == 19)
        #expect(figures.longestMinutes == 30)
        #expect(WaitFigures([]).percentile95Minutes == 0)
    }
}

@Suite struct `A day made by chance` {
    @Test func `is like its workload`() throws {
        let workload = try shippedWorkload()
        let office = try shippedOffice()
        let days = (1...40 as ClosedRange<UInt64>).map { seed in
            OfficeDay(of: workload, seed: seed, counters: 5, services: office.services)
        }
        let visitors = days.flatMap(\.visitors)
        let booked = visitors.filter { $0.visit.booked != nil }
        #expect(abs(Double(booked.count) / (40 * 75) - 0.85) < 0.02)
        for visitor in booked {
            let time = try #require(visitor.visit.booked)
            #expect(time.milliseconds.isMultiple(of: 5 * 60_000))
            #expect(visitor.visit.arrived <= time + .minutes(6))
            let earliest = max(time - .minutes(20), Instant(atMinute: 480))
            #expect(visitor.visit.arrived >= earliest)
        }
        // The rush before noon is twice that of the first hour.
        let walkIns = visitors.filter { $0.visit.booked == nil }
        func count(from: Double, to: Double) -> Int {
            walkIns.count {
                (Instant(atMinute: from)..<Instant(atMinute: to)).contains($0.visit.arrived)
            }
        }
        #expect(count(from: 480, to: 960) == walkIns.count)
        #expect(count(from: 660, to: 720) > 2 * count(from: 480, to: 540))
        // Log-normal around the planned minutes.
        let passports = visitors.filter { $0.visit.service == "passport" }.map(\.work.inMinutes)
        let middle = mean(passports)
        let variance = mean(passports.map { ($0 - middle) * ($0 - middle) })
        #expect(abs(middle - 15) < 1)
        #expect(abs(variance.squareRoot() / middle - 0.6) < 0.08)
    }

    @Test func `keeps who came when under every load`() throws {
        let day = try OfficeDay(
            of: shippedWorkload(),
            seed: 1,
            counters: 5,
            services: shippedOffice().services
        )
        let busy = [day].stretched(to: 1.2)
        #expect(abs(busy.load - 1.2) < 0.001)
        #expect(busy[0].visitors.map(\.visit) == day.visitors.map(\.visit))
    }

    @Test func `is stretched with the others of its office, so that busy ones stay busy`() throws {
        func visit(_ office: String, _ day: String, _ minutes: Double) -> TracedVisit {
            TracedVisit(
                office: office,
                day: day,
                service: "x",
                arrivedMinute: 490,
                takenMinutes: minutes
            )
        }
        let traced = [visit("a", "1", 10), visit("a", "2", 20), visit("b", "1", 40)]
        let comparison = try DayComparison(
            of: shippedOffice(),
            .trace(traced, spread: 0, counters: 1),
            seeds: 1...1
        )
        // 108 minutes of the first office's two hours, and 54 of the other's one.
        let result = comparison.run(load: 0.9)
        #expect(abs(result.load - 0.9) < 0.001)
        #expect(abs(result.meanWorkMinutes - 54) < 0.001)
        // The second day of the first office stays twice as long as the first one.
        #expect(abs((result[.policy]?.overtimeMinutes ?? 0) - (22 + 4) / 3) < 0.01)
    }

    @Test func `is taken from a trace as it stands`() throws {
        let traced = [
            TracedVisit(day: "1", service: "x", arrivedMinute: 545, takenMinutes: 4),
            TracedVisit(day: "1", service: "y", arrivedMinute: 490.5, takenMinutes: 6),
            TracedVisit(
                day: "1",
                service: "y",
                arrivedMinute: 500,
                bookedMinute: 510,
                plannedMinutes: 8
            ),
            TracedVisit(day: "2", service: "y", arrivedMinute: 500, openCounters: 2),
        ]
        let day = OfficeDay(
            of: Array(traced[..<3]),
            seed: 1,
            spread: 0,
            counters: 1,
            services: services
        )
        #expect(day.visitors.map(\.work.inMinutes) == [6, 8, 4])
        #expect(day.visitors.map(\.visit.kind) == [.walkIn, .appointment, .walkIn])
        #expect(day.opening == Instant(atMinute: 480))
        #expect(day.closing == Instant(atMinute: 600))
        let office = try shippedOffice()
        let comparison = DayComparison(
            of: office,
            .trace(traced, spread: 0.6, counters: 4),
            seeds: 1...3
        )
        let result = comparison.run(load: nil)
        #expect(result.days == 6)
        #expect(result.openCounters == 3)
        #expect(result[.policy]?.walkIns.visits == 9)
        #expect(result[.policy]?.notServed == 0)
        #expect(comparison.run(load: nil) == result)
    }
}

// MARK: - The office, and who comes

private let services = ServiceDirectory([
    Service(id: "passport", letter: "A", name: LocalizedText([:]), plannedMinutes: 10)
])

/// The folder of the project, three levels above this file.
private let project = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

private func shippedOffice() throws -> Office {
    try readOffice(at: project.appending(path: "kiosk-config/office.yaml").path()).get()
}

private func shippedWorkload() throws -> Workload {
    let path = project.appending(path: "kiosk-config/workload.yaml").path()
    return try readWorkload(at: path, of: shippedOffice()).get()
}

private func shippedDays(_ seeds: ClosedRange<UInt64>) throws -> DayComparison {
    try DayComparison(of: shippedOffice(), .workload(shippedWorkload()), seeds: seeds)
}

private func day(of visitors: [OfficeDay.Visitor]) -> OfficeDay {
    OfficeDay(
        visitors: visitors,
        opening: Instant(atMinute: 480),
        closing: Instant(atMinute: 540),
        counters: 1
    )
}

private func walkIn(
    _ number: UInt64,
    at minute: Double,
    for service: ServiceID = "passport"
) -> OfficeDay.Visitor {
    visitor(number, at: minute, bookedFor: nil, service)
}

private func appointment(
    _ number: UInt64,
    for booked: Double,
    at minute: Double
) -> OfficeDay.Visitor {
    visitor(number, at: minute, bookedFor: booked, "passport")
}

private func visitor(
    _ number: UInt64,
    at minute: Double,
    bookedFor booked: Double?,
    _ service: ServiceID
) -> OfficeDay.Visitor {
    OfficeDay.Visitor(
        visit: Visit(
            id: VisitID(high: 0, low: number),
            label: Label(series: "A", number: Int(number) + 1),
            service: service,
            kind: booked == nil ? .walkIn : .appointment,
            arrived: Instant(atMinute: minute),
            booked: booked.map(Instant.init(atMinute:))
        ),
        work: .minutes(10)
    )
}
