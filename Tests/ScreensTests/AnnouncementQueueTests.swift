import Lobby
import Screens
import Testing

@Suite struct `The queue of announcements` {
    private var queue = AnnouncementQueue()

    @Test mutating func `says each new call once, the oldest first`() {
        hear([call(1, at: 3), call(2, at: 1), call(3, at: 2)], at: 4)
        hear([call(1, at: 3), call(2, at: 1), call(3, at: 2)], at: 5)
        #expect(all() == [2, 3, 1])
        hear([call(1, at: 3), call(2, at: 1), call(3, at: 2)], at: 6)
        #expect(all() == [])
    }

    @Test mutating func `of two calls in one second says the later one last`() {
        hear([call(2, at: 3), call(1, at: 3)], at: 4)
        #expect(all() == [1, 2])
    }

    @Test mutating func `says a call again when it is called again`() {
        hear([call(1, at: 0)], at: 1)
        #expect(all() == [1])
        hear([call(1, at: 20)], at: 21)
        #expect(all() == [1])
    }

    @Test mutating func `says it once when it is called again before its turn`() {
        hear([call(1, at: 0), call(2, at: 0)], at: 1)
        hear([call(1, at: 20), call(2, at: 0)], at: 21)
        #expect(all() == [2, 1])
    }

    @Test mutating func `drops a call that is withdrawn before its turn`() {
        hear([call(3, at: 2), call(2, at: 1), call(1, at: 0)], at: 3)
        hear([call(3, at: 2), call(1, at: 0)], at: 4)
        #expect(all() == [1, 3])
        hear([call(4, at: 5)], at: 6)
        hear([], at: 7)
        #expect(all() == [])
    }

    @Test mutating func `keeps a call that only left the board's list`() {
        hear([call(1, at: 0)], at: 1)
        hear([call(3, at: 3), call(2, at: 2)], at: 4)
        #expect(all() == [1, 2, 3])
    }

    @Test mutating func `is silent about old calls at the start and after a pause`() {
        hear([call(2, at: 100), call(1, at: 60)], at: 110)
        #expect(all() == [2])
        // Cut off for ten minutes, in which three were called.
        hear([call(5, at: 705), call(4, at: 400), call(3, at: 300), call(2, at: 100)], at: 710)
        #expect(all() == [5])
    }

    @Test mutating func `says nothing before the hub has said anything`() {
        queue.hear(BoardView(calls: [call(1, at: 0)], asOf: nil))
        #expect(all() == [])
    }

    @Test mutating func `holds no more than its limit`() {
        for number in 1...40 { hear([call(number, at: number)], at: number) }
        #expect(all() == Array(21...40))
    }

    private mutating func hear(_ calls: [BoardView.BoardCall], at second: Int) {
        queue.hear(BoardView(calls: calls, asOf: Visitor.start + .seconds(second)))
    }

    private mutating func all() -> [Int] {
        var numbers: [Int] = []
        while let call = queue.next() { numbers.append(call.label.number) }
        return numbers
    }

    private func call(_ number: Int, at second: Int) -> BoardView.BoardCall {
        BoardView.BoardCall(
            label: Label(series: "A", number: number),
            counter: 1,
            at: Visitor.start + .seconds(second)
        )
    }
}
