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
    var scriptedAddress: String { values["PRINTLAB_SCRIPTED", default: ""] }

    /// Says how the scripted printer behaves from now on; see `scripted_printer.py`.
    func script(_ json: String) throws {
        try Data(json.utf8)
            .write(to: URL(filePath: folder + "/scripted/script.json"), options: .atomic)
    }

    /// How many jobs the scripted printer has begun.
    var startedJobs: Int {
        let path = folder + "/scripted/started"
        return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "")
            .split(separator: "\n").count
    }

    /// The pages that came out of ippeveprinter.
    func pages() throws -> [String] { try pages("PRINTLAB_PAGES") }

    /// The pages that came out of the scripted printer.
    func scriptedPages() throws -> [String] { try pages("PRINTLAB_SCRIPTED_PAGES") }

    private func pages(_ folder: String) throws -> [String] {
        let folder = values[folder, default: ""]
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
            .filter { $0.hasSuffix(".page") }.map { "\(folder)/\($0)" }
    }

    /// The link in the QR code of a received page of PWG raster.
    func link(onPage page: String) async throws -> String {
        let picture = page + ".pgm"
        let decoded = try await world.run("python3", Self.decoder, page, picture)
        try #require(decoded.status == 0, "\(decoded.errors)")
        return try await world.code(inPicture: picture)
    }
}
