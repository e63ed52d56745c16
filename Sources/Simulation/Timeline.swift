/// What is still to happen, in the order of time; things of one moment in the order they were planned.
///
/// Times are milliseconds since the run began.
final class Timeline {
    private struct Entry {
        var time: Int64
        var tie: Int
        var action: () -> Void

        func isBefore(_ other: Entry) -> Bool {
            (time, tie) < (other.time, other.tie)
        }
    }

    private(set) var now: Int64 = 0
    /// How many things happened.
    private(set) var count = 0
    private var heap: [Entry] = []
    private var planned = 0

    func after(_ delay: Int64, _ action: @escaping () -> Void) {
        planned += 1
        heap.append(Entry(time: now + max(0, delay), tie: planned, action: action))
        rise(heap.count - 1)
    }

    /// Lets happen what comes until the time, unless somebody wants to stop.
    func run(until end: Int64, unless isOver: () -> Bool) {
        while let first = heap.first, first.time <= end, !isOver() {
            removeFirst()
            now = first.time
            count += 1
            first.action()
        }
        if !isOver() { now = max(now, end) }
    }

    func clear() {
        heap = []
    }

    private func rise(_ start: Int) {
        var place = start
        while place > 0 {
            let parent = (place - 1) / 2
            guard heap[place].isBefore(heap[parent]) else { return }
            heap.swapAt(place, parent)
            place = parent
        }
    }

    private func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var place = 0
        while true {
            var least = place
            for child in [2 * place + 1, 2 * place + 2]
            where child < heap.count && heap[child].isBefore(heap[least]) {
                least = child
            }
            guard least != place else { return }
            heap.swapAt(least, place)
            place = least
        }
    }
}
