import Lobby
import Testing

@Suite struct `Free slots` {
    @Test func `are in opening hours, at counters that are planned, on the grid`() throws {
        let office = simpleOffice(counters: 2, plan: [("08:00", "10:00", [1, 2], [:])])
        #expect(try times(office) == ["08:00", "08:30", "09:00", "09:30"])
    }

    @Test func `end before lunch and before the counters leave`() throws {
        var office = simpleOffice(plan: [("08:00", "11:00", [1], [:])])
        office.hours.weekdays[.tuesday] = ["08:00"..<"09:45", "10:00"..<"18:00"]
        #expect(try times(office) == ["08:00", "08:30", "09:00", "10:00", "10:30"])
    }

    @Test func `begin anew after each opening, so that no minute is lost to the grid`() throws {
        var office = simpleOffice(plan: [("08:00", "12:00", [1], [:])])
        office.hours.weekdays[.tuesday] = ["08:10"..<"09:10", "10:05"..<"10:40"]
        #expect(try times(office) == ["08:10", "08:40", "10:05"])
    }

    @Test func `are fewer where counters are taken, and none where all are`() throws {
        let office = simpleOffice(counters: 2, plan: [("08:00", "10:00", [1, 2], [:])])
        let one = booked("08:30", minutes: 60)
        #expect(try times(office, [one]) == ["08:00", "08:30", "09:00", "09:30"])
        #expect(try times(office, [one, booked("09:00")]) == ["08:00", "08:30", "09:30"])
    }

    @Test func `need a counter that serves every errand`() throws {
        var office = simpleOffice(counters: 3, plan: [("08:00", "09:00", [1, 2, 3], [:])])
        office.counters[0].services = ["passport"]
        office.counters[1].services = ["passport", "registration"]
        office.counters[2].services = ["registration"]
        let both = [Errand("passport"), Errand("registration")]
        #expect(try times(office, for: both) == ["08:00"])
        // Somebody with a passport can make room at the second counter for one more.
        #expect(try times(office, [booked("08:00")], for: both) == ["08:00"])
        #expect(try times(office, [booked("08:00"), booked("08:00")], for: both) == [])
    }

    @Test func `last as long as all services for all persons, and the buffer, on the grid`() {
        var office = simpleOffice(plan: [])
        office.booking?.gridMinutes = 10
        office.booking?.bufferMinutes = 3
        let slots = Slots(office)
        #expect(slots?.minutes(for: [Errand("passport")]) == 40)
        #expect(slots?.minutes(for: [Errand("passport", persons: 2)]) == 70)
        #expect(slots?.minutes(for: [Errand("passport"), Errand("pick-up", persons: 3)]) == 50)
    }

    @Test(arguments: [
        [], [Errand("fishing")], [Errand("passport", persons: 0)],
        [Errand("passport", persons: 7)], [Errand("passport"), Errand("passport")],
        [Errand("closed")],
    ])
    func `are for known services and persons only`(errands: [Errand]) {
        #expect(Slots(simpleOffice(plan: []))?.minutes(for: errands) == nil)
    }

