import ArgumentParser
import Foundation
import HubServer
import Lobby
import OfficeFiles
import Sync

/// Reads all files that people edit and names every mistake.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Read office, kiosk and layouts; report every mistake with its remedy.",
        discussion: """
            Every ticket is drawn on every paper in every language, with the longest names of the \
            office, to see that all of it fits and has letters in the fonts of this machine.

            With --bookings it also lists every appointment that the office\u{2019}s file does not \
            allow any more, after its hours, counters or services changed, and how to reach the \
            people. Do so before the hub starts with a changed file.
            """
    )

    @Option(help: "The office's file.")
    var office = Places.office

    @Option(help: "The kiosk's file.")
    var kiosk = Places.kiosk

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    @Flag(help: "Also list the appointments that the office's file does not allow any more.")
    var bookings = false

    @Option(help: "The hub's database, for --bookings.")
    var database = Places.hubDatabase

    @Option(
        help: ArgumentHelp(
            "Start the clock at this instant, 2026-11-24T08:30:00+01:00, for --bookings: where a "
                + "stopped hub ran with --at."
        )
    )
    var at: String?

    func validate() throws {
        guard at == nil || start != nil else {
            throw ValidationError("--at takes an instant like 2026-11-24T08:30:00+01:00.")
        }
        guard at == nil || bookings else { throw ValidationError("--at goes with --bookings.") }
    }

    private var start: Instant? { at.flatMap { Instant(iso8601: $0) } }

    func run() async throws {
        var report = checkAll(
            office: office,
            kiosk: kiosk,
            layouts: layouts,
            withWorkload: true
        )
        report.mistakes += ticketMistakes(in: report, layouts: layouts)
        print(report)
        guard report.mistakes.isEmpty else { throw ExitCode(Exit.configuration.rawValue) }
        _ = try loadPages(layouts)
        if bookings, let office = report.office {
            guard FileManager.default.fileExists(atPath: database) else {
                throw end(
                    .configuration,
                    "There is no database \(database). Name it with --database."
                )
            }
            try await listMisfits(in: office)
        }
    }

    private func listMisfits(in office: Office) async throws {
        let request = AdminRequest(wish: .bookings, text: "")
        let text = try await answer(to: request, of: database, startingAt: start)
        let all = try JSONDecoder().decode([AppointmentAnswer].self, from: Data(text.utf8))
        let persons = Dictionary(uniqueKeysWithValues: all.map { ($0.id, $0.person) })
        let misfits = office.misfits(among: all.compactMap(Appointment.init))
        for misfit in misfits {
            let person = persons[misfit.appointment.id] ?? nil
            print(line(misfit, person, in: office))
        }
        print("Appointments to come: \(all.count). Not allowed any more: \(misfits.count).")
        if !misfits.isEmpty { throw ExitCode(Exit.configuration.rawValue) }
    }

    private func line(_ misfit: Misfit, _ person: PersonAnswer?, in office: Office) -> String {
        let appointment = misfit.appointment
        let time = office.time
        let why =
            switch misfit.reason {
            case .service(let id): "no appointments for \(id)"
            case .closed: "closed then"
            case .noCounter: "no counter left"
            }
        let reach = [person?.name, person?.phone, person?.mail].compactMap(\.self)
        return [
            "\(time.date(at: appointment.start)) \(time.timeOfDay(at: appointment.start))",
            appointment.errands.map { errand in
                errand.persons == 1 ? errand.service : "\(errand.service)*\(errand.persons)"
            }.joined(separator: ","), appointment.isSqueezedIn ? "\(why), squeezed in" : why,
            reach.isEmpty ? "nobody can be reached" : "tell \(reach.joined(separator: ", "))",
            appointment.id.description,
        ].joined(separator: "  ")
    }
}

extension Appointment {
    fileprivate init?(_ answer: AppointmentAnswer) {
        guard let start = Instant(iso8601: answer.start) else { return nil }
        self.init(
            id: answer.id,
            errands: answer.errands,
            start: start,
            minutes: answer.minutes,
            channel: answer.channel,
            isSqueezedIn: answer.squeezedIn ?? false
        )
    }
}
