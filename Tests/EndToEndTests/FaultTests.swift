import Foundation
import Testing

extension EndToEnd {
    @Suite struct `Parts die and come back` {
        @Test func `with the hub gone the kiosk goes on, and the hub catches up`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let kiosk = try await world.hubAndKiosk()
                try await kiosk.drawNumber()
                try await kiosk.terminal.shows("Ihre Nummer A 001 gilt")
                try await world.waits(["A 001"], token: token)
                try await kiosk.goBack()

                try await world.hub?.killHard()
                try await kiosk.drawNumber()
                try await kiosk.terminal.shows("Ihre Nummer AK 001 gilt")
                try await kiosk.goBack()

                try await world.startHub(at: "2026-11-24T08:33:00+01:00")
                try await world.waits(["A 001", "AK 001"], token: token)
                try await eventually("the hub gives numbers again") {
                    try await kiosk.drawNumber()
                    let screen = try await kiosk.terminal.shows("gilt trotzdem")
                    try await kiosk.goBack()
                    return screen.contains("Ihre Nummer A 002 gilt")
                }
            }
        }

        @Test func `a kiosk killed and started again gives no number twice`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let first = try await world.hubAndKiosk()
                try await first.drawNumber()
                try await first.terminal.shows("Ihre Nummer A 001 gilt")
                try await first.terminal.killHard()

                let second = try await world.kiosk()
                try await second.terminal.shows("08:3")
                try await second.drawNumber()
                try await second.terminal.shows("Ihre Nummer A 002 gilt")
                try await world.waits(["A 001", "A 002"], token: token)
                try await second.goBack()

                try await world.hub?.killHard()
                try await second.drawNumber()
                try await second.terminal.shows("Ihre Nummer AK 001 gilt")
                try await second.terminal.killHard()
                let third = try await world.kiosk()
                try await third.drawNumber()
                try await third.terminal.shows("Ihre Nummer AK 002 gilt")
                try await third.goBack()

                try await world.startHub(at: "2026-11-24T08:33:00+01:00")
                try await world.waits(["A 001", "A 002", "AK 001", "AK 002"], token: token)
                let papers = try world.papers()
                #expect(papers.count == 4, "\(papers)")
            }
        }

        @Test func `a paper cut short by a crash comes once, and says so`() async throws {
            try await World.run { world in
                try await PrintLab.run(in: world) { lab in
                    try lab.script(#"{"formats": ["application/pdf"], "stall": true}"#)
                    let first = try await world.hubAndKiosk(printer: lab.scriptedAddress)
                    try await first.drawNumber()
                    try await eventually("the printer has the job") { lab.startedJobs == 1 }
                    try await first.terminal.killHard()

                    // The printer finishes or drops what it had before anybody asks again.
                    try lab.script(#"{"formats": ["application/pdf"]}"#)
                    let second = try await world.kiosk(printer: lab.scriptedAddress)
                    try await eventually("the paper comes again") { lab.startedJobs == 2 }
                    try await second.terminal.shows("08:3")
                    try await second.drawNumber()
                    try await second.terminal.shows("Bitte nehmen Sie Ihren Zettel.")

                    var (unmarked, marked, next) = (0, 0, 0)
                    for page in try lab.scriptedPages() {
                        let words = try await world.words(onPaper: page)
                        if words.contains("A 002") {
                            next += 1
                        } else if words.contains("A 001") {
                            if words.contains("Zweitdruck") { marked += 1 } else { unmarked += 1 }
                        }
                    }
                    #expect(unmarked <= 1)
                    #expect(marked == 1)
                    #expect(next == 1)
                }
            }
        }

        @Test func `a hub killed right after its answers has all of them`() async throws {
            try await World.run { world in
                let (program, desk) = (
                    try await world.token("program"), try await world.token("desk")
                )
                try await world.startHub()
                var given: [String] = []
                for number in 1...20 {
                    given.append(try await world.ticket(token: program, key: "k\(number)"))
                }
                try await world.hub?.killHard()
                try await world.startHub(at: "2026-11-24T08:33:00+01:00")
                #expect(try await world.waitingLabels(token: desk) == given)
                // The same key gives the same number, a new one the next.
                #expect(try await world.ticket(token: program, key: "k20") == "A 020")
                #expect(try await world.ticket(token: program, key: "k21") == "A 021")
            }
        }

        @Test func `a hub told to end does so at once, also while a kiosk listens`() async throws {
            try await World.run { world in
                let kiosk = try await world.hubAndKiosk()
                let hub = try #require(world.hub)
                kill(hub.pid, SIGTERM)
                let outcome = try await hub.outcome(within: .seconds(5))
                #expect(outcome.status == 0, "\(outcome)")
                #expect(kiosk.terminal.status == nil)
            }
        }

        @Test func `a damaged kiosk file is set aside and the kiosk comes up`() async throws {
            try await World.run { world in
                let token = try await world.token("desk")
                let first = try await world.hubAndKiosk()
                try await first.drawNumber()
                try await world.waits(["A 001"], token: token)
                try await first.terminal.killHard()
                for ending in ["-wal", "-shm"] {
                    try? FileManager.default.removeItem(atPath: world.kioskFile + ending)
                }
                try Data(repeating: 0x2a, count: 20_000)
                    .write(to: URL(filePath: world.kioskFile))

                let second = try await world.kiosk()
                try await second.terminal.shows("08:3")
                try await second.drawNumber()
                try await second.terminal.shows("Ihre Nummer A 002 gilt")
                let isThere = FileManager.default.fileExists(
                    atPath: world.kioskFile + ".damaged-1"
                )
                #expect(isThere)
            }
        }
    }
}

extension World {
    /// Draws a number as another program does, with curl; its label.
    func ticket(token: String, key: String) async throws -> String {
        struct Answer: Decodable {
            struct Ticket: Decodable { var label: String }
            var ticket: Ticket
        }
        let secret = try String(contentsOfFile: token, encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let done = try await run(
            "curl",
            "-fsS",
            "-X",
            "POST",
            "-H",
            "Authorization: Bearer \(secret)",
            "-H",
            "Idempotency-Key: \(key)",
            "-H",
            "Content-Type: application/json",
            "-d",
            #"{"service":"id-card"}"#,
            "\(url)/api/v1/tickets"
        )
        try #require(done.status == 0, "\(done.errors)")
        return try JSONDecoder().decode(Answer.self, from: Data(done.output.utf8)).ticket.label
    }
}
