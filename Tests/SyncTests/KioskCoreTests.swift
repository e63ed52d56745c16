import Lobby
import Sync
import Testing

@Suite struct `The kiosk's core` {
    @Test func `greets the hub at its start`() throws {
        var core = KioskCore(memory: KioskMemory(incarnation: "one"))
        let effects = core.step(.started, at: moment(.zero), chance: 0)
        #expect(effects.count == 1)
        let hello = try #require(effects.hello)
        #expect(hello.incarnation == "one")
        #expect(core.link == .greeting)
    }

    @Test func `drops what a crash left unnumbered`() {
        let memory = KioskMemory(incarnation: "one", openIntents: [visit(1), visit(2)])
        var core = KioskCore(memory: memory)
        let effects = core.step(.started, at: moment(.zero), chance: 0)
        let drops = [visit(1), visit(2)].map { KioskCore.Effect.append(.drop, $0, details: "{}") }
        #expect(effects.prefix(2) == drops[...])
    }

    @Test func `writes a draw down before it asks for a number`() {
        var core = greeted()
        let draw = aDraw(1)
        #expect(core.step(.draw(draw), at: moment(.seconds(1)), chance: 0) == [.commitIntent(draw)])
        let effects = core.step(.intentCommitted(visit(1)), at: moment(.seconds(1)), chance: 0)
        let request = ReserveRequest(visit: visit(1), letter: "A", epoch: 1, highest: 0)
        #expect(effects == [.reserve(request, limit: KioskCore.reserveLimit)])
    }

