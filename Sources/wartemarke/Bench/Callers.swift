import Foundation
import Glibc

/// Somebody connected to a hub, in one thread with all others: the machine's cores are the hub's.
protocol Caller: AnyObject {
    var file: Int32 { get }
    /// When it wants to act, as `monotonicNow()`; nil while it only listens.
    var due: UInt64? { get }
    /// Whether the others go on without it.
    var isDone: Bool { get }

    func act() throws
    func hear() throws
}

/// Lets all of them talk until every one that is waited for is done.
///
/// - Parameters:
///   - callers: Who talks; those that only listen never are done and are not waited for.
///   - patience: How long nothing at all may happen, in milliseconds.
/// - Throws: ``BenchProblem`` when the hub falls silent or ends a live page.
func talk(_ callers: [any Caller], patience: Int32 = 20_000) throws {
    // Whoever waits for an answer is heard first, or its time would be that of the pages as well.
    let callers =
        callers.filter { !($0 is LiveReader) } + callers.filter { $0 is LiveReader }
    var files = callers.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
    while true {
        var (isBusy, earliest) = (false, UInt64.max)
        for (index, caller) in callers.enumerated() {
            if let due = caller.due, due <= monotonicNow() { try caller.act() }
            if caller.isDone {
                files[index].fd = -1
            } else {
                isBusy = isBusy || !(caller is LiveReader)
                if let due = caller.due { earliest = min(earliest, due) }
            }
        }
        guard isBusy else { return }
        let now = monotonicNow()
        let rest = earliest > now ? (earliest - now) / 1_000_000 + 1 : 0
        let limit = earliest == .max ? patience : Int32(min(rest, UInt64(patience)))
        let ready = poll(&files, nfds_t(files.count), limit)
        guard ready > 0 || earliest != .max else {
            throw BenchProblem("The hub does not answer in time.")
        }
        for index in files.indices where files[index].revents != 0 { try callers[index].hear() }
    }
}

/// Asks one thing after the other, as a plan says that sees each answer.
final class Requester: Caller {
    struct Answer {
        let status: Int
        let body: Data
        /// From the first byte out to the last byte in.
        let nanoseconds: UInt64
    }

    struct Request {
        var form: HTTPForm
        /// As `monotonicNow()`; what is past is now.
        var notBefore: UInt64 = 0
    }

    private let line: PlainConnection
    private let plan: (Answer?) throws -> Request?
    private var next: Request?
    private var key: Int
    private var sent: UInt64 = 0
    private(set) var isDone = false

    /// - Parameters:
    ///   - port: The hub's.
    ///   - firstKey: Keys of requests are numbers from here on.
    ///   - plan: Gives the next request for the last answer, nil at the end; first with nil.
    /// - Throws: ``BenchProblem`` when there is no connection.
    init(port: Int, firstKey: Int, plan: @escaping (Answer?) throws -> Request?) throws {
        line = try PlainConnection(port: port)
        key = firstKey
        self.plan = plan
        try take(nil)
    }

    var file: Int32 { line.file }
    var due: UInt64? { next?.notBefore }

    func act() throws {
        guard var form = next?.form else { return }
        next = nil
        key += 1
        form.number(key)
        sent = monotonicNow()
        try line.send(form)
    }

    func hear() throws {
        guard let status = try line.receive() else { return }
        let time = monotonicNow() - sent
        try take(Answer(status: status, body: line.answer.body, nanoseconds: time))
    }

    private func take(_ answer: Answer?) throws {
        next = try plan(answer)
        isDone = next == nil
    }
}

/// A page that follows the hub by server-sent events.
final class LiveReader: Caller {
    private let line: PlainConnection
    private let take: ((String) -> Void)?
    private var bytes: [UInt8] = []
    /// So many of them hold no end of an event.
    private var looked = 0

    /// - Parameters:
    ///   - port: The hub's.
    ///   - form: Asks for the stream.
    ///   - take: Gets each whole event; nil for one that only reads.
    /// - Throws: ``BenchProblem`` when there is no connection.
    init(port: Int, form: HTTPForm, take: ((String) -> Void)?) throws {
        line = try PlainConnection(port: port)
        self.take = take
        try line.send(form)
    }

    let due: UInt64? = nil
    let isDone = false
    var file: Int32 { line.file }

    func act() {}

    func hear() throws {
        bytes += try line.receiveSome()
        var begin = 0
        while looked + 1 < bytes.count {
            if bytes[looked] == UInt8(ascii: "\n"), bytes[looked + 1] == UInt8(ascii: "\n") {
                take?(String(decoding: bytes[begin..<looked], as: UTF8.self))
                begin = looked + 2
            }
            looked += 1
        }
        bytes.removeFirst(begin)
        looked = max(0, looked - begin)
    }
}
