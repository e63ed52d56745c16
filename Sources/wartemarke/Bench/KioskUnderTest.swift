import Foundation
import Glibc

/// A kiosk as a child process on a terminal whose far side is here.
final class KioskUnderTest {
    static let columns = 60
    static let rows = 20

    let process: ChildProcess
    /// When the process was asked for, in nanoseconds of the monotonic clock.
    let started: UInt64
    private let keyboard: Int32
    private let log: String
    private let hub: HubUnderTest
    private var buffer = [UInt8](repeating: 0, count: 65536)

    /// Starts a kiosk; one whose database is new needs a one-time code to enrol with.
    ///
    /// Without a printer tickets become files; with one, CUPS is where the server says.
    init(
        _ world: BenchWorld,
        hub: HubUnderTest,
        database: String,
        enrol: String? = nil,
        printer: String? = nil,
        server: String? = nil
    ) throws {
        self.hub = hub
        var size = winsize(
            ws_row: UInt16(Self.rows),
            ws_col: UInt16(Self.columns),
            ws_xpixel: 0,
            ws_ypixel: 0
        )
        var (near, far): (Int32, Int32) = (-1, -1)
        var name = [CChar](repeating: 0, count: 64)
        guard openpty(&near, &far, &name, nil, &size) == 0 else {
            throw BenchProblem("There is no pseudo-terminal for the kiosk.")
        }
        // Other children must not hold this terminal; the kiosk opens it by its name.
        _ = fcntl(near, F_SETFD, FD_CLOEXEC)
        _ = fcntl(far, F_SETFD, FD_CLOEXEC)
        defer { close(far) }
        keyboard = near
        let end = name.firstIndex(of: 0) ?? name.endIndex
        let terminal = String(decoding: name[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        log = world.path("kiosk.log")
        started = monotonicNow()
        process = try ChildProcess(
            [
                "kiosk", "--config", Places.kiosk, "--layouts", Places.layouts, "--hub", hub.url,
                "--database", database,
                "--printer", printer ?? "folder:" + world.folder + "/tickets",
            ] + (enrol.map { ["--enrol", $0] } ?? []),
            variables: server.map { ["CUPS_SERVER": $0] } ?? [:],
            terminal: terminal,
            log: log
        )
    }

    deinit {
        process.end()
        close(keyboard)
    }

    /// Strikes a key.
    ///
    /// - Returns: When.
    func strike(_ key: Character) -> UInt64 {
        let bytes = Array(String(key).utf8)
        let now = monotonicNow()
        _ = write(keyboard, bytes, bytes.count)
        return now
    }

    /// Waits for output that has the text in it.
    ///
    /// - Returns: When the output with its last byte came.
    func waitFor(
        _ text: String,
        or others: [String] = [],
        within limit: Duration = .seconds(15)
    ) throws -> UInt64 {
        let wanted = ([text] + others).map { Array($0.utf8) }
        var seen: [UInt8] = []
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            guard let new = read(within: 100) else { continue }
            let now = monotonicNow()
            seen += new
            if wanted.contains(where: seen.holds) { return now }
        }
        throw BenchProblem("The kiosk does not show \(text). \(said)")
    }

    /// Waits for one text of each set, in this order.
    ///
    /// - Returns: When the output with the last byte of each came.
    func waitFor(
        inOrder sets: [[String]],
        within limit: Duration = .seconds(15)
    ) throws -> [UInt64] {
        var wanted = sets.map { $0.map { Array($0.utf8) } }[...]
        var (seen, moments): ([UInt8], [UInt64]) = ([], [])
        let deadline = ContinuousClock.now + limit
        while let next = wanted.first {
            guard ContinuousClock.now < deadline else {
                throw BenchProblem("The kiosk does not show \(sets[moments.count]). \(said)")
            }
            guard let new = read(within: 100) else { continue }
            let now = monotonicNow()
            seen += new
            guard next.contains(where: seen.holds) else { continue }
            moments.append(now)
            wanted.removeFirst()
            // Both may have come at once.
            if let after = wanted.first, after.contains(where: seen.holds) {
                moments.append(now)
                wanted.removeFirst()
            }
        }
        return moments
    }

    /// Waits for output, then until there is none for a while.
    ///
    /// - Returns: When the last of it came, or nil when none did.
    func awaitChange(quiet: Int32, within limit: Int32 = 2_000) throws -> (UInt64, [UInt8])? {
        guard var seen = read(within: limit) else {
            if process.isGone() { throw BenchProblem("The kiosk has ended. \(said)") }
            return nil
        }
        var last = monotonicNow()
        while let more = read(within: quiet) {
            last = monotonicNow()
            seen += more
        }
        return (last, seen)
    }

    /// Takes what comes, until nothing does.
    func settle(quiet: Int32 = 60) {
        while read(within: quiet) != nil {}
    }

    private func read(within milliseconds: Int32) -> [UInt8]? {
        var file = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
        guard poll(&file, 1, milliseconds) > 0 else { return nil }
        let count = Glibc.read(keyboard, &buffer, buffer.count)
        if count > 0 { return Array(buffer[..<count]) }
        usleep(10_000)
        return nil
    }

    private var said: String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.isEmpty ? "" : "It says: \(text)"
    }
}

extension [UInt8] {
    /// Whether the bytes stand in it in a row.
    func holds(_ wanted: [UInt8]) -> Bool {
        guard !wanted.isEmpty, count >= wanted.count else { return false }
        return (0...(count - wanted.count)).contains { start in
            self[start] == wanted[0] && self[start..<start + wanted.count].elementsEqual(wanted)
        }
    }
}
