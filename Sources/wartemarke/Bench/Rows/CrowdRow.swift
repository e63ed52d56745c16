import Foundation
import Lobby

extension BenchRow {
    private static let desks = 40
    private static let boards = 10
    private static let ticketsPerSecond = 50

    /// What calls take, and whether every board shows them, in the largest office thought of.
    func measureCrowd(_ bench: Bench) throws -> [Finding] {
        let hub = try HubUnderTest(
            bench.world,
            office: try bench.world.officeFile(counters: Self.desks)
        )
        let crowd = Crowd(
            hub,
            service: bench.world.office.services.all[0].id,
            seconds: bench.count(30, quick: 3)
        )
        try crowd.work(desks: Self.desks, boards: Self.boards, perSecond: Self.ticketsPerSecond)
        let shown = crowd.shown
        return [
            .atMost(
                100,
                .milliseconds,
                self,
                "call at \(Self.desks) desk pages while \(Self.ticketsPerSecond) tickets a second "
                    + "are drawn, p99",
                measured: crowd.calls.p99,
                details: "p50 \(briefly(crowd.calls.median)) ms of \(crowd.calls.count); "
                    + "\(crowd.drawn) drawn; other deeds p99 \(briefly(crowd.deeds.p99)) ms"
            ),
            .atMost(
                300,
                .milliseconds,
                self,
                "the same, call to \(Self.boards) boards, p99",
                measured: shown.p99,
                details: "p50 \(briefly(shown.median)) ms of \(shown.count)"
            ),
            .atMost(
                300,
                .milliseconds,
                self,
                "the same, call to the pages of other clerks, p99",
                measured: crowd.shownAtDesks.p99,
                details: "p50 \(briefly(crowd.shownAtDesks.median)) ms of "
                    + "\(crowd.shownAtDesks.count)"
            ),
            .atMost(
                0,
                .visits,
                self,
                "calls lost or made twice",
                measured: Double(crowd.wrong)
            ),
            .atMost(
                128,
                .mebibytes,
                self,
                "hub, resident then",
                measured: try hub.process.residentMemory()
            ),
        ]
    }
}

/// Clerks at their pages, boards, and visitors who draw numbers.
private final class Crowd {
    private static let second: UInt64 = 1_000_000_000
    /// So many wait when the clerks begin.
    private static let waiting: UInt64 = 60

    private let hub: HubUnderTest
    private let service: ServiceID
    private let seconds: Int
    /// When each call began, by number and counter.
    private var begun: [String: UInt64] = [:]
    /// When each board showed them.
    private var boards: [[String: UInt64]] = []
    /// The same of every tenth desk, whose clerk looks at the list of the other counters.
    private var lookers: [Int: [String: UInt64]] = [:]
    private static let lookersApart = 10
    private var twice = 0
    private(set) var drawn = 0
    private(set) var calls = Samples()
    private(set) var deeds = Samples()

    init(_ hub: HubUnderTest, service: ServiceID, seconds: Int) {
        self.hub = hub
        self.service = service
        self.seconds = seconds
    }

    /// Calls made twice, and those that some board did not show.
    var wrong: Int {
        twice + begun.keys.count { call in boards.contains { $0[call] == nil } }
    }

    /// From the press of a key to each board.
    var shown: Samples {
        var samples = Samples()
        for (call, begin) in begun {
            for board in boards { board[call].map { samples.add($0 - begin) } }
        }
        return samples
    }

    /// From the press of a key to the pages of other clerks.
    var shownAtDesks: Samples {
        var samples = Samples()
        for (call, begin) in begun {
            for looker in lookers.values { looker[call].map { samples.add($0 - begin) } }
        }
        return samples
    }

    func work(desks: Int, boards: Int, perSecond: Int) throws {
        let desks = try ClerkSeat.take(1...desks, at: hub)
        let board = try hub.board()
        self.boards = Array(repeating: [:], count: boards)
        var callers: [any Caller] = try (0..<boards).map { try show(on: $0, board) }
        let begin = monotonicNow() + Self.second / 2
        let (step, count) = (Self.second / UInt64(perSecond), UInt64(desks.count))
        for (index, desk) in desks.enumerated() {
            callers.append(try look(from: desk))
            let first = begin + (Self.waiting + UInt64(index)) * step
            callers.append(try serve(at: desk, from: first, every: count * step))
        }
        callers.append(try draw(every: step, from: begin))
        try talk(callers)
    }

