import ArgumentParser
import Foundation
import Hub
import HubServer
import HubStore
import Hummingbird
import Lobby
import Logging
import OfficeFiles
import ServiceLifecycle
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

    @Option(help: "Where to listen, HOST:PORT.")
    var listen = Address(argument: Places.listen) ?? Address.usual

    @Option(help: "Start the clock at this instant, 2026-11-24T08:30:00+01:00, and let it run on.")
    var at: String?

    func run() async throws {
        let start = try at.map { text -> Instant in
            guard let instant = Instant(iso8601: text) else {
                throw ValidationError("--at takes an instant like 2026-11-24T08:30:00+01:00.")
            }
            return instant
        }
        try await serveHub(
            office: try loadOffice(office),
            database: database,
            listen: listen,
            startingAt: start
        )
    }
}

/// Reads the office, or ends with every mistake in it.
func loadOffice(_ path: String) throws -> Office {
    do {
        return try readOffice(at: path).get()
    } catch {
        throw end(.configuration, "\(error)")
    }
}

/// Runs a hub until it is told to stop.
func serveHub(
    office: Office,
    database: String,
    listen: Address,
    startingAt start: Instant? = nil
) async throws {
    guard listen.isLoopback else {
        throw end(
            .configuration,
            "Off loopback the hub needs TLS, which this version does not have yet. "
                + "Listen on 127.0.0.1, or put a TLS proxy of your own before it."
        )
    }
    let (lock, store) = try openHub(database, office: office.id)
    let world = Hub.World.real(startingAt: start)
    let hub = try Hub(office: office, store: store, world: world)
    var logger = Logger(label: "hub")
    logger.logLevel = .notice
    let log = logger
    let application = HubApplication(hub: hub, logger: logger)
    let socket = database + ".socket"
    unlink(socket)
    do {
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [
                    application.server(host: listen.host, port: listen.port) { port in
                        log.notice("hub.listening", metadata: ["port": "\(port)"])
                    },
                    AdminApplication(hub: hub, logger: logger).server(socket: socket),
                    HubHousekeeping(hub: hub, logger: logger),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger
            )
        ).run()
    } catch {
        let sentence = explainListening(error, listen)
        throw end(.unavailable, sentence)
    }
    unlink(socket)
    withExtendedLifetime(lock) {}
}

/// Takes the lock beside the database and opens it, or ends with one clear sentence.
func openHub(_ path: String, office: String) throws -> (DatabaseLock, HubDatabase) {
    do {
        try Places.makeFolder(of: path)
        return (try DatabaseLock(database: path), try HubDatabase(path: path, office: office))
    } catch let error as HubStoreError {
        let isHeld = error == .held(path: path)
        throw end(isHeld ? .unavailable : .configuration, error.description)
    } catch let error as CocoaError {
        throw end(
            .configuration,
            "The folder of \(path) cannot be made: \(error.localizedDescription)"
        )
    }
}

private func explainListening(_ error: any Error, _ listen: Address) -> String {
    let text = String(describing: error)
    if text.contains("Address already in use") || text.contains("EADDRINUSE") {
        return "Port \(listen.port) is taken by another program. "
            + "End it, or listen elsewhere: --listen 127.0.0.1:PORT."
    }
    return "The hub cannot go on: \(text)"
}

extension Address {
    static let usual = Address(host: "127.0.0.1", port: 8080)

    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
}