    @Test func `gives the hub's number`() {
        var core = drawing(1)
        let answer = ReserveAnswer(number: 47, gone: false, day: today, epoch: 1)
        let effects = core.step(
            .reserveAnswered(visit(1), answer),
            at: moment(.seconds(1)),
            chance: 0
        )
        #expect(
            effects == [
                .issue(aDraw(1), .hub(DayLabel(day: today, label: Label(series: "A", number: 47))))
            ]
        )
        #expect(core.memory.highest["A"] == 47)
    }

    @Test func `gives a number of its own when the hub is not in time, and then leaves it alone`() {
        var core = drawing(1)
        let effects = core.step(.reserveFailed(visit(1)), at: moment(.seconds(1)), chance: 0)
        #expect(effects == [.issue(aDraw(1), .own(series: "AK"))])
        issue(1, in: &core)
        // Nine seconds later the hub is still not asked; after ten it is.
        _ = core.step(.draw(aDraw(2)), at: moment(.seconds(10)), chance: 0)
        let second = core.step(.intentCommitted(visit(2)), at: moment(.seconds(10)), chance: 0)
        #expect(second == [.issue(aDraw(2), .own(series: "AK"))])
        issue(2, in: &core)
        _ = core.step(.draw(aDraw(3)), at: moment(.seconds(11)), chance: 0)
        let third = core.step(.intentCommitted(visit(3)), at: moment(.seconds(11)), chance: 0)
        #expect(third.contains { if case .reserve = $0 { true } else { false } })
    }

    @Test func `gives a number of its own when the hub says that the visit is over`() {
        var core = drawing(1)
        let gone = ReserveAnswer(number: nil, gone: true, day: today, epoch: 1)
        let effects = core.step(.reserveAnswered(visit(1), gone), at: moment(.zero), chance: 0)
        #expect(effects == [.issue(aDraw(1), .own(series: "AK"))])
    }

    @Test func `ignores an answer for a visit that has its number`() {
        var core = drawing(1)
        _ = core.step(.reserveFailed(visit(1)), at: moment(.zero), chance: 0)
        issue(1, in: &core)
        let late = ReserveAnswer(number: 5, gone: false, day: today, epoch: 1)
        #expect(core.step(.reserveAnswered(visit(1), late), at: moment(.zero), chance: 0) == [])
        #expect(core.step(.reserveFailed(visit(1)), at: moment(.zero), chance: 0) == [])
    }

    @Test func `sends a second draw away without losing the first`() {
        var core = drawing(1)
        let effects = core.step(.draw(aDraw(2)), at: moment(.zero), chance: 0)
        #expect(effects == [.refuse(visit(2))])
        let first = core.step(.reserveFailed(visit(1)), at: moment(.zero), chance: 0)
        #expect(first == [.issue(aDraw(1), .own(series: "AK"))])
    }

    @Test func `without a letter and without a hub tells the visitor, and drops the number`() {
        var core = KioskCore(memory: KioskMemory(incarnation: "one"))
        #expect(!core.canIssue)
        _ = core.step(.draw(aDraw(1)), at: moment(.zero), chance: 0)
        let effects = core.step(.intentCommitted(visit(1)), at: moment(.zero), chance: 0)
        #expect(effects == [.refuse(visit(1)), .append(.drop, visit(1), details: "{}")])
        // The next one is served as usual.
        let next = core.step(.draw(aDraw(2)), at: moment(.zero), chance: 0)
        #expect(next == [.commitIntent(aDraw(2))])
    }

    @Test func `sends its log as far as the hub lacks it, one message at a time`() {
        var core = greeted()
        let head = LogHead(seq: 1, hash: "aa")
        #expect(core.step(.appended(head), at: moment(.zero), chance: 0) == [send(after: 0)])
        let more = LogHead(seq: 3, hash: "cc")
        #expect(core.step(.appended(more), at: moment(.zero), chance: 0) == [])
        let answer = EventsAnswer(haveSeq: 1, haveHead: "aa", epoch: 1, day: today)
        let effects = core.step(.eventsAnswered(answer), at: moment(.zero), chance: 0)
        #expect(effects == [.acknowledge(1, day: today), send(after: 1)])
    }

    @Test func `sends again what a broken link may have lost`() {
        var core = greeted()
        _ = core.step(.appended(LogHead(seq: 1, hash: "aa")), at: moment(.zero), chance: 0)
        _ = core.step(.linkFailed, at: moment(.zero), chance: 0)
        let hello = core.step(.woke, at: moment(.seconds(2)), chance: 0).hello
        #expect(hello?.lastSeq == 1)
        let effects = core.step(.helloAnswered(helloAnswer()), at: moment(.seconds(2)), chance: 0)
        #expect(effects.contains(send(after: 0)))
    }

    @Test func `waits longer after each failure, up to half a minute`() {
        var core = KioskCore(memory: KioskMemory(incarnation: "one"))
        var now: Duration = .zero
        var waits: [Duration] = []
        _ = core.step(.started, at: moment(now), chance: 1)
        for _ in 0..<9 {
            _ = core.step(.linkFailed, at: moment(now), chance: 1)
            guard case .broken(let retryAt) = core.link else { break }
            waits.append(retryAt - now)
            now = retryAt
            _ = core.step(.woke, at: moment(now), chance: 1)
        }
        #expect(waits == [1, 2, 4, 8, 16, 30, 30, 30, 30].map { .seconds($0) })
    }

    @Test func `begins a new session whenever the link breaks`() {
        var core = greeted()
        let session = core.session
        _ = core.step(.linkFailed, at: moment(.zero), chance: 0)
        #expect(core.session > session)
    }

    @Test func `greets anew when it learns that the hub was restored`() {
        var core = drawing(1)
        let answer = ReserveAnswer(number: 201, gone: false, day: today, epoch: 2)
        let effects = core.step(.reserveAnswered(visit(1), answer), at: moment(.zero), chance: 0)
        #expect(effects.contains(.wake(at: .zero)))
        #expect(core.step(.woke, at: moment(.zero), chance: 0).hello != nil)
    }

    @Test func `gives no numbers when its right was taken away, because nobody would call them`() {
        var core = greeted()
        _ = core.step(.hubRefused(.revoked), at: moment(.zero), chance: 0)
        #expect(!core.canIssue)
        _ = core.step(.draw(aDraw(1)), at: moment(.zero), chance: 0)
        let effects = core.step(.intentCommitted(visit(1)), at: moment(.zero), chance: 0)
        #expect(effects == [.refuse(visit(1)), .append(.drop, visit(1), details: "{}")])
    }

    @Test func `gives no numbers after a fork, because another machine may give the same`() {
        var core = greeted()
        _ = core.step(.hubRefused(.fork), at: moment(.zero), chance: 0)
        #expect(!core.canIssue)
    }

    @Test func `stays apart from a hub of another version, and still gives numbers`() {
        var core = greeted()
        _ = core.step(.hubRefused(.updateNeeded), at: moment(.zero), chance: 0)
        #expect(core.link == .refused(.updateNeeded))
        #expect(core.step(.linkFailed, at: moment(.zero), chance: 0) == [])
        #expect(core.canIssue)
        _ = core.step(.draw(aDraw(1)), at: moment(.zero), chance: 0)
        let effects = core.step(.intentCommitted(visit(1)), at: moment(.zero), chance: 0)
        #expect(effects == [.issue(aDraw(1), .own(series: "AK"))])
    }

    @Test func `forgets the hub's highest numbers when the day changes`() {
        var core = greeted()
        _ = core.step(
            .changesAnswered(changes(day: today, number: 47)),
            at: moment(.zero),
            chance: 0
        )
        #expect(core.memory.highest["A"] == 47)
        let next = changes(day: today + 1, number: nil)
        _ = core.step(.changesAnswered(next), at: moment(.zero), chance: 0)
        #expect(core.memory.highest["A"] == nil)
    }
}

