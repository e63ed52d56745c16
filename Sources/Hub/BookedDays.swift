import HubStore
import Lobby
import Synchronization

/// What is booked on each day, kept in memory: a calendar of eight weeks is asked for often, and a day
/// of it changes seldom.
package final class BookedDays: Sendable {
    private struct State {
        var count = 0
        var days: [Day: [BookedTime]] = [:]
    }

    /// A year's business days, and as many again.
    private static let mostDays = 800

    private let state = Mutex(State())

    package init() {}

    /// The times of the business days, as of one consistent state of the store.
    func times(on days: ClosedRange<Day>, in store: HubReading) throws -> [Day: [BookedTime]] {
        let known = state.withLock { $0 }
        let news = try store.bookedDays(since: known.count)
        var current = known.days
        for day in news.days { current[day] = nil }
        if current.count > Self.mostDays { current = [:] }
        for day in days.lowerBound.ordinal...days.upperBound.ordinal {
            let day = Day(ordinal: day)
            if current[day] == nil { current[day] = try store.bookedTimes(on: day) }
        }
        state.withLock { state in
            if news.count >= state.count { state = State(count: news.count, days: current) }
        }
        return current
    }
}
