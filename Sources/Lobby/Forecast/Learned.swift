/// All that forecasts learn from what happened; it can be derived again from the events.
///
/// Only what clerks did counts: automatic closings teach nothing, and neither do visits that were
/// parked, passed on, put back, reopened or undone, for nobody knows how long they took. Whether a
/// visit is reopened is known when its counter calls the next one, or at the day's end.
package struct Learned: Codable, Equatable, Sendable {
    /// Something that happened to a visit, with what is known of it.
    package struct Event: Equatable, Sendable {
        package var happening: Happening
        package var visit: VisitID
        package var at: Instant
        package var actor: String
        /// Where; nil when it is not known, or not any more.
        package var counter: Int?
        package var errands: [Errand]
        /// The booked time of an appointment.
        package var booked: Instant?

        package init(
            _ happening: Happening,
            of visit: VisitID,
            at: Instant,
            by actor: String,
            counter: Int? = nil,
            errands: [Errand],
            booked: Instant? = nil
        ) {
            self.happening = happening
            self.visit = visit
            self.at = at
            self.actor = actor
            self.counter = counter
            self.errands = errands
            self.booked = booked
        }
    }

    private struct Called: Codable, Equatable {
        var at: Instant
        var isSpoiled = false
    }

    /// A visit that was finished and may be opened again.
    private struct Finished: Codable, Equatable {
        var service: ServiceID
        var minutes: Double
        var counter: Int?
    }

    /// Two computers, or one whose clock is corrected a little, may differ by so much.
    private static let clockSlack: Duration = .seconds(2)

    /// The last event that was learned from.
    package var seq = 0
    package private(set) var times = ServiceTimes()
    package private(set) var showUp = ShowUp()
    package var band = ForecastBand()
    private var called: [VisitID: Called] = [:]
    /// Finished, but not learned from before it is sure: nil before the first.
    private var finished: [VisitID: Finished]?
    /// When a counter did something last; nil before the first.
    private var latest: Instant?

    package init() {}

    /// Whether the clock was set back before the event, so that nobody knows how long anything took
    /// that began before.
    package func isSetBack(before event: Event) -> Bool {
        guard event.actor == "counter", let latest else { return false }
        return event.at < latest - Self.clockSlack
    }

    package mutating func learn(_ event: Event) {
        if event.actor == "counter" {
            if isSetBack(before: event) { forgetTimes() }
            latest = event.at
        }
        if event.happening == .call, let counter = event.counter { settle(at: counter) }
        switch event.happening {
        case .checkIn:
            guard let booked = event.booked else { return }
            let late = Double((event.at - booked).wholeMilliseconds) / 60_000
            showUp.learn(minutesLate: late)
        case .call:
            // Of the second call of one visit nobody knows what was done before.
            called[event.visit] = Called(at: event.at, isSpoiled: called[event.visit] != nil)
        case .finish:
            // Whoever is reopened is not learned from again.
            guard let call = called.removeValue(forKey: event.visit), !call.isSpoiled,
                event.actor == "counter",
                event.errands.count == 1, let errand = event.errands.first, errand.persons == 1
            else { return }
            let minutes = Double((event.at - call.at).wholeMilliseconds) / 60_000
            finished = finished ?? [:]
            finished?[event.visit] = Finished(
                service: errand.service,
                minutes: minutes,
                counter: event.counter
            )
        case .park, .transfer, .putBack, .reopen, .undo, .miss, .merge:
            called[event.visit]?.isSpoiled = true
            finished?[event.visit] = nil
        default: break
        }
    }

    /// Learns that so many appointments of a day were missed; what was begun that day is forgotten.
    package mutating func endDay(missed: Int) {
        for _ in 0..<missed { showUp.learnMissed() }
        settle(at: nil)
        called = [:]
    }

    /// The clock was set: of what is under way nobody knows any more how long it takes.
    package mutating func forgetTimes() {
        for visit in called.keys { called[visit]?.isSpoiled = true }
    }

    /// What was finished at a counter stays finished, because it calls the next one; at the day's end,
    /// everywhere.
    private mutating func settle(at counter: Int?) {
        let sure = (finished ?? [:]).filter { counter == nil || $0.value.counter == counter }
        for visit in sure.keys.sorted() {
            guard let done = finished?.removeValue(forKey: visit) else { continue }
            times.learn(done.service, minutes: done.minutes)
        }
    }
}
