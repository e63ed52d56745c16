import ArgumentParser
import Foundation
import Hub
import HubStore
import KioskRuntime
import Lobby
import Logging
import OfficeFiles
import ServiceLifecycle

/// The whole lobby on one machine: hub and kiosk here, desk and board in other terminals.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Run hub and kiosk together, on an office that is always open.",
        discussion: "Staff leave the kiosk with F10 and the PIN chosen at the first start."
    )

    @Flag(help: "Forget the state of earlier demos.")
    var fresh = false

    @Option(help: "Where the hub listens.")
    var listen = Address.usual

    @Option(help: ArgumentHelp("\(printerValues)."))
    var printer: String?

    @Option(help: "The office's file; the kiosk's file lies beside it.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    func run() async throws {
        let kiosk = folder(of: office) + "/kiosk.yaml"
        let report = checkAll(office: office, kiosk: kiosk, layouts: layouts)
        guard report.mistakes.isEmpty, var office = report.office, var settings = report.kiosk
        else { throw end(.configuration, report.description) }
        office.hours = .always
        settings.hub = listen.url
        if let printer { settings.printer = printer }
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
            throw end(.unavailable, "The demo needs a terminal. Start it in one.")
        }
        guard listen.isLoopback else {
            throw end(
                .configuration,
                "The demo talks without TLS, so it listens on loopback only: "
                    + "--listen 127.0.0.1:PORT."
            )
        }
        try RunningHub.check(listen)
        if fresh { try forget() }
        let running = try RunningHub(
            office: office,
            database: Places.hubDatabase,
            listen: listen,
            pages: try loadPages(layouts)
        )
        try await choosePIN(running.hub)
        try await writeTokens(running.hub)
        let parts = KioskParts(
            office: office,
            settings: settings,
            texts: report.texts ?? [],
            tickets: report.tickets ?? [],
            database: Places.kioskDatabase,
            enrolmentCode: try await enrolmentCode(running.hub)
        )
        welcome()
        try await together(running, parts)
    }

    /// Runs the hub beside the kiosk; the kiosk's end is the end of both.
    private func together(_ running: RunningHub, _ parts: KioskParts) async throws {
        let log = try hubLog(toNew: Places.state + "/hub.log")
        let (listening, hasStarted) = AsyncStream.makeStream(of: Void.self)
        let services = try running.services(logger: log, signals: []) { _ in
            hasStarted.yield()
        }
        let serving = Task.detached {  // Off the main actor, whose thread waits for keys.
            defer { hasStarted.finish() }
            try await running.serve(services)
        }
        for await _ in listening { break }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await runKiosk(parts))
        } catch {
            outcome = .failure(error)
        }
        await services.triggerGracefulShutdown()
        _ = await serving.result
        try outcome.get()
        print("The demo is over. Its state stays in \(Places.state).")
    }

    private func choosePIN(_ hub: Hub) async throws {
        if try await hub.administer({ try await $0.hasStaffPIN() }) { return }
        print("Choose a staff PIN for this demo: staff leave the kiosk with F10 and this PIN.")
        for _ in 0..<5 {
            let pin = askSecretly("New staff PIN (4 to 12 digits, not shown): ")
            guard pin == askSecretly("The same PIN again: ") else {
                print("The two were not the same.")
                continue
            }
            do {
                try await hub.administer { try await $0.setStaffPIN(pin) }
                return
            } catch let refusal as HubRefusal {
                print(refusal.message)
            }
        }
        throw end(.usage, "No PIN was chosen, so the demo does not start.")
    }

    private func writeTokens(_ hub: Hub) async throws {
        for (role, path) in [
            (Device.Role.desk, Places.deskToken), (.board, Places.boardToken),
        ] where !FileManager.default.fileExists(atPath: path) {
            let token = try await hub.administer {
                try await $0.makeToken(role: role, name: "demo \(role.rawValue)")
            }
            _ = FileManager.default.createFile(
                atPath: path,
                contents: Data((token + "\n").utf8),
                attributes: [.posixPermissions: 0o600]
            )
        }
    }

    private func enrolmentCode(_ hub: Hub) async throws -> String? {
        guard IdentityFile(database: Places.kioskDatabase).load() == nil else { return nil }
        return try await hub.administer { try await $0.makeEnrolment(name: "demo kiosk") }
    }

    private func welcome() {
        let program = CommandLine.arguments.first ?? "wartemarke"
        let hub = listen == .usual ? "" : " --hub \(listen.url)"
        print(
            """
            State of this demo: \(Places.state)
            Open the clerk's desk and the board in other terminals, from this folder:
              \(program) desk --counter 3\(hub)
              \(program) board\(hub)
            In a browser the board is \(listen.url)/board, with the key in \(Places.boardToken).
            Staff leave the kiosk with F10 and the PIN. It starts when you press Enter.
            """
        )
        _ = readLine()
    }

    /// Removes what earlier demos wrote, and nothing else.
    private func forget() throws {
        let lock = try? DatabaseLock(database: Places.hubDatabase)
        if lock == nil, FileManager.default.fileExists(atPath: Places.hubDatabase) {
            throw end(.unavailable, HubStoreError.held(path: Places.hubDatabase).description)
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Places.state)) ?? []
        for name in names
        where ["hub.sqlite", "kiosk.sqlite", "desk.token", "board.token", "hub.log", "tickets"]
            .contains(where: name.hasPrefix)
        {
            try FileManager.default.removeItem(atPath: Places.state + "/" + name)
        }
        withExtendedLifetime(lock) {}
    }
}
