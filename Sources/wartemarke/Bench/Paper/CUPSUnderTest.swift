import Foundation
import Glibc

/// A CUPS server of the bench's own, on a domain socket in the bench's folder.
final class CUPSUnderTest {
    /// How long CUPS may take to make a queue.
    private static let patience: Duration = .seconds(20)

    let server: String
    private let folder: String
    private let log: String
    private let cupsd: ChildProcess

    /// Nil where the machine has no CUPS server, or a program to set one up.
    init?(_ world: BenchWorld) throws {
        guard let program = Self.program("cupsd"), Self.program("lpadmin") != nil,
            Self.program("lp") != nil
        else { return nil }
        folder = world.path("cups")
        server = folder + "/sock"
        log = folder + "/log"
        for part in ["etc", "state", "cache", "spool/tmp"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder)/\(part)",
                withIntermediateDirectories: true
            )
        }
        try Self.settings(server).write(
            toFile: folder + "/etc/cupsd.conf",
            atomically: false,
            encoding: .utf8
        )
        try Self.places(folder).write(
            toFile: folder + "/etc/cups-files.conf",
            atomically: false,
            encoding: .utf8
        )
        // The programs that bring papers to a printer run as another user.
        for place in [world.folder, folder] { chmod(place, 0o711) }
        cupsd = try ChildProcess(
            ["-f", "-c", folder + "/etc/cupsd.conf", "-s", folder + "/etc/cups-files.conf"],
            program: program,
            log: log
        )
        try wait("listen") { access(server, F_OK) == 0 }
    }

    /// Makes a queue that knows its printer, and a raw one.
    func addQueues(_ name: String, raw: String, to address: String) throws {
        try run("lpadmin", ["-h", server, "-p", name, "-E", "-v", address, "-m", "everywhere"])
        try wait("know the printer of a queue") {
            let file = try? FileManager.default.attributesOfItem(
                atPath: "\(folder)/etc/ppd/\(name).ppd"
            )
            return (file?[.size] as? Int ?? 0) > 0
        }
        try run("lpadmin", ["-h", server, "-p", raw, "-E", "-v", address])
    }

    /// Hands a file to `lp`, which returns once CUPS has it.
    func print(_ file: String, on queue: String) throws {
        try run("lp", ["-h", server, "-d", queue, "-o", "raw", file])
    }

    /// How many files lie in the spool.
    func spooledFiles() -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/spool")) ?? []
        return names.count { $0 != "tmp" }
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        guard let path = Self.program(program) else {
            throw BenchProblem("\(program) is not there.")
        }
        try ChildProcess(arguments, program: path, log: log).finish()
    }

    private func wait(_ what: String, until isSo: () -> Bool) throws {
        let end = ContinuousClock.now + Self.patience
        while !isSo() {
            guard ContinuousClock.now < end else {
                throw BenchProblem("CUPS does not \(what).")
            }
            usleep(10_000)
        }
    }

    private static func program(_ name: String) -> String? {
        ["/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"].map { $0 + name }
            .first { access($0, X_OK) == 0 }
    }

    private static func settings(_ server: String) -> String {
        """
        LogLevel error
        Listen \(server)
        Browsing Off
        WebInterface No
        DefaultAuthType None
        DefaultEncryption Never
        ErrorPolicy abort-job
        PreserveJobFiles No
        PreserveJobHistory No
        <Location />
          Order allow,deny
          Allow all
        </Location>
        <Policy default>
          JobPrivateAccess all
          JobPrivateValues none
          <Limit All>
            Order allow,deny
            Allow all
          </Limit>
        </Policy>

        """
    }

    private static func places(_ folder: String) -> String {
        """
        ServerRoot \(folder)/etc
        StateDir \(folder)/state
        CacheDir \(folder)/cache
        RequestRoot \(folder)/spool
        TempDir \(folder)/spool/tmp
        AccessLog \(folder)/access_log
        ErrorLog \(folder)/error_log
        PageLog \(folder)/page_log

        """
    }
}
