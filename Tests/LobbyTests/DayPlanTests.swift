import Testing

@testable import Lobby

@Suite struct `A day planned otherwise` {
    private let day: Day = "2026-11-24"

    private func office(_ change: (inout DayPlan) -> Void) -> Office {
        var plan = DayPlan(day: day)
        change(&plan)
        let spans: [OpeningHours.Span] = ["08:00"..<"12:00", "13:00"..<"16:00"]
        let shift = CounterPlan.Shift(span: "08:00"..<"16:00", counters: [1, 2])
        let weekdays = Weekday.allCases
        return Office(
            id: "town",
            name: LocalizedText(["de": "Amt"]),
            phone: "1",
            time: berlin,
            publicURL: nil,
            services: ServiceDirectory([
                Service(
                    id: "passport",
                    letter: "A",
                    name: LocalizedText(["de": "Pass"]),
                    plannedMinutes: 60
                ),
                Service(
                    id: "dog",
                    letter: "F",
                    name: LocalizedText(["de": "Hund"]),
                    plannedMinutes: 60
                ),
            ]),
            counters: [Counter(number: 1), Counter(number: 2)],
            hours: OpeningHours(
                weekdays: Dictionary(uniqueKeysWithValues: weekdays.map { ($0, spans) })
            ),
            policy: Policy(),
            booking: BookingRules(
                plan: CounterPlan(
                    weekdays: Dictionary(uniqueKeysWithValues: weekdays.map { ($0, [shift]) })
                )
            )
        ).under(plan)
    }

    @Test func `opens and closes when the lead says, and only that day`() {
        let office = office {
            $0.opens = "07:30"
            $0.closes = "15:00"
        }
        #expect(office.hours.spans(on: day) == ["07:30"..<"12:00", "13:00"..<"15:00"])
        #expect(office.hours.spans(on: day + 1) == ["08:00"..<"12:00", "13:00"..<"16:00"])
        #expect(office.isOpen(at: at("07:30")))
        #expect(!office.isOpen(at: at("15:00")))
    }

    @Test func `ends a span, or leaves it out, when it is over by then`() {
        #expect(office { $0.closes = "11:00" }.hours.spans(on: day) == ["08:00"..<"11:00"])
        #expect(office { $0.opens = "13:30" }.hours.spans(on: day) == ["13:30"..<"16:00"])
        #expect(office { $0.closes = "18:00" }.hours.spans(on: day).last == "13:00"..<"18:00")
    }

    @Test func `a part closed by the calendar stays closed`() {
        var office = office { _ in }
        office.hours.partClosures[day] = ["10:00"..<"11:00"]
        var plan = DayPlan(day: day)
        plan.closes = "15:00"
        let spans = office.under(plan).hours.spans(on: day)
        #expect(spans == ["08:00"..<"10:00", "11:00"..<"12:00", "13:00"..<"15:00"])
    }

    @Test func `says why there is no number`() {
        let office = office {
            $0.ticketsFrom = "09:00"
            $0.ticketsUntil = "15:00"
            $0.stoppedServices = ["dog"]
            $0.quota = 10
        }
        func stop(_ service: ServiceID?, _ time: TimeOfDay, isFull: Bool = false) -> TicketStop? {
            office.ticketStop(for: service, at: at(time), isFull: isFull)
        }
        #expect(stop("passport", "08:59") == .notBefore("09:00"))
        #expect(stop("passport", "09:00") == nil)
        #expect(stop("passport", "14:59") == nil)
        #expect(stop("passport", "15:00") == .stopped)
        #expect(stop("dog", "10:00") == .service("dog"))
        #expect(stop(nil, "10:00") == nil)
        #expect(stop("passport", "10:00", isFull: true) == .full)
        let tomorrow = at("08:30", on: day + 1)
        #expect(office.ticketStop(for: "dog", at: tomorrow, isFull: true) == nil)
    }

    @Test func `has slots only for what is done and where somebody sits`() throws {
        func free(_ service: ServiceID, on day: Day, _ office: Office) throws -> Int {
            try #require(Slots(office)).free(
                60,
                for: [Errand(service)],
                by: .desk,
                on: day,
                booked: [
                    BookedTime(
                        start: at("08:00", on: day),
                        minutes: 480,
                        services: ["passport"],
                        channel: .desk
                    )
                ],
                at: at("06:00")
            ).count
        }
        let office = office {
            $0.stoppedServices = ["dog"]
            $0.counters = [2]
        }
        #expect(try free("dog", on: day, office) == 0)
        #expect(try free("dog", on: day + 1, office) > 0)
        // The one counter is taken all day.
        #expect(try free("passport", on: day, office) == 0)
        #expect(try free("passport", on: day + 1, office) > 0)
    }

    private static func plan(_ change: (inout DayPlan) -> Void) -> DayPlan {
        var plan = DayPlan(day: "2026-11-24")
        change(&plan)
        return plan
    }

    @Test(arguments: [
        (plan { $0.opens = "16:00" }, DayPlanMistake.order),
        (plan { $0.closes = "08:00" }, .order),
        (plan { ($0.ticketsFrom, $0.ticketsUntil) = ("10:00", "10:00") }, .order),
        (plan { $0.stoppedServices = ["cat"] }, .unknownService("cat")),
        (plan { $0.counters = [1, 9] }, .unknownCounter(9)),
        (plan { $0.quota = -1 }, .quota(-1)),
    ])
    func `cannot be planned so`(plan: DayPlan, mistake: DayPlanMistake) {
        #expect(throws: mistake) { try office { _ in }.check(plan) }
    }

    @Test func `opens no day that the calendar closes`() {
        var closed = office { _ in }
        closed.hours.closures = [day]
        var plan = DayPlan(day: day)
        plan.opens = "08:00"
        #expect(throws: DayPlanMistake.closedDay) { try closed.check(plan) }
        #expect(closed.under(plan).hours.spans(on: day).isEmpty)
    }
}
