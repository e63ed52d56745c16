import Foundation
import Glibc
import Lobby
import Sync

extension BenchRow {
    private static let racers = 64
    private static let places = 10

    /// How long it takes until everybody knows who got the last slots of a day.
    ///
    /// The day is booked up, ten are cancelled, and 64 clients at once want one of these.
    func measureRace(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(bench.world)
        defer { hub.process.end() }
        var times: [Double] = []
        for round in 0..<bench.count(5, quick: 1) {
            let free = try leaveTen(hub, round: round)
            times.append(try race(for: free, hub, firstKey: 100_000 * (round + 1)))
        }
        return [
            .atMost(
                1_000,
                .milliseconds,
                self,
                "\(Self.racers) clients want the last \(Self.places) slots of a day",
                measured: times.max() ?? .infinity,
                details: "longest of \(times.count), median "
                    + "\(briefly(times.sorted()[times.count / 2])) ms; \(Self.places) got one each time, the others heard of the nearest free ones"
            )
        ]
    }

    /// Books a day up and cancels ten appointments of different times.
    ///
    /// - Returns: Their times.
    private func leaveTen(_ hub: HubUnderTest, round: Int) throws -> [String] {
        let line = try PlainConnection(port: hub.port)
        let days = try freeDays(on: line, hub).filter { $0.starts.count > 2 * Self.places }
        guard days.count > round + 1 else { throw BenchProblem("The office has too few slots.") }
        // Another day each time; the first may be over soon.
        let day = days[round + 1].day
        var booked: [String: VisitID] = [:]
        var key = 10_000 * (round + 1)
        while let slots = try freeDays(on: line, hub, day: day).first?.starts, !slots.isEmpty {
            for start in slots {
                key += 1
                let answer = try line.exchange(form(start, hub, key))
                guard answer.status == 201 else { continue }
                let made = try JSONDecoder().decode(AppointmentEnvelope.self, from: answer.body)
                booked[start] = made.appointment.id
            }
        }
        // Not one beside the other, so that each is a place of its own.
        let sorted = booked.keys.sorted()
        let chosen = stride(from: 0, to: sorted.count, by: max(1, sorted.count / Self.places))
            .prefix(Self.places).map { sorted[$0] }
        for start in chosen {
            guard let id = booked[start] else { continue }
            key += 1
            var form = HTTPForm(
                "POST",
                "/api/v1/appointments/\(id)/cancel",
                token: hub.desk,
                body: "{}"
            )
            form.number(key)
            let answer = try line.exchange(form)
            guard answer.status == 200 else {
                throw BenchProblem("The hub answered \(answer.status) instead of cancelling.")
            }
        }
        return chosen
    }

    /// Milliseconds from the first question to the last answer.
    private func race(
        for free: [String],
        _ hub: HubUnderTest,
        firstKey: Int
    ) throws -> Double {
        let lines = try (0..<Self.racers).map { _ in try PlainConnection(port: hub.port) }
        var files = lines.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
        var statuses: [Int: Int] = [:]
        let begin = monotonicNow()
        for (index, line) in lines.enumerated() {
            try line.send(form(free[index % free.count], hub, firstKey + index))
        }
        var open = lines.count
        while open > 0 {
            guard poll(&files, nfds_t(files.count), 20_000) > 0 else {
                throw BenchProblem("The hub does not answer in time.")
            }
            for index in files.indices where files[index].revents != 0 {
                guard let status = try lines[index].receive() else { continue }
                statuses[status, default: 0] += 1
                files[index].fd = -1
                open -= 1
            }
        }
        let time = Double(monotonicNow() - begin) / 1e6
        guard statuses == [201: free.count, 409: Self.racers - free.count] else {
            throw BenchProblem("Not \(free.count) of \(Self.racers) got a slot: \(statuses).")
        }
        return time
    }

    private func freeDays(
        on line: PlainConnection,
        _ hub: HubUnderTest,
        day: Day? = nil
    ) throws -> [SlotsAnswer.FreeDay] {
        let span = day.map { "&from=\($0)&to=\($0)" } ?? ""
        let path = "/api/v1/slots?errands=passport\(span)"
        let answer = try line.exchange(HTTPForm("GET", path, token: hub.desk))
        guard answer.status == 200 else {
            throw BenchProblem("The hub answered \(answer.status) instead of free slots.")
        }
        return try JSONDecoder().decode(SlotsAnswer.self, from: answer.body).days
    }

    private func form(_ start: String, _ hub: HubUnderTest, _ key: Int) -> HTTPForm {
        let body = """
            {"errands":[{"service":"passport","persons":1}],"start":"\(start)"}
            """
        var form = HTTPForm("POST", "/api/v1/appointments", token: hub.desk, body: body)
        form.number(key)
        return form
    }
}
