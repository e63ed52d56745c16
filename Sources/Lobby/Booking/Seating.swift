/// A set of an office's counters, one bit for each.
typealias CounterSet = UInt64

/// Where each counter stands in a ``CounterSet``, and which counters serve what.
struct CounterPlaces: Sendable {
    private var numbers: [Int: CounterSet] = [:]
    private var serving: [ServiceID: CounterSet] = [:]
    private var all: CounterSet = 0
    private var servingAll: CounterSet = 0

    /// Counters beyond ``Slots/mostCounters`` take no appointments.
    init(_ counters: [Counter]) {
        for (place, counter) in counters.prefix(Slots.mostCounters).enumerated() {
            let bit: CounterSet = 1 << CounterSet(place)
            numbers[counter.number] = bit
            all |= bit
            guard let services = counter.services else {
                servingAll |= bit
                continue
            }
            for service in services { serving[service, default: 0] |= bit }
        }
    }

    func set(of counters: some Sequence<Int>) -> CounterSet {
        counters.reduce(0) { $0 | (numbers[$1] ?? 0) }
    }

    /// The counters that serve all of them.
    func able(to services: [ServiceID]) -> CounterSet {
        services.reduce(all) { $0 & ((serving[$1] ?? 0) | servingAll) }
    }

    /// The counters at which something booked will be served: all where the rules know none any more.
    func seating(_ booked: BookedTime) -> CounterSet {
        let able = able(to: booked.services)
        return able == 0 ? all : able
    }
}

/// Finds out whether everybody finds a counter: a matching in a bipartite graph, by augmenting paths.
///
/// A value only to keep its memory between two questions.
struct Seating {
    /// Who sits at each counter: an index into `able`, or -1.
    private var sitting = [Int](repeating: -1, count: Slots.mostCounters)
    private var able: [CounterSet] = []

    /// Whether all of them and one more can sit at the counters, each at one of those it may.
    mutating func seats(
        _ others: some Sequence<CounterSet>,
        and wanted: CounterSet,
        at counters: CounterSet
    ) -> Bool {
        able.removeAll(keepingCapacity: true)
        for other in others { able.append(other & counters) }
        able.append(wanted & counters)
        guard able.count <= counters.nonzeroBitCount else { return false }
        for place in sitting.indices { sitting[place] = -1 }
        for index in able.indices {
            var tried: CounterSet = 0
            guard seat(index, &tried) else { return false }
        }
        return true
    }

    private mutating func seat(_ index: Int, _ tried: inout CounterSet) -> Bool {
        while true {
            let left = able[index] & ~tried
            guard left != 0 else { return false }
            let place = left.trailingZeroBitCount
            tried |= 1 << CounterSet(place)
            if sitting[place] < 0 || seat(sitting[place], &tried) {
                sitting[place] = index
                return true
            }
        }
    }
}