// MARK: - Cores in a known state

private func aDraw(_ number: UInt64) -> KioskCore.Draw {
    KioskCore.Draw(
        visit: visit(number),
        service: "passport",
        letter: "A",
        language: "de",
        key: "1",
        at: instant
    )
}

private func helloAnswer() -> HelloAnswer {
    HelloAnswer(
        epoch: 1,
        haveSeq: 0,
        haveHead: "",
        letter: "K",
        spareLetter: "L",
        day: today,
        now: instant,
        staffPIN: nil
    )
}

/// A core that has said hello and got its letters.
private func greeted() -> KioskCore {
    var core = KioskCore(memory: KioskMemory(incarnation: "one"))
    _ = core.step(.started, at: moment(.zero), chance: 0)
    _ = core.step(.helloAnswered(helloAnswer()), at: moment(.zero), chance: 0)
    return core
}

/// A greeted core that waits for the hub's number.
private func drawing(_ number: UInt64) -> KioskCore {
    var core = greeted()
    _ = core.step(.draw(aDraw(number)), at: moment(.zero), chance: 0)
    _ = core.step(.intentCommitted(visit(number)), at: moment(.zero), chance: 0)
    return core
}

private func issue(_ number: Int, in core: inout KioskCore) {
    let head = LogHead(seq: number, hash: "\(number)")
    let own = Label(series: "AK", number: number)
    _ = core.step(.issued(head, own: own), at: moment(.zero), chance: 0)
}

private func send(after seq: Int) -> KioskCore.Effect {
    .send(after: seq, most: KioskCore.mostAtOnce)
}

private func changes(day: Day, number: Int?) -> ChangesAnswer {
    let changed = number.map { number in
        VisitChange(
            Visit(
                id: visit(1),
                label: Label(series: "A", number: number),
                service: "passport",
                arrived: instant
            ),
            key: "1"
        )
    }
    return ChangesAnswer(
        epoch: 1,
        cursor: 1,
        resync: false,
        day: day,
        now: instant,
        changes: changed.map { [$0] } ?? []
    )
}

extension [KioskCore.Effect] {
    /// The hello among the effects.
    fileprivate var hello: HelloRequest? {
        for case .hello(let request) in self { return request }
        return nil
    }
}
