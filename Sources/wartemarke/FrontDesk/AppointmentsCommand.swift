import ArgumentParser
import Foundation
import HubClient
import Lobby
import Screens
import Sync

/// Appointments at the front desk and on the phone.
struct AppointmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appointments",
        abstract: "Book, move, cancel and check in, in this terminal or as one action.",
        discussion: """
            Without an action this terminal shows the appointments of the day. Nine digits open the \
            appointment of a code, where x cancels it; b books at the desk, t on the phone, r shows \
            the call-backs; the last lines tell the other keys. Its options: wartemarke help \
            appointments terminal.
            """,
        subcommands: [
            Terminal.self, List.self, Free.self, Book.self, Move.self, Cancel.self, CheckIn.self,
            Codes.self, Callbacks.self,
        ],
        defaultSubcommand: Terminal.self
    )

    struct Terminal: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "terminal",
            abstract: "Show the day in this terminal."
        )

        @OptionGroup var options: HubOptions
        @OptionGroup var paper: SlipOptions

        func run() async throws {
            var desk = try options.frontDesk()
            guard desk.office.booking != nil else {
                throw end(
                    .configuration,
                    "This office gives no appointments: office.yaml has no booking."
                )
            }
            desk.slips = try await paper.slips(options)
            let dialogue = FrontDeskDialogue(
                office: desk.office,
                texts: try options.texts(),
                hasPrinter: desk.slips != nil
            )
            try await FrontDeskLoop.run(dialogue, desk: desk, hub: options.hub)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The appointments of a day.")

        @OptionGroup var options: HubOptions

        @Option(help: "The day, 2026-11-24; today without it.", transform: wholeDay)
        var day: Day?

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            try await options.ask { (desk) throws(HubProblem) in
                let answer = try await desk.client.appointments(on: day, secret: desk.token)
                if json { return encoded(answer) }
                let lines = answer.appointments.map(desk.line)
                return lines.isEmpty ? "No appointments." : lines.joined(separator: "\n")
            }
        }
    }

    struct Free: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Find free times.")

        @OptionGroup var options: HubOptions
        @OptionGroup var wish: Wish

        @Option(help: "How many times to show.", transform: wholeNumber(in: 1...1000))
        var most = 10

        @Flag(help: "Print JSON.")
        var json = false

        func run() async throws {
            let errands = try wish.errands()
            try await options.ask { (desk) throws(HubProblem) in
                let answer = try await desk.client.freeDays(
                    for: errands,
                    channel: wish.channel.channel,
                    secret: desk.token
                )
                if json { return encoded(answer) }
                let starts = answer.times.flatMap(\.starts).prefix(most)
                return starts.isEmpty
                    ? "Nothing is free." : starts.map(desk.dayTime).joined(separator: "\n")
            }
        }
    }

    struct Book: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Book, and read the codes out.")

        @OptionGroup var options: HubOptions
        @OptionGroup var wish: Wish
        @OptionGroup var paper: SlipOptions

        @Option(help: "The beginning, 2026-11-24T10:40 in the office's time.")
        var at: String

        @Option(help: "A name, if wanted.")
        var name: String?

        @Option(help: "A phone number, if wanted.")
        var phone: String?

        @Flag(help: "Book also where nothing is free.")
        var squeezeIn = false

        func run() async throws {
            let errands = try wish.errands()
            let start = try options.instant(at)
            let phone = withoutBlanksAround(phone ?? "")
            guard phone.isEmpty || isPhoneNumber(phone) else {
                throw end(
                    .usage,
                    "\(phone) is no phone number. Write its digits, at least "
                        + "\(fewestPhoneDigits), or leave --phone out."
                )
            }
            let slips = try await paper.slips(options)
            try await options.ask { (desk) throws(HubProblem) in
                let request = BookingRequest(
                    errands: errands,
                    start: start,
                    channel: wish.channel.channel,
                    person: PersonAnswer(name: name, phone: phone.isEmpty ? nil : phone),
                    squeezeIn: squeezeIn
                )
                let booked = try await desk.client.book(request, key: newKey(), secret: desk.token)
                return await desk.words(booked, on: slips)
            }
        }
    }

    struct Move: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Give another time.")

        @OptionGroup var options: HubOptions
        @OptionGroup var which: Which

        @Option(help: "The new beginning, 2026-11-24T10:40 in the office's time.")
        var to: String

        @Option(help: "Who asks: somebody at the desk, or on the phone.")
        var channel = Asking.desk

        func run() async throws {
            let start = try options.instant(to)
            let which = try which.wanted()
            try await options.ask { (desk) throws(HubProblem) in
                let id = try await desk.id(of: which)
                _ = try await desk.client.move(
                    id,
                    to: start,
                    channel: channel.channel,
                    key: newKey(),
                    secret: desk.token
                )
                return desk.words(try await desk.client.appointment(id, secret: desk.token))
            }
        }
    }

    struct Cancel: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Cancel an appointment.")

        @OptionGroup var options: HubOptions
        @OptionGroup var which: Which

        func run() async throws {
            let which = try which.wanted()
            try await options.ask { (desk) throws(HubProblem) in
                let id = try await desk.id(of: which)
                let done = try await desk.client.cancel(id, key: newKey(), secret: desk.token)
                return desk.line(done)
            }
        }
    }

    struct CheckIn: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let somebody in by hand.")

        @OptionGroup var options: HubOptions
        @OptionGroup var which: Which

        @Option(help: "The visit (a UUID) that the holder has drawn a number for already.")
        var visit: String?

        func run() async throws {
            let which = try which.wanted()
            let drawn = visit.flatMap { VisitID($0) }
            guard visit == nil || drawn != nil else {
                throw end(.usage, "--visit takes a visit's id (a UUID).")
            }
            try await options.ask { (desk) throws(HubProblem) in
                let visit = try await desk.client.checkIn(
                    try await desk.id(of: which),
                    as: drawn,
                    key: newKey(),
                    secret: desk.token
                )
                return "\(visit.label)  \(visit.service)  \(visit.state.rawValue)"
            }
        }
    }

    struct Codes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Read the codes out.")

        @OptionGroup var options: HubOptions
        @OptionGroup var which: Which
        @OptionGroup var paper: SlipOptions

        func run() async throws {
            let which = try which.wanted()
            let slips = try await paper.slips(options)
            try await options.ask { (desk) throws(HubProblem) in
                let id = try await desk.id(of: which)
                let found = try await desk.client.appointment(id, secret: desk.token)
                return await desk.words(found, on: slips)
            }
        }
    }
}