    @Test func `that are kept are not the web's, until they are released`() throws {
        let office = simpleOffice(
            counters: 2,
            plan: [("08:00", "09:00", [1, 2], [.web: 1]), ("09:00", "10:00", [1, 2], [.web: 0])]
        )
        let taken = [booked("08:00", by: .web)]
        #expect(try times(office, taken, by: .web, at: at("07:00", on: slotDay + -2)) == ["08:30"])
        #expect(
            try times(office, taken, at: at("07:00", on: slotDay + -2))
                == ["08:00", "08:30", "09:00", "09:30"]
        )
        // A day before each.
        #expect(
            try times(office, taken, by: .web, at: at("09:00", on: slotDay + -1))
                == ["08:00", "08:30", "09:00"]
        )
    }

    @Test func `are not too near, and open one by one at the end of the horizon`() throws {
        var office = simpleOffice(plan: [("08:00", "10:00", [1], [:])])
        office.booking?.channels[.web] = ChannelRules(lead: .minutes(60))
        #expect(try times(office, by: .web, at: at("08:00", on: slotDay)) == ["09:00", "09:30"])
        #expect(try times(office, at: at("08:00", on: slotDay)).first == "08:00")
        #expect(try times(office, at: at("08:29", on: slotDay + -56)) == ["08:00"])
        #expect(try times(office, at: at("08:30", on: slotDay + -56)) == ["08:00", "08:30"])
        #expect(try times(office, at: at("23:59", on: slotDay + -57)) == [])
    }

    @Test func `are none on closed days, holidays, and in a closed part of a day`() throws {
        var office = simpleOffice(plan: [("08:00", "10:00", [1], [:])])
        office.hours.partClosures[slotDay] = ["08:20"..<"09:00", "09:30"..<"12:00"]
        #expect(try times(office) == ["09:00"])
        office.hours.exceptions[slotDay] = ["07:00"..<"10:00"]
        office.hours.closures = [slotDay]
        #expect(try times(office) == [])
        office.hours.closures = []
        office.hours.partClosures = [:]
        office.hours.holidays = .saxony
        #expect(try times(office, on: "2026-11-18") == [])
    }

    @Test func `leave out what was booked before the rules changed`() throws {
        var office = simpleOffice(counters: 2, plan: [("08:00", "12:00", [1, 2], [:])])
        let appointments = [
            appointment(1, "08:00"), appointment(2, "08:00"), appointment(3, "11:00"),
            appointment(4, "09:00", for: "registration"), appointment(5, "10:00"),
        ]
        #expect(try #require(Slots(office)).misfits(among: appointments).isEmpty)
        // One counter less, no registration any more, closed for an hour.
        office = simpleOffice(plan: [("08:00", "12:00", [1], [:])])
        office.hours.partClosures[slotDay] = ["10:00"..<"11:00"]
        let services = office.services.all.filter { $0.id != "registration" }
        office.services = ServiceDirectory(services)
        let misfits = try #require(Slots(office)).misfits(among: appointments)
        #expect(misfits.map(\.appointment.id.low) == [2, 4, 5])
        #expect(misfits.map(\.reason) == [.noCounter, .service("registration"), .closed])
    }

    @Test func `are as a search through every minute finds them, in whatever order was booked`()
        throws
    {
        for seed in 1...150 {
            var chance = SeededChance(seed: UInt64(seed))
            let world = RandomWorld(&chance)
            guard let slots = Slots(world.office) else { continue }
            let before = world.background(&chance)
            var taken = before
            for _ in 0..<15 {
                let errands = world.errands(&chance)
                let channel = Channel.allCases.randomElement(using: &chance) ?? .web
                guard let minutes = slots.minutes(for: errands) else { continue }
                let find = { (taken: [BookedTime]) in
                    slots.free(
                        minutes,
                        for: errands,
                        by: channel,
                        on: world.day,
                        booked: taken,
                        at: world.now
                    )
                }
                let free = find(taken)
                let wanted = Wish(minutes: minutes, errands: errands, channel: channel)
                #expect(free == world.search(for: wanted, besides: taken), "seed \(seed)")
                #expect(find(taken.shuffled(using: &chance)) == free, "seed \(seed)")
                guard let start = free.randomElement(using: &chance) else { continue }
                taken.append(
                    BookedTime(
                        start: start,
                        minutes: minutes,
                        services: errands.map(\.service),
                        channel: channel
                    )
                )
            }
            // Made in another order, each of them is free in its turn.
            var made = before
            for booked in taken.dropFirst(before.count).shuffled(using: &chance) {
                let free = slots.free(
                    booked.minutes,
                    for: booked.services.map { Errand($0) },
                    by: booked.channel,
                    on: world.day,
                    booked: made,
                    at: world.now
                )
                #expect(free.contains(booked.start), "seed \(seed)")
                made.append(booked)
            }
        }
    }

    @Test func `are never while the clock says closed, whatever it does`() throws {
        for seed in 1...300 {
            var chance = SeededChance(seed: UInt64(seed))
            let world = RandomWorld(&chance)
            guard let slots = Slots(world.office) else { continue }
            let errands = world.errands(&chance)
            guard let minutes = slots.minutes(for: errands) else { continue }
            for channel in Channel.allCases {
                let free = slots.free(
                    minutes,
                    for: errands,
                    by: channel,
                    on: world.day,
                    booked: [],
                    at: world.now
                )
                #expect(Set(free).count == free.count, "seed \(seed): a time comes twice")
                for minute in free.flatMap({ start in (0..<minutes).map { start + .minutes($0) } })
                {
                    #expect(world.office.isOpen(at: minute), "seed \(seed)")
                }
            }
        }
    }

    @Test(
        arguments: [
            // Clocks go from 2:00 to 3:00: a bound between them is reached with the change.
            ("01:00", "02:30", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z"),
            ("02:30", "05:00", "2026-03-29", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00Z"),
            ("02:10", "02:50", "2026-03-29", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"),
            // Clocks go from 3:00 back to 2:00: what comes twice is begun late and ended early.
            ("01:00", "02:30", "2026-10-25", "2026-10-24T23:00:00Z", "2026-10-25T00:30:00Z"),
            ("02:30", "05:00", "2026-10-25", "2026-10-25T01:30:00Z", "2026-10-25T04:00:00Z"),
            ("02:10", "02:40", "2026-10-25", "2026-10-25T00:10:00Z", "2026-10-25T00:40:00Z"),
        ] as [(TimeOfDay, TimeOfDay, Day, String, String)]
    )
    func `know when a span begins and ends in the hour of a clock change`(
        from: TimeOfDay,
        to: TimeOfDay,
        day: Day,
        start: String,
        end: String
    ) throws {
        let range = berlin.range(of: from..<to, on: day)
        #expect(range.lowerBound == Instant(iso8601: start))
        #expect(range.upperBound == Instant(iso8601: end))
    }

    @Test func `leave out no one that a clerk squeezed in, but what is closed`() throws {
        var office = simpleOffice(plan: [("08:00", "12:00", [1], [:])])
        var squeezed = appointment(2, "08:00")
        squeezed.isSqueezedIn = true
        let both = [appointment(1, "08:00"), squeezed]
        #expect(try #require(Slots(office)).misfits(among: both).isEmpty)
        office.hours.closures = [slotDay]
        let misfits = try #require(Slots(office)).misfits(among: both)
        #expect(misfits.map(\.reason) == [.closed, .closed])
    }

    @Test func `that somebody was told of are shown beside those far enough apart`() {
        let starts = [0, 15, 30, 45, 60].map { at("10:00", on: slotDay) + .minutes($0) }
        #expect(spaced(starts, minutes: 30) == [starts[0], starts[2], starts[4]])
        #expect(
            spaced(starts, minutes: 30, keeping: [starts[1]])
                == [starts[0], starts[1], starts[2], starts[4]]
        )
        #expect(spaced(starts, minutes: 30, keeping: [at("11:30", on: slotDay)]).count == 3)
    }
}

// MARK: - A small office

/// A Tuesday.
private let slotDay: Day = "2026-11-24"

private func simpleOffice(
    counters: Int = 1,
    plan: [(TimeOfDay, TimeOfDay, Set<Int>, [Channel: Int])]
) -> Office {
    let shifts = plan.map {
        CounterPlan.Shift(span: $0.0..<$0.1, counters: $0.2, contingents: $0.3)
    }
    var rules = BookingRules(
        plan: CounterPlan(
            weekdays: Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, shifts) })
        )
    )
    rules.gridMinutes = 30
    return Office(
        id: "small",
        name: LocalizedText(["de": "Klein"]),
        phone: "",
        time: berlin,
        publicURL: nil,
        services: ServiceDirectory([
            Service(id: "passport", letter: "A", name: LocalizedText([:]), plannedMinutes: 30),
            Service(id: "registration", letter: "A", name: LocalizedText([:]), plannedMinutes: 30),
            Service(id: "pick-up", letter: "E", name: LocalizedText([:]), plannedMinutes: 5),
            Service(
                id: "closed",
                letter: "E",
                name: LocalizedText([:]),
                plannedMinutes: 5,
                isBookable: false
            ),
        ]),
        counters: (1...counters).map { Counter(number: $0) },
        hours: OpeningHours(
            weekdays: Dictionary(
                uniqueKeysWithValues: Weekday.allCases.map { ($0, ["08:00"..<"18:00"]) }
            )
        ),
        policy: Policy(),
        booking: rules
    )
}

private func appointment(
    _ number: UInt64,
    _ time: TimeOfDay,
    for service: ServiceID = "passport"
) -> Appointment {
    Appointment(
        id: VisitID(high: 0, low: number),
        errands: [Errand(service)],
        start: at(time, on: slotDay),
        minutes: 30,
        channel: .desk
    )
}

private func booked(
    _ time: TimeOfDay,
    minutes: Int = 30,
    by channel: Channel = .desk
) -> BookedTime {
    BookedTime(
        start: at(time, on: slotDay),
        minutes: minutes,
        services: ["passport"],
        channel: channel
    )
}

/// The free times of the day on the wall.
private func times(
    _ office: Office,
    _ booked: [BookedTime] = [],
    for errands: [Errand] = [Errand("passport")],
    by channel: Channel = .desk,
    on day: Day = slotDay,
    at now: Instant = at("07:00", on: slotDay + -2)
) throws -> [TimeOfDay] {
    let slots = try #require(Slots(office))
    let minutes = try #require(slots.minutes(for: errands))
    return slots.free(minutes, for: errands, by: channel, on: day, booked: booked, at: now)
        .map { office.time.timeOfDay(at: $0) }
}
