import Hub
import HubStore
import Lobby

extension BenchRow {
    /// Whether the time that holding a slot on the web takes tells if an address has its limit of
    /// appointments.
    ///
    /// Both kinds come in turn, without the flush and the network, which would hide a difference.
    func measureHold(_ bench: Bench) throws -> [Finding] {
        guard let morning = Instant(iso8601: BenchWorld.morning) else {
            throw BenchProblem("There is no such morning.")
        }
        var office = bench.world.office
        office.publicURL = office.publicURL ?? "https://warten.example"
        office.mail = office.mail ?? MailRules(program: ["/bin/true"], from: "a@example.org")
        let cases = HubCases(office: office)
        let (lock, store) = try openHub(bench.world.path("holds.sqlite"), office: office.id)
        defer { withExtendedLifetime(lock) {} }
        try store.writeNow { store in
            for name in ["codeKey", "bookingKey"] { try store.setFact(name, "the bench's \(name)") }
        }
        let full = "full@example.org"
        var number: UInt64 = 0
        func hold(_ mail: String) throws -> UInt64 {
            number += 1
            let now = morning + .minutes(Int(number) * 11)
            let id = VisitID(at: now, chance: (number, number))
            return try store.writeNow { store in
                // Those of before have fallen back, and the times are free again.
                try cases.keepBookings(in: store, at: now)
                let wish = try freeWish(mail, cases, store, at: now)
                let begin = monotonicNow()
                try cases.hold(wish, id: id, in: store, at: now)
                return monotonicNow() - begin
            }
        }
        for _ in 0..<HubCases.mostOpenBookings {
            number += 1
            let now = morning + .milliseconds(Int(number))
            let id = VisitID(at: now, chance: (number, number))
            try store.writeNow { store in
                let wish = try freeWish(full, cases, store, at: now)
                _ = try cases.book(wish, id: id, by: "bench", in: store, at: now)
            }
        }
        var (usual, limited) = (Samples(), Samples())
        for round in 0..<bench.count(400, quick: 40) {
            usual.add(try hold("somebody\(round)@example.org"))
            limited.add(try hold(full))
        }
        try store.close()
        return [
            .atMost(
                0.2,
                .milliseconds,
                self,
                "time that tells a full mail address from another when a slot is held",
                measured: abs(limited.median - usual.median),
                details: "medians of \(usual.count): usual \(briefly(usual.median)) ms, "
                    + "full \(briefly(limited.median)) ms"
            )
        ]
    }

    /// A time of next week that is free.
    private func freeWish(
        _ mail: String,
        _ cases: HubCases,
        _ store: HubReading,
        at now: Instant
    ) throws -> BookingWish {
        let day = cases.office.time.date(at: now) + 7
        let errands = [Errand("passport")]
        let free = try cases.freeDays(
            for: errands,
            by: .web,
            on: day...day + 7,
            in: store,
            at: now
        )
        guard let start = free.last?.starts.last else { throw BenchProblem("Nothing is free.") }
        return BookingWish(
            errands: errands,
            start: start,
            channel: .web,
            person: Person(mail: mail)
        )
    }
}
