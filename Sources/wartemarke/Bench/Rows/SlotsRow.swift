import Foundation
import HubStore
import Lobby
import Sync

extension BenchRow {
    private static let bookings = 20_000
    /// Of ten quarters of an hour at a planned counter so many are taken.
    private static let fullness = 8

    /// How long the free slots of eight weeks take with years of bookings in the file.
    ///
    /// Something is booked before every other question, so that what the hub remembers of that day is
    /// out of date.
    func measureSlots(_ bench: Bench) throws -> [Finding] {
        let world = bench.world
        let file = world.path("bookings.sqlite")
        let coming = try fill(file, world)
        let hub = try HubUnderTest(world, database: file)
        defer { hub.process.end() }
        let line = try PlainConnection(port: hub.port)
        let question = HTTPForm("GET", "/api/v1/slots?errands=passport", token: hub.desk)
        var times = Samples()
        var (free, booked) = (0, 0)
        for round in 0..<bench.count(600, quick: 60) {
            let begin = monotonicNow()
            let answer = try line.exchange(question)
            let time = monotonicNow() - begin
            guard answer.status == 200 else {
                throw BenchProblem("The hub answered \(answer.status) instead of free slots.")
            }
            if round > 0 { times.add(time) }
            guard round.isMultiple(of: 2) else { continue }
            let days = try JSONDecoder().decode(SlotsAnswer.self, from: answer.body).days
            let starts = days.flatMap(\.starts)
            free = starts.count
            guard !starts.isEmpty else { throw BenchProblem("No slot is free any more.") }
            let start = starts[round * 37 % starts.count]
            let body = """
                {"errands":[{"service":"passport","persons":1}],"start":"\(start)"}
                """
            var form = HTTPForm("POST", "/api/v1/appointments", token: hub.desk, body: body)
            form.number(booked + 1)
            let taken = try line.exchange(form)
            guard taken.status == 201 else {
                let words = String(decoding: taken.body, as: UTF8.self)
                throw BenchProblem("A free slot could not be booked: \(words)")
            }
            booked += 1
        }
        return [
            .atMost(
                10,
                .milliseconds,
                self,
                "free slots of eight weeks over HTTP, \(Self.bookings) bookings, p99",
                measured: times.p99,
                details: "p50 \(briefly(times.median)) ms of \(times.count), \(coming) to come, "
                    + "\(booked) booked meanwhile, \(free) slots free"
            )
        ]
    }

    /// Writes most of the coming weeks full, and the rest into the past.
    ///
    /// - Returns: How many are still to come.
    private func fill(_ file: String, _ world: BenchWorld) throws -> Int {
        guard let morning = Instant(iso8601: BenchWorld.morning), let rules = world.office.booking
        else { throw BenchProblem("The office has no appointments.") }
        let (lock, store) = try openHub(file, office: world.office.id)
        let today = world.office.time.day(at: morning)
        var (coming, past, count) = (0, 0, 0)
        try store.writeNow { store in
            var ahead = rules.horizonDays
            while past + coming < Self.bookings {
                let day = today + ahead
                for shift in rules.plan.shifts(on: day) {
                    let quarters = stride(
                        from: shift.span.lowerBound.minutes,
                        through: shift.span.upperBound.minutes - 15,
                        by: 15
                    )
                    for (counter, quarter) in shift.counters.sorted().flatMap({ counter in
                        quarters.map { (counter, $0) }
                    }) where past + coming < Self.bookings {
                        count += 1
                        guard count * 7 % 10 < Self.fullness else { continue }
                        try book(day, counter, quarter, count, in: store, world.office)
                        if ahead > 0 { coming += 1 } else { past += 1 }
                    }
                }
                ahead -= 1
            }
        }
        try store.close()
        withExtendedLifetime(lock) {}
        return coming
    }

    private func book(
        _ day: Day,
        _ counter: Int,
        _ quarter: Int,
        _ count: Int,
        in store: HubTransaction,
        _ office: Office
    ) throws {
        let services = office.counters.first { $0.number == counter }?.services
        let service = services?.first ?? office.services.all[count % 3].id
        let appointment = Appointment(
            id: VisitID(high: UInt64(count), low: 1),
            errands: [Errand(service)],
            start: office.time.instant(of: TimeOfDay(minutes: quarter), on: day),
            minutes: 15,
            channel: count.isMultiple(of: 3) ? .desk : .web
        )
        try store.add(appointment, digests: ("\(count)", nil, nil), day: day)
    }
}
