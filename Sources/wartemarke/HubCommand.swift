import ArgumentParser
import Certificates
import Foundation
import Hub
import HubServer
import HubStore
import Hummingbird
import Lobby
import Logging
import OfficeFiles
import ServiceLifecycle
import SignOn
import TicketPrinting
import UnixSignals

/// The program that owns the central queue.
struct HubCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hub",
        abstract: "Own the central queue: HTTP for kiosks, clerks, boards and other programs."
    )

    @Option(help: "The office's file.")
    var office = Places.office

    @Option(help: "The folder of texts and layouts.")
    var layouts = Places.layouts

    @Option(help: "The database; made when it is not there.")
    var database = Places.hubDatabase

    @Option(
        help: ArgumentHelp(
            "The folder for backups, best on another disk; none for no backups. "
                + "(default: DATABASE.backups)",
            valueName: "dir"
        )
    )
    var backup: String?

    @Option(help: "Where to listen, HOST:PORT.")
    var listen = Address(argument: Places.listen) ?? Address.usual

    @Option(
        name: .customLong("public"),
        help: ArgumentHelp(
            "Where the pages for everybody are, HOST:PORT: booking on the web. Without it there are "
                + "none. Off loopback they need the hub's certificate; usual is 127.0.0.1 behind a "
                + "web server.",
            valueName: "host:port"
        )
    )
    var publicAddress: Address?

    @Option(help: "The hub's certificate (PEM); it then speaks TLS, also on loopback.")
    var certificate: String?

    @Option(help: "The key of the certificate (PEM).")
    var key: String?

    @Option(
        help: ArgumentHelp(
            "Where numbers are printed that clerks give out. \(printerValues). Without it they are "
                + "only told.",
            valueName: "printer"
        )
    )
    var printer: String?

    @Option(help: "What is in that printer, one of layouts/tickets/papers.yaml.")
    var paper = TicketPaper.usualName

    @Option(help: "Start the clock at this instant, 2026-11-24T08:30:00+01:00, and let it run on.")
    var at: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Let every flush take so much longer.", visibility: .hidden),
        transform: SlowFlush.init(argument:)
    )
    var slowFlush: SlowFlush?

    func validate() throws {
        guard at == nil || start != nil else {
            throw ValidationError("--at takes an instant like 2026-11-24T08:30:00+01:00.")
        }
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("--certificate and --key go together.")
        }
    }

    private var start: Instant? { at.flatMap { Instant(iso8601: $0) } }

    /// What the hub proves itself with; nil on loopback, unless one is named.
    private func hubCertificate(for address: Address) throws -> HubCertificate? {
        let usual = CertificateFolder(Places.certificates(beside: database))
        if certificate == nil {
            if address.isLoopback { return nil }
            guard FileManager.default.fileExists(atPath: usual.certificate) else {
                throw end(
                    .configuration,
                    "Off loopback the hub needs TLS, but there is no \(usual.certificate). Make it: "
                        + "wartemarke admin ca --directory \(usual.path) --host NAME. "
                        + "Or listen on 127.0.0.1."
                )
            }
        }
        do {
            return try HubCertificate(
                file: certificate ?? usual.certificate,
                key: key ?? usual.key,
                at: .machine
            )
        } catch {
            throw end(.configuration, error.description)
        }
    }

    /// The printer of the counters; nil when there is none.
    private func counterPrinter() async throws -> (any TicketPrinter)? {
        guard let printer else { return nil }
        do {
            let opened = try await PrinterChoice(setting: printer).open(
                folder: printer,
                renderer: TicketRenderer(
                    layouts: try readTicketLayouts(in: layouts, paper: paper).get()
                ),
                owner: JobOwner("hub-\(JobOwner.machine.word)"),
                certificates: Lobby.folder(of: database) + "/printers"
            )
            // The office opens in the morning also when somebody deleted the queue.
            if let mistake = opened.mistake { say(mistake.description) }
            return opened.printer
        } catch let mistakes as FileMistakes {
            throw end(.configuration, mistakes.description)
        } catch let mistake as PrinterChoice.Mistake {
            throw end(.configuration, mistake.description)
        }
    }

    func run() async throws {
        try slowFlush?.begin()
        let running = try RunningHub(
            office: try loadOffice(office, layouts: layouts),
            printer: try await counterPrinter(),
            database: database,
            backups: backup == "none" ? nil : backup ?? Places.backups(of: database),
            listen: listen,
            pages: try loadPages(layouts),
            certificate: try hubCertificate(for: listen),
            showing: try publicAddress.map { address in
                // A web server before the pages talks to them on this machine.
                (address, address.isLoopback ? nil : try hubCertificate(for: address))
            },
            startingAt: start
        )
        if running.isNew { tellOfNewDatabase(at: database) }
        let log = hubLog(to: .standardError)
        if let folder = running.hub.backups?.folder { warn(about: folder, log) }
        try await running.serve(
            try running.services(logger: log) { port in
                log.notice("hub.listening", metadata: ["port": "\(port)"])
            }
        )
    }
}

