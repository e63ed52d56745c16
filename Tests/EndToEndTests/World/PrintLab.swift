import Foundation
import Testing

/// A private CUPS with a printer behind it; see `Tests/PrintLab/lab.sh`.
struct PrintLab {
    private let world: World
    private let folder: String
    private let values: [String: String]

    private static let script = Program.root + "/Tests/PrintLab/lab.sh"
    private static let decoder = Program.root + "/Tests/PrintLab/decode.py"

    /// Starts the laboratory for the body, with `CUPS_SERVER` of the world set to it.
    static func run(in world: World, _ body: (PrintLab) async throws -> Void) async throws {
        let folder = world.folder + "-lab"
        do {
            try await body(PrintLab(in: world, folder: folder))
        } catch {
            _ = try? await world.run(script, "stop", folder)
            throw error
        }
        try await world.run(script, "stop", folder)
    }

    private init(in world: World, folder: String) async throws {
        self.world = world
        self.folder = folder
        let started = try await world.run(Self.script, "start", folder)
        try #require(started.status == 0, "\(started.errors)")
        let pairs = started.output.split(separator: "\n").map { line in
            line.dropFirst("export ".count).split(separator: "=", maxSplits: 1).map(String.init)
        }
        values = Dictionary(pairs.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
        world.environment["CUPS_SERVER"] = values["CUPS_SERVER"]
    }

    var queue: String { "ticket" }
    var address: String { values["PRINTLAB_IPP", default: ""] }
    var receiptAddress: String { values["PRINTLAB_RECEIPT", default: ""] }
    var scriptedAddress: String { values["PRINTLAB_SCRIPTED", default: ""] }

    /// The printer that is there from the start.
    static let first = "scripted"

    /// Adds a scripted printer, and a queue of the same name; its address.
    func addPrinter(_ name: String) async throws -> String {
        let added = try await world.run(Self.script, "printer", folder, name)
        try #require(added.status == 0, "\(added.errors)")
        return added.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Adds a printer that is called by its name in the network, with the queue `named`; its URI.
    ///
    /// The world's programs ask for names where the laboratory tells them.
    func addNamedPrinter() async throws -> String {
        let added = try await world.run(Self.script, "names", folder)
        try #require(added.status == 0, "\(added.errors)")
        world.environment["DBUS_SYSTEM_BUS_ADDRESS"] = values["PRINTLAB_BUS"]
        return added.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// What can be done to a part of the laboratory; see `lab.sh`.
    enum Deed: String, Sendable {
        case halt, kill, freeze, thaw, resume
    }

    /// Does it to `cupsd`, `ippeve`, or a scripted printer by its name.
    func order(_ deed: Deed, _ part: String) async throws {
        let done = try await world.run(Self.script, deed.rawValue, folder, part)
        try #require(done.status == 0, "\(done.errors)")
    }

    /// Runs a program of CUPS against the server of the laboratory.
    func cups(_ words: [String]) async throws {
        let done = try await world.run(words)
        try #require(done.status == 0, "\(words): \(done.errors)")
    }

    /// Says how a scripted printer behaves from now on; see `scripted_printer.py`.
    func script(_ json: String, of printer: String = first) throws {
        try Data(json.utf8)
            .write(to: URL(filePath: "\(folder)/\(printer)/script.json"), options: .atomic)
    }

    /// Says what ippeveprinter does with jobs from now on; see `paper.sh`.
    func mode(_ mode: String) throws {
        try Data(mode.utf8).write(to: URL(filePath: folder + "/ippeve/mode"), options: .atomic)
    }

    /// How many jobs the scripted printer has begun.
    var startedJobs: Int { startedJobs() }

    func startedJobs(of printer: String = first) -> Int { lines("\(printer)/started").count }

    /// The operations that a scripted printer has left without an answer.
    func held(by printer: String = first) -> [String] { lines("\(printer)/held") }

    private func lines(_ file: String) -> [String] {
        ((try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)) ?? "")
            .split(separator: "\n").map(String.init)
    }

    /// The pages that came out of ippeveprinter.
    func pages() throws -> [String] { try pages(of: "ippeve") }

    /// The pages that came out of the first scripted printer.
    func scriptedPages() throws -> [String] { try pages(of: Self.first) }

    /// The pages that came out of a printer, the oldest first.
    func pages(of printer: String) throws -> [String] {
        let pages = "\(folder)/\(printer)/pages"
        return try FileManager.default.contentsOfDirectory(atPath: pages).sorted()
            .filter { $0.hasSuffix(".page") }.map { "\(pages)/\($0)" }
    }

    /// The link in the QR code of a received page of PWG raster.
    func link(onPage page: String) async throws -> String {
        let picture = page + ".pgm"
        let decoded = try await world.run("python3", Self.decoder, page, picture)
        try #require(decoded.status == 0, "\(decoded.errors)")
        return try await world.code(inPicture: picture)
    }
}
