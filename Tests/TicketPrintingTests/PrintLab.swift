import Foundation
import Lobby
import Testing
import TicketPrinting

/// A print laboratory of its own: CUPS, an IPP printer, and a printer that fails on command.
///
/// See `Tests/PrintLab/lab.sh`.
struct PrintLab: Sendable {
    enum Part: String, Sendable {
        case cupsd, ippeve, scripted, receipt, device
    }

    /// A printer that tests talk to: its own address, its queue, and where its pages land.
    enum Device: String, Sendable, CaseIterable {
        case ippeve, scripted, receipt, device

        var queue: String { self == .ippeve ? "ticket" : rawValue }

        fileprivate var variable: String {
            switch self {
            case .ippeve: "PRINTLAB_IPP"
            case .scripted: "PRINTLAB_SCRIPTED"
            case .receipt: "PRINTLAB_RECEIPT"
            case .device: "PRINTLAB_DEVICE"
            }
        }
    }

    let folder: String
    private let values: [String: String]

    /// Starts a laboratory for the body and stops it afterwards.
    ///
    /// Everybody may resume a paused queue, unless the laboratory names who may. Where its programs
    /// are missing the test fails with the names of the Debian packages.
    static func run(
        mayResume: String? = nil,
        _ body: (PrintLab) async throws -> Void
    ) async throws {
        let folder = scratchPath("lab")
        do {
            try await body(PrintLab(folder: folder, mayResume: mayResume))
        } catch {
            _ = try? await command(script, "stop", folder)
            throw error
        }
        _ = try await command(script, "stop", folder)
    }

    private init(folder: String, mayResume: String?) async throws {
        self.folder = folder
        let start = try await command(
            Self.script,
            "start",
            folder,
            environment: mayResume.map { ["PRINTLAB_MAY_RESUME": $0] } ?? [:]
        )
        try #require(start.status == 0, "\(start.output)")
        let settings = try String(contentsOfFile: folder + "/env", encoding: .utf8)
        let pairs = settings.split(separator: "\n").map { line in
            line.dropFirst("export ".count).split(separator: "=", maxSplits: 1).map(String.init)
        }
        values = Dictionary(pairs.map { ($0[0], $0[1]) }, uniquingKeysWith: { $1 })
    }

    var server: String { values["CUPS_SERVER", default: ""] }
    /// The same server by host and port.
    var networkServer: String { values["PRINTLAB_CUPS", default: ""] }

    func address(of device: Device) -> String {
        values[device.variable, default: ""]
    }

    /// The scheme `ipps` is the same printer inside TLS.
    func directPrinter(
        _ device: Device,
        owner: String = "kiosk-1",
        scheme: String = "ipp",
        limits: PrintLimits = .quick
    ) throws -> IPPPrinter {
        try #require(
            IPPPrinter(
                uri: scheme + address(of: device).dropFirst("ipp".count),
                owner: JobOwner(owner),
                certificates: folder + "/certificates",
                renderer: renderer,
                limits: limits
            )
        )
    }

    func queuePrinter(
        _ device: Device,
        owner: String = "kiosk-1",
        limits: PrintLimits = .quick
    ) -> QueuePrinter {
        QueuePrinter(
            name: device.queue,
            server: server,
            owner: JobOwner(owner),
            certificates: folder + "/certificates",
            renderer: renderer,
            limits: limits
        )
    }

    func receiptPrinter(
        _ device: Device = .receipt,
        options: String = "",
        limits: PrintLimits = .impatient
    ) throws -> ESCPOSPrinter {
        let address = try #require(ESCPOSAddress(address(of: device) + options))
        return ESCPOSPrinter(address: address, renderer: renderer, limits: limits)
    }

    /// Says how a scripted printer behaves from now on; see `scripted_printer.py` and
    /// `scripted_receipt.py`.
    func script(_ json: String, of device: Device = .scripted) throws {
        try Data(json.utf8).write(
            to: URL(fileURLWithPath: folder + "/\(device.rawValue)/script.json"),
            options: .atomic
        )
    }

    /// Says what ippeveprinter does with jobs from now on; see `paper.sh`.
    func mode(_ mode: String) throws {
        try Data(mode.utf8).write(
            to: URL(fileURLWithPath: folder + "/ippeve/mode"),
            options: .atomic
        )
    }

    /// What can be done to a part of the laboratory; see `lab.sh`.
    enum Deed: String, Sendable {
        case halt, kill, freeze, thaw, resume
    }

    func halt(_ part: Part) async throws { try await order(.halt, part) }

    func resume(_ part: Part) async throws { try await order(.resume, part) }

    func order(_ deed: Deed, _ part: Part) async throws {
        let result = try await command(Self.script, deed.rawValue, folder, part.rawValue)
        try #require(result.status == 0, "\(result.output)")
    }

    /// Lets ipptool judge the scripted printer; what it says.
    func conformance() async throws -> CommandResult {
        try await command(
            Self.home + "/conformance.sh",
            folder + "/conformance",
            address(of: .scripted)
        )
    }

    /// Runs a program of CUPS against the server of the laboratory.
    func cups(_ program: String, _ words: String...) async throws -> CommandResult {
        try await command(
            "sh",
            "-c",
            "exec \(([program] + words).joined(separator: " "))",
            environment: ["CUPS_SERVER": server]
        )
    }

    /// How many jobs the scripted printer has begun.
    func startedJobs() throws -> Int {
        let path = folder + "/scripted/started"
        guard FileManager.default.fileExists(atPath: path) else { return 0 }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count
    }

    /// The links in the codes of all pages that came out, in their order.
    func printedLinks(_ device: Device) async throws -> [String] {
        var links: [String] = []
        for page in try pages(device) {
            let picture = scratchPath("page.pgm")
            defer { try? FileManager.default.removeItem(atPath: picture) }
            _ = try await decode(page, to: picture)
            links.append(try await readCode(inPicture: picture))
        }
        return links
    }

    /// Makes a picture of a page that came out; answers what is known of it, as JSON.
    func decode(_ page: String, to picture: String) async throws -> String {
        let decoded = try await command("python3", Self.decoder, page, picture)
        try #require(decoded.status == 0, "\(decoded.output)")
        return decoded.output
    }

    func pages(_ device: Device) throws -> [String] {
        let pages = "\(folder)/\(device.rawValue)/pages"
        return try FileManager.default.contentsOfDirectory(atPath: pages).sorted()
            .filter { $0.hasSuffix(".page") }.map { "\(pages)/\($0)" }
    }

    private static let home =
        URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().path + "/PrintLab"
    private static let script = home + "/lab.sh"
    private static let decoder = home + "/decode.py"
}

extension PrintLimits {
    /// Limits for tests that wait for a trouble to last.
    static var quick: PrintLimits {
        var limits = PrintLimits()
        limits.trouble = .milliseconds(200)
        return limits
    }

    /// Limits for tests that wait for the time to be over.
    static var impatient: PrintLimits {
        var limits = quick
        limits.wholePrint = .seconds(3)
        limits.cancelling = .seconds(1)
        return limits
    }
}
