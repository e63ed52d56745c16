import Foundation
import Testing

extension EndToEnd {
    @Suite struct `simulate day` {
        private struct Result: Decodable {
            struct Order: Decodable {
                let order: String
            }

            let load: Double
            let days: Int
            let orders: [Order]
        }

        @Test func `tells programs the same in JSON`() async throws {
            try await World.run { world in
                let done = try await world.wartemarke(
                    "simulate",
                    "day",
                    "--json",
                    "--seeds",
                    "2",
                    "--load",
                    "0.5",
                    "--load",
                    "0.8"
                )
                #expect(done.status == 0, "\(done.errors)")
                let results = try JSONDecoder().decode([Result].self, from: Data(done.output.utf8))
                #expect(results.map { ($0.load * 1_000).rounded() } == [500, 800])
                #expect(results.map(\.days) == [2, 2])
                let orders = ["policy", "firstCome", "appointmentsFirst"]
                #expect(results[0].orders.map(\.order) == orders)
            }
        }

        @Test func `takes an office of its own with a day of its own`() async throws {
            try await World.run { world in
                let office = world.folder + "/office.yaml"
                let shipped = Program.root + "/kiosk-config"
                try FileManager.default.copyItem(atPath: shipped + "/office.yaml", toPath: office)
                let without = try await world.wartemarke("simulate", "day", "--office", office)
                #expect(without.status == 78)
                #expect(without.errors.contains("There is no workload.yaml beside \(office)."))
                let workload = try String(
                    contentsOfFile: shipped + "/workload.yaml",
                    encoding: .utf8
                )
                try workload.replacing("loads: [0.9, 0.98]", with: "loads: [0.7]").write(
                    toFile: world.folder + "/workload.yaml",
                    atomically: true,
                    encoding: .utf8
                )
                let done = try await world.wartemarke("simulate", "day", "--office", office)
                #expect(done.status == 0, "\(done.errors)")
                #expect(done.output.hasPrefix("Load 0.70: 20 days, each with 5 counters,"))
            }
        }

        @Test func `lets past days pass again`() async throws {
            try await World.run { world in
                let trace = world.folder + "/trace.csv"
                let head = "queue,date,arrival_min_of_day,booked_min_of_day,service_min"
                let lines = ["papers,a,480,,10", "papers,a,485,490,10", "papers,b,485,,5"]
                try ([head] + lines).joined(separator: "\n")
                    .write(toFile: trace, atomically: true, encoding: .utf8)
                let day = ["simulate", "day", "--seeds", "1", "--counters", "1", "--trace", trace]
                let done = try await world.run([world.program] + day)
                #expect(done.status == 0, "\(done.errors)")
                // 25 minutes of two hours; the appointment is called when the counter is free.
                let said = """
                    Load 0.21: 2 days, each with 1 counter,
                    0.5 appointments that came and 1 walk-in; a visit takes 8.3 minutes.
                    """
                #expect(done.output.hasPrefix(said), "\(done.output)")
                #expect(done.output.contains("\npapers "))

                try "\(head)\npapers,a,8:00,,10"
                    .write(toFile: trace, atomically: true, encoding: .utf8)
                let wrong = try await world.run([world.program] + day)
                #expect(wrong.status == 78)
                #expect(wrong.errors.contains("trace.csv:2: arrival_min_of_day: \"8:00\" is not"))
            }
        }
    }
}
