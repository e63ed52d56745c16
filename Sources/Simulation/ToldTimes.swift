import Lobby

/// What people were told of the times of their appointments, one after the other.
struct ToldTimes {
    struct Slot {
        var start: Instant
        var service: ServiceID
        var channel: Channel
    }

    /// In every quarter of an hour there is room for so many, for so many registrations of them, and
    /// for so many from the web.
    private static let places = (all: 2, registrations: 1, web: 1)

    /// Nil since an appointment is cancelled.
    private var notes: [(booking: VisitID, slot: Slot?, time: Int)] = []

    /// What holds now.
    var current: [VisitID: Slot] {
        Dictionary(notes.map { ($0.booking, $0.slot) }) { $1 }.compactMapValues(\.self)
    }

    mutating func note(_ slot: Slot?, of booking: VisitID, at time: Int) {
        notes.append((booking, slot, time))
    }

    /// The hub knows only what was so at a moment.
    mutating func forget(since time: Int) {
        notes.removeAll { $0.time > time }
    }

    /// Why too many were told to come at a time; nil when there is room for all of them.
    func crowd(at start: Instant) -> String? {
        let here = current.values.filter { $0.start == start }
        let registrations = here.count { $0.service == "registration" }
        let web = here.count { $0.channel == .web }
        guard
            here.count > Self.places.all || registrations > Self.places.registrations
                || web > Self.places.web
        else { return nil }
        return "\(here.count) people, \(registrations) of them to register and \(web) from the "
            + "web, come at \(start)"
    }
}
