import Dispatch
import Foundation
import Lobby
import OfficeFiles

/// The folder that everything measured lives in, and the office it belongs to.
///
/// It goes away with this value, and also when a signal ends the program.
final class BenchWorld {
    /// A Tuesday morning on which the example office is open.
    static let morning = "2026-11-24T08:30:00+01:00"

    let folder: String
    /// How much longer every flush of a hub takes; nil for the disk as it is.
    let slowFlush: SlowFlush?
    let office: Office
    /// The name of the first language, which the first screen shows.
    let firstLanguage: String
    /// What the kiosk says in it when a paper has come.
    let printedWords: String
    let tickets: [TicketLayout]
    private let signals: [any DispatchSourceSignal]
    private var names = 0

    init(in place: String, slowFlush: SlowFlush? = nil) throws {
        self.slowFlush = slowFlush
        let report = checkAll(
            office: Places.office,
            kiosk: Places.kiosk,
            layouts: Places.layouts
        )
        guard report.mistakes.isEmpty, let office = report.office, let texts = report.texts,
            let tickets = report.tickets, let language = report.kiosk?.languages.first,
            let first = texts.first(where: { $0.language == language })
        else { throw end(.configuration, report.description) }
        guard let morning = Instant(iso8601: Self.morning), office.isOpen(at: morning),
            office.services.all.count > 1
        else {
            throw end(
                .configuration,
                "The bench needs an office with two services that is open at \(Self.morning)."
            )
        }
        self.office = office
        firstLanguage = first.name
        printedWords = first[.printDone]
        self.tickets = tickets
        var template = Array((place + "/wartemarke-bench-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else {
            throw end(.configuration, "No folder can be made in \(place). Name another: --folder.")
        }
        let folder = String(cString: made)
        self.folder = folder
        signals = [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                killAllChildren {
                    try? FileManager.default.removeItem(atPath: folder)
                    _exit(128 + number)
                }
            }
            source.activate()
            return source
        }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The office with other counters, all of which serve everything, as a file.
    func officeFile(counters: Int) throws -> String {
        var lines: [Substring] = []
        var isInside = false
        for line in try String(contentsOfFile: Places.office, encoding: .utf8)
            .split(separator: "\n", omittingEmptySubsequences: false)
        {
            if line.hasPrefix("counters:") {
                isInside = true
                lines += [line] + (1...counters).map { "  - number: \($0)" }
            } else {
                if line.first?.isLetter == true { isInside = false }
                if !isInside { lines.append(line) }
            }
        }
        let file = path("office.yaml")
        try lines.joined(separator: "\n").write(toFile: file, atomically: false, encoding: .utf8)
        return file
    }

    /// A new file or folder's path; nothing is there yet.
    func path(_ name: String) -> String {
        names += 1
        return "\(folder)/\(names)-\(name)"
    }
}
