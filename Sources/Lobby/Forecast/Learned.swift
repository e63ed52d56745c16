/// All that forecasts learn from what happened; it can be derived again from the events.
///
/// Only what clerks did counts: automatic closings teach nothing, and neither do visits that were
/// parked, passed on, put back, reopened or undone, for nobody knows how long they took.
package struct Learned: Codable, Equatable, Sendable {
    /// Something that happened to a visit, with what is known of it.
    package struct Event: Equatable, Sendable {
        package var happening: Happening
        package var visit: VisitID
        package var at: Instant
        package var actor: String
        package var errands: [Errand]
        /// The booked time of an appointment.
        package var booked: Instant?

        package init(
            _ happening: Happening,
            of visit: VisitID,
            at: Instant,
            by actor: String,
            errands: [Errand],
            booked: Instant? = nil
        ) {
            self.happening = happening
            self.visit = visit
            self.at = at
            self.actor = actor
            self.errands = errands
            self.booked = booked
        }
    }

    private struct Called: Codable, Equatable {
        var at: Instant
        var isSpoiled = false
    }

    /// The last event that was learned from.
    package var seq = 0
    package private(set) var times = ServiceTimes()
    package private(set) var showUp = ShowUp()
    package var band = ForecastBand()
    private var called: [VisitID: Called] = [:]

    package init() {}

    package mutating func learn(_ event: Event) {
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
            times.learn(errand.service, minutes: minutes)
        case .park, .transfer, .putBack, .reopen, .undo, .miss, .merge:
            called[event.visit]?.isSpoiled = true
        default: break
        }
    }

    /// Learns that so many appointments of a day were missed; what was begun that day is forgotten.
    package mutating func endDay(missed: Int) {
        for _ in 0..<missed { showUp.learnMissed() }
        called = [:]
    }
}