extension HubCommand {
    /// Says once that the backups will not outlive the database's disk.
    private func warn(about folder: BackupFolder, _ log: Logger) {
        // What cannot be made is told when the first backup fails.
        try? folder.make()
        guard folder.isOnTheDisk(of: database) else { return }
        log.warning(
            "backup.sameDisk",
            metadata: [
                "folder": "\(folder.path)",
                "remedy": "Name a folder on another disk with --backup.",
            ]
        )
    }
}

/// Reads the office, and the layouts beside it where they are named, or ends with every mistake.
func loadOffice(_ path: String, layouts: String? = nil) throws -> Office {
    let office = readOffice(at: path)
    var mistakes = office.mistakes
    if let layouts {
        mistakes += readScreenTexts(in: layouts).mistakes
        mistakes += readTicketLayouts(in: layouts).mistakes
    }
    guard mistakes.isEmpty, let value = office.value else {
        throw end(.configuration, mistakes.map(\.description).joined(separator: "\n"))
    }
    return value
}

/// A hub with its database open and its lock held.
struct RunningHub: Sendable {
    let hub: Hub
    /// Whether the database was made now.
    let isNew: Bool
    private let lock: DatabaseLock
    private let database: String
    private let listen: Address
    private let pages: HubPages
    private let printer: (any TicketPrinter)?
    private let start: Instant?
    private let showing: (address: Address, certificate: HubCertificate?)?
    private let certificate: HubCertificate?

    /// Opens everything, or ends with one clear sentence; off loopback a certificate is needed.
    init(
        office: Office,
        printer: (any TicketPrinter)? = nil,
        database: String,
        backups: String? = nil,
        listen: Address,
        pages: HubPages,
        certificate: HubCertificate? = nil,
        showing: (address: Address, certificate: HubCertificate?)? = nil,
        startingAt start: Instant? = nil
    ) throws {
        try Self.check(listen)
        if let showing { try Self.check(showing.address, option: "--public") }
        let (lock, store) = try openHub(database, office: office.id, backups: backups)
        hub = try Hub(
            office: office,
            store: store,
            world: .real(startingAt: start),
            backups: backups
        )
        isNew = store.isNew
        self.lock = lock
        self.database = database
        self.listen = listen
        self.pages = pages
        self.printer = printer
        self.start = start
        self.showing = showing
        self.certificate = certificate
    }

    /// Ends the program when the hub cannot listen there.
    static func check(_ listen: Address, option: String = "--listen") throws {
        guard listen.port == 0 || portIsFree(listen) else {
            throw end(
                .unavailable,
                "Port \(listen.port) on \(listen.host) is taken by another program. "
                    + "End it, or listen elsewhere: \(option) 127.0.0.1:PORT."
            )
        }
    }

