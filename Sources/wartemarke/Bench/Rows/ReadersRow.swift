import Lobby

extension BenchRow {
    private static let pages = 2_000

    /// What the hub keeps resident for many live start pages, and whether each hears every change.
    func measureReaders(_ bench: Bench) throws -> [Finding] {
        OpenFiles.raise(to: Self.pages + 512)
        let hub = try HubUnderTest(bench.world, isPublic: true)
        defer { hub.process.end() }
        let before = try hub.process.residentMemory()
        let crowd = Readers(
            hub,
            service: bench.world.office.services.all[0].id,
            changes: bench.count(10, quick: 3)
        )
        try crowd.read(pages: bench.count(Self.pages, quick: 200))
        return [
            .atMost(
                200,
                .mebibytes,
                self,
                "hub, resident with \(crowd.count) live start pages",
                measured: try hub.process.residentMemory(),
                details: "without them \(briefly(before)) MiB"
            ),
            .atMost(
                0,
                .visits,
                self,
                "changes of \(crowd.changes) that one of them did not show",
                measured: Double(crowd.missed),
                details: "draw to page p50 \(briefly(crowd.shown.median)) ms, "
                    + "p99 \(briefly(crowd.shown.p99)) ms"
            ),
        ]
    }
}

/// Live start pages, and somebody who draws a number every two seconds.
private final class Readers {
    private static let second: UInt64 = 1_000_000_000

    let changes: Int
    private let hub: HubUnderTest
    private let service: ServiceID
    /// When each number was drawn, from the first on.
    private var drawn: [UInt64] = []
    /// The newest count that each page shows.
    private var newest: [Int] = []
    private(set) var shown = Samples()
    private(set) var isOver = false

    init(_ hub: HubUnderTest, service: ServiceID, changes: Int) {
        self.hub = hub
        self.service = service
        self.changes = changes
    }

    var count: Int { newest.count }

    /// Pages that do not show the last change missed at least one.
    var missed: Int { newest.reduce(0) { $0 + changes - min($1, changes) } }

    func read(pages: Int) throws {
        newest = Array(repeating: 0, count: pages)
        var callers: [any Caller] = try (0..<pages).map { page in
            try CountReader(port: hub.publicPort, crowd: self) { [self] count in
                hear(count, on: page)
            }
        }
        callers.append(try drawing(from: monotonicNow() + 2 * Self.second))
        try talk(callers)
    }

    private func hear(_ count: Int, on page: Int) {
        guard count > newest[page], count <= drawn.count else { return }
        newest[page] = count
        shown.add(monotonicNow() - drawn[count - 1])
    }

    private func drawing(from begin: UInt64) throws -> Requester {
        let form = HTTPForm(
            "POST",
            "/api/v1/tickets",
            token: hub.program,
            body: "{\"service\":\"\(service)\"}"
        )
        var due = begin
        return try Requester(port: hub.port, firstKey: 0) { [self] answer in
            if let answer {
                guard answer.status == 201 || drawn.count > changes else {
                    throw BenchProblem("The hub gives no number.")
                }
                due += 2 * Self.second
            }
            guard drawn.count < changes else {
                if drawn.count > changes { isOver = true }
                // One more question after a while, until which all have heard.
                drawn.append(due)
                return isOver
                    ? nil
                    : Requester.Request(form: HTTPForm("GET", "/healthz"), notBefore: due)
            }
            drawn.append(due)
            return Requester.Request(form: form, notBefore: due)
        }
    }
}

/// A live start page, of which only the count of those who wait is read.
private final class CountReader: Caller {
    /// Stands before the sentence with the count.
    private static let mark = Array("class=\"waiting\">".utf8)
    /// A count, and the words before it, end within so many bytes.
    private static let sentence = 80

    private let line: PlainConnection
    private unowned let crowd: Readers
    private let take: (Int) -> Void
    /// What may be the beginning of a mark and its sentence.
    private var rest: [UInt8] = []

    init(port: Int, crowd: Readers, take: @escaping (Int) -> Void) throws {
        line = try PlainConnection(port: port)
        self.crowd = crowd
        self.take = take
        try line.send(HTTPForm("GET", "/de/live"))
    }

    let due: UInt64? = nil
    var isDone: Bool { crowd.isOver }
    var file: Int32 { line.file }

    func act() {}

    func hear() throws {
        rest += try line.receiveSome()
        let bytes = Self.place(in: rest).map { rest[$0..<$0 + Self.sentence] }
        if let bytes {
            let words = bytes.prefix { $0 != UInt8(ascii: "<") }
            let digits = words.filter { (48...57).contains($0) }
            take(digits.reduce(0) { $0 * 10 + Int($1) - 48 })
            rest = []
        } else if rest.count > 1 << 16 {
            rest = Array(rest.suffix(Self.sentence + Self.mark.count))
        }
    }

    /// Where the sentence begins that is there whole.
    private static func place(in bytes: [UInt8]) -> Int? {
        let last = bytes.count - mark.count - sentence
        guard last >= 0 else { return nil }
        return bytes.withUnsafeBufferPointer { bytes in
            (0...last).first { begin in
                bytes[begin] == mark[0]
                    && bytes[begin..<begin + mark.count].elementsEqual(mark)
            }
        }
        .map { $0 + mark.count }
    }
}