    private func show(on board: Int, _ token: String) throws -> LiveReader {
        let form = HTTPForm("GET", "/board/events", cookies: "wartemarke-board=\(token)")
        return try LiveReader(port: hub.port, form: form) { [self] event in
            let now = monotonicNow()
            for row in event.matches(of: /data-label="([^"]+)" data-counter="(\d+)"/) {
                let call = "\(row.1) \(row.2)"
                if boards[board][call] == nil { boards[board][call] = now }
            }
        }
    }

    /// Follows the clerks' page live, and notes when it shows what others called.
    private func look(from desk: ClerkSeat) throws -> LiveReader {
        let form = HTTPForm("GET", "/desk/live", cookies: desk.cookie)
        guard desk.counter % Self.lookersApart == 0 else {
            return try LiveReader(port: hub.port, form: form, take: nil)
        }
        lookers[desk.counter] = [:]
        return try LiveReader(port: hub.port, form: form) { [self] event in
            let (now, page) = (monotonicNow(), Data(event.utf8))
            for (call, begin) in begun where now - begin < Self.second {
                // "A 047 3": the number, and where it was called to.
                let label = call.split(separator: " ").dropLast().joined(separator: " ")
                guard lookers[desk.counter]?[call] == nil,
                    page.range(of: Data("<strong>\(label)<".utf8)) != nil
                else { continue }
                lookers[desk.counter]?[call] = now
            }
        }
    }

    /// Calls somebody, lets appear, finishes, and rests until the next turn.
    private func serve(
        at desk: ClerkSeat,
        from first: UInt64,
        every turn: UInt64
    ) throws -> Requester {
        let end = first + UInt64(seconds) * Self.second
        var (due, deed, visit) = (first, "next", "")
        return try Requester(port: hub.port, firstKey: 0) { [self] answer in
            if let answer {
                let page = String(decoding: answer.body, as: UTF8.self)
                guard answer.status == 200 else { throw BenchProblem("A desk hears: \(page)") }
                deed == "next" ? calls.add(answer.nanoseconds) : deeds.add(answer.nanoseconds)
                due += turn / 4
                switch deed {
                case "next":
                    // Nobody may have waited.
                    guard let held = page.firstMatch(of: /appear:([0-9a-f-]+)/),
                        let label = page.firstMatch(of: /class=\\?"label\\?">([^<]+)</)
                    else { break }
                    let call = "\(label.1) \(desk.counter)"
                    if begun.keys.contains(where: { $0.hasPrefix("\(label.1) ") }) { twice += 1 }
                    begun[call] = monotonicNow() - answer.nanoseconds
                    (deed, visit) = ("appear", ":\(held.1)")
                case "appear": deed = "finish"
                default:
                    (deed, visit) = ("next", "")
                    due += turn / 4
                }
            }
            if deed == "next", due >= end { return nil }
            let body = "token=\(desk.token)&key=\(UUID())&do=\(deed)\(visit)"
            let form = HTTPForm("POST", "/desk/do", cookies: desk.cookie, body: body)
            return Requester.Request(form: form, notBefore: due)
        }
    }

    /// Draws numbers at a steady pace, and stays a second longer, until every board has its calls.
    private func draw(every step: UInt64, from begin: UInt64) throws -> Requester {
        let body = "{\"service\":\"\(service)\"}"
        let form = HTTPForm("POST", "/api/v1/tickets", token: hub.program, body: body)
        let end = begin + UInt64(seconds) * Self.second + Self.waiting * step
        var due = begin
        return try Requester(port: hub.port, firstKey: 0) { [self] answer in
            if let answer {
                if answer.status == 201 { drawn += 1 }
                due += step
            }
            if due > end + Self.second { return nil }
            if due > end {
                due = end + Self.second
                return Requester.Request(form: HTTPForm("GET", "/healthz"), notBefore: due)
            }
            return Requester.Request(form: form, notBefore: due)
        }
    }
}
