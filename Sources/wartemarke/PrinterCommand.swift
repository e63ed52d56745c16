import ArgumentParser
import Foundation
import Lobby
import TicketPrinting

/// Sets a printer up, from finding it to the first page.
struct PrinterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "printer",
        abstract: "Find printers, make a queue of CUPS that fits tickets, print the test page.",
        discussion: """
            Asks on the terminal; --device and --name answer beforehand, --yes believes what the \
            printer says of the test page. With --list it only says what CUPS finds. The queue gives \
            a job up that fails, and waits two seconds for its printer, so that nothing is printed \
            late. Works on the machine that the printer belongs to, as root or in the group lpadmin.
            """
    )

    @Option(help: "The printer: ipp://…, socket://HOST:9100 or usb://…; else it is asked for.")
    var device: String?

    @Option(help: "The queue's name.")
    var name: String?

    @Flag(help: "Only list what CUPS finds.")
    var list = false

    @Flag(help: "Do not ask anything.")
    var yes = false

    @Option(help: "What is in the printer, one of layouts/tickets/papers.yaml.")
    var paper = TicketPaper.usualName

    @Option(help: "The language of the test page.")
    var language = "de"

    @Option(help: "The office's file.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    func validate() throws {
        if yes, !list, device == nil {
            throw ValidationError("--yes asks nothing, so --device has to name the printer.")
        }
    }

    func run() async throws {
        // Nothing is made when the rest could not be done.
        let (office, tickets) = (try loadOffice(office), try testLayouts(in: layouts, on: paper))
        guard let (name, device) = try await makeQueue() else { return }
        let setting = QueueSetup.setting(queue: name, device: device)
        let printer: any TicketPrinter
        do {
            printer = try await PrinterChoice(setting: setting).open(
                folder: folder(of: Places.kioskDatabase) + "/tickets",
                renderer: TicketRenderer(layouts: tickets)
            ).printer
        } catch {
            throw end(.configuration, error.description)
        }
        try await printTestPage(on: printer, language: language, of: office)
        try askForPage(of: setting)
        print(
            """
            In kiosk-config/kiosk.yaml (rollMetres: what stands on the box of a new roll):
            printer:
              address: \(setting)
              paper: \(paper)
              rollMetres: 80
            """
        )
    }

    // MARK: The queue

    /// The queue that was made and its printer; nil when there was only something to look at.
    private func makeQueue() async throws -> (name: String, device: String)? {
        let setup = QueueSetup()
        do throws(QueueSetup.Problem) {
            var chosen = device
            if list || chosen == nil {
                let found = try await setup.find()
                show(found)
                if list { return nil }
                chosen = choose(among: found.devices)
            }
            guard let chosen else { return nil }
            let name = name ?? (yes ? "tickets" : answer("A name for the queue", usual: "tickets"))
            try await setup.make(name, for: chosen)
            print("CUPS has the queue \(name) for \(chosen).")
            return (name, chosen)
        } catch {
            throw end(error.exit, error.description)
        }
    }

    private func show(_ found: QueueSetup.Findings) {
        if found.devices.isEmpty {
            print("CUPS finds no printer. Is it on, and in the same network or at USB?")
        }
        for (index, device) in found.devices.enumerated() {
            let kind = device.speaksIPP ? "IPP" : "raw, for ESC/POS"
            print("\(index + 1)  \(device.name) (\(device.model)), \(kind)\n   \(device.uri)")
        }
        if found.queues.isEmpty {
            print("It has no queues.")
        } else {
            let names = found.queues.map { $0 == found.usual ? "\($0) (usual)" : $0 }
            print("Queues that are there: \(names.joined(separator: ", "))")
        }
    }

    /// The address of the printer that a person chose; nil for none.
    private func choose(among devices: [QueueSetup.FoundDevice]) -> String? {
        let text = answer("The printer's number or address (Enter for none)", usual: "")
        if let number = Int(text), devices.indices.contains(number - 1) {
            return devices[number - 1].uri
        }
        return text.isEmpty ? nil : text
    }

    /// What a person typed, or the usual answer.
    private func answer(_ question: String, usual: String) -> String {
        print(usual.isEmpty ? "\(question): " : "\(question) [\(usual)]: ", terminator: "")
        fflush(nil)
        let text = (readLine() ?? "").trimmingCharacters(in: .whitespaces)
        return text.isEmpty ? usual : text
    }

    /// Asks whether the test page is there; ends the program when it is not.
    private func askForPage(of setting: String) throws {
        if yes { return }
        let text = answer("Is the test page there, whole and readable? (y/n)", usual: "y")
        guard text.lowercased().hasPrefix("y") || text.lowercased().hasPrefix("j") else {
            throw end(
                .unavailable,
                "The queue stays. Look at the printer's own display, and ask: wartemarke ticket "
                    + "status --printer \(setting)"
            )
        }
    }
}

extension QueueSetup.Problem {
    /// Whether a needed service is away, or what was asked for is wrong.
    fileprivate var exit: Exit {
        switch self {
        case .noServer, .notFound, .staysRaw, .refused: .unavailable
        case .badName, .badDevice: .usage
        }
    }
}
