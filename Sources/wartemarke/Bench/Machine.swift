import Foundation

/// The machine and the build that the values belong to.
struct Machine: Encodable {
    let processor: String
    let cores: Int
    let memoryGiB: Double
    let kernel: String
    /// The file system that the measured databases are on.
    let fileSystem: String
    /// The load of the last minute when the measuring began; other work makes values worse.
    let load: Double
    let build: String

    static let isDebugBuild: Bool = {
        #if DEBUG
        true
        #else
        false
        #endif
    }()

    /// Reads `/proc`; what is not there is said to be unknown.
    init(folder: String) {
        let processors = Self.lines("/proc/cpuinfo")
        processor = Self.value("model name", in: processors) ?? "unknown processor"
        cores = processors.count { $0.hasPrefix("processor") }
        let memory = Self.value("MemTotal", in: Self.lines("/proc/meminfo"))
        let kibibytes = memory.flatMap { Double($0.prefix { $0.isNumber }) } ?? 0
        memoryGiB = (kibibytes / 1_048_576 * 10).rounded() / 10
        kernel = Self.lines("/proc/sys/kernel/osrelease").first ?? "unknown"
        fileSystem = Self.fileSystem(of: folder)
        load =
            Self.lines("/proc/loadavg").first?.split(separator: " ").first
            .flatMap { Double($0) } ?? 0
        build = Self.isDebugBuild ? "debug" : "release"
    }

    var line: String {
        "\(processor), \(cores) cores, \(memoryGiB) GiB, Linux \(kernel), \(fileSystem), "
            + "load \(load), \(build) build"
    }

    private static func lines(_ path: String) -> [String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    private static func value(_ name: String, in lines: [String]) -> String? {
        lines.first { $0.hasPrefix(name) }?.split(separator: ":").last
            .map { $0.trimmingCharacters(in: .whitespaces) }
    }

    private static func fileSystem(of folder: String) -> String {
        let mounts = lines("/proc/mounts").map { $0.split(separator: " ").map(String.init) }
        let holding = mounts.filter { fields in
            guard fields.count > 2 else { return false }
            let point = fields[1] == "/" ? "/" : fields[1] + "/"
            return (folder + "/").hasPrefix(point)
        }
        return holding.max { $0[1].count <= $1[1].count }?[2] ?? "unknown file system"
    }
}
