/// A set of an office's counters, one bit for each.
typealias CounterSet = UInt64

/// Where each counter stands in a ``CounterSet``, and which counters serve what.
struct CounterPlaces: Sendable {
    private var numbers: [Int: CounterSet] = [:]
    private var serving: [ServiceID: CounterSet] = [:]
    private var all: CounterSet = 0
    private var servingAll: CounterSet = 0
    /// The counters of each service and all counters, each set once.
    private(set) var kinds: [CounterSet] = []

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
        kinds = Array(Set(serving.values.map { $0 | servingAll } + [all]))
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

    /// Whether a channel stays within its contingent with one more.
    ///
    /// Of the counters that serve a service it may book the same share, but at least one; else it could
    /// take all those of a service and leave the others counters that are of no use for it.
    func leave(
        _ own: some Sequence<CounterSet>,
        _ wanted: CounterSet,
        _ contingent: Int,
        of counters: CounterSet
    ) -> Bool {
        let planned = counters.nonzeroBitCount
        guard contingent < planned else { return true }
        return kinds.allSatisfy { kind in
            guard wanted & counters & ~kind == 0 else { return true }
            let share = contingent * (kind & counters).nonzeroBitCount / planned
            let most = contingent == 0 ? 0 : max(1, share)
            return own.count { $0 & counters & ~kind == 0 } < most
        }
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