    /// All that a hub does, ready to be served; `onRunning` gets the port.
    func services(
        logger: Logger,
        signals: [UnixSignal] = [.sigterm, .sigint],
        onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> ServiceGroup {
        let training = TrainingOffice { [hub, database, start] in
            try openTraining(of: hub.office, beside: database, startingAt: start)
        }
        let papers = printer.map {
            DeskPapers(hub: hub, printer: $0, texts: pages.desk.screens, logger: logger)
        }
        let listeners = showing == nil ? 1 : 2
        let connections = OpenFiles.connections(listeners: listeners, logger: logger)
        let application = HubApplication(
            hub: hub,
            logger: logger,
            certificate: certificate,
            desk: pages.desk,
            board: pages.board,
            pages: pages.public,
            signOn: hub.office.logIn.map { rules in
                SignOn(
                    rules: rules,
                    now: { [hub] in hub.machineTime() },
                    secret: { [hub] in hub.newSecret() }
                )
            },
            papers: papers,
            training: training
        )
        var services: [any ServiceLifecycle.Service] = [
            try application.server(
                host: listen.host,
                port: listen.port,
                connections: connections,
                onRunning: onRunning
            ),
            AdminApplication(hub: hub, logger: logger).server(socket: database + ".socket"),
            HubHousekeeping(
                hub: hub,
                logger: logger,
                certificate: certificate,
                training: training
            ),
        ]
        if let everybody = try publicServer(connections: connections, logger: logger) {
            services.append(everybody)
        }
        if let mail = MailSending(hub: hub, pages: pages.public, logger: logger) {
            services.append(mail)
        }
        if let papers { services.append(papers) }
        if let backups = hub.backups { services.append(BackupKeeping(backups, logger: logger)) }
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services,
                gracefulShutdownSignals: signals,
                logger: logger
            )
        )
    }

    /// The listener for everybody; nil where none is wanted.
    private func publicServer(
        connections: Int,
        logger: Logger
    ) throws -> (any ServiceLifecycle.Service)? {
        guard let showing else { return nil }
        return try PublicApplication(
            hub: hub,
            pages: pages.public,
            logger: logger,
            certificate: showing.certificate
        ).server(
            host: showing.address.host,
            port: showing.address.port,
            connections: connections
        ) { port in
            logger.notice("pages.listening", metadata: ["port": "\(port)"])
        }
    }

    /// Serves until a signal or ``ServiceLifecycle/ServiceGroup/triggerGracefulShutdown()``.
    func serve(_ services: ServiceGroup) async throws {
        let socket = database + ".socket"
        unlink(socket)
        defer { unlink(socket) }
        do {
            try await services.run()
        } catch {
            throw end(.unavailable, "The hub cannot go on: \(error)")
        }
    }
}

/// The queue in which clerks learn: a file of its own beside the hub's, which only the hub opens.
private func openTraining(
    of office: Office,
    beside database: String,
    startingAt start: Instant?
) throws -> Hub {
    let office = office.training
    return try Hub(
        office: office,
        store: try HubDatabase(path: database + ".training", office: office.id),
        world: .real(startingAt: start)
    )
}

/// Takes the lock beside the database and opens it, or ends with one clear sentence.
///
/// `backups` is named where a damaged database has to be restored.
func openHub(
    _ path: String,
    office: String,
    backups: String? = nil
) throws -> (DatabaseLock, HubDatabase) {
    do {
        try Places.makeFolder(of: path)
        let lock = try DatabaseLock(database: path)
        return (lock, try lock.guarding { try HubDatabase(path: path, office: office) })
    } catch let error as HubStoreError {
        switch error {
        case .held: throw end(.unavailable, error.description)
        case .damaged, .halfRestored:
            let isElsewhere = backups != nil && backups != Places.backups(of: path)
            let from = isElsewhere ? " --from \(backups ?? "")" : ""
            throw end(.configuration, error.description + from)
        default: throw end(.configuration, error.description)
        }
    } catch is CocoaError {
        throw end(
            .configuration,
            "The folder of \(path) cannot be made or written. Name another place with --database."
        )
    }
}
