import Lobby
import OfficeFiles
import Testing

@Suite struct `workload.yaml` {
    @Test(arguments: [
        (
            "counters: 3", "counter: 3",
            """
            workload.yaml:1: counters: The key is missing. Remedy: Add "counters: …" here; the \
            example file explains it.
            workload.yaml:2: counter: This key is not known here. Remedy: Did you mean "counters"?
            """
        ),
        (
            "loads: [0.9]", "loads: []",
            """
            workload.yaml:3: loads: From 1 to 5 loads can be tried. Remedy: Write for example \
            [0.9, 0.98].
            """
        ),
        (
            "loads: [0.9]", "loads: [90]",
            """
            workload.yaml:3: loads[0]: Here stands "90", but a number of load from 0.1 to 2 is \
            needed. Remedy: Write a number in these limits.
            """
        ),
        (
            "noShows: 0.1", "noShows: 0,1",
            """
            workload.yaml:10: appointments.noShows: Here stands "0,1", but a number of no-shows \
            from 0 to 0.9 is needed. Remedy: Write decimals with a point: 0.1.
            """
        ),
        (
            "from: \"09:00\"", "from: \"08:30\"",
            """
            workload.yaml:15: walkIns.profile[1]: 08:30–12:00 overlaps with 08:00–09:00. Remedy: Let \
            one end before the other begins.
            """
        ),
        (
            "from: \"09:00\", to: \"12:00\"", "from: \"09:00\", to: \"12:30\"",
            """
            workload.yaml:15: walkIns.profile[1]: 09:00–12:30 is not within the hours 08:00–12:00. \
            Remedy: Change it, or the hours above.
            """
        ),
        (
            "weight: 1 }\n    - { from: \"09:00\", to: \"12:00\", weight: 2 }",
            "weight: 0 }\n    - { from: \"09:00\", to: \"12:00\", weight: 0 }",
            """
            workload.yaml:13: walkIns.profile: No time of the day has a weight. Remedy: Write a \
            weight above 0.
            """
        ),
        (
            "  pick-up: {", "  pickup: {",
            """
            workload.yaml:18: services.pickup: There is no service "pickup". Remedy: Did you mean \
            "pick-up"?
            """
        ),
        (
            "appointments: 2, walkIns: 1", "walkIns: 1",
            """
            workload.yaml:16: services: No service has a weight for appointments. Remedy: Give \
            those that people book a number above 0.
            """
        ),
    ])
    func `is told what is wrong`(old: String, new: String, said: String) throws {
        let workshop = try Workshop()
        try workshop.write(changing(old, to: new, in: goodWorkload), to: "workload.yaml")
        let sum = "Mistakes: \(said.split(separator: "\n").count). Warnings: 0."
        #expect(workshop.check() == "\(said)\n\(sum)")
    }

    @Test func `gives no appointments where there are none`() throws {
        let workshop = try Workshop()
        let office = try changing(
            "minutes: 15",
            to: "minutes: 15\n    appointments: false",
            in: goodOffice
        )
        try workshop.write(office, to: "office.yaml")
        try workshop.write(goodWorkload, to: "workload.yaml")
        let said = """
            workload.yaml:17: services.passport.appointments: No appointments are given for \
            "passport". Remedy: Take it out here, or "appointments: false" out of office.yaml.
            Mistakes: 1. Warnings: 0.
            """
        #expect(workshop.check() == said)
    }

    @Test func `is read whole`() throws {
        let workshop = try Workshop()
        #expect(workloadFile(beside: workshop.office) == nil)
        try workshop.write(goodWorkload, to: "workload.yaml")
        #expect(workshop.check() == "No mistakes.")
        let office = try readOffice(at: workshop.office).get()
        let path = try #require(workloadFile(beside: workshop.office))
        let workload = try readWorkload(at: path, of: office).get()
        #expect(workload.hours == TimeOfDay(minutes: 480)..<TimeOfDay(minutes: 720))
        #expect(workload.counters == 3)
        #expect(workload.loads == [0.9])
        #expect(workload.spread == 0.6)
        let booked = Workload.Appointments(
            number: 10,
            grid: .minutes(5),
            early: .minutes(20),
            late: .minutes(6),
            noShows: 0.1
        )
        #expect(workload.appointments == booked)
        #expect(workload.walkIns == 20)
        #expect(workload.profile.map(\.weight) == [1, 2])
        let mix = [
            Workload.Share(service: "passport", appointments: 2, walkIns: 1),
            Workload.Share(service: "pick-up", appointments: 0, walkIns: 3),
        ]
        #expect(workload.mix == mix)
    }
}

@Suite struct `A trace` {
    @Test func `is read by the names of its columns`() throws {
        let text = """
            queue,office,ticket,date,arrival_min_of_day,booked_min_of_day,service_min,\
            official_service_min,open_counters\r
            passport,Mitte,1,2026-11-24,510,,7.5,15,3\r
            "Papers, ""blue"" ",Mitte,2,2026-11-24,512.5,520,,,\r
            \r
            """
        let visits = try read(text).get()
        let expected = [
            TracedVisit(
                office: "Mitte",
                day: "2026-11-24",
                service: "passport",
                arrivedMinute: 510,
                plannedMinutes: 15,
                takenMinutes: 7.5,
                openCounters: 3
            ),
            TracedVisit(
                office: "Mitte",
                day: "2026-11-24",
                service: "Papers, \"blue\"",
                arrivedMinute: 512.5,
                bookedMinute: 520
            ),
        ]
        #expect(visits == expected)
    }