/// Who asks for an appointment.
enum Asking: String, ExpressibleByArgument, CaseIterable {
    case desk, phone

    var channel: Channel { self == .desk ? .desk : .phone }
}

/// What an appointment is for, and by which channel.
struct Wish: ParsableArguments {
    @Option(help: "Services with persons: passport or passport*2,pick-up.")
    var service: String

    @Option(help: "Who asks: somebody at the desk, or on the phone.")
    var channel = Asking.desk

    func errands() throws -> [Errand] {
        try service.split(separator: ",").map { part in
            let words = part.split(separator: "*", maxSplits: 1)
            guard let name = words.first, let persons = Int(words.count > 1 ? words[1] : "1")
            else { throw end(.usage, "--service must be like passport*2,pick-up.") }
            return Errand(String(name), persons: persons)
        }
    }
}

/// Which appointment is meant.
struct Which: ParsableArguments {
    enum Wanted: Sendable {
        case code(String)
        case id(VisitID)
    }

    @Argument(help: "The nine digits of its code, or its id (a UUID).")
    var appointment: String

    func wanted() throws -> Wanted {
        let digits = appointment.filter { $0 != " " && $0 != "-" }
        if digits.count == KioskDialogue.codeDigits, digits.allSatisfy(\.isNumber) {
            return .code(digits)
        }
        guard let id = VisitID(appointment) else {
            throw end(.usage, "\(appointment) is neither a code of nine digits nor an id (a UUID).")
        }
        return .id(id)
    }
}

extension HubOptions {
    func frontDesk() throws -> FrontDesk {
        FrontDesk(
            client: try client(),
            office: try loadOffice(office),
            token: try token(or: Places.deskToken)
        )
    }

    /// Prints the answer to one question, or ends with the hub's sentence.
    func ask(
        _ question: (FrontDesk) async throws(HubProblem) -> String
    ) async throws {
        let desk = try frontDesk()
        do throws(HubProblem) {
            print(try await question(desk))
        } catch {
            guard case .slotTaken(let nearest) = error, !nearest.isEmpty else {
                throw error.exit(hub: hub)
            }
            let times = nearest.map(desk.dayTime).joined(separator: ", ")
            throw end(.usage, "The time is not free. Free near it: \(times).")
        }
    }

    /// An instant from a date and a time on the office's clock.
    fileprivate func instant(_ text: String) throws -> Instant {
        let parts = text.split(separator: "T").map(String.init)
        let time = try loadOffice(office).time
        guard parts.count == 2, let day = Day(parts[0]), let clock = TimeOfDay(parts[1]) else {
            throw end(.usage, "\(text) is not a time like 2026-11-24T10:40.")
        }
        let instant = time.instant(of: clock, on: day)
        guard time.timeOfDay(at: instant) == clock, time.date(at: instant) == day else {
            throw end(.usage, "\(text) is left out that night, when the clocks go forward.")
        }
        return instant
    }
}

extension FrontDesk {
    fileprivate func id(of which: Which.Wanted) async throws(HubProblem) -> VisitID {
        switch which {
        case .id(let id): return id
        case .code(let code):
            let request = CodesRequest(checkIn: code, change: nil)
            return try await client.find(request, secret: token).id
        }
    }

    /// When, what for, by which channel, its state and its id, on one line.
    fileprivate func line(_ appointment: AppointmentAnswer) -> String {
        let start = Instant(iso8601: appointment.start).map(dayTime) ?? appointment.start
        let errands = appointment.errands.map { errand in
            errand.persons == 1 ? errand.service : "\(errand.service)*\(errand.persons)"
        }
        return [
            start, errands.joined(separator: ","), appointment.channel.rawValue,
            appointment.state.rawValue, appointment.id.description,
        ].joined(separator: "  ")
    }

    /// The same with the codes, and what became of the slip.
    fileprivate func words(
        _ appointment: AppointmentAnswer,
        on slips: SlipPrinter?
    ) async -> String {
        guard let slips, let codes = appointment.codes,
            let start = Instant(iso8601: appointment.start)
        else { return words(appointment) }
        let isPrinted = await slips.print(
            appointment.errands,
            at: start,
            code: codes.checkIn,
            change: codes.change,
            today: await today()
        )
        let sentence = isPrinted ? "The slip is printed." : "The printer reports no slip."
        return words(appointment) + "\n" + sentence
    }

    fileprivate func words(_ appointment: AppointmentAnswer) -> String {
        guard let codes = appointment.codes else { return line(appointment) }
        return """
            \(line(appointment))
            Code to check in: \(grouped(codes.checkIn))
            Code to change it: \(grouped(codes.change))
            """
    }
}

func newKey() -> String {
    "\(UInt64.random())-\(UInt64.random())"
}

@Sendable
private func wholeDay(_ text: String) throws -> Day {
    guard let day = Day(text) else { throw ValidationError("a day is like 2026-11-24.") }
    return day
}
