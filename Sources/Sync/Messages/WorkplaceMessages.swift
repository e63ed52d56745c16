package import Lobby

/// An appointment of today whose holder is not here yet.
package struct ExpectedAnswer: Codable, Equatable, Sendable {
    package var id: VisitID
    package var start: String
    package var errands: [Errand]
    package var name: String?
    /// Its time is here.
    package var due: Bool

    package init(id: VisitID, start: Instant, errands: [Errand], name: String?, isDue: Bool) {
        self.id = id
        self.start = start.iso8601
        self.errands = errands
        self.name = name
        due = isDue
    }
}

/// Somebody who asks the counters for help: a counter or a kiosk.
package struct HelpAnswer: Codable, Equatable, Sendable {
    package var id: VisitID
    package var at: String
    package var counter: Int?
    package var kiosk: String?
    /// The counter that goes there.
    package var takenBy: Int?

    package init(id: VisitID, at: Instant, counter: Int?, kiosk: String?, takenBy: Int?) {
        self.id = id
        self.at = at.iso8601
        self.counter = counter
        self.kiosk = kiosk
        self.takenBy = takenBy
    }
}

/// The visit that was finished last at a counter.
package struct ReopenableAnswer: Codable, Equatable, Sendable {
    package var visit: VisitID
    package var label: Label

    package init(visit: VisitID, label: Label) {
        self.visit = visit
        self.label = label
    }
}

/// `POST /api/v1/counters/{n}/pause`: nobody is called there for so long; 0 ends the pause.
package struct PauseRequest: Codable, Equatable, Sendable {
    package var minutes: Int

    package init(minutes: Int) {
        self.minutes = minutes
    }
}

/// `POST /api/v1/counters/{n}/help-take` and `help-done`: which call for help is meant.
package struct HelpRequest: Codable, Equatable, Sendable {
    package var help: VisitID

    package init(help: VisitID) {
        self.help = help
    }
}

/// `POST /api/v1/tickets`: a number for somebody who is here.
package struct WalkInRequest: Codable, Equatable, Sendable {
    package var service: ServiceID
    package var persons: Int
    package var priority: Bool

    package init(service: ServiceID, persons: Int, priority: Bool) {
        self.service = service
        self.persons = persons
        self.priority = priority
    }
}

/// What is read of the answer to a number drawn.
package struct WalkInAnswer: Codable, Equatable, Sendable {
    package struct Drawn: Codable, Equatable, Sendable {
        package var label: Label
    }

    package var ticket: Drawn
}