    @Test(arguments: [
        (
            "queue,date\nx,2026-11-24",
            """
            trace.csv:1: arrival_min_of_day: The column is missing. Remedy: The first line names \
            the columns, with commas between them; those that are read are office, date, queue, \
            arrival_min_of_day, booked_min_of_day, official_service_min, service_min, open_counters, \
            wait_min, ahead.
            """
        ),
        (
            "queue,arrival_min_of_day,queue\n",
            """
            trace.csv:1: queue: The column is there twice. Remedy: Take one of the two out.
            """
        ),
        (
            "queue,arrival_min_of_day\nx,510\nx,8:30\nx\n,510\n\"x,510\nx,\n",
            """
            trace.csv:3: arrival_min_of_day: "8:30" is not minutes from 0 to 1440. Remedy: Write a \
            number with a point for decimals, or nothing where it is not known.
            trace.csv:4: Here is 1 value, but the first line names 2 columns. Remedy: Write one \
            value for each column, with commas between them.
            trace.csv:5: queue: Here stands nothing. Remedy: Write what they came for.
            trace.csv:6: A quote is opened and not closed. Remedy: Put quotes around the whole \
            value, and write a quote in it twice.
            trace.csv:7: arrival_min_of_day: Here stands nothing. Remedy: Write minutes after \
            midnight: 8:30 is 510.
            """
        ),
        (
            "queue,arrival_min_of_day,wait_mins\nx,510,3\n",
            """
            trace.csv:1: wait_mins: There is no such column. Remedy: Did you mean "wait_min"?
            """
        ),
        (
            "queue,arrival_min_of_day,wait_min,ahead\nx,510,-4,2\nx,511,,\nx,512,3,-1\nx,-7,3,1",
            """
            trace.csv:2: wait_min: "-4" is not minutes from 0 to 1440. Remedy: Write a number with a \
            point for decimals, or nothing where it is not known.
            trace.csv:4: ahead: "-1" is not a number of people from 0 to 10000. Remedy: Write a \
            number with a point for decimals, or nothing where it is not known.
            trace.csv:5: arrival_min_of_day: "-7" is not minutes from 0 to 1440. Remedy: Write a \
            number with a point for decimals, or nothing where it is not known.
            """
        ),
        (
            "queue,arrival_min_of_day\n",
            """
            trace.csv: Nobody comes in this trace. Remedy: Write a line for each visit.
            """
        ),
    ])
    func `is told what is wrong`(text: String, said: String) throws {
        #expect(try read(text).mistakes.map(\.description).joined(separator: "\n") == said)
    }

    @Test func `of which waits are forecast needs what that is made of`() throws {
        let text = "queue,arrival_min_of_day,date\nx,510,2026-11-24\nx,510,2026-13-45\n"
        let workshop = try Workshop()
        try workshop.write(text, to: "trace.csv")
        let trace = readTrace(at: workshop.path("trace.csv"), toForecast: true)
        #expect(trace.mistakes.map(\.key) == ["ahead", "wait_min"])
        #expect(trace.mistakes.allSatisfy { $0.line == 1 })
        let rest = text.replacing("date", with: "date,wait_min,ahead")
            .replacing("-24", with: "-24,5,1").replacing("-45", with: "-45,5,1")
        try workshop.write(rest, to: "trace.csv")
        let other = readTrace(at: workshop.path("trace.csv"), toForecast: true)
        #expect(other.mistakes.map(\.key) == ["date"] && other.mistakes[0].line == 3)
        // A day that passes again has any name.
        #expect(try read(text).mistakes.isEmpty)
    }

    @Test func `is not told without end`() throws {
        let lines = String(repeating: "x\n", count: 1_000)
        #expect(try read("queue,arrival_min_of_day\n" + lines).mistakes.count == 20)
    }

    private func read(_ text: String) throws -> Checked<[TracedVisit]> {
        let workshop = try Workshop()
        try workshop.write(text, to: "trace.csv")
        let trace = readTrace(at: workshop.path("trace.csv"))
        return trace.named("trace.csv")
    }
}

extension Checked<[TracedVisit]> {
    /// The same with another name of the file in what is wrong.
    fileprivate func named(_ file: String) -> Self {
        var trace = self
        trace.mistakes = mistakes.map { mistake in
            var mistake = mistake
            mistake.file = file
            return mistake
        }
        return trace
    }
}

private let goodWorkload = """
    hours: { from: "08:00", to: "12:00" }
    counters: 3
    loads: [0.9]
    durationSpread: 0.6
    appointments:
      number: 10
      gridMinutes: 5
      earlyMinutes: 20
      lateMinutes: 6
      noShows: 0.1
    walkIns:
      number: 20
      profile:
        - { from: "08:00", to: "09:00", weight: 1 }
        - { from: "09:00", to: "12:00", weight: 2 }
    services:
      passport: { appointments: 2, walkIns: 1 }
      pick-up: { walkIns: 3 }

    """
